"""The demo with everything in it that a page can show: each status, each reason, nothing at all, and long names."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from flask import current_app
from sqlalchemy import select

from checkin.actions import Door, scan_badge
from checkin.rules import Reading
from core import clock
from core.config import Limits
from core.db import db, session, transaction
from core.outbox import queue_letter
from demo.prices import ONLINE
from events.models import Event, Visibility
from members.actions import refuse_claim
from members.models import Claim, Standing
from people.access import SIGN_IN
from people.actions import agree, ask_for_address, ask_for_code, invite, offer_duty
from people.documents import unsubscribe_link
from people.models import AddressChange, AuthenticatorApp, Channel, Duty, Passkey, Person, Purpose, Role, SignIn
from people.rules import address_token, hash_of
from registration.actions import cancel_order, place_order, refuse_proof, send_links_again, send_proof
from registration.documents import order_link, signer, ticket_link
from registration.models import Category, Order, Product, ProofStatus
from registration.queries import lock_quotas
from registration.rules import Place, draws
from tests import factories as make
from tests.conftest import an_application
from tests.journeys.world_abstracts import abstracts
from tests.journeys.world_badges import badges
from tests.journeys.world_book import CHAIR, chaired_and_printed
from tests.journeys.world_choosing import a_rich_event
from tests.journeys.world_devices import devices
from tests.journeys.world_door import at_the_door
from tests.journeys.world_letters import letters
from tests.journeys.world_orders import decided
from tests.journeys.world_policy import at_policy_desk
from tests.journeys.world_presenters import presented
from tests.journeys.world_press import READERS, read_early
from tests.journeys.world_questions import questions
from tests.journeys.world_sale import sale
from tests.journeys.world_stands import SCANS, at_stands
from tests.journeys.world_waiting import waiting
from tests.journeys.world_writing import written

EVENT, HALF = "england-2027", "half@northmere.example"
DELEGATE, STRANGER = "delegate@northmere.example", "stranger@northmere.example"
STEWARD, ORGANISER = "fern.specimen@plenary.example", "iris.draftworthy@plenary.example"
LONG_NAME = "Dr Bartholomew Llanfair-Wolfeschlegelstein-Featherstonehaugh"
LONG_TITLE = "Arwain yn Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch a’r cyffiniau"
ASKED, CLAIMANTS = "asked@northmere.example", (DELEGATE, STRANGER, ORGANISER)
MEMBER, LAPSED, AWAY = "tansy.trialrun@northmere.example", "lapsed@northmere.example", "away@northmere.example"
LETTERS = ("confirmed", "ticket", "cancelled", "links", "code", "device", "address", "claim", "unproved", "invitation")


def build(url: str, base_url: str) -> dict[str, str]:
    """Add to the demo at ``url``. What comes back are the addresses and codes that pages are found by."""
    app = an_application(url, BASE_URL=base_url)
    with app.app_context(), _factories_for(app):
        with transaction():
            now = clock.now()
            known = _events(now) | _orders(now) | _proofs(now) | _invitations(now) | _people(app, now)
        with transaction():
            ask_for_code(session, email=ASKED, limits=Limits(), now=now)
            known |= _claims(now) | _security(app, now) | at_policy_desk(now, LONG_TITLE)
            session.flush()
            known |= waiting(now) | questions(_placed, LONG_NAME, now) | decided(now, LONG_NAME)
            known |= abstracts(now, LONG_NAME) | written(now, LONG_NAME) | presented(now, LONG_NAME)
            session.flush()
            known |= read_early(now, LONG_NAME, LONG_TITLE) | letters(now) | sale(now) | devices(now)
            known |= at_stands(now, LONG_NAME, LONG_TITLE)
            known |= chaired_and_printed(now, LONG_NAME, LONG_TITLE) | at_the_door(now, LONG_NAME)
            known |= badges(EVENT)
        db.engine.dispose()
    return known


@contextmanager
def _factories_for(app):
    make.session, make.app = session, app
    yield
    make.session = make.app = None


def _event() -> Event:
    return session.scalars(select(Event).where(Event.slug == EVENT)).one()


def _product(event: Event) -> Product:
    wanted = select(Product).where(Product.event_id == event.id, Product.price_pence == 0).order_by(Product.position)
    return session.scalars(wanted).first()


def _events(now) -> dict[str, str]:
    """Sold out, not yet on sale, no longer, no product at all, one place left, a long title, and prices."""
    days = {"first_day": now.date() + timedelta(days=40), "last_day": now.date() + timedelta(days=41)}
    opens, closes = now - timedelta(days=9), now + timedelta(days=9)
    window = {"sales_open_at": opens, "sales_close_at": closes}
    full = make.an_event(slug="full", name="Leading in full", **days)
    make.an_order(make.a_product(full, capacity=1, **window), event=full, now=now)
    soon = make.an_event(slug="soon", name="Leading soon", **days)
    make.a_product(soon, sales_open_at=now + timedelta(days=1), sales_close_at=closes, price_pence=4500)
    late = make.an_event(slug="late", name="Leading late", **days)
    make.a_product(late, sales_open_at=opens, sales_close_at=now - timedelta(hours=1))
    make.a_product(make.an_event(slug="last", name="Leading at last", **days), capacity=1, **window)
    make.an_event(slug="none", name="Leading nowhere", **days)
    make.an_event(slug="draft", name="Leading in secret", visibility=Visibility.DRAFT, **days)
    long = make.an_event(slug="long", name=LONG_TITLE, nation="Wales", venue=LONG_TITLE, town="Llan", **days)
    make.a_product(long, name=LONG_TITLE, hint=LONG_TITLE, **window)
    dear = make.an_event(slug="dear", name="Leading at a price", **days)
    priced = make.a_product(dear, price_pence=4500, **window)
    held = make.an_order(priced, event=dear, tickets=2, now=now)
    a_rich_event(days, window, now)
    ended = make.an_order(priced, event=dear, now=now - timedelta(hours=1))
    return {
        "open_held": order_link(held),
        "open_ended": order_link(ended),
        "held_reference": held.reference,
        "ended_reference": ended.reference,
    }


def _orders(now) -> dict[str, str]:
    event = _event()
    product = _product(event)
    group = [
        Place(product, LONG_NAME, "buyer@northmere.example", LONG_TITLE),
        Place(product, "Mx Ash Fictum", DELEGATE, "Halcyon Medical School"),
        Place(product, "Ms Fern Figment", "fern.figment@halcyon.example"),
    ]
    order = _placed(event, "buyer@northmere.example", group, now)
    own = _placed(event, DELEGATE, [Place(product, "Mx Ash Fictum", DELEGATE)], now)
    given_back = _placed(
        event, "back@northmere.example", [Place(product, "Dr Sage Stubbs", "back@northmere.example")], now
    )
    cancel_order(session, order=given_back, by_id=None, now=now)
    fresh = _placed(
        event, "fresh@northmere.example", [Place(product, LONG_NAME, "fresh@northmere.example", LONG_TITLE)], now
    )
    other = session.scalars(select(Event).where(Event.slug == "wales-2027")).one()
    elsewhere = _placed(
        other, "else@northmere.example", [Place(_product(other), "Dr Reed Proxy", "else@northmere.example")], now
    )
    send_links_again(session, email="buyer@northmere.example", now=now)
    forged = signer().sign(event.id, "ABCDEFGH")
    return {
        "open_order": order_link(order),
        "open_ticket": ticket_link(order.tickets[1]),
        "order": order.key,
        "ticket": order.tickets[1].key,
        "open_cancelled": order_link(given_back),
        "cancelled_ticket": given_back.tickets[0].key,
        "reference": order.reference,
        "cancelled_reference": given_back.reference,
        "own_order": own.key,
        "fresh_code": fresh.tickets[0].code,
        "again_code": own.tickets[0].code,
        "cancelled_code": given_back.tickets[0].code,
        "foreign_code": signer().sign(other.id, elsewhere.tickets[0].code),
        "forged_code": forged[:-6] + ("000000" if not forged.endswith("000000") else "111111"),
    }


def _proofs(now) -> dict[str, str]:
    """A student who has not proved it yet, one who has sent something, and one whom the desk did not believe."""
    event = session.scalars(select(Event).where(Event.slug == "leaders-2027")).one()
    online = session.scalars(select(Product).where(Product.event_id == event.id, Product.name == ONLINE)).one()
    student = {"category": Category.MEMBER_STUDENT, "proof": ProofStatus.WAITING}
    waiting, sent, refused = (
        _placed(event, f"{name}@halcyon.example", [Place(online, LONG_NAME, f"{name}@halcyon.example", **student)], now)
        for name in ("waits", "sends", "fails")
    )
    for order in (sent, refused):
        proof = send_proof(session, ticket=order.tickets[0], words=LONG_TITLE, upload=None, file_key=None, now=now)
    organiser = session.scalars(select(Person).where(Person.email_key == ORGANISER)).one()
    session.flush()
    refuse_proof(session, proof=proof, note="The card is of another year.", by_id=organiser.id, now=now)
    known = {}
    for name, order in {"waiting": waiting, "sent": sent, "refused": refused}.items():
        known |= {
            f"open_{name}": ticket_link(order.tickets[0]),
            f"{name}_proof": f"/tickets/{order.tickets[0].key}/proof",
        }
    return known


def _placed(event: Event, email: str, places: list[Place], now) -> Order:
    return place_order(
        session,
        event=event,
        form_key=str(uuid4()),
        buyer_id=None,
        name=places[0].name,
        email=email,
        places=places,
        quotas=lock_quotas(session, list(draws(places))),
        hold=make.HOLD,
        now=now,
    )


def _invitations(now) -> dict[str, str]:
    offered = {
        "invitation": (DELEGATE, timedelta(days=7)),
        "foreign_invitation": ("somebody@else.example", timedelta(days=7)),
        "old_invitation": (DELEGATE, timedelta(seconds=-1)),
    }
    event_id = _event().id
    invite(
        session,
        email="lead@northmere.example",
        role=Role.CONVENOR,
        event_id=event_id,
        ends_on=now.date() + timedelta(days=30),
        scope=LONG_TITLE[:100],
        held=frozenset({(Role.ORGANISER, None)}),
        event_slug=None,
        secret=current_app.config["SECRET_KEY"],
        limits=Limits(),
        by_id=session.scalars(select(Person.id).where(Person.email_key == ORGANISER)).one(),
        now=now,
    )
    return {
        name: offer_duty(session, email=to, role=Role.DOOR, event_id=event_id, life=life, by_id=None, now=now)
        for name, (to, life) in offered.items()
    }


def _people(app, now) -> dict[str, str]:
    """The cookie of each actor: signed in, and for the delegate in two browsers."""
    steward = session.scalars(select(Person).where(Person.email_key == STEWARD)).one()
    ticket = session.scalars(select(Order).where(Order.email_key == DELEGATE)).one().tickets[0]
    door = Door(_event(), signer(), steward.id, "North door")
    scan_badge(session, door=door, read=Reading(str(uuid4()), ticket.code), now=now)
    delegate = make.a_person(email=DELEGATE, name="Mx Ash Fictum")
    for role in Role:  # a page of many duties, one of them over
        last_day = now.date() - timedelta(days=1) if role is Role.FINANCE else None
        other = make.a_person(name=LONG_NAME)
        session.add(Duty(person_id=other.id, event_id=_event().id, role=role, ends_on=last_day))
    for email, name in ((STRANGER, ""), (CHAIR, "Prof Hazel Chairwell"), (AWAY, "Dr Long Gone")):
        make.a_person(email=email, name=name)
    lapsed = make.a_person(email=LAPSED, name=LONG_NAME)
    make.a_membership(name=LONG_NAME, number="LAPSED-1", standing=Standing.LAPSED, email=LAPSED, person_id=lapsed.id)
    make.a_person(email=HALF, name="Dr Half Way", two_step_since=now)
    cookies = {}
    actors = {"delegate": DELEGATE, "stranger": STRANGER, "steward": STEWARD, "organiser": ORGANISER, "chair": CHAIR}
    actors |= READERS | SCANS | {"member": MEMBER, "lapsed": LAPSED, "away": AWAY, "half": HALF}
    for actor, email in actors.items():
        person = session.scalars(select(Person).where(Person.email_key == email)).one()
        for key in (f"{actor}-key", f"{actor}-other-key"):
            begun_at = now - timedelta(hours=1) if actor == "away" else now
            times = {"begun_at": begun_at, "seen_at": now, "expires_at": now + Limits().session_life}
            session.add(SignIn(person_id=person.id, key_hash=hash_of(key), browser="Firefox on Windows", **times))
        passkey = {"credential_id": f"passkey{person.id:05}", "public_key": "AAAA", "sign_count": 0, "name": LONG_NAME}
        if actor in {"away", "half"}:
            session.add(Passkey(person_id=person.id, added_at=now, **passkey))
            session.add(AuthenticatorApp(person_id=person.id, sealed_secret="AAAA", begun_at=now, proved_at=now))
        cookies[actor] = app.session_interface.get_signing_serializer(app).dumps({SIGN_IN: f"{actor}-key"})
    agree(session, person=delegate, wanted=frozenset({(Purpose.NEWS, Channel.EMAIL)}), now=now)
    stop = {"stop_letters": unsubscribe_link(delegate), "stopped_letters": unsubscribe_link(other)}
    cookies["merged"] = str(make.a_person(name=LONG_NAME, merged_into_id=delegate.id).id)
    return cookies | stop | {"person": str(delegate.id), "someone": str(other.id)}


def _claims(now) -> dict[str, str]:
    """Claims that wait: of another's name, and of no number; and one that is refused, with its letter."""
    people = {email: session.scalars(select(Person).where(Person.email_key == email)).one() for email in CLAIMANTS}
    delegate, stranger, organiser = people.values()
    refused = make.a_claim(stranger, "0000031", name=LONG_NAME, made_at=now)
    refuse_claim(session, claim=refused, reason=0, by_id=organiser.id, now=now)
    nowhere = make.a_claim(delegate, "9999999", made_at=now)
    waiting = session.scalars(select(Claim).where(Claim.number == "0000054")).one()
    return {"claim": str(waiting.id), "claim_of_nothing": str(nowhere.id), "claim_refused": str(refused.id)}


def _security(app, now) -> dict[str, str]:
    """A change of address that is asked for, and a browser that somebody had not used before."""
    sign_in = session.scalars(select(SignIn).join(Person).where(Person.email_key == STRANGER)).first()
    secret = app.config["SECRET_KEY"]
    ask_for_address(session, sign_in=sign_in, email="new@northmere.example", secret=secret, limits=Limits(), now=now)
    change = session.scalars(select(AddressChange)).one()
    about = {"key": str(sign_in.id), "sign_in_id": sign_in.id}
    queue_letter(session, kind="people/email/device", to=STRANGER, now=now, **about)
    return {
        f"{mailbox}_mailbox": f"/address/{address_token(secret, change.key, mailbox)}" for mailbox in ("old", "new")
    }
