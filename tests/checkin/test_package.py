"""What a phone is given to judge alone by: enough for a verdict, no name in the clear, never older than asked (R22)."""

import base64
import json
import re
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag

from checkin.models import Admission, AdmissionList, Entry
from checkin.rules import packing, sealing
from registration.actions import cancel_order, give_back_place, reissue_code
from registration.codes import Signer, Unreadable
from registration.models import BadgePart, Extra, OrderLine, OrderStatus, ProductKind, ProofStatus, QuestionKind
from tests import factories as make
from tests.checkin.conftest import SEED
from tests.checkin.phones import SHIFT_ENDS, a_device

DATA = "/events/england-2027/door/data"
SALT = bytes(range(16))
NEW_SEED = bytes(range(50, 82))
CANARIES = ("Fictum", "Ash", "Northmere", "ash@north.example", "north.example")


@pytest.fixture
def phone(event):
    return a_device(event)


@pytest.fixture
def package(browse, phone):
    """What the phone is given now."""
    return lambda: browse().get(DATA, headers=phone[1]).json


@pytest.fixture
def delegate(session, ticket):
    ticket.organisation = "Northmere Teaching Hospitals"
    session.commit()
    return ticket


def id_of(code: str) -> str:
    return sealing.code_id(code, SALT)


def opened(told: dict, ticket, signature: bytes, key_id: int = 1):
    """The record of a ticket, as the phone reads it with the signature of the QR that is shown to it."""
    (one,) = [each for each in told["tickets"] if each["id"] == id_of(ticket.code)]
    key = sealing._derived(signature, SALT, sealing.RECORD)
    return json.loads(sealing._plain(base64.b64decode(one["sealed"][str(key_id)]), key))


def standings(told: dict) -> dict[str, str]:
    return {each["id"]: each["standing"] for each in told["tickets"]}


def clear_texts(text: str) -> list[str]:
    """The text itself, and what stands in it as base64: whoever finds a phone would look there too."""
    hidden = re.findall(r'"([A-Za-z0-9+/_-]{8,}={0,2})"', text)
    decoded = [
        base64.b64decode(each.replace("-", "+").replace("_", "/") + "==") for each in hidden if len(each) % 4 != 1
    ]
    return [text, *(each.decode("utf-8", "replace") for each in decoded)]


def test_a_package_says_all_that_a_verdict_needs(session, event, delegate, phone, package):
    device, _ = phone
    extra = make.a_product(event, name="Dinner", kind=ProductKind.ADD_ON)
    line = make.saved(
        OrderLine(
            order_id=delegate.order_id, product_id=extra.id, name="Dinner", quantity=1, unit_pence=0, total_pence=0
        )
    )
    make.saved(Extra(ticket_id=delegate.id, line_id=line.id))
    dinner = make.saved(
        AdmissionList(
            event_id=event.id, slug="dinner", name="Dinner", day=event.last_day, capacity=200, entry=Entry.ONCE
        )
    )
    dinner.products.append(extra)
    for name, day in (("main", make.NOON.date()), ("dinner", event.first_day)):
        make.saved(
            Admission(
                event_id=event.id,
                ticket_id=delegate.id,
                list=name,
                day=day,
                admitted_at=make.NOON,
                by_id=device.added_by_id,
                place="North door",
            )
        )

    told = package()

    assert told["now"] == make.NOON.isoformat()
    assert told["event"] == {
        "id": event.id,
        "slug": "england-2027",
        "name": event.name,
        "zone": "Europe/London",
        "first_day": "2026-05-14",
        "last_day": "2026-05-14",
    }
    assert told["device"] == {
        "id": device.id,
        "name": "North door",
        "ends_at": SHIFT_ENDS.isoformat(),
        "seal": sealing.public_seal(device.seal_key),
    }
    assert told["codes"]["keys"].keys() == {"1"}
    assert base64.b64decode(told["salt"]) == SALT
    assert told["products"] == {str(delegate.line.product_id): "Full", str(extra.id): "Dinner"}
    main, second = told["lists"]
    assert (main["slug"], main["entry"], main["products"], main["admitted"]) == ("main", "once a day", [], 1)
    assert second == {
        "slug": "dinner",
        "name": "Dinner",
        "day": "2026-05-14",
        "opens_at": None,
        "closes_at": None,
        "capacity": 200,
        "entry": "once",
        "reenters": False,
        "unpaid_may_enter": False,
        "products": [extra.id],
        "admitted": 1,
    }
    (one,) = told["tickets"]
    assert one.pop("sealed").keys() == {"1"}
    assert one == {
        "id": id_of(delegate.code),
        "standing": "good",
        "products": [delegate.line.product_id, extra.id],
        "only_day": None,
        "marks": [],
        "in": [
            ["main", "2026-05-04", make.NOON.isoformat(), "North door", True],
            ["dinner", "2026-05-14", make.NOON.isoformat(), "North door", True],
        ],
    }
    assert (told["replaced"], told["names"], told["conflicts"], told["stale_after"]) == ([], None, [], 300)


