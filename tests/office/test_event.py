"""An event's own page at the desk."""

import pytest

from events.models import Visibility
from events.rules import WrongVisibility, check_visibility
from people.models import Role
from tests import factories as make

PAGE = "/desk/wales-2027/event"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="wales-2027", name="Leading in Wales", nation="Wales", visibility=Visibility.DRAFT)


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


def typed(**changes) -> dict:
    given = {
        "version": 1,
        "name": "Leading in Wales",
        "name_cy": "Arwain yng Nghymru",
        "first_day": "2027-02-26",
        "last_day": "2027-02-26",
        "doors_open": "08:30",
        "closes": "17:00",
        "contact_email": "wales@plenary.example",
    }
    return given | changes


def test_its_organiser_changes_what_delegates_read_and_when_it_is(organiser, session, event):
    product = make.a_product(event)
    closes = product.sales_close_at
    page = organiser.post(PAGE, data=typed(), follow_redirects=True).text
    assert "Its sale and its launch keep their moments" in page
    session.expire_all()
    assert (event.name_cy, event.first_day.isoformat(), event.version) == ("Arwain yng Nghymru", "2027-02-26", 2)
    assert product.sales_close_at == closes
    assert page.count("Translation missing") == 2  # its summary, and getting in


def test_of_two_who_save_it_the_second_is_told_and_keeps_what_was_typed(organiser, session, event):
    organiser.post(PAGE, data=typed())
    answer = organiser.post(PAGE, data=typed(name="Another name"))
    assert answer.status_code == 409
    assert 'value="Another name"' in answer.text
    session.expire_all()
    assert event.name == "Leading in Wales"


def test_a_save_that_asks_for_no_version_is_noticed(organiser, session, event, monkeypatch):
    organiser.post(PAGE, data=typed())
    monkeypatch.setattr("events.rules.check_version", lambda event, seen: None)
    assert organiser.post(PAGE, data=typed(name="Another name")).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"last_day": "2027-02-25"}, {"closes": "08:30"}, {"doors_open": "x"}, {"contact_email": "nowhere"}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_is_no_event_is_not_saved(organiser, session, event, wrong):
    assert organiser.post(PAGE, data=typed(**wrong)).status_code == 422
    session.expire_all()
    assert event.version == 1


def test_it_is_published_once_that_is_confirmed(organiser, browse, session, event):
    shown = {"version": 1, "shown": "public"}
    assert organiser.post(f"{PAGE}/shown", data=shown).status_code == 422
    assert browse().get("/events/wales-2027/").status_code == 404
    assert organiser.post(f"{PAGE}/shown", data=shown | {"sure": "y"}).status_code == 303
    assert browse().get("/events/wales-2027/").status_code == 200


def test_once_somebody_has_booked_it_is_no_draft_any_more(organiser, session, event):
    event.visibility = Visibility.PUBLIC
    make.an_order(make.a_product(event), event=event)
    hidden = {"version": 1, "shown": "draft", "sure": "y"}
    answer = organiser.post(f"{PAGE}/shown", data=hidden)
    assert answer.status_code == 409
    assert "People have booked" in answer.text
    assert organiser.post(f"{PAGE}/shown", data=hidden | {"shown": "unlisted"}).status_code == 303


def test_a_draft_that_nobody_asks_about_is_noticed(event):
    event.visibility = Visibility.PUBLIC
    with pytest.raises(WrongVisibility):
        check_visibility(event, Visibility.DRAFT, is_booked=True)
    check_visibility(event, Visibility.DRAFT, is_booked=False)


def test_outside_wales_it_asks_for_no_welsh_and_leaves_what_there_is(browse, session, now):
    event = make.an_event(slug="england-2027", name="Leading in England", nation="England", name_cy="Arwain")
    organiser = browse(make.a_person(role=Role.ORGANISER, event=event))
    assert "in Welsh" not in organiser.get("/desk/england-2027/event").text
    organiser.post("/desk/england-2027/event", data=typed(name_cy="Other"))
    session.expire_all()
    assert event.name_cy == "Arwain"
