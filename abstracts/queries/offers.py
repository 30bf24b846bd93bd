"""What was accepted, who presents it, and whose answer is still waited for."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from abstracts import rules
from abstracts.models import Abstract, AbstractStatus, Call, FinalVersion, Offer, OfferAnswer, Presenting
from abstracts.queries.bound import is_open_to
from core.outbox import OutgoingLetter

AT_ONCE = 100


def presenting_of(session: Session, call: Call) -> Presenting:
    """What the call asks of its presenters; as a call begins, if nobody has said anything."""
    found = session.scalar(select(Presenting).where(Presenting.call_id == call.id))
    return found or Presenting(
        call_id=call.id, issues_codes=False, swap_until=None, final_until=None, board_prefix="P", hanging=""
    )


def final_version_of(session: Session, abstract: Abstract) -> FinalVersion | None:
    """The corrected words that its author sent after acceptance, if any."""
    sent = select(FinalVersion).where(FinalVersion.abstract_id == abstract.id)
    return session.scalar(sent.options(selectinload(FinalVersion.sections)))


def offered_in(session: Session, call: Call, *, chair_id: int | None) -> list[Abstract]:
    """Every abstract of the call that was offered a place, by number; also if it was turned down or withdrawn since."""
    found = (
        select(Abstract)
        .join(Abstract.offer)
        .where(Abstract.call_id == call.id, is_open_to(chair_id))
        .options(
            contains_eager(Abstract.offer),
            joinedload(Abstract.category),
            joinedload(Abstract.owner, innerjoin=True),
            selectinload(Abstract.authors),
        )
    )
    return list(session.scalars(found.order_by(Abstract.number)))


def waitlisted_in(session: Session, call: Call, *, chair_id: int | None) -> list[Abstract]:
    """Those that wait for a place, by number, with their categories."""
    found = select(Abstract).where(Abstract.call_id == call.id, is_open_to(chair_id))
    found = found.where(Abstract.status == AbstractStatus.WAITLISTED).options(joinedload(Abstract.category))
    return list(session.scalars(found.order_by(Abstract.number)))


def boards_given(session: Session, event_id: int) -> list[str]:
    """Every board that was ever given at the event."""
    found = select(Offer.board).where(Offer.event_id == event_id, Offer.board.is_not(None)).order_by(Offer.board)
    return [board for board in session.scalars(found) if board is not None]


def offers_to_remind(session: Session, now: datetime, kind: str) -> list[tuple[Abstract, str]]:
    """Up to a hundred abstracts whose authors are to be reminded to answer, each with its letter's key."""
    until = func.coalesce(Offer.answer_by, Call.accept_by)
    found = (
        select(Abstract)
        .join(Abstract.offer)
        .join(Abstract.call)
        .where(Abstract.status == AbstractStatus.ACCEPTED, Offer.answer == OfferAnswer.WAITING)
        .where(now - rules.ANSWER_OVER < until, until <= now + rules.ANSWER_SOON)
        .options(contains_eager(Abstract.offer), contains_eager(Abstract.call), joinedload(Abstract.owner))
        .order_by(Abstract.id)
    )
    due = {}
    for abstract in session.scalars(found):
        which = rules.offer_reminder_due(abstract, now)
        if which is not None:
            # A date that was moved reminds anew.
            due[f"{kind}:{abstract.id}:{which}:{rules.answer_by(abstract):%Y%m%d%H%M%S}"] = abstract
    written = set(session.scalars(select(OutgoingLetter.key).where(OutgoingLetter.key.in_(due)))) if due else set()
    left = [(abstract, key.removeprefix(f"{kind}:")) for key, abstract in due.items() if key not in written]
    return left[:AT_ONCE]
