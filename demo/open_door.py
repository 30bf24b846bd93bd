"""A small event held on the day on which the demo is begun, with its door at work at whatever hour that is."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from checkin.actions import Door, add_device, add_list, change_list, enrol_device, print_badge, print_pack
from checkin.actions import scan_badge as scan
from checkin.models import MAIN_LIST, AdmissionList, Entry, PackingOrder, ReprintReason, Verdict
from checkin.queries import list_at_desk
from checkin.rules import DeviceSays, ListSays, Reading, Reason, Told, list_version
from core.config import Limits
from demo import data
from demo.data import DemoEvent, DemoProduct
from events.models import Event
from events.rules import HOME_ZONE, begins_at, ends_at
from people.models import Duty, Person, Role
from registration.actions import Desk, add_question, place_for, place_order, reissue_code, save_answers
from registration.documents import signer
from registration.models import BadgePart, Category, Order, Product, ProofStatus, QuestionKind, Ticket
from registration.queries import lock_quotas
from registration.rules import Place, Wording, draws

DAY = timedelta(days=1)
OPEN_FOR, LASTS, LAST_MOMENT = timedelta(hours=2, minutes=30), timedelta(hours=8), time(23, 59, 59)
WITH_LUNCH, TRAINEE, TALKS = "Day with lunch", "Day with lunch, trainee", "Talks alone"
PRODUCTS = (
    DemoProduct(WITH_LUNCH, "Talks, lunch and the rehearsal", 3500, (data.HALL,), 6),
    DemoProduct(TRAINEE, "We will ask for a training number or a letter", 1500, (data.HALL,), 3),
    DemoProduct(TALKS, "The morning, without lunch", 0, (data.HALL,), 2),
)
BOOKED = 58  # and two more: one who has not paid, and one who has not proved a category
DOORS = FRONT, _, GARDEN = "Front door", "Front door", "Garden door"  # by the front come twice as many
ABSENT, LEFT, BACK, AT_LUNCH = 12, 8, 3, 13
PHOTOS = "Yes\nNot in close-up\nNo"


@dataclass(frozen=True)
class Step:
    """A badge that is read once that part of the time since the doors opened has gone by."""

    part: float
    code: str
    place: str
    list_name: str = MAIN_LIST
    is_exit: bool = False


def event_of(now: datetime, today: date) -> DemoEvent:
    """The day's event in a demo whose D0 is ``today``: its doors opened a while before ``now``, on the same day."""
    local = now.astimezone(ZoneInfo(HOME_ZONE))
    opened = (now - OPEN_FOR).astimezone(local.tzinfo)
    ends = (opened + LASTS).time() if (opened + LASTS).date() == local.date() == opened.date() else LAST_MOMENT
    begins = opened.time().replace(minute=opened.minute // 15 * 15, second=0, microsecond=0)
    return DemoEvent(
        data.TODAY,
        "Regional leads’ day",
        "",
        "Those who run our regional conferences hold one for themselves: talks, lunch, and a rehearsal of the door.",
        (local.date() - today).days,
        1,
        "Orrery House",
        "London",
        BOOKED,
        {data.HALL: 80},
        PRODUCTS,
        doors_open=begins if opened.date() == local.date() else time(),
        closes=ends,
        booking_closes=ends,
    )


def work(
    session: Session, event: Event, products: list[Product], organiser: Person, steward: Person, now: datetime
) -> None:
    """Some came since the doors opened, some left, a few are at lunch, and the door has met what doors meet."""
    chance = random.Random(1127)  # noqa: S311  the same demo each time
    session.add(Duty(person_id=steward.id, event_id=event.id, role=Role.DOOR))
    lunch = _lists(session, event, products, organiser, now - 9 * DAY)
    tickets = list(session.scalars(select(Ticket).where(Ticket.event_id == event.id).order_by(Ticket.id)))
    _print_badges(session, event, tickets, organiser, now)
    unpaid, unproved = _book_two_more(session, event, products, organiser, now - 2 * DAY)
    *came, twice, lost = chance.sample(tickets, len(tickets) - ABSENT)
    old = lost.code
    by = {"by_id": organiser.id, "now": _moment(event, 0.5, now)}
    reissue_code(session, ticket=lost, version=lost.link_version, **by)
    print_badge(session, event=event, ticket_id=lost.id, reason=ReprintReason.LOST, **by)
    steps = [
        Step(0.3, unpaid.code, FRONT),
        Step(0.4, unproved.code, FRONT),
        Step(0.55, old, GARDEN),
        Step(0.6, lost.code, GARDEN),
    ]
    steps += [Step(min(chance.gammavariate(2.5, 0.12), 0.7), each.code, chance.choice(DOORS)) for each in came]
    steps += [Step(0.75 + 0.01 * number, each.code, GARDEN, is_exit=True) for number, each in enumerate(came[:LEFT])]
    steps += [Step(0.85 + 0.01 * number, each.code, GARDEN) for number, each in enumerate(came[:BACK])]
    eating = [each for each in came[LEFT:] if each.line.name != TALKS][:AT_LUNCH]
    steps += [Step(0.9 + 0.005 * number, each.code, "", lunch.slug) for number, each in enumerate(eating)]
    for step in sorted(steps, key=lambda each: each.part):
        read = Reading(_key(chance), _signed(event, step.code), step.list_name, is_exit=step.is_exit)
        door = Door(event, signer(), steward.id, step.place)
        scan(session, door=door, read=read, now=_moment(event, step.part, now))
    _let_in_twice(session, chance, event, twice, organiser, now)


def _moment(event: Event, part: float, now: datetime) -> datetime:
    return begins_at(event) + part * (now - begins_at(event))


def _lists(session: Session, event: Event, products: list[Product], organiser: Person, now: datetime) -> AdmissionList:
    """Whoever leaves may come back. Lunch is a list of its own, for the tickets that say so."""
    by = {"event": event, "by_id": organiser.id, "now": now}
    main = list_at_desk(session, event, MAIN_LIST)
    says = ListSays(main.name, None, None, None, None, Entry.DAILY, True, True, False, 0)
    change_list(session, admission_list=main, seen=list_version(main), says=says, products=[], **by)
    says = ListSays("Lunch", None, None, None, 60, Entry.ONCE, True, True, False, 1)
    return add_list(session, says=says, products=[each for each in products if each.name != TALKS], **by)


def _print_badges(session: Session, event: Event, tickets: list[Ticket], organiser: Person, now: datetime) -> None:
    """All badges were printed the day before. Two people would rather not be in photographs, and theirs have a mark."""
    asked = Wording("May you be seen in photographs?", "", QuestionKind.CHOICE, PHOTOS, badge_part=BadgePart.PHOTOS)
    photos = add_question(session, event=event, wording=asked, by_id=organiser.id, now=now - 9 * DAY)
    for number, ticket in enumerate(tickets):
        said = {photos.first_id or 0: photos.choices[2 if number in {7, 31} else 0]}
        answers = {"questions": [photos], "values": said, "earlier": [], "by_id": None, "now": now - 3 * DAY}
        save_answers(session, ticket=ticket, **answers)
    session.flush()
    pack = {"only_wanting": False, "order": PackingOrder.SURNAME, "by_id": organiser.id, "now": now - DAY}
    print_pack(session, event=event, **pack)


def _book_two_more(
    session: Session, event: Event, products: list[Product], organiser: Person, now: datetime
) -> list[Ticket]:
    """The ticket that somebody was to pay for by a link and has not; and of somebody who owes a proof."""
    by_name = {product.name: product for product in products}
    waits = {"category": Category.TRAINEE, "proof": ProofStatus.WAITING}
    unpaid = Place(by_name[WITH_LUNCH], "Dr Coriander Mockup", "coriander.mockup@saltmarsh.example")
    unproved = Place(by_name[TALKS], "Dr Teasel Notional", "teasel.notional@dyffrynglas.example", **waits)

    def given(place: Place, number: int) -> dict:
        quotas = lock_quotas(session, list(draws([place])))
        who = {"name": place.name, "email": place.email, "places": [place], "quotas": quotas}
        return who | {
            "event": event,
            "form_key": str(UUID(int=1127 + number)),
            "now": now,
            "hold": Limits.approval_hold,
        }

    orders: list[Order] = [
        place_for(session, desk=Desk(organiser.id), **given(unpaid, 0)),
        place_order(session, buyer_id=None, **given(unproved, 1)),
    ]
    return [order.tickets[0] for order in orders]


def _let_in_twice(
    session: Session, chance: random.Random, event: Event, ticket: Ticket, organiser: Person, now: datetime
) -> None:
    """Two phones, each without a network for a while, let in the same badge."""
    opened = begins_at(event)
    for name, part in ((f"{FRONT} phone", 0.62), (f"{GARDEN} phone", 0.64)):
        device = add_device(
            session,
            event=event,
            name=name,
            lists=[],
            shift_ends_at=ends_at(event),
            holds_names=False,
            secret=current_app.config["SECRET_KEY"],
            life=Limits.enrolment_code_life,
            by_id=organiser.id,
            now=opened,
        )
        enrol_device(session, device=device, now=opened)
        at = _moment(event, part, now)
        told = Told(Verdict.ADMITTED, Reason.NONE, at, opened)
        read = Reading(_key(chance), _signed(event, ticket.code), says=DeviceSays(name, 9, at), told=told)
        door = Door(event, signer(), organiser.id, name, device.id, ends_at=device.shift_ends_at)
        scan(session, door=door, read=read, now=now)
        device.seen_at = now


def _key(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128)))


def _signed(event: Event, code: str) -> str:
    return signer().sign(event.id, code)
