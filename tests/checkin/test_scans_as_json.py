"""The door over JSON, for devices: one answer to each scan, whatever it holds."""

import json
import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from checkin.models import Admission, Scan
from people.models import Role
from registration.codes import Signer
from tests import factories as make
from tests.checkin.conftest import SIGNER

DOOR, SCANS = "/events/england-2027/door", "/events/england-2027/door/scans"
FORGER = Signer({1: bytes(range(50, 82))})


def a_scan(code: str, **changes) -> dict:
    given = {
        "key": str(uuid4()),
        "code": code,
        "list": None,
        "scanned_at": "2026-05-04T12:59:58.5+01:00",
        "device": "north-1",
        "counter": 7,
    }
    return given | changes


def send(door, *scans) -> list[dict]:
    answer = door.post(SCANS, json={"scans": list(scans)})
    assert answer.status_code == 200, answer.text
    return answer.json["results"]


def verdicts(results) -> list[tuple[str, str]]:
    return [(each["verdict"], each["reason"]) for each in results]


def test_a_batch_has_one_answer_to_each_scan_in_its_order(door, event, ticket):
    code = SIGNER.sign(event.id, ticket.code)
    nobody, first, again = a_scan("77777777"), a_scan(code), a_scan(ticket.code)

    results = send(door, nobody, first, again)

    assert [each["key"] for each in results] == [nobody["key"], first["key"], again["key"]]
    assert verdicts(results) == [("refused", "unknown code"), ("admitted", ""), ("again", "already in")]
    assert results[0]["delegate"] is None
    assert results[1]["delegate"] == {
        "name": "Dr Ash Fictum",
        "organisation": "",
        "category": "Full",
        "flags": [],
    }
    assert results[1]["first"] is None
    assert results[2]["first"] == {"at": "2026-05-04T12:00:00+00:00", "by": "Fern", "where": ""}


def test_the_same_key_has_the_same_answer_alone_and_in_one_batch(door, session, event, ticket):
    scan, later = a_scan(SIGNER.sign(event.id, ticket.code)), a_scan(ticket.code)

    once = send(door, scan)
    send(door, later)
    twice = send(door, scan, scan, later)

    assert twice[:2] == once * 2
    assert twice[2]["verdict"] == "again"
    assert session.scalar(select(func.count(Scan.id))) == 2
    assert session.scalar(select(func.count(Admission.id))) == 1


def test_what_the_device_says_is_kept_beside_our_own_time(door, session, ticket):
    send(door, a_scan(ticket.code))

    scan = session.scalars(select(Scan)).one()
    assert scan.scanned_at == make.NOON
    assert (scan.device, scan.counter) == ("north-1", 7)
    assert scan.device_at == datetime(2026, 5, 4, 11, 59, 58, 500000, tzinfo=UTC)


@pytest.mark.parametrize(
    "moment", ["1970-01-01T00:00:00Z", "2199-12-31T23:59:59+14:00", "2026-05-03T12:00:00-12:00", None]
)
def test_a_wrong_clock_changes_nothing_of_the_answer(door, session, ticket, moment):
    (result,) = send(door, a_scan(ticket.code, scanned_at=moment))

    assert result["verdict"] == "admitted"
    assert session.scalars(select(Admission)).one().admitted_at == make.NOON


@pytest.mark.parametrize(
    "change",
    [
        {"code": None},
        {"code": 7},
        {"code": "A" * 4097},
        {"code": "7K3M\0NPQR"},
        {"code": "\ud800"},
        {"list": "x" * 61},
        {"direction": "up"},
        {"direction": ["in"]},
        {"undo_of": 7},
        {"by_hand": 7},
        {"by_hand": "x" * 301},
        {"verdict": "perhaps", "data_at": "2026-05-04T11:00:00Z"},
        {"verdict": "admitted"},
        {"verdict": "admitted", "data_at": "2026-05-04T11:00:00Z", "reason": "because"},
        {"verdict": "admitted", "data_at": "2026-05-04T11:00:00Z", "scanned_at": None},
        {"list": ["main"]},
        {"scanned_at": "yesterday"},
        {"scanned_at": "2026-05-04T12:00:00"},
        {"scanned_at": "0001-01-01T00:00:00+14:00"},
        {"scanned_at": "9999-12-31T23:59:59-14:00"},
        {"scanned_at": 1777896000},
        {"device": 1},
        {"device": "x" * 101},
        {"counter": -1},
        {"counter": True},
        {"counter": 2**31},
        {"counter": 1.5},
    ],
    ids=str,
)
def test_a_bad_record_is_malformed_kept_and_spoils_nothing_else(door, session, ticket, change):
    bad, good = a_scan("7K3MNPQR") | change, a_scan(ticket.code)

    results = send(door, bad, good)

    assert verdicts(results) == [("refused", "malformed"), ("admitted", "")]
    assert [each["key"] for each in results] == [bad["key"], good["key"]]
    assert session.scalar(select(Scan.reason).where(Scan.key == bad["key"])) == "malformed"
    assert verdicts(send(door, bad)) == [("refused", "malformed")]