def test_who_minds_photographs_has_the_same_neutral_mark_on_a_phone(event, ticket, package):
    asked = {"kind": QuestionKind.CHOICE, "options": "Photograph me\nNo photographs", "badge_part": BadgePart.PHOTOS}
    make.an_answer(ticket, make.a_question(event, **asked), "No photographs")

    assert package()["tickets"][0]["marks"] == ["photo"]


def test_a_phone_of_one_list_is_told_of_no_other_and_of_nobody_in_by_another(browse, event, delegate):
    lounge = make.saved(AdmissionList(event_id=event.id, slug="lounge", name="Lounge"))
    device, known = a_device(event, lists=[lounge])
    make.saved(
        Admission(
            event_id=event.id,
            ticket_id=delegate.id,
            list="main",
            day=make.NOON.date(),
            admitted_at=make.NOON,
            by_id=device.added_by_id,
            place="",
        )
    )

    told = browse().get(DATA, headers=known).json

    assert [each["slug"] for each in told["lists"]] == ["lounge"]
    assert told["tickets"][0]["in"] == []


def test_r22_a_package_holds_nothing_in_the_clear_that_says_who_comes(browse, session, event, delegate, phone):
    device, known = phone
    event.door_holds_names = device.holds_names = True
    session.commit()

    text = browse().get(DATA, headers=known).text

    assert '"names": null' not in text
    seen = [word for word in (*CANARIES, delegate.code, delegate.key) for each in clear_texts(text) if word in each]
    assert seen == []


@pytest.mark.parametrize("leak", ["a record", "the names", "a code"])
def test_r22_a_leak_is_noticed(browse, session, event, delegate, phone, monkeypatch, leak):
    def leave_open(thing, *_, **__):
        return base64.b64encode(json.dumps(thing).encode()).decode()

    where = {"a record": "sealed_record", "the names": "sealed_names", "a code": "code_id"}[leak]
    monkeypatch.setattr(packing, where, leave_open)
    with pytest.raises(AssertionError, match="assert"):
        test_r22_a_package_holds_nothing_in_the_clear_that_says_who_comes(browse, session, event, delegate, phone)


def test_r22_a_record_opens_with_the_qr_of_its_ticket_and_no_other(event, delegate, package):
    other = make.an_order(delegate.line.product, event=event, name="Dr Elm Another").tickets[0]
    signer, told = Signer({1: SEED}), package()

    own = opened(told, delegate, signer.signatures(event.id, delegate.code)[1])

    assert own == {"name": "Dr Ash Fictum", "organisation": "Northmere Teaching Hospitals", "category": "Full"}
    with pytest.raises(InvalidTag):
        opened(told, other, signer.signatures(event.id, delegate.code)[1])


