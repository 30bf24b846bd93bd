"""Letters about abstracts, and the links in them."""

from datetime import date

from sqlalchemy.orm import Session, joinedload, selectinload

from abstracts import queries, rules
from abstracts.models import Abstract, AbstractStatus, Agreement, Author, Call, Message, Reviewer, Stance
from core import clock
from core.outbox import Draft, composes
from core.web import full_address
from people.access import link_token
from people.rules import hash_of


def place_of(abstract: Abstract) -> dict[str, str | int]:
    """The parts of an abstract's address."""
    return {"event_slug": abstract.call.event.slug, "call_slug": abstract.call.slug, "number": abstract.number}


def author_link(author: Author, masked: bool = False) -> str:
    """The link by which an author says whether they are one; masked, the address that opens nothing by itself."""
    named = place_of(author.abstract) | {"author_id": author.id}
    if masked:
        return full_address("abstracts.show_agreement", **named)
    return full_address("abstracts.open_agreement", **named, token=_token(author))


def author_link_hash(author: Author) -> str:
    """The hash of the newest link that was sent to this author."""
    return hash_of(_token(author))


def _token(author: Author) -> str:
    return link_token("author", author.id, author.link_version)


@composes("abstracts/email/submitted")
def submitted_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To whoever wrote it: it has come in, with its number, and what happens next. None if it was withdrawn since."""
    abstract = _abstract(session, abstract_id)
    if not rules.counts_as_sent(abstract):
        return None
    asked = [each for each in abstract.authors if rules.is_asked(abstract, each)]
    return _draft(abstract, asked=asked, may_change=rules.may_write(abstract))


@composes("abstracts/email/changed")
def changed_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To whoever wrote it: what was sent in reads otherwise since. None if it was withdrawn after that."""
    abstract = _abstract(session, abstract_id)
    return _draft(abstract) if rules.counts_as_sent(abstract) else None


@composes("abstracts/email/named")
def named_letter(session: Session, *, masked: bool, author_id: int, link_version: int) -> Draft | None:
    """To an author whom somebody else named: the page on which to say whether that is right.

    None if they have answered, are named no more or by another address, or if it was withdrawn.
    """
    author = _author(session, author_id)
    if author is None or author.link_version != link_version or author.agreement is not Agreement.WAITING:
        return None
    if not rules.counts_as_sent(author.abstract):
        return None
    return _draft(author.abstract, author=author, link=author_link(author, masked))


@composes("abstracts/email/declined_author")
def declined_author_letter(session: Session, *, masked: bool, author_id: int) -> Draft | None:
    """To whoever wrote it: somebody says that they are no author of it. None if they have agreed since."""
    author = _author(session, author_id)
    if author is None or author.agreement is not Agreement.DECLINED or not rules.counts_as_sent(author.abstract):
        return None
    return _draft(author.abstract, author=author, may_change=rules.may_write(author.abstract))


@composes("abstracts/email/withdrawn")
def withdrawn_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To each author: it is withdrawn, and what that means."""
    return _draft(_abstract(session, abstract_id))


@composes("abstracts/email/withdrawn_chair")
def withdrawn_chair_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To each chair of the event: which abstract has gone. Its title and its authors are not in it."""
    return _draft(_abstract(session, abstract_id))


@composes("abstracts/email/merged")
def merged_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To whoever sent in the one that went: with which other it is one now. None if it is not."""
    abstract = _abstract(session, abstract_id)
    return _draft(abstract, kept=abstract.merged_into) if abstract.merged_into is not None else None


@composes("abstracts/email/reminder")
def reminder_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To the writer of a draft: when the call closes. None if it was submitted or deleted since, or is too late."""
    abstract = session.get(Abstract, abstract_id, options=_WHOLE)
    if abstract is None or rules.reminder_due(abstract, clock.now()) is None:
        return None
    return _draft(abstract, lacks=rules.lacks(abstract))


@composes("abstracts/email/decided")
def decided_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To whoever wrote it and is written to: the decision, and what reviewers say. None once it was withdrawn.

    Nothing of who reviewed it is in it (domain rule 40).
    """
    abstract = _abstract(session, abstract_id)
    if abstract.decision is None or abstract.status is not rules.RELEASED_AS[abstract.decision]:
        return None
    written = queries.letters_of_call(session, abstract.call)
    subject, words = rules.words_of_letter(written, abstract.decision)
    values = {
        "title": abstract.title,
        "number": abstract.number,
        "name": abstract.owner.known_as,
        "call": abstract.call.name,
    }
    return _draft(
        abstract,
        subject=rules.filled_in(subject, values),
        words=rules.filled_in(words, values),
        comments=queries.comments_for_authors(session, abstract_id),
    )


@composes("abstracts/email/offer_reminder")
def offer_reminder_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To whoever wrote it: we wait for the answer, or its date is over. None if neither is so any more."""
    abstract = _abstract(session, abstract_id)
    which = rules.offer_reminder_due(abstract, clock.now())
    return _draft(abstract, which=which, answer_by=rules.answer_by(abstract)) if which else None


