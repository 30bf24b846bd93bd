"""Loading the demo: through the same actions as everybody's, so that what it shows could have happened."""

import io
import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import clock
from core.db import reading, transaction
from core.outbox import LetterStatus, OutgoingLetter
from demo import (
    abstracts,
    add_ons,
    after,
    badges,
    data,
    door,
    exhibitors,
    in_review,
    launches,
    members,
    open_door,
    press,
    prices,
    questions,
    roundtable,
    waiting,
)
from demo.data import DemoEvent
from events import rules as event_rules
from events.models import Event, Visibility
from members.actions import claim_membership, import_register, preview_register
from payments.actions.tills import record_session
from payments.gateway import SessionTruth
from payments.models import Till, TillStatus
from people.models import Duty, Person, Role
from people.rules import email_key, london_day
from registration.actions import place_order, send_proof
from registration.models import Order, Price, PricePeriod, Product, ProofStatus, Quota, Ticket
from registration.queries import lock_quotas
from registration.rules import PROOF_WANTED, Place, draws

HOLD, DAY = timedelta(minutes=15), timedelta(days=1)
CONTACT = "events@plenary.example"


def load_if_empty(today: date | None = None) -> bool:
    """Load the demo into a database that has no event; true if it did."""
    with reading() as session:
        if session.scalar(select(Event.id).limit(1)) is not None:
            return False
    with transaction() as session:
        now = clock.now()
        load(session, today or london_day(now), now)
    return True


def load(session: Session, today: date, now: datetime) -> None:
    """Everybody and everything of ``demo.data``, its days shifted so that D0 is ``today``."""
    chance = random.Random(2027)  # noqa: S311  the same demo each time
    shift = today - data.D0
    organiser, steward, delegate, _, chair, author, reader, editor, *_, exhibitor = _people(session, now)
    events = {}
    _register(session, members.register(today), organiser, delegate, now)
    for kind in (*data.EVENTS, open_door.event_of(now, today)):
        events[kind.slug] = event = _event(session, kind, shift, now)
        if kind.slug == "england-2027":
            session.add(Duty(person_id=steward.id, event_id=event.id, role=Role.DOOR))
        products = _products(session, event, kind)
        _orders(session, chance, event, products, kind, now)
        if kind.slug == data.TODAY:
            open_door.work(session, event, products, organiser, steward, now)
            continue
        codes = add_ons.make_codes(session, event, products, organiser, now)
        if kind.slug == add_ons.SLUG:
            for order in add_ons.place_orders(session, event, products, codes, now):
                _pay(session, order, now)
        _proofs(session, event, now)
        if kind.slug == questions.SLUG:
            questions.ask(session, chance, event, organiser.id, now)
            badges.print_some(session, event, organiser.id, now)
        if kind.slug in data.IN_WELSH:
            questions.ask_for_welsh(session, event, organiser.id, now)
        if kind.slug == abstracts.SLUG:
            session.add(Duty(person_id=chair.id, event_id=event.id, role=Role.ABSTRACT_CHAIR))
            closed = abstracts.call_and_submit(session, event, chair, author, shift)
            in_review.review(session, closed, chair, reader, now)
        if kind.slug == exhibitors.SLUG:
            exhibitors.open_stands(session, event, organiser, exhibitor, now)
        if kind.slug == waiting.SLUG:
            waiting.sell_out(session, event, now)
        door.set_up(session, event, products, organiser, now)
        if event_rules.is_over(event, now):
            door.admit(session, chance, event, steward)
    launches.launch(session, events, editor, now)
    session.flush()
    press.brief(session, editor, now)
    after.follow(session, events, now)
    roundtable.hold(session, organiser, today, now)
    # These letters went out long ago; only those of today are for the mail catcher.
    session.execute(
        update(OutgoingLetter).values(status=LetterStatus.SENT, sent_at=OutgoingLetter.queued_at, attempts=1)
    )
    session.add(Duty(person_id=organiser.id, event_id=None, role=Role.ORGANISER))


def _people(session: Session, now: datetime) -> list[Person]:
    people = [
        Person(name=each.name, email=each.address, email_key=email_key(each.address), created_at=now)
        for each in data.SIGN_INS
    ]
    session.add_all(people)
    session.flush()
    return people


def _register(session: Session, file: bytes, organiser: Person, delegate: Person, now: datetime) -> None:
    """The members, imported as the organiser would; and a delegate who says that an entry of another name is theirs."""
    seen = preview_register(session, file=io.BytesIO(file))
    import_register(session, file=io.BytesIO(file), digest=seen.digest, by_id=organiser.id, now=now)
    claim_membership(session, person=delegate, number="0000054", name=delegate.name, now=now)


def _event(session: Session, kind: DemoEvent, shift: timedelta, now: datetime) -> Event:
    day = data.D0 + timedelta(days=kind.days_off) + shift
    event = Event(
        slug=kind.slug,
        name=kind.name,
        summary=kind.summary,
        first_day=day,
        last_day=day + timedelta(days=kind.days - 1),
        doors_open=kind.doors_open,
        closes=kind.closes,
        zone="Europe/London",
        visibility=Visibility.PUBLIC,
        nation=kind.nation,
        venue=kind.venue,
        town=kind.town,
        getting_in=data.STEP_FREE,
        contact_email=CONTACT,
        created_at=now,
        **data.IN_WELSH.get(kind.slug, {}),
    )
    session.add(event)
    session.flush()
    return event


