"""What the walker walks in: two events with an order each, and somebody for every role in one, the other and all."""

import hashlib
import io
import json
from functools import partial

from sqlalchemy import select

from core import files
from core.files import StoredFile
from core.outbox import LetterStatus, OutgoingLetter
from events.models import Visibility
from members.models import RegisterChange, RegisterImport
from people.access import SIGN_IN, link_token
from people.models import AddressChange, Duty, Invitation, Passkey, Role, SignIn
from people.rules import hash_of
from registration.documents import order_link, ticket_link
from registration.models import Proof, ProofStatus
from tests import factories as make
from tests.access_matrix import CHAIRS, POLICY_ACTORS, REVIEWER, WITHOUT_A_PAGE
from tests.access_stands import EXHIBITOR
from tests.walked_authors import typed_of_authors, what_names_authors
from tests.walked_badges import typed_of_badges, what_has_badges
from tests.walked_book import what_is_printed
from tests.walked_chair import what_is_chaired
from tests.walked_devices import typed_of_devices, what_reads
from tests.walked_door import what_is_at_the_door
from tests.walked_orders import typed_of_orders, what_is_kept
from tests.walked_policy import what_is_launched
from tests.walked_presenters import what_is_presented
from tests.walked_questions import typed_of_questions, what_is_asked
from tests.walked_review import what_is_reviewed
from tests.walked_sale import typed_of_sale, what_is_sold
from tests.walked_stands import what_is_exhibited
from tests.walked_waiting import NOWHERE, a_waiting_list
from tests.walked_writing import typed_of_writing, what_is_written
from tests.walker import World

PROOF_PAGES = tuple(f"registration.{each}_proof" for each in ("download", "accept", "refuse"))
TAKEN_ALONG = ("download_ticket", "download_apple_pass", "open_google_wallet")
ORDER_PAGES = (
    "registration.show_order",
    "registration.cancel_order",
    "registration.hold_again",
    "payments.start_payment",
    "payments.come_back",
)
REGISTER = (
    b"number,name,email,grade,status,valid_from,valid_to,nation,career_stage,profession,networks\n"
    b"0000009,Dr Sage Hypothet,sage@north.example,member,active,2026-04-01,,wales,gp,doctor,\n"
)
BY_TOKEN = ("people.show_invitation", "people.take_duty", "people.show_address_link", "people.prove_address")
FORM_KEY = "0b5c1c5e-2f6b-4a3c-9d0e-1f2a3b4c5d6e"
A_DUTY = {"email": "new@north.example", "role": "door", "event": "", "nation": "", "network": "", "ends_on": ""}


def an_invitation(email: str, token: str, event) -> Invitation:
    offered = {"token_hash": hash_of(token), "role": Role.DOOR, "event_id": event.id}
    times = {"offered_at": make.NOON, "expires_at": make.LONG_AFTER}
    return make.saved(Invitation(email=email, email_key=email, **offered, **times))


def a_passkey(person) -> Passkey:
    kept = {"credential_id": f"passkey{person.id:05}", "public_key": "AAAA", "sign_count": 0, "name": "My phone"}
    return make.saved(Passkey(person_id=person.id, added_at=make.NOON, **kept))


def a_change_of_address(person, token: str) -> AddressChange:
    sign_in = make.session.scalars(select(SignIn).where(SignIn.person_id == person.id)).one()
    hashes = {"key": token, "old_hash": hash_of(f"old {token}"), "new_hash": hash_of(token)}
    times = {"asked_at": make.NOON, "expires_at": make.LONG_AFTER}
    to = {"email": f"{person.id}@new.example", "email_key": f"{person.id}@new.example"}
    return make.saved(AddressChange(person_id=person.id, sign_in_id=sign_in.id, **hashes, **times, **to))


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


def a_proof(app, order) -> Proof:
    """What the order's first delegate has sent, and nobody has decided."""
    order.tickets[0].proof = ProofStatus.SENT
    return make.saved(Proof(ticket_id=order.tickets[0].id, words="D1", sent_at=make.NOON, file=a_joining_pack(app)))


