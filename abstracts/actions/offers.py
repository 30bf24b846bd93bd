"""After acceptance: the place is taken or turned down, given to one that waited, and gets its dates and its board.

The abstract is locked in each.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.actions.life import take_back, tell_of_withdrawal
from abstracts.actions.posters import claim_poster
from abstracts.actions.steps import move_to, note_deed
from abstracts.models import Abstract, AbstractStatus, Call, Decision, Offer, OfferAnswer, Presenting
from core import diary
from core.db import refuse_if_broken
from core.outbox import queue_letter_once

ANSWER_REMINDER = "abstracts/email/offer_reminder"
ONE_BOARD_EACH = "uq_offers_event_id"


def open_offer(session: Session, abstract: Abstract, now: datetime, answer_by: datetime | None = None) -> None:
    """The abstract has a place that its author may answer for, by that date or by the call's."""
    abstract.offer = Offer(event_id=abstract.event_id, offered_at=now, answer_by=answer_by)
    session.flush()


def take_offer(
    session: Session, *, abstract: Abstract, by_id: int | None, now: datetime, at_desk: bool = False
) -> None:
    """The author takes the place. Once more it changes nothing (R7); the desk is bound by no date.

    Raises NoOffer or TooLateForOffer.
    """
    offer = rules.offer_of(abstract)
    if offer.answer is OfferAnswer.TAKEN:
        return
    if not at_desk:
        rules.check_may_answer_offer(abstract, now)
    _answer(session, abstract, OfferAnswer.TAKEN, by_id, now)


def turn_offer_down(
    session: Session, *, abstract: Abstract, reason: str, by_id: int | None, now: datetime, at_desk: bool = False
) -> None:
    """The place is free for another: the abstract is withdrawn, and its authors and the chair are told.

    Once more it changes nothing. Raises NoOffer or TooLateForOffer.
    """
    if abstract.offer is not None and abstract.offer.answer is OfferAnswer.TURNED_DOWN:
        return
    offer = rules.offer_of(abstract)
    if not at_desk:
        rules.check_may_answer_offer(abstract, now)
    offer.reason = reason
    _answer(session, abstract, OfferAnswer.TURNED_DOWN, by_id, now)
    take_back(session, abstract, by_id, now)
    tell_of_withdrawal(session, abstract, now)


def set_offer_dates(
    session: Session,
    *,
    abstract: Abstract,
    answer_by: datetime | None,
    register_by: datetime | None,
    by_id: int,
    now: datetime,
) -> None:
    """The abstract has these dates of its own; where there is none, the call's. Raises NoOffer."""
    offer = rules.offer_of(abstract)
    if (offer.answer_by, offer.register_by) == (answer_by, register_by):
        return
    offer.answer_by, offer.register_by = answer_by, register_by
    session.flush()
    dates = {"answer_by": answer_by and answer_by.isoformat(), "register_by": register_by and register_by.isoformat()}
    note_deed(session, "set the dates of an offer", abstract, by_id, now, after=dates)


def offer_to_waitlisted(
    session: Session,
    *,
    abstract: Abstract,
    decision: Decision,
    answer_by: datetime | None,
    by_id: int,
    now: datetime,
) -> None:
    """One that waited has a place, and its author one letter that says so. Once more it changes nothing (R7).

    Raises WrongMove, and for a poster SecondPoster or NobodyPresents (domain rule 47).
    """
    if abstract.status is AbstractStatus.ACCEPTED and abstract.decision is decision:
        return
    rules.check_arrow(abstract.status, AbstractStatus.WAITLISTED, AbstractStatus.ACCEPTED)
    claim_poster(session, abstract, decision)
    abstract.decision = decision
    move_to(session, abstract, AbstractStatus.ACCEPTED, by_id, now)
    open_offer(session, abstract, now, answer_by)
    for key, email in _written_to(abstract).items():
        key = f"{abstract.id}:{key}"
        queue_letter_once(session, kind="abstracts/email/offered", to=email, key=key, now=now, abstract_id=abstract.id)


def remind_to_answer(session: Session, *, now: datetime) -> int:
    """How many are owed a reminder to answer by this; each gets each once, however many workers remind."""
    due = queries.offers_to_remind(session, now, ANSWER_REMINDER)
    return sum(
        queue_letter_once(
            session, kind=ANSWER_REMINDER, to=abstract.owner.email, key=key, now=now, abstract_id=abstract.id
        )
        for abstract, key in due
    )


def give_boards(session: Session, *, call: Call, by_id: int, now: datetime) -> int:
    """Every poster whose place was taken has a board, by category and number; how many got one now.

    What was given before stays. The call is locked. Raises WrongBoard if another call gives the same at this moment.
    """
    order = {each.id: place for place, each in enumerate(call.categories, start=1)}
    waiting = [each for each in queries.offered_in(session, call, chair_id=None) if rules.gets_board(each)]
    waiting.sort(key=lambda each: (order.get(each.category_id or 0, 0), each.number))
    prefix = queries.presenting_of(session, call).board_prefix
    places = [order.get(each.category_id or 0) for each in waiting]
    boards = rules.next_boards(prefix, places, queries.boards_given(session, call.event_id))
    refuse_if_broken(session, ONE_BOARD_EACH, rules.board_given_before())
    for abstract, board in zip(waiting, boards, strict=True):
        _give_board(session, abstract, board, by_id, now)
    session.flush()
    return len(waiting)


def change_board(session: Session, *, abstract: Abstract, board: str, by_id: int, now: datetime) -> None:
    """The abstract hangs at that board. Raises WrongBoard for one that was ever given to another, and NoOffer."""
    offer, board = rules.offer_of(abstract), rules.plain_board(board)
    if offer.board == board:
        return
    if board in queries.boards_given(session, abstract.event_id):
        raise rules.board_given_before()
    refuse_if_broken(session, ONE_BOARD_EACH, rules.board_given_before())
    _give_board(session, abstract, board, by_id, now)
    session.flush()


def set_presenting(session: Session, *, call: Call, wanted: dict, by_id: int, now: datetime) -> None:
    """The call asks that of its presenters, by the names of Presenting's columns. The call is locked."""
    presenting: Presenting = queries.presenting_of(session, call)
    session.add(presenting)
    for name, value in wanted.items():
        setattr(presenting, name, value)
    session.flush()
    diary.note(
        session,
        act="set what presenters are asked",
        now=now,
        actor_id=by_id,
        thing=("call", call.id),
        event_id=call.event_id,
        after={"issues_codes": presenting.issues_codes},
    )


def _answer(session: Session, abstract: Abstract, answer: OfferAnswer, by_id: int | None, now: datetime) -> None:
    offer = rules.offer_of(abstract)
    before, offer.answer, offer.answered_at = offer.answer.value, answer, now
    session.flush()
    change = {"before": {"answer": before}, "after": {"answer": answer.value}}
    note_deed(session, "answered an offer", abstract, by_id, now, **change)


def _give_board(session: Session, abstract: Abstract, board: str, by_id: int, now: datetime) -> None:
    offer = rules.offer_of(abstract)
    before, offer.board = offer.board, board
    note_deed(session, "gave a board", abstract, by_id, now, before={"board": before}, after={"board": board})


def _written_to(abstract: Abstract) -> dict[str, str]:
    """Addresses by key: of whoever wrote it, and of the author who is written to."""
    told = {abstract.owner.email_key: abstract.owner.email}
    return told | {each.email_key: each.email for each in abstract.authors if each.is_corresponding}