def _products(session: Session, event: Event, kind: DemoEvent) -> list[Product]:
    quotas = {name: Quota(event_id=event.id, name=name, capacity=capacity) for name, capacity in kind.quotas.items()}
    closes = event_rules.at(event, event.first_day, kind.booking_closes)
    products = [
        Product(
            event_id=event.id,
            name=each.name,
            hint=each.hint,
            price_pence=each.price_pence,
            position=position,
            in_person=data.ONLINE not in each.quotas,
            is_hidden=each.is_hidden,
            needs_approval=each.needs_approval,
            sales_open_at=closes - data.SALE_BEFORE,
            sales_close_at=closes,
            quotas=[quotas[name] for name in each.quotas],
        )
        for position, each in enumerate(kind.products)
    ]
    session.add_all([*quotas.values(), *products])
    session.flush()
    if any(product.name in prices.MATRIX for product in products):
        _prices(session, event, products)
        add_ons.sell_add_ons(session, event, products, quotas)
    return products


def _prices(session: Session, event: Event, products: list[Product]) -> None:
    """The whole matrix: each period is over at the midnight after its last day, by the event's own clock."""
    first = event.first_day - data.ANNUAL_AFTER
    periods = [
        PricePeriod(
            event_id=event.id,
            name=name,
            ends_at=event_rules.at(event, first + after + DAY, time()),
            group_percent=percent,
        )
        for name, after, percent in prices.PERIODS
    ]
    session.add_all(periods)
    session.flush()
    for product in products:
        for category, row in prices.MATRIX[product.name].items():
            for period, pence in zip(periods, row, strict=False):  # a bursary is only had early
                session.add(Price(product=product, category=category, period_id=period.id, pence=pence))
    session.flush()


def _orders(
    session: Session,
    chance: random.Random,
    event: Event,
    products: list[Product],
    kind: DemoEvent,
    now: datetime,
) -> None:
    shares = [each.share for each in kind.products]
    opened, until = products[0].sales_open_at, min(now, products[0].sales_close_at)
    moments = sorted(chance.uniform(0, 1) for _ in range(kind.booked))
    booked = 0
    while booked < kind.booked:
        size = min(chance.choice((1, 1, 1, 1, 1, 2, 3)), kind.booked - booked)
        at = opened + (until - opened) * moments[booked] * 0.995
        organisation, domain = chance.choice(data.ORGANISATIONS)
        chosen = chance.choices(products, shares, k=size)
        places = [_place(chance, product, domain, organisation) for product in chosen]
        order = place_order(
            session,
            event=event,
            form_key=str(UUID(int=chance.getrandbits(128))),
            buyer_id=None,
            name=places[0].name,
            email=places[0].email,
            places=places,
            quotas=lock_quotas(session, list(draws(places))),
            hold=HOLD,
            now=at.astimezone(UTC),
        )
        if order.total_pence:
            _pay(session, order, at.astimezone(UTC))
        booked += size


def _proofs(session: Session, event: Event, now: datetime) -> None:
    """A few of those who must prove their category have sent something, and the desk has not looked yet."""
    waiting = select(Ticket).where(Ticket.event_id == event.id, Ticket.proof == ProofStatus.WAITING)
    for ticket, words in zip(session.scalars(waiting.order_by(Ticket.id)), prices.SENT, strict=False):
        send_proof(session, ticket=ticket, words=words, upload=None, file_key=None, now=now)


def _place(chance: random.Random, product: Product, domain: str, organisation: str) -> Place:
    """Somebody's place; where prices go by category, most of those who must prove theirs have done so."""
    place = Place(product, *_somebody(chance, domain), organisation)
    if not product.prices:
        return place
    offered = [each for each in prices.MATRIX[product.name] if each in prices.SHARES]
    category = chance.choices(offered, [prices.SHARES[each] for each in offered])[0]
    wanted = category in PROOF_WANTED and chance.random() < 0.2
    return replace(place, category=category, proof=ProofStatus.WAITING if wanted else ProofStatus.NOT_NEEDED)


def _pay(session: Session, order: Order, at: datetime) -> None:
    """The order was paid at a Stripe of long ago, in the words in which Stripe would say so."""
    till = Till(
        order_id=order.id,
        number=1,
        key=f"demo-{order.id}",
        amount_pence=order.total_pence,
        currency=order.currency,
        status=TillStatus.OPEN,
        opened_at=at,
        ends_at=at + HOLD,
    )
    session.add(till)
    session.flush()
    truth = SessionTruth(
        session_id=f"cs_test_demo_{order.id}",
        till_key=till.key,
        order_key=order.key,
        status="complete",
        is_paid=True,
        is_hopeless=False,
        amount_pence=order.total_pence,
        currency=order.currency,
        livemode=False,
        address=None,
        intent_id=f"pi_demo_{order.id}",
        charge_id=f"ch_demo_{order.id}",
        captured_at=at,
    )
    record_session(session, truth=truth, is_live=False, now=lambda: at)


def _somebody(chance: random.Random, domain: str) -> tuple[str, str]:
    first, surname = chance.choice(data.FIRST_NAMES), chance.choice(data.SURNAMES)
    return f"{chance.choice(data.TITLES)} {first} {surname}", f"{first}.{surname}@{domain}".lower()