@pytest.mark.parametrize("key", [None, 7, "", "k" * 51, "key\0", "schlüssel", ["key"]], ids=repr)
def test_a_record_without_a_usable_key_is_malformed_too(door, session, ticket, key):
    results = send(door, a_scan("7K3MNPQR", key=key), a_scan(ticket.code))

    assert verdicts(results) == [("refused", "malformed"), ("admitted", "")]
    assert results[0]["key"] is None
    assert session.scalar(select(func.count(Scan.id))) == 1


@pytest.mark.parametrize("record", [None, 1, "scan", [], {}, True], ids=repr)
def test_what_is_no_record_is_malformed(door, event, record):
    assert verdicts(send(door, record)) == [("refused", "malformed")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"scans": {}}',
        b'{"scans": null}',
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps({"scans": [1] * 201}).encode(),
    ],
    ids=["nothing", "half", "a list", "null", "an object", "no scans", "no text", "very deep", "201 scans"],
)
def test_a_body_that_is_no_batch_is_refused_whole(door, event, body):
    answer = door.post(SCANS, data=body, content_type="application/json")

    assert answer.status_code == 422
    assert "up to 200 scans" in answer.json["problem"]


def test_an_empty_batch_has_no_results(door, event):
    assert send(door) == []


def test_a_full_batch_is_answered(door, event):
    assert len(send(door, *(a_scan("7K3MNPQR", counter=number) for number in range(200)))) == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    record=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*a_scan(""), "undo_of"]), inner),
        max_leaves=8,
    )
)
def test_no_record_makes_the_door_fall_over(door, event, record):
    (result,) = send(door, record)

    assert result["verdict"] == "refused"


def test_each_wrong_code_has_a_reason_of_its_own(door, event, ticket, replace_code):
    good = SIGNER.sign(event.id, ticket.code)
    old = replace_code()
    codes = {
        "other event": SIGNER.sign(event.id + 1, old),
        "forged": FORGER.sign(event.id, old),
        "unknown key": Signer({9: bytes(range(32))}).sign(event.id, old),
        "cut short": good[:-4],
        "not a code": "https://events.example/",
        "unknown code": "77777777",
        "replaced": good,
    }

    assert verdicts(send(door, *map(a_scan, codes.values()))) == [("refused", reason) for reason in codes]


def test_another_event_s_steward_finds_nothing_and_a_guest_is_asked_to_sign_in(browse, event):
    elsewhere = browse(make.a_person(role=Role.DOOR, event=make.an_event()))

    missing, nobody = elsewhere.post(SCANS, json={"scans": []}), browse().post(SCANS, json={"scans": []})

    assert (missing.status_code, nobody.status_code) == (404, 401)
    assert "problem" in missing.json
    assert nobody.json == {"problem": "Sign in first."}


def test_a_staff_session_sends_the_token_of_the_page(app, door, event, ticket, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    (token,) = set(re.findall(r'name="csrf_token" value="([^"]+)"', door.get(DOOR).text))
    body = {"scans": [a_scan(ticket.code)]}

    without = door.post(SCANS, json=body)
    with_it = door.post(SCANS, json=body, headers={"X-CSRFToken": token})

    assert (without.status_code, with_it.status_code) == (400, 200)
    assert "problem" in without.json
    assert verdicts(with_it.json["results"]) == [("admitted", "")]
