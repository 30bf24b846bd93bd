"""Duties on the desk: of all events, and of one to who runs it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.outbox import OutgoingLetter
from people.access import link_token
from people.models import Duty, Invitation, Role, SignIn
from people.rules import ROLE_WORDS
from tests import factories as make

DAY = timedelta(days=1)
ALL, ONE = "/desk/duties", "/desk/england-2027/duties"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="england-2027", name="England 2027")


@pytest.fixture
def head(browse, session, now):
    return browse(make.a_person(name="Hedy", role=Role.ORGANISER))


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(name="Olive", role=Role.ORGANISER, event=event))


def an_offer(**typed) -> dict:
    given = {"email": "ash@north.example", "role": "door", "event": "", "nation": "", "network": "", "ends_on": ""}
    return given | typed


def the_duty(session, person) -> Duty:
    return session.scalars(select(Duty).where(Duty.person_id == person.id)).one()


def test_everybodys_are_listed_with_where_and_until_when(head, session, event, now):
    make.a_person(name="Ash", role=Role.DOOR, event=event)
    lead = make.a_person(name="Fenn", role=Role.REGIONAL_LEAD)
    duty = the_duty(session, lead)
    duty.scope, duty.ends_on = "wales", now.date() - DAY
    session.commit()

    page = head.get(ALL)

    assert page.status_code == 200
    for words in ("Ash", "Door steward", "England 2027", "Fenn", "Regional lead, Wales", "3 May 2026", "Over"):
        assert words in page.text


def test_those_of_an_event_are_its_own(organiser, event):
    make.a_person(name="Ash", role=Role.DOOR, event=event)
    make.a_person(name="Fenn", role=Role.DOOR, event=make.an_event())
    make.a_person(name="Hedy", role=Role.ORGANISER)

    page = organiser.get(ONE)

    assert ("Ash" in page.text, "Fenn" in page.text, "Hedy" in page.text) == (True, False, False)


@pytest.mark.parametrize("how_many", [1, 3])
def test_they_cost_the_same_few_questions(head, event, statements, how_many):
    for _ in range(how_many):
        make.a_person(role=Role.DOOR, event=event)
        head.post(ALL, data=an_offer(email=f"new{how_many}{_}@north.example", event=str(event.id)))
    statements.clear()

    assert head.get(ALL).status_code == 200

    # Who asks and their duties, the duties, the events to choose from, the invitations.
    assert len(statements) == 4


def test_they_are_fifty_to_a_page(head, event):
    for _ in range(51):
        make.a_person(role=Role.DOOR, event=event)

    first = head.get(ALL)
    second = head.get(ALL, query_string={"before": re.search(r"before=(\d+)", first.text)[1]})

    assert first.text.count('id="duty-') == 50
    assert second.text.count('id="duty-') == 2  # with the head's own


# An exhibitor's people are invited from its own page (test_exhibitors.py).
OFFERED = [role for role in Role if role is not Role.EXHIBITOR]


@pytest.mark.parametrize("role", OFFERED, ids=lambda role: role.value)
def test_each_of_the_ten_is_offered_taken_and_seen(app, browse, head, session, event, role):
    typed = {"nation": "wales", "network": "Women in leadership"}
    answer = head.post(ALL, data=an_offer(role=role.value, event=str(event.id), **typed), follow_redirects=True)

    invitation = session.scalars(select(Invitation)).one()
    assert "The invitation is on its way." in answer.text
    assert "ash@north.example" in answer.text
    assert (invitation.role, invitation.event_id) == (role, event.id)
    assert session.scalars(select(OutgoingLetter.recipient)).all() == ["ash@north.example"]
    token = token_of(app, invitation)
    ash = browse(make.a_person(email="ash@north.example"))
    assert ROLE_WORDS[role] in ash.get(f"/invitations/{token}").text
    assert ash.post(f"/invitations/{token}").status_code == 303
    me = ash.get("/me").text
    assert ROLE_WORDS[role] in me.lower()
    scope = {Role.REGIONAL_LEAD: "Wales", Role.CONVENOR: "Women in leadership"}.get(role)
    assert ("Wales" in me, "Women in leadership" in me) == (scope == "Wales", scope == "Women in leadership")


def token_of(app, invitation) -> str:
    with app.app_context():
        return link_token("invitation", invitation.id, 1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "nowhere"}, "Write the email address in full"),
        ({"email": ""}, "Write the email address of whoever"),
        ({"role": "king"}, "Not a valid choice"),
        ({"role": "exhibitor"}, "Not a valid choice"),
        ({"event": "999999"}, "Not a valid choice"),
        ({"role": "regional lead"}, "Choose the nation of the regional lead"),
        ({"role": "network convenor"}, "Write the name of the network"),
        ({"role": "network convenor", "network": "n" * 121}, "Write the name of the network, in 120"),
        ({"ends_on": "2026-05-03"}, "Choose a last day that is today or later"),
        ({"ends_on": "soon"}, "Write the day as year, month and day"),
    ],
)
def test_what_is_typed_wrongly_is_said_and_kept(head, session, now, typed, words):
    answer = head.post(
        ALL, data=an_offer(**{"network": "Kept words", **typed}) if "role" not in typed else an_offer(**typed)
    )

    assert answer.status_code == 422
    assert words in answer.text
    assert "<title>Error: " in answer.text
    if "email" not in typed:
        assert "ash@north.example" in answer.text
    assert session.scalar(select(func.count(Invitation.id))) == 0


def test_an_organiser_of_one_event_offers_there_and_nowhere_else(organiser, session, event):
    other = make.an_event(slug="wales-2027")

    for typed in ({"event": ""}, {"event": str(other.id)}, {"event_id": str(other.id), "role": "organiser"}):
        assert organiser.post(ONE, data=an_offer(**typed)).status_code == 303
    assert organiser.post(ALL, data=an_offer()).status_code == 404
    assert organiser.post("/desk/wales-2027/duties", data=an_offer()).status_code == 404

    assert set(session.scalars(select(Invitation.event_id))) == {event.id}


def test_one_ended_is_gone_at_the_next_request_on_every_server(browse, head, session, event):
    steward = make.a_person(role=Role.DOOR, event=event)
    client = browse(steward)
    assert client.get("/events/england-2027/door").status_code == 200

    answer = head.post(f"{ALL}/{the_duty(session, steward).id}/end", follow_redirects=True)

    assert "has this duty no more" in answer.text
    assert client.get("/events/england-2027/door").status_code == 404


def test_one_of_another_event_is_not_there_to_end(organiser, session, event):
    for person in (make.a_person(role=Role.DOOR, event=make.an_event()), make.a_person(role=Role.ORGANISER)):
        assert organiser.post(f"{ONE}/{the_duty(session, person).id}/end").status_code == 404

    assert session.scalar(select(func.count(Duty.id))) == 3


def test_ones_own_for_all_events_stays(browse, session, now):
    hedy = make.a_person(role=Role.ORGANISER)
    make.a_person(role=Role.ORGANISER)

    answer = browse(hedy).post(f"{ALL}/{the_duty(session, hedy).id}/end")

    assert answer.status_code == 409
    assert "Ask another organiser" in answer.text
    assert session.scalar(select(func.count(Duty.id))) == 2


def test_an_invitation_withdrawn_opens_nothing(app, browse, head, session, event):
    head.post(ALL, data=an_offer())
    invitation = session.scalars(select(Invitation)).one()
    token = token_of(app, invitation)

    answer = head.post(f"{ALL}/invitations/{invitation.id}/withdraw", follow_redirects=True)

    assert "No invitation is open" in answer.text
    ash = browse(make.a_person(email="ash@north.example"))
    assert "This invitation is over" in ash.get(f"/invitations/{token}").text
    assert ash.post(f"/invitations/{token}").status_code == 409
    assert head.post(f"{ALL}/invitations/{invitation.id}/withdraw").status_code == 409


def test_an_invitation_of_another_event_is_not_there_to_withdraw(organiser, head, session, event):
    head.post(ALL, data=an_offer())
    invitation = session.scalars(select(Invitation)).one()

    assert organiser.post(f"{ONE}/invitations/{invitation.id}/withdraw").status_code == 404


def test_who_must_confirm_first_is_told_before_they_fill_in_the_form(head, session, now):
    confirm = 'href="/confirm?next=/desk/duties"'
    assert confirm not in head.get(ALL).text

    sign_in = session.scalars(select(SignIn)).one()
    sign_in.begun_at = now - DAY
    session.commit()

    assert confirm in head.get(ALL).text
    assert head.post(ALL, data=an_offer()).status_code == 409