@composes("abstracts/email/offered")
def offered_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To whoever wrote it: a place came free. None if it was withdrawn since."""
    abstract = _abstract(session, abstract_id)
    if abstract.status is not AbstractStatus.ACCEPTED:
        return None
    return _draft(abstract, answer_by=rules.answer_by(abstract), register_by=rules.register_by(abstract))


@composes("abstracts/email/withdrawn_at_risk")
def withdrawn_at_risk_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To its author and its presenter: it is withdrawn, and why (domain rule 46)."""
    abstract = _abstract(session, abstract_id)
    return _draft(abstract, register_by=rules.register_by(abstract))


_WHOLE = [
    joinedload(Abstract.owner, innerjoin=True),
    joinedload(Abstract.call, innerjoin=True).joinedload(Call.event, innerjoin=True),
    joinedload(Abstract.late_entry),
    joinedload(Abstract.merged_into),
    joinedload(Abstract.offer),
    selectinload(Abstract.authors),
]


def _abstract(session: Session, abstract_id: int) -> Abstract:
    return session.get_one(Abstract, abstract_id, options=_WHOLE)


def _author(session: Session, author_id: int) -> Author | None:
    """The author with their abstract; None once they are named no more."""
    return session.get(Author, author_id, options=[joinedload(Author.abstract, innerjoin=True).options(*_WHOLE)])


def _draft(abstract: Abstract, **more: object) -> Draft:
    link = full_address("abstracts.show_abstract", **place_of(abstract))
    context = {"abstract": abstract, "call": abstract.call, "event": abstract.call.event, "link": link}
    context["place_link"] = full_address("front.show_place", **place_of(abstract))
    context["ends_at"] = rules.closes_at(abstract.call, abstract.late_entry)
    return Draft(context=context | more, pictures={})


def message_draft(message: Message | rules.Written, abstract: Abstract, name: str) -> Draft:
    """The chair's words as the one of that name reads them, about that abstract; each placeholder filled in once."""
    values = {"title": abstract.title or "Untitled", "number": abstract.number, "name": name}
    values["call"] = abstract.call.name
    filled = {part: rules.filled_in(getattr(message, part), values) for part in ("subject", "words")}
    return Draft(
        context={**filled, "abstract": abstract, "call": abstract.call, "event": abstract.call.event}, pictures={}
    )


@composes("abstracts/email/message")
def message_letter(
    session: Session, *, masked: bool, message_id: int, abstract_id: int, author_id: int
) -> Draft | None:
    """To an owner (``author_id`` 0) or a corresponding author. None if the abstract, or the author, is gone since."""
    abstract = session.get(Abstract, abstract_id)
    author = session.get(Author, author_id) if author_id else None
    if abstract is None or (author_id and author is None):
        return None
    name = author.name if author else abstract.owner.known_as
    return message_draft(session.get_one(Message, message_id), abstract, name)


@composes("abstracts/email/review_asked")
def review_asked_letter(session: Session, *, masked: bool, reviewer_id: int) -> Draft | None:
    """To somebody who is asked to review: where they say yes or no. None once they have answered.

    Whoever opens the link signs in with this address first, so it opens nothing by itself.
    """
    reviewer = session.get_one(Reviewer, reviewer_id)
    return _to_reviewer(reviewer) if reviewer.stance is Stance.INVITED else None


@composes("abstracts/email/reviews_due")
def reviews_due_letter(session: Session, *, masked: bool, reviewer_id: int) -> Draft | None:
    """To a reviewer: how many they have left and by when, and nothing of what they are about. None if none is left."""
    reviewer = session.get_one(Reviewer, reviewer_id)
    left = queries.left_to_review(session, reviewer)
    return _to_reviewer(reviewer, left=left) if left and reviewer.stance is Stance.REVIEWING else None


@composes("abstracts/email/discussed")
def discussed_letter(session: Session, *, masked: bool, reviewer_id: int, day: int) -> Draft | None:
    """To a reviewer: the numbers of abstracts of which others said something on that day, and nothing of what (R14).

    ``day`` counts as dates do. None if they may read none of it any more.
    """
    reviewer = session.get_one(Reviewer, reviewer_id)
    numbers = queries.newly_said(session, reviewer, date.fromordinal(day))
    return _to_reviewer(reviewer, numbers=numbers) if numbers else None


def _to_reviewer(reviewer: Reviewer, **more: object) -> Draft:
    call, slug = reviewer.call, reviewer.call.event.slug
    context = {"reviewer": reviewer, "call": call, "event": call.event}
    context["link"] = full_address("abstracts.show_reviewing", event_slug=slug, call_slug=call.slug)
    context["queue_link"] = full_address("abstracts.show_reviews", event_slug=slug)
    return Draft(context=context | more, pictures={})
