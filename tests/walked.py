"""What the walker walks in: two events with an order each, and somebody for every role in one, the other and all."""

import io
import json

from sqlalchemy import select

from core import files
from core.files import StoredFile
from core.outbox import LetterStatus, OutgoingLetter
from events.models import Visibility
from people.access import SIGN_IN, link_token
from people.models import Duty, Invitation, Role, SignIn
from people.rules import hash_of
from registration.documents import order_link, ticket_link
from tests import factories as make
from tests.access_matrix import WITHOUT_A_PAGE
from tests.walker import World

ORDER_PAGES = (
    "registration.show_order",
    "registration.cancel_order",
    "registration.hold_again",
    "payments.start_payment",
    "payments.come_back",
)
FORM_KEY = "0b5c1c5e-2f6b-4a3c-9d0e-1f2a3b4c5d6e"
A_DUTY = {"email": "new@north.example", "role": "door", "event": "", "nation": "", "network": "", "ends_on": ""}
NOWHERE = "AAAAAAAAAAAAAAAAAAAAAA"


def an_invitation(email: str, token: str, event) -> Invitation:
    offered = {"token_hash": hash_of(token), "role": Role.DOOR, "event_id": event.id}
    times = {"offered_at": make.NOON, "expires_at": make.LONG_AFTER}
    return make.saved(Invitation(email=email, email_key=email, **offered, **times))


def a_sign_in(app, person, key: str) -> str:
    times = {"begun_at": make.NOON, "seen_at": make.NOON, "expires_at": make.LONG_AFTER}
    make.saved(SignIn(person_id=person.id, key_hash=hash_of(key), **times))
    return app.session_interface.get_signing_serializer(app).dumps({SIGN_IN: key})


def a_failed_letter(order) -> OutgoingLetter:
    times = {"queued_at": make.NOON, "due_at": make.LONG_AFTER}
    about = {"kind": "registration/email/confirmed", "about": {"order_id": order.id}, "key": "failed"}
    return make.saved(OutgoingLetter(recipient=order.email, status=LetterStatus.FAILED, **about, **times))


def a_joining_pack(app) -> StoredFile:
    with app.app_context():
        key = files.store().write(b"%PDF-1.7 A joining pack.")
    kept = {"key": key, "name": "pack.pdf", "kind": "application/pdf", "bytes": 24, "sha256": "0" * 64}
    return make.saved(StoredFile(**kept, stored_at=make.NOON, purpose="joining pack"))