def a_register(app, people: dict) -> dict:
    """A file that was sent, an import that may be undone, and a claim to decide: their parts of addresses."""
    with app.app_context():
        key = files.store().write(REGISTER)
    made = make.saved(RegisterImport(made_at=make.NOON, digest="0" * 64, added=1, changed=0))
    entry = make.a_membership()
    remembered = {"import_id": made.id, "membership_id": entry.id, "after": "{}"}
    make.saved(RegisterChange(**remembered))
    claimed = make.a_claim(people["steward"], make.a_membership().number)
    sent = {"own": {"key": key}, "missing": {"key": "0" * 32}}
    claims = {"own": {"claim_id": claimed.id}, "missing": {"claim_id": 999_999}}
    return {
        **dict.fromkeys(("members.show_preview", "members.import_register"), sent),
        "members.undo_import": {"own": {"import_id": made.id}, "missing": {"import_id": 999_999}},
        **dict.fromkeys(("members.show_claim", "members.accept_claim", "members.refuse_claim"), claims),
    }


def build(app, session) -> World:
    """Two events with an order each and everybody who could have to do with them, and a draft."""
    home, other = make.an_event(slug="home"), make.an_event(slug="other")
    draft = make.an_event(slug="draft", visibility=Visibility.DRAFT)
    a_file = partial(a_joining_pack, app)
    home.joining_pack_id, other.joining_pack_id = a_file().id, a_file().id
    roles = {"steward": (Role.DOOR, home), "organiser": (Role.ORGANISER, home)}
    roles |= {"organiser of another": (Role.ORGANISER, other), "organiser of all": (Role.ORGANISER, None)}
    roles |= {
        role.value: (role, home)
        for role in Role
        if role.value in (*REVIEWER, *POLICY_ACTORS, *EXHIBITOR, *WITHOUT_A_PAGE)
    }
    roles |= {each: (Role.ABSTRACT_CHAIR, event) for each, event in zip(CHAIRS, (home, other), strict=True)}
    roles["policy editor"] = (Role.POLICY_EDITOR, None)
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
    at_doors = select(Duty).where(Duty.role == Role.DOOR)
    both = {"own": home, "another's": other}
    duties = {thing: session.scalars(at_doors.where(Duty.event_id == each.id)).one() for thing, each in both.items()}
    with app.app_context():
        own, another = (link_token("unsubscribe", people[who].id, 1) for who in ("delegate", "steward"))
        links = {each: (order_link(each), ticket_link(each.tickets[0])) for each in (order, foreign)}
        tokens = {each: [link.rpartition("/")[2] for link in both] for each, both in links.items()}
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
    proofs = {
        "own": {"event_slug": "home", "proof_id": a_proof(app, order).id},
        "another's": {"event_slug": "other", "proof_id": a_proof(app, foreign).id},
        "missing": {"event_slug": "home", "proof_id": 999_999},
    }
    proofs["crossed"] = {**proofs["another's"], "event_slug": "home"}
    ticket_pages = ("show_ticket", "download_joining_pack", "show_proof", "send_proof", *TAKEN_ALONG)

    def in_event(part: str, rows: dict) -> dict:
        made = {thing: {"event_slug": row.event.slug, part: row.id} for thing, row in rows.items()}
        crossed = {"event_slug": "home", part: rows["another's"].id}
        return made | {"crossed": crossed, "missing": {"event_slug": "home", part: 999_999}}

    persons = {"own": {"person_id": people["delegate"].id}, "missing": {"person_id": 999_999}}
    someone = make.a_person().id
    letters = {"own": {"letter_id": a_failed_letter(order).id}, "missing": {"letter_id": 999_999}}
    keys_of = {"own": a_passkey(people["delegate"]), "another's": a_passkey(people["steward"])}
    passkeys = {thing: {"number": passkey.id} for thing, passkey in keys_of.items()} | {"missing": {"number": 999_999}}
    cookies = {actor: a_sign_in(app, person, f"key of {actor}") for actor, person in people.items()}
    a_change_of_address(people["delegate"], "own")
    a_change_of_address(people["steward"], "another's")
    invitations = {thing: {"token": thing} for thing in ("own", "another's", "missing")}
    parts = {
        "an event": events,
        **dict.fromkeys(ORDER_PAGES, orders),
        **dict.fromkeys((f"registration.{each}" for each in ticket_pages), tickets),
        **dict.fromkeys((*PROOF_PAGES, "registration.settle_difference"), proofs),
        "registration.open_order": opening(orders, tokens[order][0], tokens[foreign][0]),
        "registration.open_ticket": opening(tickets, tokens[order][1], tokens[foreign][1]),
        **dict.fromkeys(BY_TOKEN, invitations),
        "people.remove_passkey": passkeys,
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
    parts |= a_register(app, people)
    parts |= what_is_sold(products, in_event)
    first = {"own": order.tickets[0], "another's": foreign.tickets[0]}
    parts |= what_is_asked(first, a_file, in_event, tickets, at_desk)
    parts |= what_has_badges(first, people["organiser of all"], in_event)
    exhibited, typed_at_stands = what_is_exhibited(people["exhibitor"], first, in_event)
    parts |= exhibited
    parts |= what_is_kept(people, both, at_desk, in_event)
    parts |= a_waiting_list(app, products, people["delegate"])
    chaired, typed_of_chair = what_is_chaired(home, other, a_file)
    reviewed, typed_of_review = what_is_reviewed(people, home, other, a_file)
    presented, typed_of_presenters = what_is_presented(people, home, other, a_file)
    launched, typed_of_policy = what_is_launched(people, home, other, a_file)
    printed, typed_of_book = what_is_printed(home, other, a_file)
    parts |= chaired | reviewed | presented | launched | printed
    parts |= what_reads(home, other)
    at_door, typed_of_door = what_is_at_the_door(home, other, events, first, products, in_event)
    parts |= at_door
    parts |= what_is_written(people, home, other, draft, a_file)
    parts |= what_names_authors(app, people, home, other)
    groups = {thing: make.a_group(product, form_key=FORM_KEY) for thing, product in products.items()}
    references = {"draft": order.reference} | {thing: at["reference"] for thing, at in at_desk.items()}
    bookings = {thing: make.a_booking(product, form_key=FORM_KEY) for thing, product in products.items()}
    scan = {"key": "a-key", "code": order.tickets[0].code}
    sold = {thing: (product.id, product.quotas[0].id) for thing, product in products.items()}

    of_others = (typed_of_chair, typed_of_review, typed_of_presenters, typed_of_policy, typed_of_book)

    def typed(endpoint: str, thing: str) -> dict:
        for of_part in (*of_others, typed_of_door):
            if (sent := of_part(endpoint, thing)) is not None:
                return sent
        batch = json.dumps({"scans": [{**scan, "list": None, "scanned_at": None, "verdict": None}]})
        return {
            "people.ask_for_code": {"data": {"email": "new@north.example"}},
            "people.ask_for_address": {"data": {"email": "newer@north.example"}},
            "office.merge_people": {"data": {"other": someone}},
            "people.agree": {"data": {"agreed": ["news-email"]}},
            "front.call_oneself": {"data": {"name": "Dr New"}},
            "registration.book_group": {"data": groups.get(thing, groups["own"])},
            "registration.place_order": {"data": bookings.get(thing, bookings["own"])},
            "registration.send_links_again": {"data": {"email": "new@north.example"}},
            "checkin.scan_badge": {"data": {**scan, "place": "North"}},
            "checkin.record_scans": {"input_stream": io.BytesIO(batch.encode()), "content_type": "application/json"},
            "registration.join_waiting": {"data": {"name": "Dr New", "email": "new@north.example", "places": 1}},
            "registration.take_off_list": {"data": {"reason": 0}},
            "registration.refuse_proof": {"data": {"note": "It is of another year."}},
            "members.claim_membership": {"data": {"number": "0000000", "name": "Dr New"}},
            "members.import_register": {"data": {"digest": hashlib.sha256(REGISTER).hexdigest()}},
            "members.refuse_claim": {"data": {"reason": 0}},
            "office.reissue_code": {"data": {"version": 1}},
            **typed_at_stands,
            **typed_of_devices(),
            **typed_of_questions(),
            **typed_of_badges(),
            **typed_of_writing(),
            **typed_of_authors(),
            **typed_of_sale(sold.get(thing, ("", ""))[1]),
            **typed_of_orders(sold.get(thing, ("", ""))[0], references.get(thing, "")),
            "office.offer_duty": {"data": A_DUTY},
            "office.offer_event_duty": {"data": A_DUTY},
        }.get(endpoint, {"data": {}})

    session.commit()
    return World(cookies, parts, typed)
