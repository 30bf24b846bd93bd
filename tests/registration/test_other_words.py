"""A yes holds for the words that were shown, and covers neither another promise nor a job role they did not name."""

import csv
import io

import pytest
from sqlalchemy import select

from events import actions as of_events
from people.models import Invitation, Role
from registration import queries, rules
from registration.models import BadgePart, Say, SharingAnswer
from tests import factories as make
from tests.registration.standing import opened
from tests.stands import MINUTE, a_lead, an_exhibitor, said, scanned, seen, who_scans_for

PROMISE = "We write once about rota software, and keep names for a year."
ANOTHER = "We phone whoever agrees, once a month."


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027", name="Leaders in Healthcare")


@pytest.fixture
def exhibitor(event):
    return an_exhibitor(event)


@pytest.fixture
def ticket(event):
    return make.an_order(make.a_product(event), event=event, name="Dr Ash Fictum", email="ash@north.example").tickets[0]


@pytest.fixture
def delegate(browse, ticket):
    return opened(browse(), ticket.order)


@pytest.fixture
def person(exhibitor):
    return who_scans_for(exhibitor)


@pytest.fixture
def stand(browse, person):
    return browse(person)


@pytest.fixture
def change(browse, event, exhibitor, session):
    """Save the exhibitor's page at the desk; the answer."""
    desk, address = browse(make.a_person(role=Role.ORGANISER, event=event)), f"/desk/{event.slug}/exhibitors"

    def save(version: int = 1, **typed):
        as_it_is = {"name": exhibitor.name, "stand": "12", "promise": exhibitor.promise, "is_open": "y"}
        answer = desk.post(f"{address}/{exhibitor.id}", data=as_it_is | {"promise_version": version} | typed)
        session.refresh(exhibitor)
        return answer

    return save


