"""What the chair does to several abstracts at once, and what they write to the authors."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from abstracts import rules
from abstracts.actions.life import send_to_review, take_back_to_submitted
from abstracts.actions.redactions import look_through
from abstracts.models import Abstract, AbstractStatus, CallCategory, Message
from abstracts.rules import Addressee
from core import diary
from core.errors import Refusal
from core.outbox import queue_letter


@dataclass
class Outcome:
    """What became of the abstracts that were ticked: those done, and by reason those that were not."""

    done: list[Abstract] = field(default_factory=list)
    refused: dict[str, list[Abstract]] = field(default_factory=dict)


def send_each_to_review(session: Session, *, abstracts: list[Abstract], by_id: int, now: datetime) -> Outcome:
    """Those of which nothing is open are in review (domain rule 41).

    Each is looked through once more before that, and what is found stays flagged though it is not sent.
    """
    for abstract in abstracts:
        if abstract.status is AbstractStatus.SUBMITTED:
            look_through(session, abstract=abstract, now=now)
    return do_each(
        session, abstracts, lambda abstract: send_to_review(session, abstract=abstract, by_id=by_id, now=now)
    )


def take_each_back(session: Session, *, abstracts: list[Abstract], by_id: int, now: datetime) -> Outcome:
    """Those in review are submitted again, so that their authors may mend what was found."""
    return do_each(
        session, abstracts, lambda abstract: take_back_to_submitted(session, abstract=abstract, by_id=by_id, now=now)
    )


def move_each(
    session: Session, *, abstracts: list[Abstract], category: CallCategory | None, by_id: int, now: datetime
) -> Outcome:
    """They compete in that category of their call."""
    return do_each(session, abstracts, lambda each: move_to_category(session, each, category, by_id=by_id, now=now))


def move_to_category(
    session: Session, abstract: Abstract, category: CallCategory | None, *, by_id: int, now: datetime
) -> None:
    """The abstract competes in ``category``. An author's open window learns that it is older. Raises NotThere."""
    rules.check_may_move_to(abstract, category)
    before = {"category": abstract.category_id}
    abstract.category = category
    abstract.version += 1
    session.flush()
    diary.note(
        session,
        act="moved to another category",
        now=now,
        actor_id=by_id,
        thing=("abstract", abstract.id),
        event_id=abstract.event_id,
        before=before,
        after={"category": abstract.category_id},
    )


def send_message(
    session: Session, *, abstracts: list[Abstract], subject: str, words: str, by_id: int, now: datetime
) -> int:
    """The owner and the corresponding author of each are sent the words, once each; how many letters that makes.

    Words that say nothing of a single abstract reach everybody once in a call. What is sent is kept, one message for
    each call. Raises WrongMessage, or NothingTicked or TooManyTicked where it would reach nobody or too many.
    """
    rules.check_message(subject, words)
    letters = 0
    in_order = sorted(abstracts, key=lambda each: (each.call_id, each.id))
    rules.check_letters(len(rules.addressees(in_order, once_each=not rules.is_about_one(subject, words))))
    for call_id, group in groupby(in_order, key=lambda each: each.call_id):
        theirs = list(group)
        message = Message(call_id=call_id, subject=subject, words=words, written_at=now, by_id=by_id)
        session.add(message)
        session.flush()
        written_to = rules.addressees(theirs, once_each=not rules.is_about_one(subject, words))
        _queue(session, message, written_to, now)
        letters += len(written_to)
        for abstract in theirs:
            diary.note(
                session,
                act="wrote to its authors",
                now=now,
                actor_id=by_id,
                thing=("abstract", abstract.id),
                event_id=abstract.event_id,
                after={"message": message.id},
            )
    return letters


def _queue(session: Session, message: Message, written_to: Iterable[Addressee], now: datetime) -> None:
    for each in written_to:
        queue_letter(
            session,
            kind="abstracts/email/message",
            to=each.email,
            key=f"{message.id}:{each.abstract_id}:{each.author_id or 0}",
            now=now,
            message_id=message.id,
            abstract_id=each.abstract_id,
            author_id=each.author_id or 0,
        )


def do_each(session: Session, abstracts: list[Abstract], deed: Callable[[Abstract], object]) -> Outcome:
    """Do it to each in the order of ids, in this one transaction; what a rule refuses is undone by itself and said."""
    outcome = Outcome()
    for abstract in abstracts:
        try:
            with session.begin_nested():
                deed(abstract)
            outcome.done.append(abstract)
        except Refusal as refusal:
            outcome.refused.setdefault(str(refusal), []).append(abstract)
    return outcome
