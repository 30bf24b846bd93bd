"""Admission lists at the desk: kept, changed by one at a time, removed while nobody was scanned for them."""

import pytest
from sqlalchemy import select

from checkin.models import AdmissionList, Entry
from checkin.rules import list_version, main_list
from core.diary import DiaryEntry
from people.models import Role
from registration.models import Product, ProductKind
from tests import factories as make

DESK = "/desk/england-2027/door"
DINNER = {
    "name": "Dinner",
    "only_on": "2026-05-14",
    "opens": "2026-05-14T19:00",
    "closes": "2026-05-14T23:00",
    "capacity": "120",
    "entry": "once",
    "reenters": "y",
    "position": "2",
}


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


def a_list(session, slug: str) -> AdmissionList:
    session.expire_all()
    return session.scalars(select(AdmissionList).where(AdmissionList.slug == slug)).one()


def test_a_list_is_added_as_it_was_said(session, organiser, event):
    dinner = make.a_product(event, name="Dinner", kind=ProductKind.ADD_ON)

    answer = organiser.post(f"{DESK}/lists/new", data=DINNER | {"products": dinner.id})

    assert answer.status_code == 303
    added = a_list(session, "dinner")
    assert (added.name, added.capacity, added.entry, added.reenters) == ("Dinner", 120, Entry.ONCE, True)
    assert (added.counts_inside, added.unpaid_may_enter) == (False, False)
    assert (added.opens_at.hour, added.closes_at.hour) == (18, 22)  # the event's clocks are an hour ahead in May
    assert [product.name for product in added.products] == ["Dinner"]
    assert "Dinner" in organiser.get(DESK).text
    entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "added an admission list")).one()
    assert entry.after["products"] == [dinner.id]
    assert "Dinner" not in str(entry.after)


def test_a_second_list_of_a_name_has_an_address_of_its_own(session, organiser, event):
    for _ in range(2):
        organiser.post(f"{DESK}/lists/new", data=DINNER)

    assert set(session.scalars(select(AdmissionList.slug))) == {"dinner", "dinner-2"}


def test_the_events_own_list_has_a_row_once_it_is_changed(session, organiser, event):
    assert "Event" in organiser.get(DESK).text
    page = organiser.get(f"{DESK}/lists/main").text
    assert "Remove the list" not in page

    seen = list_version(main_list(event.id))
    says = {"name": "House", "entry": "once a day", "counts_inside": "y", "position": "0", "only_on": "", "seen": seen}
    answer = organiser.post(f"{DESK}/lists/main", data=says)

    assert answer.status_code == 303
    assert a_list(session, "main").name == "House"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"opens": "2026-05-14T23:00", "closes": "2026-05-14T19:00"}, "opens before it closes"),
        ({"name": ""}, "Write what stewards call it"),
        ({"capacity": "0"}, "From 1 to 100,000"),
    ],
    ids=["hours", "name", "capacity"],
)
def test_what_cannot_be_keeps_all_that_was_typed(session, organiser, changes, words):
    answer = organiser.post(f"{DESK}/lists/new", data=DINNER | changes)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="120"' in answer.text or "capacity" in changes
    assert session.scalars(select(AdmissionList)).all() == []


def test_of_two_windows_the_second_is_told_that_the_list_has_changed(session, organiser, event):
    organiser.post(f"{DESK}/lists/new", data=DINNER)
    seen = list_version(a_list(session, "dinner"))
    first, second = DINNER | {"capacity": "100", "seen": seen}, DINNER | {"capacity": "90", "seen": seen}

    assert organiser.post(f"{DESK}/lists/dinner", data=first).status_code == 303
    answer = organiser.post(f"{DESK}/lists/dinner", data=second)

    assert answer.status_code == 409
    assert "Somebody else saved this list" in answer.text
    assert 'value="90"' in answer.text
    assert a_list(session, "dinner").capacity == 100


def test_a_list_that_is_not_compared_would_be_overwritten(session, organiser, event, monkeypatch):
    monkeypatch.setattr("checkin.rules.check_unchanged", lambda *_: None)
    with pytest.raises(AssertionError):
        test_of_two_windows_the_second_is_told_that_the_list_has_changed(session, organiser, event)


def test_a_list_goes_only_while_nobody_was_scanned_for_it(session, organiser, event, scan):
    organiser.post(f"{DESK}/lists/new", data=DINNER)
    scan("dinner")
    seen = list_version(a_list(session, "dinner"))

    assert "Remove the list" not in organiser.get(f"{DESK}/lists/dinner").text
    answer = organiser.post(f"{DESK}/lists/dinner/remove", data={"remove-seen": seen})

    assert answer.status_code == 409
    assert "scans are kept" in answer.text
    organiser.post(f"{DESK}/lists/new", data=DINNER | {"name": "Lunch"})
    seen = list_version(a_list(session, "lunch"))
    assert organiser.post(f"{DESK}/lists/lunch/remove", data={"remove-seen": seen}).status_code == 303
    assert set(session.scalars(select(AdmissionList.slug))) == {"dinner"}


def test_how_often_one_is_admitted_stays_as_it_is_once_somebody_was(session, organiser, event, scan):
    organiser.post(f"{DESK}/lists/new", data=DINNER)
    often = DINNER | {"entry": "always", "seen": list_version(a_list(session, "dinner"))}
    assert organiser.post(f"{DESK}/lists/dinner", data=often).status_code == 303

    scan("dinner")
    seen = {"seen": list_version(a_list(session, "dinner"))}
    answer = organiser.post(f"{DESK}/lists/dinner", data=DINNER | seen)

    assert answer.status_code == 409
    assert "stays as it is" in answer.text
    assert organiser.post(f"{DESK}/lists/dinner", data=often | seen | {"capacity": "130"}).status_code == 303
    assert (a_list(session, "dinner").entry, a_list(session, "dinner").capacity) == (Entry.ALWAYS, 130)


def test_a_ticket_for_one_day_says_so_where_it_is_sold(session, organiser, event, browse):
    product = make.a_product(event, name="One day")
    page = organiser.get(f"/desk/england-2027/tickets/{product.id}").text
    assert "Thursday 14 May 2026" in page
    says = {"name": "One day", "kind": "ticket", "vat": "exempt", "quotas": product.quotas[0].id, "position": 0}
    says |= {"sales_open": "2026-05-03T13:00", "sales_close": "2026-05-05T13:00", "least_per_order": 1}

    answer = organiser.post(f"/desk/england-2027/tickets/{product.id}", data=says | {"only_day": "2026-05-14"})

    assert answer.status_code == 303
    session.expire_all()
    assert session.get_one(Product, product.id).only_day.isoformat() == "2026-05-14"
    assert "For Thursday 14 May alone" in browse().get("/events/england-2027/tickets").text
