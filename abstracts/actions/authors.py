"""Who is named as an author: added, changed, moved, removed, and which of them presents and is written to.

The abstract is locked. Each raises CallClosed, MayNotChange, ChangedElsewhere or, where it was submitted, NotComplete,
and then nothing is kept. The same again changes nothing, whatever the version (R7).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import rules
from abstracts.actions.agreement import ask_author
from abstracts.actions.posters import keep_poster_in_step
from abstracts.actions.steps import note_deed
from abstracts.actions.writing import check_may_write_now, saved
from abstracts.models import Abstract, AbstractStatus, Agreement, Author
from abstracts.rules import AuthorDetails
from people.rules import email_key


def add_author(
    session: Session, *, abstract: Abstract, details: AuthorDetails, version: int, by_id: int | None, now: datetime
) -> Author:
    """One more author, the last of them; asked by letter if the abstract was submitted.

    Raises TooManyAuthors, or NamedAlready where somebody else has the address.
    """
    check_may_write_now(abstract, now)
    if abstract.authors and _has(abstract.authors[-1], details):
        return abstract.authors[-1]
    rules.check_version(abstract, version)
    rules.check_has_room(abstract)
    rules.check_named_once(abstract, details.email)
    author = Author(position=len(abstract.authors) + 1, email_key=email_key(details.email), **vars(details))
    abstract.authors.append(author)
    session.flush()
    note_deed(session, "named an author", abstract, by_id, now, after={"author": author.id})
    saved(session, abstract, by_id, now)
    _ask_if_sent_in(session, author, now)
    return author


def change_author(
    session: Session, *, author: Author, details: AuthorDetails, version: int, by_id: int | None, now: datetime
) -> None:
    """The author is called and found as in ``details``. At another address they are asked anew, and the link that went
    to the first ends.

    Raises NamedAlready where somebody else has the address.
    """
    abstract = author.abstract
    check_may_write_now(abstract, now)
    if _has(author, details):
        return
    rules.check_version(abstract, version)
    rules.check_named_once(abstract, details.email, besides=author)
    is_elsewhere = author.email_key != email_key(details.email)
    for name, value in vars(details).items():
        setattr(author, name, value)
    if is_elsewhere:
        author.email_key = email_key(details.email)
        author.agreement, author.answered_at, author.asked_at = Agreement.WAITING, None, None
        author.link_version += 1
        keep_poster_in_step(session, abstract)
    note_deed(session, "changed an author", abstract, by_id, now, after={"author": author.id})
    saved(session, abstract, by_id, now)
    if is_elsewhere:
        _ask_if_sent_in(session, author, now)


def move_author(
    session: Session, *, author: Author, position: int, version: int, by_id: int | None, now: datetime
) -> None:
    """The author stands at ``position``, counted from 1; the others close up, in their order."""
    abstract = author.abstract
    check_may_write_now(abstract, now)
    others = [each for each in abstract.authors if each is not author]
    at = min(max(position, 1), len(others) + 1)
    if abstract.authors[at - 1] is author:
        return
    rules.check_version(abstract, version)
    others.insert(at - 1, author)
    _number(abstract, others)
    note_deed(session, "moved an author", abstract, by_id, now, after={"author": author.id, "position": at})
    saved(session, abstract, by_id, now)


def remove_author(session: Session, *, author: Author, version: int, by_id: int | None, now: datetime) -> None:
    """The author is named no more, and the link that they were sent opens nothing."""
    abstract = author.abstract
    check_may_write_now(abstract, now)
    rules.check_version(abstract, version)
    author_id = author.id
    session.delete(author)
    session.flush()
    _number(abstract, [each for each in abstract.authors if each is not author])
    note_deed(session, "removed an author", abstract, by_id, now, before={"author": author_id})
    saved(session, abstract, by_id, now)


def choose_presenter(
    session: Session, *, author: Author, version: int, by_id: int | None, now: datetime, at_desk: bool = False
) -> None:
    """The author presents the abstract, and nobody else does. At the desk its status does not matter.

    Raises SecondPoster if it is to be a poster and they have another in this event (domain rule 47).
    """
    if not at_desk:
        check_may_write_now(author.abstract, now)
    if _choose(session, author, "is_presenter", version):
        keep_poster_in_step(session, author.abstract)
        note_deed(session, "chose a presenter", author.abstract, by_id, now, after={"author": author.id})
        saved(session, author.abstract, by_id, now)


def choose_corresponding(session: Session, *, author: Author, version: int, by_id: int | None, now: datetime) -> None:
    """The author is written to, and nobody else is named as that."""
    check_may_write_now(author.abstract, now)
    if _choose(session, author, "is_corresponding", version):
        note_deed(session, "chose who is written to", author.abstract, by_id, now, after={"author": author.id})
        saved(session, author.abstract, by_id, now)


def _choose(session: Session, author: Author, role: str, version: int) -> bool:
    """The author has the role; false if they had it before."""
    if getattr(author, role):
        return False
    rules.check_is_author(author.abstract, author)
    rules.check_version(author.abstract, version)
    for each in author.abstract.authors:
        setattr(each, role, False)
    # Two steps, since the database lets one have it at a time, whichever row is written first.
    session.flush()
    setattr(author, role, True)
    session.flush()
    return True


def _has(author: Author, details: AuthorDetails) -> bool:
    return all(getattr(author, name) == value for name, value in vars(details).items())


def _number(abstract: Abstract, authors: list[Author]) -> None:
    for position, each in enumerate(authors, start=1):
        each.position = position
    abstract.authors[:] = authors


def _ask_if_sent_in(session: Session, author: Author, now: datetime) -> None:
    if author.abstract.status is AbstractStatus.SUBMITTED:
        ask_author(session, author=author, now=now)
