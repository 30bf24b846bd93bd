import re
from zoneinfo import ZoneInfo

import pytest

from abstracts.models import AbstractStatus, Decision
from events.models import Visibility
from people.models import Role
from tests import factories as make
from tests.conftest import words

HTMX = {"HX-Request": "true"}


def day(number: int) -> dict:
    date = make.NOON.replace(day=number).date()
    return {"first_day": date, "last_day": date}


class TestHome:
    def test_lists_what_is_coming_soonest_first_and_then_what_is_past_latest_first(self, browse, session, now):
        for name, number in (("Later", 20), ("Sooner", 14), ("Last week", 1), ("Yesterday", 3)):
            make.an_event(name=name, **day(number))

        text = browse().get("/").text

        places = [text.index(name) for name in ("Sooner", "Later", "Yesterday", "Last week")]
        assert places == sorted(places)

    def test_what_is_held_today_stands_apart_until_it_is_over(self, browse, session, now):
        today = make.an_event(name="On today", first_day=now.date(), last_day=now.date())
        make.an_event(name="To come", **day(20))

        text = browse().get("/").text
        in_order = ("Today</h2>", "On today", "Coming up", "To come</a></h3>")
        assert [text.index(each) for each in in_order] == sorted(text.index(each) for each in in_order)
        assert "Next: To come" in text

        today.closes = now.astimezone(ZoneInfo(today.zone)).time()
        session.commit()
        assert "Today</h2>" not in browse().get("/").text

    def test_lists_neither_drafts_nor_what_is_unlisted(self, browse, session, now):
        make.an_event(name="Not yet", visibility=Visibility.DRAFT)
        make.an_event(name="By address", visibility=Visibility.UNLISTED)

        text = browse().get("/").text

        assert "Not yet" not in text
        assert "By address" not in text

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_costs_the_same_few_questions(self, browse, session, now, statements, how_many):
        for _ in range(how_many):
            make.a_product(make.an_event())
        statements.clear()

        assert browse().get("/").status_code == 200

        assert len(statements) == 5  # the events, the products of the next one, their quotas, their prices; positions

    def test_is_the_same_for_everybody(self, browse, session, now):
        event = make.an_event()
        organiser = make.a_person(role=Role.ORGANISER, event=event)

        nonce = re.compile(r'nonce="[^"]+"')
        assert nonce.sub("", browse().get("/").text) == nonce.sub("", browse(organiser).get("/").text)


class TestAnEvent:
    @pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.UNLISTED])
    def test_is_shown_to_whoever_has_its_address(self, browse, session, now, visibility):
        make.a_product(make.an_event(slug="england-2027", name="England 2027", visibility=visibility), capacity=40)

        answer = browse().get("/events/england-2027/")

        assert answer.status_code == 200
        assert "England 2027" in answer.text
        assert "40 places left" in answer.text

    def test_that_is_a_draft_is_not_there(self, browse, session, now):
        event = make.an_event(slug="england-2027", visibility=Visibility.DRAFT)
        organiser = make.a_person(role=Role.ORGANISER, event=event)

        for client in (browse(), browse(organiser)):
            for page in ("", "tickets", "calendar.ics"):
                answer = client.get(f"/events/england-2027/{page}")
                assert answer.status_code == 404
                assert words(answer) == words(client.get(f"/events/no-such/{page}"))

    def test_that_is_over_sells_nothing(self, browse, session, now):
        make.a_product(make.an_event(slug="england-2026", **day(1)))

        text = browse().get("/events/england-2026/").text

        assert "This event is over." in text
        assert "/events/england-2026/tickets" not in text

    @pytest.mark.parametrize("sold", [0, 1, 999, 1000])
    def test_draws_its_hall_however_full(self, browse, session, now, sold):
        event = make.an_event(slug="england-2027")
        make.a_product(event, quotas=[make.a_quota(event, capacity=1000, sold=sold)])

        answer = browse().get("/events/england-2027/")

        assert answer.status_code == 200
        assert f"{sold:,} of 1,000" in answer.text

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_costs_the_same_few_questions_and_then_one(self, browse, session, now, statements, how_many):
        event = make.an_event(slug="england-2027")
        for _ in range(how_many):
            make.a_product(event)
        asked = []
        for _ in range(2):
            statements.clear()
            assert browse().get("/events/england-2027/").status_code == 200
            asked.append(len(statements))

        # Its facts; where they have changed the event, its products, their quotas and prices, holds that have ended,
        # who waits, its calls for abstracts, and what is launched there.
        assert asked == [10, 1]

    def test_leads_to_its_calls_for_abstracts_while_they_are_public(self, browse, session, now):
        event = make.an_event(slug="england-2027")
        call = make.a_call(event, slug="research", name="Call for research")
        client = browse()
        assert "/events/england-2027/abstracts/research" in client.get("/events/england-2027/").text

        call.name = "Call for all work"
        session.commit()
        assert "Call for all work" in client.get("/events/england-2027/").text

        call.is_public = False
        session.commit()
        assert "/abstracts/" not in client.get("/events/england-2027/").text

    def test_is_drawn_again_when_a_place_is_taken_or_a_word_changes(self, browse, session, now):
        event = make.an_event(slug="england-2027", summary="One day.")
        product = make.a_product(event, capacity=40)
        assert "40 places left" in browse().get("/events/england-2027/").text

        make.an_order(product, event=event)
        event.summary = "Two days."
        session.commit()

        text = browse().get("/events/england-2027/").text
        assert "39 places left" in text
        assert "Two days." in text

    def test_once_drawn_is_gone_when_it_is_a_draft_again(self, browse, session, now):
        event = make.an_event(slug="england-2027")
        assert browse().get("/events/england-2027/").status_code == 200

        event.visibility = Visibility.DRAFT
        session.commit()

        assert browse().get("/events/england-2027/").status_code == 404

    def test_shows_nobodys_words_as_markup(self, browse, session, now):
        make.an_event(slug="england-2027", name="<script>alert(1)</script>", summary='"><img src=x onerror=alert(1)>')

        for page in ("/", "/events/england-2027/", "/events/england-2027/tickets"):
            text = browse().get(page).text
            assert "<script>alert" not in text
            assert "<img src=x" not in text


