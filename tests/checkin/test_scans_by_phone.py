"""A phone hands in its scans by its own token, sealed or not, and is believed until its shift ends (R21, R22)."""

import base64
import json
import secrets
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select

from checkin.models import AdmissionList, Scan, Verdict
from checkin.rules import HANDS_IN_FOR, public_seal
from tests import factories as make
from tests.checkin.phones import SHIFT_ENDS, a_device

SCANS = "/events/england-2027/door/scans"
DATA = "/events/england-2027/door/data"
SECOND = timedelta(seconds=1)


@pytest.fixture
def phone(event):
    return a_device(event)


@pytest.fixture
def send(app, session, phone):
    """What the phone sends, and what it is answered."""

    def send(*scans, expect: int = 200, headers=None, **more):
        answer = app.test_client().post(SCANS, json={"scans": scans} | more, headers=headers or phone[1])
        assert answer.status_code == expect, answer.text
        if expect != 200:
            return answer.json
        return [(each["verdict"], each["reason"]) for each in answer.json["results"]]

    return send


def a_scan(code: str, key: str = "a", **more) -> dict:
    at = {"scanned_at": "2026-05-04T13:00:00+01:00", "device": "what it calls itself", "counter": 1}
    return {"key": key, "code": code, "list": None} | at | more


def told(code: str, at: str, key: str = "a") -> dict:
    return a_scan(code, key, scanned_at=at, verdict="admitted", data_at="2026-05-04T09:00:00Z")


def sealed(scan: dict, public: str) -> dict:
    """As a phone seals it: to the server's key, so that it cannot read it again itself."""
    own = ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(public))
    key = HKDF(hashes.SHA256(), 32, b"", b"plenary door scan").derive(own.exchange(ec.ECDH(), theirs))
    nonce = secrets.token_bytes(12)
    point = own.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    raw = point + nonce + AESGCM(key).encrypt(nonce, json.dumps(scan).encode(), None)
    return {"key": scan["key"], "sealed": base64.b64encode(raw).decode()}


def test_its_scan_is_kept_under_its_own_number_and_name(session, phone, send, ticket):
    assert send(a_scan(ticket.code)) == [("admitted", "")]

    scan = session.scalars(select(Scan)).one()
    assert (scan.device_id, scan.device, scan.place) == (phone[0].id, str(phone[0].id), "North door")
    assert scan.scanned_by_id == phone[0].added_by_id


def test_what_is_sealed_is_opened_and_judged_as_any_other(session, phone, send, ticket):
    lid = public_seal(phone[0].seal_key)

    assert send(sealed(told(ticket.code, "2026-05-04T11:30:00Z"), lid)) == [("admitted", "")]
    assert session.scalars(select(Scan.read)).one() == ticket.code


def test_what_cannot_be_opened_is_kept_and_spoils_nothing(session, event, phone, send, ticket):
    other, _ = a_device(event)
    shut = sealed(a_scan(ticket.code, "shut"), public_seal(other.seal_key))

    assert send(shut, a_scan(ticket.code, "open")) == [("refused", "malformed"), ("admitted", "")]
    assert shut["sealed"] in session.scalars(select(Scan.read).where(Scan.key == "shut")).one()


def test_nobody_s_token_hands_in_nothing(send, ticket):
    assert send(a_scan(ticket.code), expect=401, headers={"Authorization": "Bearer nobody"}) == {"problem": "unknown"}


def test_a_phone_reads_for_its_own_lists_only(event, session, send, phone, ticket):
    phone[0].lists = [make.saved(AdmissionList(event_id=event.id, slug="dinner", name="Dinner"))]
    session.commit()

    answers = send(a_scan(ticket.code), a_scan(ticket.code, "b", list="dinner"))

    assert answers == [("refused", "other list"), ("admitted", "")]


def test_once_it_is_revoked_it_hands_in_what_it_had_and_admits_nobody(session, monkeypatch, phone, send, ticket):
    phone[0].revoked_at = make.NOON
    session.commit()
    other = make.an_order(ticket.line.product, event=ticket.event).tickets[0]
    monkeypatch.setattr("core.clock.now", lambda: make.NOON + SECOND)

    answers = send(
        told(ticket.code, "2026-05-04T11:59:59Z", "before"),
        told(other.code, "2026-05-04T12:00:00Z", "since"),
        a_scan(other.code, "now"),
    )

    assert answers == [("admitted", ""), ("admitted", "device revoked"), ("refused", "device revoked")]


@pytest.mark.parametrize(("after", "status"), [(HANDS_IN_FOR - SECOND, 200), (HANDS_IN_FOR, 410)], ids=str)
def test_a_week_after_its_shift_it_is_forgotten(monkeypatch, phone, send, ticket, after, status):
    monkeypatch.setattr("core.clock.now", lambda: SHIFT_ENDS + after)

    send(told(ticket.code, "2026-05-04T11:59:59Z"), expect=status)


def test_the_desk_knows_what_waits_there_and_how_its_clock_goes(session, phone, send, ticket):
    send(told(ticket.code, "2026-05-04T11:59:59Z"), unsent=7, sent_at="2026-05-04T12:03:00Z")

    session.refresh(phone[0])
    assert (phone[0].unsent, phone[0].skew_seconds, phone[0].seen_at) == (7, 180, make.NOON)


@pytest.mark.parametrize("more", [{"unsent": "many", "sent_at": "soon"}, {"unsent": -1}, {"unsent": True}], ids=str)
def test_what_it_says_of_itself_and_makes_no_sense_spoils_nothing(phone, send, ticket, more):
    assert send(a_scan(ticket.code), **more) == [("admitted", "")]


def test_by_a_cookie_the_form_s_token_is_asked_for_and_by_a_token_of_its_own_it_is_not(app, door, send, ticket):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        by_cookie = door.post(SCANS, json={"scans": [a_scan(ticket.code)]})
        assert by_cookie.status_code == 400
        assert send(a_scan(ticket.code)) == [("admitted", "")]
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_a_scan_that_is_told_again_is_answered_from_what_is_kept(session, send, ticket):
    first = told(ticket.code, "2026-05-04T11:59:59Z")

    assert send(first) == send(first, first)[:1]
    assert session.scalars(select(Scan.verdict)).all() == [Verdict.ADMITTED]


def test_a_phone_is_told_which_of_its_own_scans_cannot_be_right(browse, event, phone, send, ticket):
    _, other = a_device(event, name="South door")
    send(told(ticket.code, "2026-05-04T11:40:00Z", "second"))
    send(told(ticket.code, "2026-05-04T11:30:00Z", "first"), headers=other)

    known = [browse().get(DATA, headers=headers).json["conflicts"] for headers in (phone[1], other)]

    beside = {"why": "admitted twice", "where": "South door", "at": "2026-05-04T11:30:00+00:00"}
    assert known == [[{"key": "second", **beside}], []]


def test_no_cache_may_keep_what_a_phone_is_answered(browse, phone, ticket):
    answer = browse().post(SCANS, json={"scans": [a_scan(ticket.code)]}, headers=phone[1])
    assert (answer.json["results"][0]["delegate"]["name"], answer.headers["Cache-Control"]) == (
        "Dr Ash Fictum",
        "private, no-store",
    )
