"""What goes on the badges of an event, how they look, and which were printed."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, func, select, union
from sqlalchemy.orm import Session, aliased, selectinload

from checkin.models import BadgeDesign, BadgePaper, BadgePrint, BadgeRun
from checkin.rules import OUR_PAPER, Badge, BadgeOf, shown_category
from core.errors import NotFound
from events.models import Event
from people.models import Person
from registration.models import (
    Answer,
    BadgePart,
    Category,
    Order,
    OrderLine,
    OrderStatus,
    Price,
    Product,
    Question,
    Ticket,
)


def badges_of(session: Session, event: Event, ticket_ids: Iterable[int] | None = None) -> list[BadgeOf]:
    """The badge of each place in the building that is booked and stands, in the order of booking; three statements.

    Of answers only those are read whose question said, when it was answered, what of a badge it gives, and says so
    still (domain rule 35). ``ticket_ids`` leaves out all others.
    """
    whose: tuple[ColumnElement[bool], ...] = (Ticket.event_id == event.id,)
    if ticket_ids is not None:
        whose = (*whose, Ticket.id.in_(list(ticket_ids)))
    places = (
        select(
            Ticket.id, Order.reference, Ticket.proof, Ticket.name, Ticket.organisation, OrderLine.category, Ticket.code
        )
        .join(Order, Order.id == Ticket.order_id)
        .join(OrderLine, OrderLine.id == Ticket.line_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(*whose, Order.status == OrderStatus.CONFIRMED, Ticket.cancelled_at.is_(None), Product.in_person)
        .order_by(Ticket.id)
    )
    told, printed = _told(session, whose), _printed(session, whose)
    return [
        BadgeOf(
            ticket_id,
            reference,
            proof,
            Badge(name, organisation, category, code, **told.get(ticket_id, {})),
            **printed.get(ticket_id, {}),
        )
        for ticket_id, reference, proof, name, organisation, category, code in session.execute(places)
    ]


def badge_marks_of(session: Session, event: Event) -> list[str]:
    """What the marks on its badges mean, in the order of their shapes: a photo preference's options but the first."""
    asked = select(Question).where(Question.event_id == event.id, Question.replaced_at.is_(None))
    question = session.scalar(asked.where(Question.badge_part == BadgePart.PHOTOS))
    return question.choices[1:] if question else []


def badge_of(session: Session, event: Event, ticket_id: int) -> BadgeOf:
    """One place of this event and its badge. Raises NotFound where none is to be had: online, or given back."""
    found = badges_of(session, event, [ticket_id])
    if not found:
        raise NotFound("There is no such badge.")
    return found[0]


def _told(session: Session, whose: tuple[ColumnElement[bool], ...]) -> dict[int, dict]:
    now_asked = aliased(Question)
    answers = (
        select(Answer.ticket_id, Question.badge_part, Answer.value, Question.options)
        .join(Question, Question.id == Answer.question_id)
        .join(
            now_asked,
            and_(
                now_asked.first_id == Question.first_id,
                now_asked.replaced_at.is_(None),
                now_asked.badge_part == Question.badge_part,
            ),
        )
        .join(Ticket, Ticket.id == Answer.ticket_id)
        .where(*whose, Question.is_staff_only.is_(False))
    )
    found: dict[int, dict] = {}
    for ticket_id, part, value, options in session.execute(answers):
        said = found.setdefault(ticket_id, {})
        match part:
            case BadgePart.PRONOUNS:
                said["pronouns"] = ", ".join(value.splitlines())
            case BadgePart.JOB_ROLE:
                said["job_role"] = ", ".join(value.splitlines())
            case BadgePart.PHOTOS if value in options.splitlines():
                said["mark"] = options.splitlines().index(value)
    return found


def _printed(session: Session, whose: tuple[ColumnElement[bool], ...]) -> dict[int, dict]:
    prints = (
        select(
            BadgePrint.ticket_id,
            BadgePrint.copy,
            BadgePrint.printed,
            BadgeRun.at,
            func.coalesce(func.nullif(Person.name, ""), Person.email),
        )
        .join(BadgeRun, BadgeRun.id == BadgePrint.run_id)
        .join(Person, Person.id == BadgeRun.by_id)
        .join(Ticket, Ticket.id == BadgePrint.ticket_id)
        .where(*whose)
        .order_by(BadgePrint.copy)
    )
    found: dict[int, dict] = {}
    for ticket_id, copy, printed, at, by in session.execute(prints):
        of_ticket = found.setdefault(ticket_id, {"first_at": at, "first_by": by})
        of_ticket |= {"copies": copy, "printed": printed}
    return found


def badge_paper_of(session: Session, event: Event) -> BadgePaper:
    """What the event's badges are printed on: what was chosen, or ours, which is not kept yet."""
    paper = session.scalar(select(BadgePaper).where(BadgePaper.event_id == event.id))
    return paper or BadgePaper(event_id=event.id, **OUR_PAPER)


def badge_designs_of(session: Session, event: Event) -> list[BadgeDesign]:
    """The event's own design, if it has one, and those of categories, each with its sizes."""
    found = select(BadgeDesign).where(BadgeDesign.event_id == event.id).options(selectinload(BadgeDesign.sizes))
    return list(session.scalars(found.order_by(BadgeDesign.id)))


def badge_design_of(session: Session, event: Event, category: Category | None) -> BadgeDesign | None:
    """The event's design for that category, or its own with none."""
    return next((each for each in badge_designs_of(session, event) if each.category is category), None)


def badge_run_of(session: Session, event: Event, run_id: int, *, is_single: bool | None = None) -> BadgeRun:
    """What was printed at once for this event; at a door only what was printed there one by one."""
    wanted = select(BadgeRun).where(BadgeRun.event_id == event.id, BadgeRun.id == run_id)
    run = session.scalar(wanted if is_single is None else wanted.where(BadgeRun.is_single == is_single))
    if run is None:
        raise NotFound("There are no such badges.")
    return run


def tickets_of_run(session: Session, run: BadgeRun) -> list[int]:
    """The tickets whose badges it printed, in the order of printing."""
    return list(
        session.scalars(select(BadgePrint.ticket_id).where(BadgePrint.run_id == run.id).order_by(BadgePrint.id))
    )


def badge_runs_of(session: Session, event: Event, how_many: int) -> list[tuple[BadgeRun, str, int]]:
    """The latest runs of an event, each with who pressed Print and how many badges it has."""
    prints = select(func.count(BadgePrint.id)).where(BadgePrint.run_id == BadgeRun.id).scalar_subquery()
    by = func.coalesce(func.nullif(Person.name, ""), Person.email)
    runs = select(BadgeRun, by, prints).join(Person, Person.id == BadgeRun.by_id).where(BadgeRun.event_id == event.id)
    found = session.execute(runs.order_by(BadgeRun.id.desc()).limit(how_many))
    return [(run, name, number) for run, name, number in found]


def badge_categories_of(session: Session, event: Event) -> list[Category]:
    """What the bands of the event's badges may say: the categories that are sold or booked, as badges tell them."""
    of_event = OrderLine.product.has(Product.event_id == event.id)
    sold = select(Price.category).join(Price.product).where(Product.event_id == event.id)
    found = session.scalars(union(select(OrderLine.category).where(of_event), sold))
    shown = {shown_category(category) for category in found}
    return [category for category in Category if category in shown] or [Category.STANDARD]
