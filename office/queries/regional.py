"""Reading for regional conferences: who may make one, and how far it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from core.errors import NotFound
from events.models import Event, Visibility
from members.models import Nation
from office import rules
from people.models import Duty, Person, Role
from people.queries import is_not_over
from policy.models import Grant, Launch, Position
from policy.queries import AtDesk, launches_at
from registration.models import Answer, Order, OrderStatus, Product, Question, Ticket

FOUR: tuple[Nation, ...] = tuple(each for each in Nation if each is not Nation.ELSEWHERE)


@dataclass(frozen=True)
class RegionalAtDesk:
    """An event with what somebody may see of its launches, and whether they run the event."""

    event: Event
    runs_event: bool
    launches: list[AtDesk]


@dataclass(frozen=True)
class WelshWish:
    """How many of those who booked wish to use Welsh, and how many have not said."""

    booked: int
    wishes: int
    silent: int


def nations_to_begin(session: Session, person: Person, today: date) -> list[Nation]:
    """The nations for which ``person`` may make a conference. Raises NotFound for who may for none."""
    held = select(Duty.role, Duty.scope).where(Duty.person_id == person.id, Duty.event_id.is_(None), is_not_over(today))
    duties = {(role, scope) for role, scope in session.execute(held)}
    if {role for role, _ in duties} & {Role.POLICY_EDITOR, Role.ORGANISER}:
        return list(FOUR)
    nations: list[Nation] = [each for each in FOUR if (Role.REGIONAL_LEAD, each.value) in duties]
    if not nations:
        raise NotFound("There is nothing at this address.")
    return nations


def leads_of(session: Session, nations: Sequence[Nation], today: date) -> Sequence[Duty]:
    """The duties of those who lead one of these nations today, by nation and name; not of leads of one event alone."""
    scopes = [each.value for each in nations]
    held = select(Duty).join(Duty.person).where(Duty.role == Role.REGIONAL_LEAD, Duty.scope.in_(scopes))
    held = held.where(Duty.event_id.is_(None), is_not_over(today)).options(joinedload(Duty.person))
    return session.scalars(held.order_by(Duty.scope, Person.name, Duty.id)).all()


def regional_at_desk(session: Session, person: Person, slug: str, today: date) -> RegionalAtDesk:
    """The event of that slug, to who runs it and to who may see a launch there at the desk.

    Raises NotFound alike for others and if there is none.
    """
    event = session.scalar(select(Event).where(Event.slug == slug))
    if event is None:
        raise NotFound("There is nothing at this address.")
    runs = select(Duty.id).where(Duty.person_id == person.id, Duty.role == Role.ORGANISER, is_not_over(today))
    runs = runs.where(Duty.event_id.is_(None) | (Duty.event_id == event.id))
    runs_event = session.scalar(runs.limit(1)) is not None
    launches = launches_at(session, person, event, today)
    if not runs_event and not launches:
        raise NotFound("There is nothing at this address.")
    return RegionalAtDesk(event, runs_event, launches)


def event_by_form(session: Session, form_key: str) -> Event | None:
    """The event that this form made, if it has made one."""
    return session.scalar(select(Event).where(Event.form_key == form_key))


def free_event_slug(session: Session, wanted: str) -> str:
    """``wanted``, or with a number behind it if an event has that."""
    return _free(session, Event.slug, wanted)


def free_position_slug(session: Session, wanted: str) -> str:
    """The same for a position."""
    return _free(session, Position.slug, wanted)


def next_of_all_nations(session: Session, after: date) -> Event | None:
    """The next public event after that day that is no single nation's: the annual conference."""
    found = select(Event).where(Event.nation == "", Event.visibility == Visibility.PUBLIC, Event.first_day > after)
    return session.scalar(found.order_by(Event.first_day, Event.id).limit(1))


def how_many_ticket_types(session: Session, event: Event) -> int:
    return session.scalar(select(func.count(Product.id)).where(Product.event_id == event.id)) or 0


def how_many_press(session: Session, launches: Sequence[Launch]) -> Counter[int]:
    """How many named people have early access to each launch, by its id: invited, and not revoked."""
    counted = select(Grant.launch_id, func.count(Grant.id)).where(Grant.launch_id.in_([each.id for each in launches]))
    rows = session.execute(counted.where(Grant.revoked_at.is_(None)).group_by(Grant.launch_id))
    return Counter({launch_id: number for launch_id, number in rows})


def has_been_booked(session: Session, event: Event) -> bool:
    """True if anybody ever ordered something there."""
    return session.scalar(select(Order.id).where(Order.event_id == event.id).limit(1)) is not None


def welsh_wish(session: Session, event: Event) -> WelshWish | None:
    """The wish for Welsh among the standing tickets; None if the event does not ask.

    The question is known by its first version, whatever became of its words; the wish by the first of its options.
    """
    first = select(Question.id).where(Question.event_id == event.id, Question.label == rules.WELSH_QUESTION)
    versions = session.scalars(
        select(Question).where(Question.first_id.in_(first.where(Question.first_id == Question.id)))
    ).all()
    if not versions:
        return None
    wish_of = {each.id: each.choices[0] for each in versions if each.choices}
    standing = select(Ticket.id).join(Ticket.order).where(Ticket.event_id == event.id)
    standing = standing.where(Order.status == OrderStatus.CONFIRMED, Ticket.cancelled_at.is_(None))
    booked = session.scalar(select(func.count()).select_from(standing.subquery())) or 0
    given = select(Answer.question_id, Answer.value, func.count(Answer.id)).where(
        Answer.question_id.in_(wish_of), Answer.ticket_id.in_(standing)
    )
    rows = session.execute(given.group_by(Answer.question_id, Answer.value)).all()
    wishes = sum(number for question_id, value, number in rows if value == wish_of[question_id])
    return WelshWish(booked, wishes, booked - sum(number for *_, number in rows))


def _free(session: Session, column: InstrumentedAttribute[str], wanted: str) -> str:
    taken = set(session.scalars(select(column).where(column.startswith(wanted, autoescape=True))))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(each for each in numbered if each not in taken)
