"""What goes with a ticket of the invented annual conference, the codes of each event, and who booked with them."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from demo import data, prices
from events.models import Event
from people.models import Person
from registration import actions
from registration.actions import CodeEffect, CodeLimits, place_order
from registration.models import (
    AddOn,
    BookingCode,
    Category,
    Effect,
    Order,
    Price,
    PricePeriod,
    Product,
    ProductKind,
    Quota,
    Vat,
)
from registration.queries import lock_places, lock_quotas
from registration.rules import Place, draws

SLUG = "leaders-2027"
HOLD = timedelta(minutes=15)
WITH_TICKETS = (prices.TWO_DAYS, prices.STUDENTS, prices.DAY_ONE, prices.DAY_TWO, prices.BURSARY)
IN_TRAINING = {Category.MEMBER_TRAINEE, Category.TRAINEE, Category.MEMBER_STUDENT, Category.STUDENT, Category.BURSARY}
MEMBERS = {Category.MEMBER, Category.FELLOW, Category.MEMBER_CLINICAL}
WORKSHOPS = (
    (data.MORNING, "The half day before, at nine"),
    (data.AFTERNOON, "The half day before, at half past one"),
)
EATING = (
    (data.DINNER, "Three courses, on the first evening", 6500),
    (data.GUESTS, "For the family of who is made a fellow", 2500),
)


def sell_add_ons(session: Session, event: Event, tickets: list[Product], quotas: dict[str, Quota]) -> list[Product]:
    """Workshops at the price of one's category, the dinner and the ceremony with VAT, with each ticket in person."""
    first = tickets[0]
    window = {"sales_open_at": first.sales_open_at, "sales_close_at": first.sales_close_at}
    periods = session.scalars(select(PricePeriod).where(PricePeriod.event_id == event.id)).all()
    add_ons = []
    for position, (name, hint) in enumerate(WORKSHOPS, start=len(tickets)):
        product = _add_on(event, name, hint, 14000, Vat.EXEMPT, position, quotas[name], window)
        session.add(product)
        product.prices = [
            Price(category=category, period_id=period.id, pence=_workshop(category))
            for category in Category
            if category is not Category.STANDARD
            for period in periods
        ]
        add_ons.append(product)
    for position, (name, hint, pence) in enumerate(EATING, start=len(tickets) + len(add_ons)):
        add_ons.append(_add_on(event, name, hint, pence, Vat.STANDARD, position, quotas[name], window))
    session.add_all(add_ons)
    session.flush()
    for ticket in tickets:
        if ticket.name in WITH_TICKETS:
            session.add_all(
                AddOn(parent_id=ticket.id, product_id=product.id, most=2 if product.name == data.GUESTS else 1)
                for product in add_ons
            )
    session.flush()
    session.expire_all()
    return add_ons


def make_codes(
    session: Session, event: Event, products: list[Product], organiser: Person, now: datetime
) -> dict[str, BookingCode]:
    """A handful of each kind, made as the organiser would; what is hidden needs one in every event."""
    named = {product.name: product for product in products}
    wanted: list[tuple[str, str, CodeEffect, int, int | None, list[str], bool]] = []
    if event.slug == SLUG:
        wanted = [
            ("LEAD50", "Regional leads", CodeEffect(Effect.FIXED, 5000), 40, 100000, [], False),
            ("TRUST15", "Trusts that send a team", CodeEffect(Effect.PERCENT, 15), 60, None, [prices.TWO_DAYS], False),
            (
                "JURY2027",
                "Judges of the posters",
                CodeEffect(Effect.SET_PRICE, 10000),
                12,
                None,
                [prices.TWO_DAYS],
                False,
            ),
            ("NORTHMERE", "Kept for Northmere", CodeEffect(), 10, None, [prices.TWO_DAYS], True),
            ("PARTNER27", "Patients and carers", CodeEffect(category=Category.PARTNER), 20, None, [], False),
            ("SPEAKER27", "Speakers, chairs and reviewers", CodeEffect(category=Category.ISSUED), 80, None, [], False),
            (
                "STAND2027",
                "Exhibitors",
                CodeEffect(category=Category.ISSUED, opens_hidden=True),
                30,
                None,
                [prices.EXHIBITOR],
                False,
            ),
        ]
    else:
        for code, name in (("PARTNER", "Patient or carer partner"), ("SPEAKER", "Speaker or chair")):
            wanted.append((code, name, CodeEffect(opens_hidden=True), 15, None, [name], False))
    made = {}
    for code, words, does, uses, budget, products_named, keeps in wanted:
        ends_at = products[0].sales_close_at
        limits = CodeLimits(words, uses, budget, products[0].sales_open_at, ends_at, keeps and now < ends_at)
        lock_places(session, event)
        (made[code],) = actions.make_codes(
            session,
            event=event,
            how_many=1,
            typed=code,
            does=does,
            limits=limits,
            products=[named[each] for each in products_named],
            by_id=organiser.id,
            now=now,
        )
    return made


def place_orders(
    session: Session, event: Event, products: list[Product], codes: dict[str, BookingCode], now: datetime
) -> list[Order]:
    """Somebody with a workshop and the dinner, a team of six, two with codes, a speaker, and a bursary asked for.

    Those that cost something are held, and still to be paid.
    """
    named = {product.name: product for product in products}
    two_days = named[prices.TWO_DAYS]
    extras = {each.product.name: each for each in two_days.add_ons}
    with_dinner = ((extras[data.MORNING], 1), (extras[data.DINNER], 1))
    trust = data.ORGANISATIONS[0][0]

    def somebody(number: int, category: Category, product: Product = two_days, **more) -> Place:
        name = f"Dr {data.FIRST_NAMES[number]} {data.SURNAMES[number]}"
        address = name.removeprefix("Dr ").replace(" ", ".").lower()
        return Place(product, name, f"{address}@northmere.example", trust, category, **more)

    parties: list[tuple[list[Place], BookingCode | None]] = [
        ([somebody(3, Category.MEMBER, extras=with_dinner)], None),
        ([somebody(number, Category.DOCTOR) for number in range(6)], None),
        ([somebody(7, Category.MEMBER), somebody(8, Category.DOCTOR)], codes["LEAD50"]),
        ([somebody(9, Category.PUBLIC)], codes["NORTHMERE"]),
        ([somebody(10, Category.ISSUED)], codes["SPEAKER27"]),
        ([somebody(11, Category.BURSARY, named[prices.BURSARY])], None),
    ]
    orders = [
        place_order(
            session,
            event=event,
            form_key=str(UUID(int=2027 + number)),
            buyer_id=None,
            name=places[0].name,
            email=places[0].email,
            places=places,
            quotas=lock_quotas(session, list(draws(places))),
            hold=HOLD,
            now=now,
            code=code,
        )
        for number, (places, code) in enumerate(parties)
    ]
    return [order for order in orders if order.total_pence]


def _add_on(
    event: Event, name: str, hint: str, pence: int, vat: Vat, position: int, quota: Quota, window: dict
) -> Product:
    return Product(
        event_id=event.id,
        name=name,
        hint=hint,
        kind=ProductKind.ADD_ON,
        price_pence=pence,
        vat=vat,
        position=position,
        in_person=False,
        quotas=[quota],
        **window,
    )


def _workshop(category: Category) -> int:
    return 5500 if category in IN_TRAINING else 9500 if category in MEMBERS else 14000