@pytest.fixture
def copy(stand, event, exhibitor):
    """The one row of the exhibitor's copy."""

    def take() -> dict[str, str]:
        answer = stand.post(f"/events/{event.slug}/leads/{exhibitor.id}/export.csv")
        (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
        return row

    return take


def words_kept(session) -> list[str]:
    return list(session.scalars(select(SharingAnswer.wording).order_by(SharingAnswer.id)))


def test_rule_58_another_promise_covers_no_earlier_yes_and_is_asked_for_anew(
    session, delegate, ticket, exhibitor, person, stand, change, copy
):
    a_lead(ticket, exhibitor, person)
    page, leads = f"/tickets/{ticket.key}", f"/events/leaders-2027/leads/{exhibitor.id}"
    assert "asks you anew" not in delegate.get(page).text

    assert change(promise=ANOTHER).status_code == 303

    assert copy()["Agreed to"].endswith(PROMISE)
    assert copy()["Have your words changed since"] == "yes"
    assert "1 person agreed to earlier words" in stand.get(leads).text
    asked = delegate.get(page).text
    assert "Larkmere Rotas asks you anew" in asked
    assert ANOTHER in asked

    yes = {"say": "yes", "seen": seen(exhibitor)}
    assert delegate.post(f"{page}/exhibitors/{exhibitor.id}", data=yes).status_code == 303

    assert copy()["Agreed to"].endswith(ANOTHER)
    assert copy()["Have your words changed since"] == "no"
    assert "asks you anew" not in delegate.get(page).text
    assert [words.rpartition("address. ")[2] for words in words_kept(session)] == [PROMISE, ANOTHER]


def test_a_promise_that_covers_an_earlier_yes_would_be_found(
    delegate, ticket, exhibitor, person, change, copy, monkeypatch
):
    a_lead(ticket, exhibitor, person)
    monkeypatch.setattr(rules.sharing, "covers", lambda *_, **__: True)
    monkeypatch.setattr(queries.sharing, "covers", lambda *_, **__: True)

    change(promise=ANOTHER)

    assert "asks you anew" not in delegate.get(f"/tickets/{ticket.key}").text


def test_rule_58_a_yes_taken_back_afterwards_is_of_what_was_agreed_to(session, delegate, ticket, exhibitor, change):
    said(ticket, exhibitor, Say.YES)
    change(promise=ANOTHER)

    delegate.post(f"/tickets/{ticket.key}/exhibitors/{exhibitor.id}", data={"say": "no"})

    assert all(words.endswith(PROMISE) for words in words_kept(session))
    assert len(words_kept(session)) == 2


@pytest.mark.parametrize("is_checked", [True, False], ids=["checked", "not checked"])
def test_rule_58_nobody_agrees_to_words_that_they_were_not_shown(
    session, delegate, ticket, exhibitor, change, monkeypatch, is_checked
):
    shown = seen(exhibitor)
    change(promise=ANOTHER)
    if not is_checked:
        monkeypatch.setattr(rules, "check_words_seen", lambda *_, **__: None)
    address = f"/tickets/{ticket.key}/exhibitors"

    ticked = delegate.post(address, data={"exhibitors": [shown]})
    pressed = delegate.post(f"{address}/{exhibitor.id}", data={"say": "yes", "seen": shown})

    assert ticked.status_code == 422
    assert "Read it, then tick again" in ticked.text
    assert pressed.status_code == (409 if is_checked else 303)
    assert len(words_kept(session)) == (0 if is_checked else 1)


@pytest.mark.parametrize("covered", [True, False], ids=["its words name it", "its words do not"])
def test_rule_58_a_job_role_is_passed_on_to_whom_its_delegate_agreed_it_to(
    event, ticket, exhibitor, person, copy, covered
):
    role = make.a_question(event, badge_part=BadgePart.JOB_ROLE)
    make.an_answer(ticket, role, "Lead nurse for quality")
    said(ticket, exhibitor, Say.YES, with_role=covered)
    scanned(ticket, exhibitor, person)

    assert copy()["Job role"] == ("Lead nurse for quality" if covered else "")
    assert ("my job role" in copy()["Agreed to"]) is covered


def test_a_job_role_that_no_words_cover_would_be_found(event, ticket, exhibitor, person, copy, monkeypatch):
    make.an_answer(ticket, make.a_question(event, badge_part=BadgePart.JOB_ROLE), "Lead nurse for quality")
    a_lead(ticket, exhibitor, person)
    monkeypatch.setattr(queries.sharing, "case", lambda when, *, else_: when[1])

    assert copy()["Job role"] == "Lead nurse for quality"


@pytest.mark.parametrize("kept", [{"badge_part": None}, {"is_staff_only": True}, {"replaced_at": make.NOON}])
def test_what_others_are_not_to_read_of_a_delegate_is_not_asked_for_and_not_passed_on(
    event, ticket, exhibitor, person, copy, delegate, kept
):
    question = make.a_question(event, **{"badge_part": BadgePart.JOB_ROLE} | kept)
    make.an_answer(ticket, question, "Lead nurse for quality")
    said(ticket, exhibitor, Say.YES, with_role=True)
    scanned(ticket, exhibitor, person)
    an_exhibitor(event, "Sable Scans")

    assert copy()["Job role"] == ""
    assert "Sable Scans may hold my name, my organisation and" in delegate.get(f"/tickets/{ticket.key}/exhibitors").text


def test_who_agreed_before_the_event_asked_for_a_job_role_is_asked_about_it(delegate, event, ticket, exhibitor):
    said(ticket, exhibitor, Say.YES)
    make.a_question(event, badge_part=BadgePart.JOB_ROLE)

    assert "may hold my name, my job role, my organisation" in delegate.get(f"/tickets/{ticket.key}").text


@pytest.mark.parametrize("is_renamed", [True, False], ids=["with its duties", "without them"])
def test_a_corrected_name_keeps_its_people_and_every_yes(
    session, delegate, ticket, event, exhibitor, person, stand, change, monkeypatch, is_renamed
):
    a_lead(ticket, exhibitor, person)
    offer = {"role": Role.EXHIBITOR, "event_id": event.id, "scope": exhibitor.name, "email": "jo@larkmere.example"}
    times = {"offered_at": make.NOON, "expires_at": make.NOON + MINUTE}
    make.saved(Invitation(**offer, **times, email_key="jo@larkmere.example", token_hash="x"))
    if not is_renamed:
        monkeypatch.setattr(of_events, "rename_scope", lambda *_, **__: None)

    assert change(name="Larkmere Rosters").status_code == 303

    assert stand.get(f"/events/leaders-2027/leads/{exhibitor.id}").status_code == (200 if is_renamed else 404)
    scope = session.scalars(select(Invitation.scope)).one()
    assert scope == ("Larkmere Rosters" if is_renamed else "Larkmere Rotas")
    assert "asks you anew" not in delegate.get(f"/tickets/{ticket.key}").text


def test_a_page_of_an_older_promise_saves_nothing(exhibitor, change):
    change(promise=ANOTHER)

    answer = change(version=1, promise=PROMISE, stand="1")

    assert answer.status_code == 409
    assert (exhibitor.promise, exhibitor.promise_version, exhibitor.stand) == (ANOTHER, 2, "12")


def test_what_is_no_other_promise_is_no_news(exhibitor, change):
    change(stand="Foyer 3")

    assert (exhibitor.stand, exhibitor.promise_version) == ("Foyer 3", 1)