def test_names_are_there_for_the_phone_that_may_hold_them(browse, session, event, delegate, phone):
    device, known = phone
    gone = make.an_order(delegate.line.product, event=event, name="Dr Elm Another")
    gone.status = OrderStatus.CANCELLED
    session.commit()
    assert browse().get(DATA, headers=known).json["names"] is None
    event.door_holds_names = device.holds_names = True
    session.commit()

    sealed = browse().get(DATA, headers=known).json["names"]

    names = json.loads(sealing._plain(base64.b64decode(sealed), bytes(range(32))))
    assert names == [[id_of(delegate.code), "Dr Ash Fictum", "Northmere Teaching Hospitals"]]


def test_chk_5_what_changed_while_a_phone_was_away_is_in_its_next_package(app, session, event, ticket, package):
    product, places = ticket.line.product, {}
    for name in ("refunded", "reissued", "blocked"):
        places[name] = make.an_order(product, event=event).tickets[0]
    pair = make.an_order(product, event=event, tickets=2)
    places["given back"] = pair.tickets[0]
    codes = {name: each.code for name, each in places.items()}
    assert {*standings(package()).values()} == {"good"}

    with app.app_context():
        cancel_order(session, order=places["refunded"].order, by_id=None, now=make.NOON)
        reissue_code(session, ticket=places["reissued"], version=1, by_id=None, now=make.NOON)
        give_back_place(session, ticket=places["given back"], by_id=None, now=make.NOON)
    places["blocked"].proof = ProofStatus.REFUSED
    session.commit()
    told = package()

    said = standings(told)
    assert said[id_of(codes["refunded"])] == said[id_of(codes["given back"])] == "cancelled"
    assert said[id_of(codes["blocked"])] == "unproved"
    assert told["replaced"] == [id_of(codes["reissued"])]
    assert id_of(codes["reissued"]) not in said
    assert said[id_of(places["reissued"].code)] == "good"
    (back,) = [each for each in told["tickets"] if each["id"] == id_of(codes["refunded"])]
    assert back["sealed"] == {}  # who gave their place back is nobody the door has to know


def test_chk_5_a_changed_signing_key_leaves_old_tickets_readable_until_it_is_retired(
    app, monkeypatch, event, delegate, package
):
    before = Signer({1: SEED})
    both, after = Signer({2: NEW_SEED, 1: SEED}), Signer({2: NEW_SEED}, frozenset({1}))
    printed, text = before.signatures(event.id, delegate.code)[1], before.sign(event.id, delegate.code)

    monkeypatch.setitem(app.extensions, "signer", both)
    told = package()
    assert told["codes"]["keys"].keys() == {"1", "2"}
    for key_id, signature in ((1, printed), (2, both.signatures(event.id, delegate.code)[2])):
        assert opened(told, delegate, signature, key_id)["name"] == "Dr Ash Fictum"

    monkeypatch.setitem(app.extensions, "signer", after)
    told = package()
    assert (told["codes"]["keys"].keys(), told["codes"]["retired"]) == ({"2"}, [1])
    assert after.read(text) is Unreadable.RETIRED_KEY
    with pytest.raises(KeyError):
        opened(told, delegate, printed, 1)


def test_a_package_that_has_not_changed_is_not_sent_again(browse, session, delegate, phone, monkeypatch):
    def asked(tag=""):
        headers = phone[1] | {"If-None-Match": tag, "Accept-Encoding": "br"}
        return browse().get(DATA, headers=headers)

    first = asked()
    monkeypatch.setattr("core.clock.now", lambda: make.NOON + timedelta(seconds=10))
    again = asked(first.headers["ETag"])
    delegate.organisation = "Elsewhere"
    session.commit()
    changed = asked(first.headers["ETag"])

    assert [each.status_code for each in (first, again, changed)] == [200, 304, 200]
    assert (again.data, again.headers["Cache-Control"]) == (b"", "private, no-store")


def test_a_package_takes_as_many_statements_for_many_tickets_as_for_one(event, ticket, package, statements):
    counts = []
    for more in (0, 4):
        for _ in range(more):
            make.an_order(ticket.line.product, event=event)
        statements.clear()
        assert len(package()["tickets"]) == 1 + more
        counts.append(len(statements))
    assert counts == [11, 11]  # the phone and its event, seven tables, and three for what is in doubt
