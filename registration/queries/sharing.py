"""What delegates have said to exhibitors, and the only way by which an exhibitor reads a name.

Consent lives in the query: ``agreed_leads`` knows nobody whose latest word is not yes, and whatever shows, counts or
exports leads to an exhibitor begins with it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, case, func, not_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload

from core.errors import NotFound
from events.models import Event, Exhibitor
from people.access import Visitor
from registration.models import (
    Answer,
    BadgePart,
    ExportedLead,
    Lead,
    LeadExport,
    Order,
    OrderStatus,
    Question,
    Say,
    SharingAnswer,
    Ticket,
)
from registration.queries.orders import ticket_for
from registration.queries.self_service import locked_ticket
from registration.rules import covers, may_fill_in, sharing_words, words_seen

Number = InstrumentedAttribute[int] | ColumnElement[int] | int


@dataclass(frozen=True)
class Sharing:
    """Where a delegate and an exhibitor stand. ``asked_at`` is when the badge was scanned, ``exported_at`` the last
    copy in which the delegate was."""

    exhibitor: Exhibitor
    answer: SharingAnswer | None
    asked_at: datetime | None
    exported_at: datetime | None
    with_role: bool

    @property
    def words(self) -> str:
        """What a yes is to now."""
        return sharing_words(self.exhibitor, with_role=self.with_role)

    @property
    def seen(self) -> str:
        return words_seen(self.exhibitor, with_role=self.with_role)

    @property
    def is_asked(self) -> bool:
        """True while the exhibitor waits for a word."""
        return self.answer is None and self.asked_at is not None and self.exhibitor.is_open

    @property
    def is_offered(self) -> bool:
        """True if a yes can be given of the delegate's own accord."""
        return self.exhibitor.is_open and not self.is_agreed and not self.is_asked

    @property
    def is_agreed(self) -> bool:
        return self.answer is not None and self.answer.answer is Say.YES

    @property
    def is_asked_anew(self) -> bool:
        """True of a yes that holds, and is not to what the exhibitor says now."""
        if self.answer is None or not self.is_agreed:
            return False
        return self.exhibitor.is_open and not covers(self.answer, self.exhibitor, with_role=self.with_role)


def sharings_of(session: Session, ticket: Ticket) -> list[Sharing]:
    """Every exhibitor of the ticket's event, in the order of their names, in one statement."""
    exported = (
        select(func.max(LeadExport.at))
        .join(ExportedLead, ExportedLead.export_id == LeadExport.id)
        .where(LeadExport.exhibitor_id == Exhibitor.id, ExportedLead.ticket_id == ticket.id)
        .scalar_subquery()
    )
    found = (
        select(Exhibitor, SharingAnswer, Lead.scanned_at, exported, _is_role_asked(ticket.event_id))
        .select_from(Exhibitor)
        .outerjoin(
            SharingAnswer,
            and_(
                SharingAnswer.exhibitor_id == Exhibitor.id, SharingAnswer.ticket_id == ticket.id, is_the_latest_word()
            ),
        )
        .outerjoin(Lead, and_(Lead.exhibitor_id == Exhibitor.id, Lead.ticket_id == ticket.id))
        .where(Exhibitor.event_id == ticket.event_id)
    )
    return [Sharing(*row) for row in session.execute(found.order_by(Exhibitor.name, Exhibitor.id))]


def asks_role(session: Session, event_id: int) -> bool:
    """True while the event asks delegates for their job role, to be read by others: then a yes is to that too."""
    return bool(session.scalar(select(_is_role_asked(event_id))))


def ticket_to_share(session: Session, visitor: Visitor, key: str, *, lock: bool = False) -> Ticket:
    """A ticket whose delegate is asking, also one given back: what was said before may be taken back."""
    ticket = ticket_for(session, visitor, key)
    if not may_fill_in(visitor, ticket):
        raise NotFound("There is no such ticket.")
    return locked_ticket(session, ticket) if lock else ticket


def exhibitor_for(session: Session, ticket: Ticket, exhibitor_id: int) -> Exhibitor:
    """An exhibitor of the ticket's event; for its delegate there are no others."""
    found = select(Exhibitor).where(Exhibitor.id == exhibitor_id, Exhibitor.event_id == ticket.event_id)
    exhibitor = session.scalar(found)
    if exhibitor is None:
        raise NotFound("There is no such exhibitor.")
    return exhibitor


def answer_to(session: Session, exhibitor: Exhibitor, ticket: Ticket) -> SharingAnswer | None:
    """The delegate's latest word to the exhibitor."""
    said = select(SharingAnswer).where(
        SharingAnswer.exhibitor_id == exhibitor.id, SharingAnswer.ticket_id == ticket.id, is_the_latest_word()
    )
    return session.scalar(said)


def ticket_at_stand(session: Session, event_id: int, code: str) -> Ticket | None:
    """The standing ticket with that code, locked, so that a word said meanwhile comes before or after."""
    found = select(Ticket).join(Ticket.order).where(Ticket.event_id == event_id, Ticket.code == code, *_stands())
    return session.scalar(found.with_for_update(of=Ticket))


