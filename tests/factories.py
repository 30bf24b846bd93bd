"""Objects for tests. Each saves one valid thing; a test names only what it is about."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import uuid4

from flask import Flask, has_app_context
from sqlalchemy.orm import Session

from abstracts.models import (
    Abstract,
    AbstractStatus,
    Author,
    Call,
    CallCategory,
    CallHeading,
    Ethics,
    Lead,
    PatientConsent,
    Preference,
    Section,
)
from events.models import Event, Visibility
from members.models import CareerStage, Claim, ClaimStatus, Grade, Membership, Nation, Profession, Standing
from people.models import Duty, Person, Role
from registration.actions import place_order
from registration.models import (
    Answer,
    BookingCode,
    Category,
    Order,
    Price,
    PricePeriod,
    Product,
    Question,
    Quota,
    Ticket,
)
from registration.queries import lock_quotas
from registration.rules import Place, draws

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
HOLD = timedelta(minutes=15)
LONG_AFTER = datetime(2036, 5, 4, tzinfo=UTC)

session: Session | None = None  # the test's own; conftest puts both here
app: Flask | None = None
_number = count(1)


def saved(thing):
    session.add(thing)
    session.commit()
    return thing


def an_event(**changes) -> Event:
    n = next(_number)
    given = {
        "slug": f"event-{n}",
        "name": f"Event {n}",
        "first_day": date(2026, 5, 14),
        "last_day": date(2026, 5, 14),
        "doors_open": time(8, 30),
        "closes": time(17, 0),
        "zone": "Europe/London",
        "visibility": Visibility.PUBLIC,
        "contact_email": "events@plenary.example",
        "created_at": NOON,
    }
    return saved(Event(**given | changes))


def a_person(*, role: Role | None = None, event: Event | None = None, **changes) -> Person:
    """A person, with a duty in ``event`` if a ``role`` is given; in all events if no event is."""
    n = next(_number)
    email = changes.pop("email", f"person{n}@north.example")
    given = {"name": f"Person {n}", "email": email, "email_key": email, "created_at": NOON}
    person = saved(Person(**given | changes))
    if role:
        saved(Duty(person_id=person.id, event_id=event and event.id, role=role))
    return person


def a_membership(**changes) -> Membership:
    """An entry of the register, active since the year began, without an end, and nobody's yet."""
    n = next(_number)
    email = changes.pop("email", f"member{n}@north.example")
    given = {
        "number": f"{n:07}",
        "name": f"Member {n}",
        "email": email,
        "email_key": email,
        "grade": Grade.MEMBER,
        "standing": Standing.ACTIVE,
        "valid_from": date(2026, 1, 1),
        "nation": Nation.ENGLAND,
        "career_stage": CareerStage.CONSULTANT,
        "profession": Profession.DOCTOR,
        "networks": "",
    }
    return saved(Membership(**given | changes))


def a_claim(person: Person, number: str, **changes) -> Claim:
    """A claim that waits for the office."""
    given = {"number": number, "name": person.name, "status": ClaimStatus.WAITING, "made_at": NOON}
    return saved(Claim(person_id=person.id, **given | changes))


def a_quota(event: Event, **changes) -> Quota:
    return saved(Quota(**{"event_id": event.id, "name": "In person", "capacity": 10} | changes))


def a_product(event: Event, *, quotas: list[Quota] | None = None, capacity: int = 10, **changes) -> Product:
    given = {
        "event_id": event.id,
        "name": "Full",
        "price_pence": 0,
        "sales_open_at": NOON - timedelta(days=1),
        "sales_close_at": NOON + timedelta(days=1),
        "quotas": quotas if quotas is not None else [a_quota(event, capacity=capacity)],
    }
    return saved(Product(**given | changes))


def a_matrix(product: Product, periods: dict[datetime, str], **prices) -> Product:
    """Prices in pence by category, one for each of ``periods`` (their ends, and names), as its event's only ones."""
    ends = [saved(PricePeriod(event_id=product.event_id, name=name, ends_at=at)) for at, name in periods.items()]
    for category, row in prices.items():
        for period, pence in zip(ends, row, strict=True):
            saved(Price(product_id=product.id, category=Category[category], period_id=period.id, pence=pence))
    session.refresh(product)
    return product


def a_code(event: Event, **changes) -> BookingCode:
    """A booking code that is good for one place since yesterday and until long after, and changes no price."""
    given = {
        "event_id": event.id,
        "code": f"CODE{next(_number)}",
        "starts_at": NOON - timedelta(days=1),
        "ends_at": LONG_AFTER,
        "created_at": NOON,
    }
    return saved(BookingCode(**given | changes))


def a_question(event: Event, **changes) -> Question:
    """A question in words to every delegate of the event, after the others."""
    n = next(_number)
    products = changes.pop("products", [])
    question = saved(Question(**{"event_id": event.id, "label": f"Question {n}", "position": n} | changes))
    question.products = products
    question.first_id = question.first_id or question.id
    return saved(question)