def build(app, session) -> World:
    """Two events with an order each and everybody who could have to do with them, and a draft."""
    home, other = make.an_event(slug="home"), make.an_event(slug="other")
    make.an_event(slug="draft", visibility=Visibility.DRAFT)
    for each in (home, other):
        each.joining_pack_id = a_joining_pack(app).id
    roles = {"steward": (Role.DOOR, home), "organiser": (Role.ORGANISER, home)}
    roles |= {"organiser of another": (Role.ORGANISER, other), "organiser of all": (Role.ORGANISER, None)}
    roles |= {role.value: (role, home) for role in Role if role.value in WITHOUT_A_PAGE}
    people = {actor: make.a_person(role=role, event=event) for actor, (role, event) in roles.items()}
    people["delegate"] = make.a_person()
    products = {"own": make.a_product(home), "another's": make.a_product(other)}
    order = make.an_order(products["own"], event=home, buyer=people["delegate"])
    foreign = make.an_order(products["another's"], event=other)
    offers = {
        "own": an_invitation(people["delegate"].email, "own", home),
        "another's": an_invitation("somebody@else.example", "another's", other),
    }
    make.a_person(role=Role.DOOR, event=other)
    duties = {
        thing: session.scalars(select(Duty).where(Duty.event_id == event.id, Duty.role == Role.DOOR)).one()
        for thing, event in {"own": home, "another's": other}.items()
    }
    with app.app_context():
        own, another = (link_token("unsubscribe", people[who].id, 1) for who in ("delegate", "steward"))
        tokens = {each: (_token(order_link(each)), _token(ticket_link(each.tickets[0]))) for each in (order, foreign)}
    events = {"own": {"event_slug": "home"}, "another's": {"event_slug": "other"}, "draft": {"event_slug": "draft"}}
    events["missing"] = {"event_slug": "nowhere"}

    letters_of = {
        "own": {"person_id": people["delegate"].id, "token": own},
        "another's": {"person_id": people["steward"].id, "token": another},
        "crossed": {"person_id": people["delegate"].id, "token": another},
        "missing": {"person_id": 999_999, "token": own},
    }

    def keys(own, another, **crossed) -> dict:
        made = {"own": {"key": own}, "another's": {"key": another}, "missing": {"key": NOWHERE}}
        return made | crossed

    orders = keys(order.key, foreign.key)
    tickets = keys(order.tickets[0].key, foreign.tickets[0].key)

    def opening(named: dict, own: str, another: str) -> dict:
        with_tokens = {"own": own, "another's": another, "missing": own}
        made = {thing: {**named[thing], "token": token} for thing, token in with_tokens.items()}
        return made | {"crossed": {**named["own"], "token": another}}

    at_desk = {
        "own": {"event_slug": "home", "reference": order.reference, "number": 1},
        "another's": {"event_slug": "other", "reference": foreign.reference, "number": 1},
        "crossed": {"event_slug": "home", "reference": foreign.reference, "number": 1},
        "missing": {"event_slug": "home", "reference": "ZZZZZZ", "number": 1},
    }

    def in_event(part: str, rows: dict) -> dict:
        made = {thing: {"event_slug": row.event.slug, part: row.id} for thing, row in rows.items()}
        crossed = {"event_slug": "home", part: rows["another's"].id}
        return made | {"crossed": crossed, "missing": {"event_slug": "home", part: 999_999}}

    persons = {"own": {"person_id": people["delegate"].id}, "missing": {"person_id": 999_999}}
    someone = make.a_person().id
    letters = {"own": {"letter_id": a_failed_letter(order).id}, "missing": {"letter_id": 999_999}}
    invitations = {thing: {"token": thing} for thing in ("own", "another's", "missing")}
    parts = {
        "an event": events,
        **dict.fromkeys(ORDER_PAGES, orders),
        **dict.fromkeys(("registration.show_ticket", "registration.download_joining_pack"), tickets),
        "registration.open_order": opening(orders, tokens[order][0], tokens[foreign][0]),
        "registration.open_ticket": opening(tickets, tokens[order][1], tokens[foreign][1]),
        **dict.fromkeys(("people.show_invitation", "people.take_duty"), invitations),
        **dict.fromkeys(("office.show_order", "office.reissue_code", "office.refund_payment"), at_desk),
        **dict.fromkeys(("office.show_letter", "office.retry_letter", "office.drop_letter"), letters),
        **dict.fromkeys(("office.end_duty", "office.end_event_duty"), in_event("duty_id", duties)),
        **dict.fromkeys(
            ("office.withdraw_invitation", "office.withdraw_event_invitation"), in_event("invitation_id", offers)
        ),
        **dict.fromkeys(("people.show_unsubscribe", "people.unsubscribe"), letters_of),
        **dict.fromkeys(("office.show_person", "office.show_people_merge", "office.merge_people"), persons),
        "demo.sign_in": {"own": {"number": 0}, "missing": {"number": 99}},
    }
    code = order.tickets[0].code
    bookings = {thing: make.a_booking(product, form_key=FORM_KEY) for thing, product in products.items()}

    def typed(endpoint: str, thing: str) -> dict:
        batch = json.dumps({"scans": [{"key": "a-key", "code": code, "list": None, "scanned_at": None}]})
        return {
            "people.ask_for_code": {"data": {"email": "new@north.example"}},
            "office.merge_people": {"data": {"other": someone}},
            "people.agree": {"data": {"agreed": ["news-email"]}},
            "front.call_oneself": {"data": {"name": "Dr New"}},
            "registration.place_order": {"data": bookings.get(thing, bookings["own"])},
            "registration.send_links_again": {"data": {"email": "new@north.example"}},
            "checkin.scan_badge": {"data": {"code": code, "key": "a-key", "place": "North"}},
            "checkin.record_scans": {"input_stream": io.BytesIO(batch.encode()), "content_type": "application/json"},
            "office.reissue_code": {"data": {"version": 1}},
            "office.offer_duty": {"data": A_DUTY},
            "office.offer_event_duty": {"data": A_DUTY},
        }.get(endpoint, {"data": {}})

    cookies = {actor: a_sign_in(app, person, f"key of {actor}") for actor, person in people.items()}
    session.commit()
    return World(cookies, parts, typed)


def _token(link: str) -> str:
    return link.rpartition("/")[2]