class TestMe:
    def test_shows_ones_own_orders_tickets_and_duties_and_nobody_elses(self, browse, session, now):
        event, other = make.an_event(name="England 2027"), make.an_event(name="Wales 2027")
        ash = make.a_person(name="Ash", role=Role.DOOR, event=event)
        mine = make.an_order(make.a_product(event), event=event, buyer=ash)
        theirs = make.an_order(make.a_product(other), event=other)
        ticket = make.an_order(make.a_product(other), event=other).tickets[0]
        ticket.email_key = ash.email_key
        session.commit()

        text = browse(ash).get("/me").text

        assert f"/orders/{mine.key}" in text
        assert f"/tickets/{ticket.key}" in text
        assert f"/events/{event.slug}/door" in text
        assert theirs.key not in text

    def test_shows_an_order_placed_before_signing_in(self, browse, session, now):
        event = make.an_event()
        order = make.an_order(make.a_product(event), event=event, email="Ash@North.example")

        assert order.key in browse(make.a_person(email="ash@north.example")).get("/me").text

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_is_nobodys_without_a_sign_in(self, browse, session, now, headers):
        assert browse().get("/me", headers=headers).status_code == (401 if headers else 303)

    def test_takes_a_name(self, browse, session, now):
        ash = make.a_person(name="")
        client = browse(ash)

        answer = client.post("/me/name", data={"name": " Dr  Ash\nFictum ", "email_key": "eve@west.example"})

        session.expire_all()
        assert (answer.status_code, answer.location) == (303, "/me")
        assert ash.name == "Dr Ash Fictum"
        assert ash.email_key != "eve@west.example"
        assert "Your name is saved." in client.get("/me").text

    def test_says_what_is_wrong_with_a_name(self, browse, session, now):
        ash = make.a_person(name="Ash")
        client = browse(ash)

        client.post("/me/name", data={"name": "A" * 121})

        session.expire_all()
        assert ash.name == "Ash"
        assert "Your name is saved." not in client.get("/me").text

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_costs_the_same_few_questions(self, browse, session, now, statements, how_many):
        event, ash = make.an_event(), make.a_person()
        product, call = make.a_product(event), make.a_call(event)
        for _ in range(how_many):
            make.an_order(product, event=event, buyer=ash)
            make.an_abstract(call, ash)
            make.an_author(make.an_abstract(call, status=AbstractStatus.SUBMITTED), position=2, email=ash.email)
        client = browse(ash)
        statements.clear()

        assert client.get("/me").status_code == 200

        # Who asks, their orders, the tickets in those, tickets in their name, what they wait for, their abstracts, the
        # authors of those, those that name them, their invitations, duties, browsers.
        assert len(statements) == 11

    def test_shows_ones_abstracts_and_those_that_name_ones_proved_address(self, browse, session, now):
        ash = make.a_person(email="ash@north.example")
        call = make.a_call(make.an_event())
        decided = {"status": AbstractStatus.DECIDED, "decision": Decision.DECLINED}
        own, other, draft, foreign = (
            make.an_abstract(call, ash, title="Mine", **decided),
            make.an_abstract(call, title="Naming me", status=AbstractStatus.SUBMITTED),
            make.an_abstract(call, title="Naming me in a draft"),
            make.an_abstract(call, title="Of others", status=AbstractStatus.SUBMITTED),
        )
        for each in (other, draft):
            make.an_author(each, position=2, email=ash.email)

        text = browse(ash).get("/me").text

        at = f"/events/{call.event.slug}/abstracts/{call.slug}"
        assert f"{at}/{own.number}" in text
        assert f"{at}/{other.number}/named/" in text
        assert "In review" in text  # and not declined, before that is released (domain rule 45)
        assert "Declined" not in text
        assert "in a draft" not in text
        assert foreign.title not in text


@pytest.mark.parametrize("address", ["/privacy", "/terms", "/accessibility"])
def test_a_legal_page_asks_the_database_nothing(browse, session, statements, address):
    statements.clear()

    assert browse().get(address).status_code == 200

    assert statements == []
