"""The desk's waiting list: who waits for what, offers by hand, and taking somebody off."""

import re

import pytest

from core.config import Limits
from people.models import Role
from tests import factories as make
from tests.conftest import words
from tests.registration.lists import gives_back, joins, letters, offers, statuses

URL = "/desk/leaders-2027/waiting"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


def plain(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", words(answer)).split())


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


def test_shows_who_waits_for_what_and_what_they_are_offered(organiser, session, sold_out):
    joins(session, sold_out, "a@north.example")
    joins(session, sold_out, "b@north.example", places=3)
    gives_back(session, sold_out)
    offers(session, sold_out)

    page = plain(organiser.get(URL))

    assert "Offered, until 5 May 2026, 13:00" in page
    assert "1 waits for 3 places; 1 live offer" in page
    assert "1 place, Full. a@north.example, since 4 May 2026, 13:00 ." in page
    assert "3 places, Full. b@north.example, since 4 May 2026, 13:00 ." in page


def test_nobody_waits(organiser, event):
    assert "Nobody waits" in words(organiser.get(URL))


def test_a_long_list_has_pages(app, organiser, session, sold_out, monkeypatch):
    monkeypatch.setitem(app.config, "LIMITS", Limits(rows_per_page=2))
    for name in "abc":
        joins(session, sold_out, f"{name}@north.example")

    first = organiser.get(URL).text
    after = re.search(r"after=(\d+)", first)[1]
    second = organiser.get(f"{URL}?after={after}").text

    assert "b@north.example" in first
    assert "c@north.example" not in first
    assert "c@north.example" in second


def test_takes_somebody_off_with_a_reason_that_they_are_told(organiser, session, sold_out):
    entry = joins(session, sold_out)

    answer = organiser.post(f"{URL}/{entry.id}/remove", data={"reason": 1})

    assert answer.status_code == 303
    assert (statuses(session), letters(session)) == (["left"], ["joined", "removed"])


@pytest.mark.parametrize("reason", ["", "9"])
def test_nobody_is_taken_off_without_a_reason(organiser, session, sold_out, reason):
    entry = joins(session, sold_out)

    answer = organiser.post(f"{URL}/{entry.id}/remove", data={"reason": reason})

    assert (answer.status_code, statuses(session)) == (422, ["waiting"])
    assert "Choose one of these reasons." in words(answer)


def test_offers_what_is_free_by_hand(organiser, session, sold_out):
    joins(session, sold_out)
    gives_back(session, sold_out)

    assert organiser.post(f"{URL}/offer").status_code == 303
    assert statuses(session) == ["offered"]
    assert organiser.post(f"{URL}/offer").status_code == 409


@pytest.mark.parametrize("how_many", [1, 3])
def test_costs_the_same_however_many_wait(organiser, session, sold_out, statements, how_many):
    for number in range(how_many):
        joins(session, sold_out, f"{number}@north.example")
    statements.clear()

    assert organiser.get(URL).status_code == 200
    assert len(statements) == 4
