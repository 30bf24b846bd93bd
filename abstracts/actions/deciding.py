"""Deciding on what the reviews come to, and letting the decisions out."""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.actions.desk import Outcome, do_each
from abstracts.actions.life import decide_abstract, undo_decision
from abstracts.actions.offers import open_offer
from abstracts.actions.steps import move_to
from abstracts.models import Abstract, AbstractStatus, Call, Decision, DecisionLetter
from core import diary
from core.db import refuse_if_broken
from core.outbox import queue_letter_once


def decide_on_reviews(
    session: Session, *, abstract: Abstract, decision: Decision, by_id: int | None, now: datetime
) -> None:
    """The decision stands, quietly, if enough reviews are in (domain rule 44); it takes the place of another that is
    not out yet. The abstract is locked. Raises TooFewReviews, and what decide_abstract raises.
    """
    rubric = queries.rubric_of(session, abstract.call)
    if rubric.id is not None:
        rules.check_enough_reviews(rubric, queries.tally_of(session, abstract))
    if abstract.status is AbstractStatus.DECIDED and abstract.decision is not decision:
        undo_decision(session, abstract=abstract, by_id=by_id, now=now)
    decide_abstract(session, abstract=abstract, decision=decision, by_id=by_id, now=now)


def decide_each(
    session: Session, *, chosen: dict[int, Decision | None], abstracts: list[Abstract], by_id: int, now: datetime
) -> Outcome:
    """Each of the locked abstracts has the decision that is chosen for its id, or none; what a rule refuses is said."""

    def decide(abstract: Abstract) -> None:
        decision = chosen[abstract.id]
        if decision is None:
            undo_decision(session, abstract=abstract, by_id=by_id, now=now)
        else:
            decide_on_reviews(session, abstract=abstract, decision=decision, by_id=by_id, now=now)

    return do_each(session, abstracts, decide)


def release_decisions(session: Session, *, call: Call, by_id: int | None, now: datetime) -> int:
    """Every decision of the call is out, and each author who is written to is owed one letter; how many abstracts.

    Once for each call, and once more it does nothing (domain rule 45, R7). The call is locked. Raises NotAllDecided.
    """
    if call.released_at is not None:
        return 0
    rules.check_all_decided(queries.undecided_in(session, call))
    abstracts = queries.decided_in(session, call)
    call.released_at = now
    for abstract in abstracts:
        if abstract.decision is None:
            continue
        move_to(session, abstract, rules.RELEASED_AS[abstract.decision], by_id, now)
        if abstract.status is AbstractStatus.ACCEPTED:
            open_offer(session, abstract, now)
        told = {abstract.owner.email_key: abstract.owner.email}
        told |= {each.email_key: each.email for each in abstract.authors if each.is_corresponding}
        for key, email in told.items():
            queue_letter_once(
                session,
                kind="abstracts/email/decided",
                to=email,
                key=f"{abstract.id}:{key}",
                now=now,
                abstract_id=abstract.id,
            )
    diary.note(
        session,
        act="released decisions",
        now=now,
        actor_id=by_id,
        thing=("call", call.id),
        event_id=call.event_id,
        after={"abstracts": len(abstracts)},
    )
    return len(abstracts)


def write_letter(
    session: Session, *, call: Call, decision: Decision, subject: str, words: str, by_id: int | None, now: datetime
) -> None:
    """The call's letter for that decision reads so from now on. Raises WrongMessage for an unknown placeholder, or
    LettersAreOut once the decisions are released.
    """
    rules.check_message(subject, words)
    rules.check_not_released(call)
    letter = queries.letter_of(session, call, decision)
    if letter is None:
        refuse_if_broken(session, "uq_decision_letters_call_id", rules.letter_written_meanwhile())
        letter = DecisionLetter(call_id=call.id, decision=decision, subject=subject, words=words)
        session.add(letter)
    else:
        letter.subject, letter.words = subject, words
        letter.version += 1
    session.flush()
    diary.note(
        session,
        act="wrote a decision letter",
        now=now,
        actor_id=by_id,
        thing=("call", call.id),
        event_id=call.event_id,
        after={"decision": decision.value},
    )
