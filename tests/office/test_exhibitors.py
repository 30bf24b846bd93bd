"""The desk brings exhibitors to an event, invites their people, and sees what copies they took."""

from datetime import date

import pytest
from sqlalchemy import select

from core.diary import DiaryEntry
from events.models import Exhibitor
from people.models import Invitation, Role, SignIn
from registration.models import LeadExport
from tests import factories as make
from tests.stands import MINUTE, a_lead, an_exhibitor, who_scans_for

NEW = {"name": "Larkmere Rotas", "stand": "12", "promise": "We write once."}


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def desk(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


ADDRESS = "/desk/leaders-2027/exhibitors"


def test_an_exhibitor_is_added_and_its_people_are_invited_to_it_alone(session, desk, event):
    answer = desk.post(ADDRESS, data=NEW)
    exhibitor = session.scalars(select(Exhibitor)).one()
    assert answer.location == f"{ADDRESS}/{exhibitor.id}"

    assert desk.post(f"{ADDRESS}/{exhibitor.id}/people", data={"email": "jo@larkmere.example"}).status_code == 303

    invitation = session.scalars(select(Invitation)).one()
    assert (invitation.role, invitation.event_id, invitation.scope) == (Role.EXHIBITOR, event.id, "Larkmere Rotas")
    assert invitation.ends_on == date(2026, 6, 13)  # thirty days after the event
    assert "jo@larkmere.example" in desk.get(f"{ADDRESS}/{exhibitor.id}").text
    assert {"added an exhibitor", "offered a duty"} <= set(session.scalars(select(DiaryEntry.act)))


def test_inviting_asks_again_who_it_is(session, desk, event):
    exhibitor = an_exhibitor(event)
    session.scalars(select(SignIn)).one().begun_at -= 60 * MINUTE
    session.commit()

    assert desk.post(f"{ADDRESS}/{exhibitor.id}/people", data={"email": "jo@larkmere.example"}).status_code == 409
    assert session.scalars(select(Invitation)).all() == []


@pytest.mark.parametrize("missing", ["name", "promise"])
def test_without_a_name_or_a_promise_there_is_nothing_to_agree_to(session, desk, missing):
    answer = desk.post(ADDRESS, data=NEW | {missing: " "})

    assert answer.status_code == 422
    assert "12" in answer.text  # what was typed is kept
    assert session.scalars(select(Exhibitor)).all() == []


def test_two_of_one_name_are_refused_in_words(session, desk, event):
    an_exhibitor(event)

    answer = desk.post(ADDRESS, data=NEW)

    assert answer.status_code == 409
    assert "This event has an exhibitor of that name" in answer.text


def test_its_name_its_stand_its_promise_and_its_list_change(session, desk, event):
    exhibitor = an_exhibitor(event)

    desk.post(f"{ADDRESS}/{exhibitor.id}", data=NEW | {"name": "Larkmere Rosters", "promise_version": 1})

    session.refresh(exhibitor)
    assert (exhibitor.stand, exhibitor.is_open, exhibitor.name) == ("12", False, "Larkmere Rosters")
    assert (exhibitor.promise, exhibitor.promise_version) == ("We write once.", 2)


def test_a_name_that_another_has_is_refused_when_it_is_changed_too(session, desk, event):
    exhibitor = an_exhibitor(event, "Sable Scans")
    an_exhibitor(event)

    assert desk.post(f"{ADDRESS}/{exhibitor.id}", data=NEW | {"promise_version": 1}).status_code == 409


def test_the_desk_sees_figures_and_copies_and_no_delegates_name(session, desk, event):
    exhibitor = an_exhibitor(event)
    person = who_scans_for(exhibitor, name="Jo Stander")
    ticket = make.an_order(make.a_product(event), event=event, name="Dr Ash Canary").tickets[0]
    a_lead(ticket, exhibitor, person, note="A secret thought")
    make.saved(LeadExport(exhibitor_id=exhibitor.id, by_id=person.id, at=make.NOON, leads=1))

    shown = desk.get(ADDRESS).text + desk.get(f"{ADDRESS}/{exhibitor.id}").text

    assert "1 lead, by Jo Stander" in shown
    assert ("Canary" in shown, "secret thought" in shown) == (False, False)


def test_an_exhibitor_of_another_event_is_not_there(desk, session):
    foreign = an_exhibitor(make.an_event())

    assert desk.get(f"{ADDRESS}/{foreign.id}").status_code == 404
    assert desk.post(f"{ADDRESS}/{foreign.id}", data={"stand": "1"}).status_code == 404
    assert desk.post(f"{ADDRESS}/{foreign.id}/people", data={"email": "jo@larkmere.example"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(desk, event, statements, rows):
    for number in range(rows):
        an_exhibitor(event, f"Exhibitor {number}")
    statements.clear()

    assert desk.get(ADDRESS).status_code == 200

    assert len(statements) == 3
