"""Until when a place may be passed on, and by whom (domain rule 30)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from people.models import Role
from registration import rules
from registration.models import Category, RevokedCode
from registration.rules import Place
from tests import factories as make
from tests.registration.passing_on import NEW, passes_on, two_places, typed
from tests.registration.standing import a_standing_order, opened

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def order(two_days, event):
    return two_places(two_days, event)


@pytest.fixture
def ticket(order):
    return order.tickets[0]


@pytest.fixture
def door(browse, event):
    client = browse(make.a_person(role=Role.DOOR, event=event))

    def scan(code: str) -> str:
        scans = {"scans": [{"key": f"key of {code}", "code": code}]}
        return client.post("/events/leaders-2027/door/scans", json=scans).json["results"][0]["reason"]

    return scan


class TestWhen:
    def test_rule_30_the_last_day_is_seven_working_days_before(self, event):
        assert rules.last_day_to_pass_on(event).isoformat() == "2026-05-05"  # a Tuesday, and the event on a Thursday

    @pytest.mark.parametrize(("seconds", "status"), [(-1, 303), (0, 409)])
    def test_rule_30_it_ends_at_the_midnight_after_it_by_the_events_clocks(
        self, browse, order, ticket, monkeypatch, seconds, status
    ):
        client = opened(browse(), order)
        # Midnight in London is 23:00 in UTC in May.
        midnight = make.NOON.replace(day=5, hour=23, minute=0)
        monkeypatch.setattr("core.clock.now", lambda: midnight + seconds * SECOND)

        assert passes_on(client, ticket).status_code == status

    def test_rule_30_the_page_then_says_so(self, browse, order, ticket, monkeypatch):
        client = opened(browse(), order)
        monkeypatch.setattr("core.clock.now", lambda: make.NOON + 3 * DAY)

        assert "can no longer be passed on" in client.get(f"/tickets/{ticket.key}/substitute").text

    def test_rule_30_not_once_somebody_came_in(self, browse, order, ticket, door):
        door(ticket.code)

        answer = passes_on(opened(browse(), order), ticket)

        assert answer.status_code == 409
        assert "has come in" in answer.text

    def test_rule_30_not_a_place_that_was_given_back(self, browse, order, ticket):
        ticket.cancelled_at = make.NOON
        make.session.commit()

        assert passes_on(opened(browse(), order), ticket).status_code == 409

    def test_rule_30_a_form_sent_twice_passes_on_once(self, browse, session, order, ticket):
        client, sent = opened(browse(), order), typed(ticket)
        url = f"/tickets/{ticket.key}/substitute"

        assert [client.post(url, data=sent).status_code for _ in range(2)] == [303, 409]
        assert len(session.scalars(select(RevokedCode)).all()) == 1

    def test_rule_30_nobody_gets_more_than_one_person_may_have(self, browse, order, two_days, event):
        two_days.most_per_person = 1
        a_standing_order(event, [Place(two_days, "Dr New", NEW, "", Category.DOCTOR)])

        answer = passes_on(opened(browse(), order), order.tickets[0])

        assert answer.status_code == 409
        assert "already" in answer.text


class TestWhoMay:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_nobody_without_the_order_or_the_ticket(self, browse, ticket, method):
        for client in (browse(), browse(make.a_person())):
            assert getattr(client, method)(f"/tickets/{ticket.key}/substitute").status_code == 404

    def test_not_the_delegate_of_another_place(self, browse, event, two_days, ticket):
        places = [Place(two_days, "Dr Else", "else@north.example", "", Category.DOCTOR)]
        other = a_standing_order(event, places).tickets[0]

        assert opened(browse(), other).get(f"/tickets/{ticket.key}/substitute").status_code == 404

    @pytest.mark.parametrize(
        "wrong",
        [{"name": ""}, {"email": ""}, {"email": "nowhere"}, {"version": ""}, {"version": "x"}, {"agreed": "-1"}],
        ids=str,
    )
    def test_inv_7_a_form_that_is_wrong_changes_nothing(self, browse, session, order, ticket, wrong):
        answer = passes_on(opened(browse(), order), ticket, **wrong)

        session.refresh(ticket)
        assert answer.status_code == 422
        assert ticket.name == "Dr Old Delegate"