def an_answer(ticket: Ticket, question: Question, value: str, **changes) -> Answer:
    given = {"ticket_id": ticket.id, "question_id": question.id, "value": value, "answered_at": NOON}
    return saved(Answer(**given | changes))


def an_order(product: Product, *, event: Event, buyer: Person | None = None, **changes) -> Order:
    """An order of one place, or of ``tickets``, made by the action that makes every order."""
    n = next(_number)
    name = changes.get("name", f"Buyer {n}")
    email = changes.get("email", buyer.email if buyer else f"buyer{n}@south.example")
    places = [Place(product, name, email) for _ in range(changes.get("tickets", 1))]
    with nullcontext() if has_app_context() else app.app_context():
        order = place_order(
            session,
            event=event,
            form_key=str(uuid4()),
            buyer_id=buyer and buyer.id,
            name=name,
            email=email,
            places=places,
            quotas=lock_quotas(session, list(draws(places))),
            hold=HOLD,
            now=changes.get("now", NOON),
            code=changes.get("code"),
        )
    session.commit()
    return order


def a_booking(product: Product, **typed) -> dict:
    """What a guest types to book one place."""
    given = {
        "form_key": str(uuid4()),
        "name": "Dr Ash Fictum",
        "email": "ash.fictum@north.example",
        "delegates-0-product": product.id,
    }
    return given | typed


def a_group(product: Product, **typed) -> dict:
    """What somebody types to book five delegates of one organisation."""
    people = "\n".join(f"Dr Number {n}\tnumber{n}@north.example" for n in range(1, 6))
    given = {
        "form_key": str(uuid4()),
        "name": "Ms Linden Placeholder",
        "email": "linden@north.example",
        "organisation": "Northmere Teaching Hospitals",
        "product": product.id,
        "people": people,
        "do": "book",
    }
    return given | typed


HEADINGS = ("Background", "Approach", "Results", "Impact", "Learning")


def a_call(event: Event, **changes) -> Call:
    """A public call that opened a month ago and closes tomorrow, with two categories and the five headings."""
    n = next(_number)
    given = {
        "event_id": event.id,
        "slug": f"call-{n}",
        "name": f"Call {n}",
        "is_public": True,
        "opens_at": NOON - timedelta(days=30),
        "closes_at": NOON + timedelta(days=1),
        "licence": "I grant the journal a licence.",
        "created_at": NOON,
    }
    call = saved(Call(**given | changes))
    for position, name in enumerate(("Leadership research", "Green"), start=1):
        saved(CallCategory(call_id=call.id, name=name, position=position))
    for position, name in enumerate(HEADINGS, start=1):
        saved(CallHeading(call_id=call.id, name=name, position=position))
    session.refresh(call)
    return call


def an_abstract(call: Call, owner: Person | None = None, *, authors: int = 1, **changes) -> Abstract:
    """A draft that lacks nothing, its first author presenting; of any other status it was submitted at NOON."""
    call.last_number += 1
    owner = owner or a_person()
    status = changes.get("status", AbstractStatus.DRAFT)
    given = {
        "event_id": call.event_id,
        "call_id": call.id,
        "number": call.last_number,
        "owner_id": owner.id,
        "title": f"Rounds that listen {call.last_number}",
        "category_id": call.categories[0].id,
        "preference": Preference.ORAL_OR_POSTER,
        "keywords": "leadership\nwards",
        "ethics": Ethics.NOT_NEEDED,
        "consent": PatientConsent.NOT_NEEDED,
        "lead": Lead.TRAINEE,
        "nation": Nation.WALES,
        "licence_agreed_at": NOON,
        "started_at": NOON,
        "saved_at": NOON,
        "version": 2,
        "submitted_at": None if status is AbstractStatus.DRAFT else NOON,
        "withdrawn_at": NOON if status is AbstractStatus.WITHDRAWN else None,
    }
    abstract = saved(Abstract(**given | changes))
    for heading in call.headings:
        saved(Section(abstract_id=abstract.id, heading_id=heading.id, words=f"What we say under {heading.name}."))
    for position in range(1, authors + 1):
        an_author(abstract, position=position)
    session.refresh(abstract)
    return abstract


def an_author(abstract: Abstract, **changes) -> Author:
    """An author with an organisation, who has not been asked yet; the first presents and is written to."""
    n = next(_number)
    position = changes.get("position", 1)
    email = changes.pop("email", f"author{n}@north.example")
    given = {
        "abstract_id": abstract.id,
        "position": position,
        "given_names": "Rowan",
        "surname": f"Exampleby{n}",
        "email": email,
        "email_key": email,
        "organisation": "Northmere Teaching Hospitals NHS Trust",
        "is_presenter": position == 1,
        "is_corresponding": position == 1,
    }
    return saved(Author(**given | changes))
