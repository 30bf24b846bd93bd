"""Somebody who comes without a code is found by name, and let in by what stands for their ticket on the phone."""

import base64
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from checkin import rules
from checkin.actions import finding
from checkin.models import Scan
from checkin.rules import PlainPerson, code_id, found_among
from core.diary import DiaryEntry
from tests import factories as make
from tests.checkin.phones import a_device

DOOR = "/events/england-2027/door"
PEOPLE = [
    PlainPerson("7K3MNPQR", "Dr Amélie Example", "North Wales Trust", "Full"),
    PlainPerson("7K3MNPQS", "Ash Fictum", "", "Full"),
]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("amelie", ["Dr Amélie Example"]),
        ("AMÉLIE wales", ["Dr Amélie Example"]),
        ("a", []),
        ("i a", []),
        ("al a", ["Dr Amélie Example"]),
        ("ash wales", []),
        ("  ", []),
    ],
    ids=["no accent", "two fields", "a letter", "two letters", "a letter more", "two people", "no words"],
)
def test_people_are_found_by_parts_of_their_names(words, names):
    assert [each.name for each in found_among(PEOPLE, words)] == names


def test_no_more_are_found_than_fit_on_a_phone():
    assert len(found_among(PEOPLE * 30, "am")) == rules.MOST_FOUND


def ask(browse, who, words):
    return browse().post(f"{DOOR}/search", json={"words": words}, headers=who)


def test_r22_a_phone_finds_a_name_and_is_told_no_code(browse, event, ticket):
    device, who = a_device(event)

    answer = ask(browse, who, "fictum")

    own = code_id(ticket.code, base64.b64decode(device.salt))
    assert answer.json == {"found": [{"id": own, "name": "Dr Ash Fictum", "organisation": "", "category": "Full"}]}
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert ask(browse, {}, "fictum").status_code == 401
    assert ask(browse, who, ["fictum"]).status_code == 422


def test_nobody_of_another_event_or_of_a_place_given_back_is_found(browse, event, ticket, session):
    _, who = a_device(event)
    other = make.an_event(slug="elsewhere-2027")
    make.an_order(make.a_product(other), event=other, name="Dr Fictum Elsewhere")
    ticket.cancelled_at = make.NOON
    session.commit()

    assert ask(browse, who, "fictum").json == {"found": []}


def test_who_was_found_is_let_in_by_the_phones_id_and_all_else_is_kept(browse, event, ticket, replace_code, session):
    device, who = a_device(event)
    old = code_id(replace_code(), base64.b64decode(device.salt))
    own = code_id(ticket.code, base64.b64decode(device.salt))
    scans = [{"key": str(uuid4()), "ticket": each, "counter": 1} for each in (own, own, old, "nobody", None, ["x"])]

    answer = browse().post(f"{DOOR}/scans", json={"scans": scans}, headers=who)

    assert [(each["verdict"], each["reason"]) for each in answer.json["results"]] == [
        ("admitted", ""),
        ("again", "already in"),
        ("refused", "replaced"),
        ("refused", "malformed"),
        ("refused", "malformed"),
        ("refused", "malformed"),
    ]
    assert len(session.scalars(select(Scan).order_by(Scan.id)).all()) == len(scans)


def test_an_id_of_another_phone_is_nobodys(browse, event, ticket):
    _, who = a_device(event)
    elsewhere = code_id(ticket.code, b"another phone's")

    scan = {"key": str(uuid4()), "ticket": elsewhere, "counter": 1}
    answer = browse().post(f"{DOOR}/scans", json={"scans": [scan]}, headers=who)

    assert answer.json["results"][0]["reason"] == "malformed"


def test_a_phone_that_is_told_codes_would_be_noticed(browse, event, ticket, monkeypatch):
    _, who = a_device(event)
    monkeypatch.setattr(rules, "told_of", lambda person, device: person._asdict())

    assert ticket.code in ask(browse, who, "fictum").text


@pytest.fixture(params=["phone", "steward"])
def find(request, app, browse, event, steward, ticket, monkeypatch):
    """A function that looks for a name by each of the two roads, and who the diary says it was; five may be told."""
    make.an_order(ticket.line.product, event=event, name="Dr Elm Fictum")
    monkeypatch.setitem(app.config, "LIMITS", replace(app.config["LIMITS"], names_found_at_door=5))
    if request.param == "steward":
        return lambda words: browse(steward).post(f"{DOOR}/people", data={"words": words}), ("person", steward.id)
    device, known = a_device(event)
    return lambda words: ask(browse, known, words), ("device", device.id)


def test_who_harvests_names_is_stopped_and_the_diary_has_a_line(browse, event, session, monkeypatch, find):
    search, who = find
    _, other = a_device(event)

    answers = [search(words) for words in ("fictum", "fictum", "nobody", "fictum", "fictum", "ash", "ash")]

    assert [each.status_code for each in answers] == [200, 200, 200, 429, 429, 200, 429]
    assert "Very many names were looked for from here." in answers[3].text
    assert "Dr Elm Fictum" not in answers[3].text
    about = (DiaryEntry.object_kind, DiaryEntry.object_id)
    lines = select(*about).where(DiaryEntry.act == "looked for very many people by name").order_by(DiaryEntry.id)
    assert session.execute(lines).all() == [who]
    assert ask(browse, other, "fictum").status_code == 200
    monkeypatch.setattr("core.clock.now", lambda: make.NOON + timedelta(minutes=15))
    assert search("fictum").status_code == 200


def test_a_harvest_that_nobody_stops_is_noticed(browse, event, session, monkeypatch, find):
    monkeypatch.setattr(finding, "may_once_more", lambda *_, **__: True)
    with pytest.raises(AssertionError):
        test_who_harvests_names_is_stopped_and_the_diary_has_a_line(browse, event, session, monkeypatch, find)