def agreed_leads(exhibitor: Exhibitor) -> Select:
    """An exhibitor's leads whose delegates say yes and have their places: what it may know of them, and no more."""
    return (
        select(
            Lead.id,
            Lead.ticket_id,
            Ticket.name,
            case((SharingAnswer.covers_role, func.coalesce(_job_role(), "")), else_="").label("job_role"),
            Ticket.organisation,
            Ticket.email,
            Lead.rating,
            Lead.note,
            Lead.scanned_at,
            SharingAnswer.said_at,
            SharingAnswer.wording,
            (SharingAnswer.promise_version != exhibitor.promise_version).label("is_to_earlier"),
        )
        .join(Ticket, Ticket.id == Lead.ticket_id)
        .join(Order, Order.id == Ticket.order_id)
        .join(
            SharingAnswer,
            and_(SharingAnswer.exhibitor_id == Lead.exhibitor_id, SharingAnswer.ticket_id == Lead.ticket_id),
        )
        .where(Lead.exhibitor_id == exhibitor.id, says_yes(), *_stands())
    )


def says_yes() -> ColumnElement[bool]:
    """True of an answer that is yes and has not been taken back."""
    return and_(SharingAnswer.answer == Say.YES, is_the_latest_word())


def is_the_latest_word() -> ColumnElement[bool]:
    later = aliased(SharingAnswer)
    same = (later.exhibitor_id == SharingAnswer.exhibitor_id, later.ticket_id == SharingAnswer.ticket_id)
    return not_(select(later.id).where(*same, later.id > SharingAnswer.id).correlate(SharingAnswer).exists())


def how_many_left(session: Session, exhibitor: Exhibitor) -> int:
    """How many of those in the exhibitor's copies do not agree any more. It learns the number, and not who."""
    agreed = agreed_leads(exhibitor).subquery()
    gone = (
        select(func.count(func.distinct(ExportedLead.ticket_id)))
        .join(LeadExport, LeadExport.id == ExportedLead.export_id)
        .where(LeadExport.exhibitor_id == exhibitor.id, ExportedLead.ticket_id.not_in(select(agreed.c.ticket_id)))
    )
    return session.scalar(gone) or 0


def count_leads(session: Session, exhibitor: Exhibitor) -> tuple[int, int]:
    """How many leads it has, and how many of those agreed to an earlier promise and not to the present one."""
    agreed = agreed_leads(exhibitor).subquery()
    earlier = func.coalesce(func.sum(case((agreed.c.is_to_earlier, 1), else_=0)), 0)
    row = session.execute(select(func.count(), earlier).select_from(agreed)).one()
    return row[0], row[1]


def exhibitors_at_desk(session: Session, event: Event) -> list[Row]:
    """The event's exhibitors by name, each with how many delegates agree, how many leads it has, and its last copy."""
    agreed = (
        select(func.count(SharingAnswer.id))
        .where(SharingAnswer.exhibitor_id == Exhibitor.id, says_yes())
        .scalar_subquery()
    )
    leads = (
        select(func.count(Lead.id))
        .join(
            SharingAnswer,
            and_(SharingAnswer.exhibitor_id == Lead.exhibitor_id, SharingAnswer.ticket_id == Lead.ticket_id),
        )
        .where(Lead.exhibitor_id == Exhibitor.id, says_yes())
        .scalar_subquery()
    )
    exported = select(func.max(LeadExport.at)).where(LeadExport.exhibitor_id == Exhibitor.id).scalar_subquery()
    found = select(Exhibitor, agreed.label("agreed"), leads.label("leads"), exported.label("exported_at"))
    of_event = found.where(Exhibitor.event_id == event.id)
    return list(session.execute(of_event.order_by(Exhibitor.name, Exhibitor.id)))


def exports_of(session: Session, exhibitor: Exhibitor) -> list[LeadExport]:
    """The copies that the exhibitor took, the latest first, with who took them."""
    taken = select(LeadExport).where(LeadExport.exhibitor_id == exhibitor.id).options(joinedload(LeadExport.by))
    return list(session.scalars(taken.order_by(LeadExport.id.desc())))


def _is_role_asked(event_id: int) -> ColumnElement[bool]:
    asked = select(Question.id).where(Question.event_id == event_id, Question.replaced_at.is_(None))
    return asked.where(Question.badge_part == BadgePart.JOB_ROLE, Question.is_staff_only.is_(False)).exists()


def _job_role() -> ScalarSelect[str]:
    """What a ticket's delegate gave as their job role, to a question that said others would read it and still does."""
    now_asked = aliased(Question)
    is_the_same = (now_asked.first_id == Question.first_id, now_asked.badge_part == Question.badge_part)
    given = (
        select(Answer.value)
        .join(Question, Question.id == Answer.question_id)
        .join(now_asked, and_(*is_the_same, now_asked.replaced_at.is_(None)))
        .where(Answer.ticket_id == Ticket.id, Question.badge_part == BadgePart.JOB_ROLE)
        .where(Question.is_staff_only.is_(False))
    )
    return given.order_by(Answer.id.desc()).limit(1).correlate(Ticket).scalar_subquery()


def _stands() -> tuple[ColumnElement[bool], ...]:
    return Order.status == OrderStatus.CONFIRMED, Ticket.cancelled_at.is_(None)
