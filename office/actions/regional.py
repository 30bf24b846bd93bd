"""A regional conference made in one go: its event, its tickets, its duties, and the launch of a position there."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from events.actions import make_event
from events.models import Event, Visibility
from events.rules import HOME_ZONE
from members.models import Nation
from office import queries, rules
from people.actions import give_duty, person_at
from people.models import Person, Role
from policy.actions import add_mention, add_step, make_position, move_instant, save_launch
from policy.models import Goal, Launch, MentionKind
from policy.queries import AtDesk
from registration.actions import Particulars, add_product, add_question, add_quota
from registration.models import ProductKind, QuestionKind, Vat
from registration.rules import Wording

WELSH_WORDING = Wording(rules.WELSH_QUESTION, rules.WELSH_HINT, QuestionKind.CHOICE, rules.WELSH_OPTIONS)


@dataclass(frozen=True)
class Plan:
    """What the one form says. ``lifts_at`` is in UTC; the rest is on the clocks of the event."""

    nation: Nation
    name: str
    day: date
    doors_open: time
    closes: time
    venue: str
    town: str
    capacity: int
    contact_email: str
    title: str
    goal: Goal
    lifts_at: datetime
    lead: Person
    champion_email: str


def make_regional(session: Session, *, plan: Plan, form_key: str, by: Person, now: datetime) -> Event:
    """A draft event with tickets and duties, and the draft of a position that is launched there; nobody is told.

    The same form makes one: the second time what the first made comes back. Raises WrongInstant for a past moment, and
    whatever else the parts refuse; then nothing is made.
    """
    made = queries.event_by_form(session, form_key)
    if made is not None:
        return made
    event = make_event(session, particulars=_particulars(session, plan), form_key=form_key, by_id=by.id, now=now)
    _sell_tickets(session, event, plan.capacity, by, now)
    for role, scope in ((Role.ORGANISER, ""), (Role.REGIONAL_LEAD, plan.nation.value)):
        give_duty(session, person=plan.lead, role=role, event_id=event.id, scope=scope, by_id=by.id, now=now)
    if plan.nation is Nation.WALES:
        add_question(session, event=event, wording=WELSH_WORDING, by_id=by.id, now=now)
    _launch(session, event, plan, by, now)
    return event


def _particulars(session: Session, plan: Plan) -> dict:
    return {
        "slug": queries.free_event_slug(session, f"{rules.dashed(plan.nation)}-{plan.day.year}"),
        "name": plan.name,
        "nation": plan.nation.value.title(),
        "first_day": plan.day,
        "last_day": plan.day,
        "doors_open": plan.doors_open,
        "closes": plan.closes,
        "zone": HOME_ZONE,
        "visibility": Visibility.DRAFT,
        "venue": plan.venue,
        "town": plan.town,
        "contact_email": plan.contact_email,
    }


def _sell_tickets(session: Session, event: Event, capacity: int, by: Person, now: datetime) -> None:
    places = {rules.HALL: capacity, rules.ONLINE: rules.PLACES_ONLINE}
    quotas = {
        name: add_quota(session, event=event, name=name, capacity=most, by_id=by.id, now=now)
        for name, most in places.items()
    }
    opens, closes = rules.sale_of(event)
    for position, ticket in enumerate(rules.TICKETS):
        add_product(
            session,
            event=event,
            kind=ProductKind.TICKET,
            quotas=[quotas[ticket.quota]],
            price_pence=ticket.price_pence,
            particulars=Particulars(
                name=ticket.name,
                hint=ticket.hint,
                vat=Vat.EXEMPT,
                position=position,
                in_person=ticket.quota == rules.HALL,
                is_hidden=ticket.is_hidden,
                needs_approval=False,
                least_per_order=1,
                most_per_order=None,
                most_per_person=None,
                sales_open_at=opens,
                sales_close_at=closes,
            ),
            by_id=by.id,
            now=now,
        )


def _launch(session: Session, event: Event, plan: Plan, by: Person, now: datetime) -> Launch:
    slug = queries.free_position_slug(session, rules.position_words(plan.title, plan.nation))
    position = make_position(
        session, slug=slug, title=plan.title, goal=plan.goal, nations=[plan.nation], owner=by, now=now
    )
    champion = person_at(session, email=plan.champion_email, name="", now=now) if plan.champion_email else None
    launch = save_launch(
        session,
        seen=AtDesk(position, None, may_run=True, may_write=True),
        settings={
            "event_id": event.id,
            "nation": plan.nation,
            "lead_id": plan.lead.id,
            "champion_id": champion.id if champion else None,
        },
        version=0,
        by_id=by.id,
        now=now,
    )
    move_instant(session, launch=launch, lifts_at=plan.lifts_at, because="", version=launch.version, by=by, now=now)
    named = champion.known_as if champion else ""
    for step in rules.run_sheet(event, plan.lifts_at, plan.lead.known_as, named):
        add_step(session, launch=launch, **step._asdict(), by_id=by.id, now=now)
    if annual := queries.next_of_all_nations(session, event.last_day):
        kind, part = MentionKind.REITERATED, rules.FOUR_NATIONS
        on, at = annual.last_day, annual.id
        add_mention(session, position=launch.position, event_id=at, kind=kind, part=part, on=on, by_id=by.id, now=now)
    return launch
