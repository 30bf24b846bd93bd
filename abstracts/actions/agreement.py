"""Whether those who are named as authors say that they are, and by which letters they are asked."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from abstracts import rules
from abstracts.actions.steps import note_deed
from abstracts.models import Abstract, Agreement, Author
from core.errors import TooMany
from core.limits import may_once_more
from core.outbox import queue_letter_once


def ask_authors(session: Session, *, abstract: Abstract, now: datetime) -> None:
    """Each author is asked by letter whether they are one; whoever sent it in has said so by that."""
    # By address, so that two abstracts that name the same people wait for each other in one order.
    for author in sorted(abstract.authors, key=lambda each: each.email_key):
        ask_author(session, author=author, now=now)


def ask_author(session: Session, *, author: Author, now: datetime) -> bool:
    """A letter to this author leads to a page with two buttons; whoever writes the abstract has answered by that.

    False, and no letter, if the writer has made or the address has had so many that somebody may be pestering others
    through us.
    """
    if not rules.is_asked(author.abstract, author):
        author.agreement, author.answered_at = Agreement.CONFIRMED, now
        return True
    limits = current_app.config["LIMITS"]
    # The writer's first: two of their abstracts then wait for each other before either holds an address.
    counted = (
        ("named by", str(author.abstract.owner_id), limits.letters_by_writer),
        ("named", author.email_key, limits.letters_to_author),
        ("asked", str(author.id), limits.letters_per_author),
    )
    for act, actor, at_most in counted:
        about = {"act": act, "actor": actor, "at_most": at_most, "window": limits.author_window, "now": now}
        if not may_once_more(session, **about):
            return False
    author.asked_at = now
    queue_letter_once(
        session,
        kind="abstracts/email/named",
        to=author.email,
        key=f"{author.id}:{author.link_version}:{now.isoformat()}",
        now=now,
        author_id=author.id,
        link_version=author.link_version,
    )
    return True


def ask_again(session: Session, *, author: Author, by_id: int | None, now: datetime) -> None:
    """The author who has not answered gets the letter once more. Raises TooLateToAnswer, or TooMany in one day."""
    if not rules.may_ask_again(author):
        raise rules.TooLateToAnswer("This author has answered already, or there is nothing to answer any more.")
    if not ask_author(session, author=author, now=now):
        raise TooMany("This author was written to several times today. Try again tomorrow, or write to them yourself.")
    note_deed(session, "asked an author again", author.abstract, by_id, now, after={"author": author.id})


def answer_as_author(
    session: Session, *, author: Author, agreement: Agreement, by_id: int | None, now: datetime
) -> None:
    """The author says that they are one and agree, or that not; who sent the abstract in is told of a no.

    Said again it changes nothing (R7). Raises TooLateToAnswer. The abstract is locked, and stays as it is whatever the
    answer: the chair decides what to make of it.
    """
    if author.agreement is agreement:
        return
    rules.check_may_answer(author, now)
    before, author.agreement, author.answered_at = author.agreement, agreement, now
    note_deed(
        session,
        "answered as an author",
        author.abstract,
        by_id,
        now,
        before={"answer": before.value},
        after={"author": author.id, "answer": agreement.value},
    )
    if agreement is Agreement.DECLINED:
        queue_letter_once(
            session,
            kind="abstracts/email/declined_author",
            to=author.abstract.owner.email,
            key=f"{author.id}:{now:%Y%m%d%H}",  # however often they change their mind
            now=now,
            author_id=author.id,
        )
