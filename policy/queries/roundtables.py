"""Roundtables: for their desk, and for who is invited. Nobody else finds one by any question asked here."""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.errors import NotFound
from events.models import Event
from people.access import Visitor
from policy import rules
from policy.models import Invitee, InviteeStatus, Roundtable, RoundtablePaper


def roundtables_of(session: Session, events: list[Event]) -> list[Roundtable]:
    """The roundtables held at any of these events, the earliest first."""
    ids = [event.id for event in events]
    found = select(Roundtable).join(Event).where(Roundtable.event_id.in_(ids)).options(joinedload(Roundtable.event))
    return list(session.scalars(found.order_by(Event.first_day, Roundtable.id)))


def roundtable_at_desk(session: Session, event: Event, *, lock: bool = False) -> Roundtable:
    """The roundtable of an event that the caller has found for who may run it. Raises NotFound if it has none."""
    found = _whole().where(Roundtable.event_id == event.id)
    if lock:
        found = _locked(found)
    return _only(session, found)


def invitees_of(session: Session, roundtable: Roundtable) -> list[Invitee]:
    """Everybody on the list, wave by wave and then by name."""
    found = select(Invitee).where(Invitee.roundtable_id == roundtable.id)
    return list(session.scalars(found.order_by(Invitee.wave, Invitee.name, Invitee.id)))


def invitee_at_desk(session: Session, roundtable: Roundtable, invitee_id: int) -> Invitee:
    """One of the list. Raises NotFound for another roundtable's."""
    return _invitee(session, select(Invitee).where(Invitee.roundtable_id == roundtable.id, Invitee.id == invitee_id))


def invitees_ticked(session: Session, roundtable: Roundtable, ids: Iterable[int]) -> list[Invitee]:
    """Those of the list with these ids, by their names; another roundtable's are not found."""
    found = select(Invitee).where(Invitee.roundtable_id == roundtable.id, Invitee.id.in_(list(ids)))
    return list(session.scalars(found.order_by(Invitee.name, Invitee.id)))


def invitee_for(
    session: Session, visitor: Visitor, link_hash: Callable[[Invitee], str], key: str, *, lock: bool = False
) -> Invitee:
    """Their own invitation, to who has proved its address and to a browser that opened its link.

    To anybody else there is none, nor to somebody who is not asked or asked no more (domain rule 54). ``link_hash``
    says of an invitee what their link's token hashes to. With ``lock`` the roundtable is locked first.
    """
    invitee = session.scalar(_invited().where(Invitee.key == key))
    if invitee is None or not (invitee.email_key == visitor.email_key or link_hash(invitee) in visitor.link_hashes):
        raise NotFound("There is no page at this address.")
    if lock:
        session.execute(_locked(select(Roundtable).where(Roundtable.id == invitee.roundtable_id)))
        session.refresh(invitee)
        if invitee.status not in rules.READERS:
            raise NotFound("There is no page at this address.")
    return invitee


def invitee_by_link(session: Session, link_hash: Callable[[Invitee], str], key: str, given: str) -> Invitee:
    """The invitation that a mailed link opens."""
    invitee = session.scalar(_invited().where(Invitee.key == key))
    if invitee is None or link_hash(invitee) != given:
        raise NotFound("There is no page at this address.")
    return invitee


def invitations_of(session: Session, email_key: str) -> list[Invitee]:
    """The invitations of a proved address, the earliest event first."""
    found = _invited().join(Invitee.roundtable).join(Roundtable.event).where(Invitee.email_key == email_key)
    return list(session.scalars(found.order_by(Event.first_day, Invitee.id)))


def paper_for(session: Session, invitee: Invitee, paper_id: int) -> RoundtablePaper:
    """A paper of the invitee's roundtable, if they have a seat; to the others of the list there is none."""
    may_read = select(Invitee.id).where(
        Invitee.id == invitee.id,
        Invitee.roundtable_id == RoundtablePaper.roundtable_id,
        Invitee.status == InviteeStatus.ACCEPTED,
    )
    return _paper(session, select(RoundtablePaper).where(RoundtablePaper.id == paper_id, may_read.exists()))


def roundtable_paper_at_desk(session: Session, roundtable: Roundtable, paper_id: int) -> RoundtablePaper:
    of_it = RoundtablePaper.roundtable_id == roundtable.id
    return _paper(session, select(RoundtablePaper).where(RoundtablePaper.id == paper_id, of_it))


def first_reserve(session: Session, roundtable: Roundtable) -> Invitee | None:
    """Who has waited longest for a seat."""
    waits = (Invitee.roundtable_id == roundtable.id, Invitee.status == InviteeStatus.RESERVE)
    return session.scalar(select(Invitee).where(*waits).order_by(Invitee.answered_at, Invitee.id).limit(1))


def roundtable_with_old_needs(session: Session, today: date, *, lock: bool = False) -> Roundtable | None:
    """One whose invitees' needs have been kept for as long as they may be, and are still there (domain rule 57)."""
    due = (Roundtable.needs_removed_at.is_(None), Event.last_day <= today - rules.KEEP_NEEDS)
    found = select(Roundtable).join(Event).where(*due).order_by(Roundtable.id).limit(1)
    return session.scalar(found.with_for_update(of=Roundtable, skip_locked=True) if lock else found)


def _whole() -> Select[Roundtable]:
    return select(Roundtable).options(
        joinedload(Roundtable.event, innerjoin=True),
        selectinload(Roundtable.papers).joinedload(RoundtablePaper.file),
        selectinload(Roundtable.actions),
    )


def _invited() -> Select[Invitee]:
    whole = joinedload(Invitee.roundtable, innerjoin=True)
    return (
        select(Invitee)
        .where(Invitee.status.in_(rules.READERS))
        .options(
            whole.joinedload(Roundtable.event, innerjoin=True),
            whole.selectinload(Roundtable.papers).joinedload(RoundtablePaper.file),
            whole.selectinload(Roundtable.actions),
        )
    )


def _locked(found: Select) -> Select:
    return found.with_for_update(of=Roundtable).execution_options(populate_existing=True)


def _only(session: Session, found: Select[Roundtable]) -> Roundtable:
    roundtable = session.scalar(found)
    if roundtable is None:
        raise NotFound("There is no page at this address.")
    return roundtable


def _invitee(session: Session, found: Select[Invitee]) -> Invitee:
    invitee = session.scalar(found)
    if invitee is None:
        raise NotFound("There is no page at this address.")
    return invitee


def _paper(session: Session, found: Select[RoundtablePaper]) -> RoundtablePaper:
    paper = session.scalar(found.options(joinedload(RoundtablePaper.file, innerjoin=True)))
    if paper is None:
        raise NotFound("There is no page at this address.")
    return paper
