"""Joining, one's own entry and the desk's list, through the pages."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.config import Limits
from core.outbox import OutgoingLetter
from registration.models import Order, Product, WaitingEntry
from tests import factories as make
from tests.conftest import words
from tests.registration.lists import LIFE, gives_back, joins, letters, offers, statuses

HOUR = timedelta(hours=1)


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


def address(product: Product) -> str:
    return f"/events/leaders-2027/waiting/{product.id}"


def a_guest(**typed) -> dict:
    return {"name": "Dr Ash Fictum", "email": "ash.fictum@north.example", "places": 1} | typed


def plain(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", words(answer)).split())


def the_entry(session) -> WaitingEntry:
    session.expire_all()
    return session.scalars(select(WaitingEntry)).one()


def opened(client, session):
    """The entry's page, in a browser that came by the link in the letter."""
    from registration.documents import waiting_link

    with make.app.app_context():
        link = waiting_link(the_entry(session))
    assert client.get(link).status_code == 303
    return client.get(f"/waiting/{the_entry(session).key}")


class TestJoining:
    def test_a_sold_out_ticket_has_a_list_to_join_on_the_event_page_and_on_the_choosing_page(self, browse, sold_out):
        for page in ("/events/leaders-2027/", "/events/leaders-2027/tickets"):
            assert f'href="{address(sold_out)}"' in browse().get(page).text

    def test_a_ticket_with_places_left_has_none(self, browse, event, sold_out):
        other = make.a_product(event, name="Online")

        for page in ("/events/leaders-2027/", "/events/leaders-2027/tickets"):
            assert address(sold_out) in browse().get(page).text
            assert address(other) not in browse().get(page).text

    def test_a_guest_joins_and_is_sent_the_link(self, browse, session, sold_out):
        answer = browse().post(address(sold_out), data=a_guest(places=2))

        assert (answer.status_code, answer.location) == (303, f"{address(sold_out)}/joined")
        entry = the_entry(session)
        assert (entry.name, entry.email, entry.places) == ("Dr Ash Fictum", "ash.fictum@north.example", 2)
        assert letters(session) == ["joined"]

    def test_somebody_signed_in_joins_by_one_click(self, browse, session, sold_out):
        ash = make.a_person(name="Dr Ash")
        client = browse(ash)
        page = client.get(address(sold_out)).text

        answer = client.post(address(sold_out), data={"places": 1})

        assert 'name="email"' not in page
        assert 'name="name"' not in page
        assert answer.location == f"/waiting/{the_entry(session).key}"
        assert (the_entry(session).email, the_entry(session).name) == (ash.email, "Dr Ash")
        assert "You are first in the queue." in words(client.get(answer.location))

    def test_who_has_given_no_name_is_asked_for_one(self, browse, session, sold_out):
        client = browse(make.a_person(name=""))

        assert 'name="name"' in client.get(address(sold_out)).text
        assert client.post(address(sold_out), data={"places": 1}).status_code == 422
        assert client.post(address(sold_out), data={"places": 1, "name": "Ash"}).status_code == 303
        assert the_entry(session).name == "Ash"

    def test_who_waits_already_is_led_to_their_entry(self, browse, session, sold_out):
        ash = make.a_person()
        client = browse(ash)
        client.post(address(sold_out), data={"places": 1})

        assert client.get(address(sold_out)).location == f"/waiting/{the_entry(session).key}"

    def test_pressing_twice_is_one_entry(self, browse, session, sold_out):
        client = browse(make.a_person())

        answers = [client.post(address(sold_out), data={"places": 1}) for _ in range(2)]

        assert {answer.location for answer in answers} == {f"/waiting/{the_entry(session).key}"}

    def test_a_stranger_learns_nothing_of_who_waits(self, browse, session, sold_out):
        """A guest types an address that waits, and one that does not: what they see is the same."""
        joins(session, sold_out, "known@north.example", places=3)
        pages = []
        for email in ("known@north.example", "new@north.example"):
            client = browse()
            answer = client.post(address(sold_out), data=a_guest(email=email))
            pages.append((answer.status_code, answer.location, plain(client.get(answer.location))))

        assert pages[0] == pages[1]
        assert statuses(session) == ["waiting", "waiting"]
        assert session.scalars(select(WaitingEntry.places).order_by(WaitingEntry.id)).all() == [3, 1]
        assert session.scalars(select(OutgoingLetter.recipient).order_by(OutgoingLetter.id)).all()[-2:] == [
            "known@north.example",
            "new@north.example",
        ]

    def test_a_stranger_sees_no_entry(self, browse, session, sold_out):
        joins(session, sold_out)

        for client in (browse(), browse(make.a_person())):
            assert client.get(f"/waiting/{the_entry(session).key}").status_code == 404
            assert client.post(f"/waiting/{the_entry(session).key}/leave").status_code == 404

    def test_mail_4_an_address_is_written_to_a_few_times_at_most_and_nobody_sees_it(self, browse, session, sold_out):
        answers = [browse().post(address(sold_out), data=a_guest()) for _ in range(Limits.letters_per_address + 2)]

        assert {answer.location for answer in answers} == {f"{address(sold_out)}/joined"}
        assert len(letters(session)) == Limits.letters_per_address

    def test_mail_4_one_network_joins_so_often_and_no_more(self, browse, session, sold_out):
        typed = [a_guest(email=f"guest{number}@north.example") for number in range(Limits.codes_per_visitor + 1)]

        answers = [browse().post(address(sold_out), data=each).status_code for each in typed]

        assert answers == [303] * Limits.codes_per_visitor + [429]
        assert len(statuses(session)) == Limits.codes_per_visitor

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"email": "nowhere"}, "Write the email address in full"),
            ({"name": ""}, "Write your name"),
            ({"places": 11}, "Not a valid choice"),
            ({"places": 4}, "Not a valid choice"),
            ({"places": 0}, "Not a valid choice"),
        ],
        ids=["no address", "no name", "more than ten", "more than there are", "none"],
    )
    def test_what_is_typed_wrongly_is_shown_again(self, browse, session, sold_out, typed, told):
        answer = browse().post(address(sold_out), data=a_guest(**typed))

        assert (answer.status_code, statuses(session)) == (422, [])
        assert told in words(answer)

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({}, "10 places left. Book now"),
            ({"is_hidden": True}, "has no waiting list"),
            ({"sales_close_at": make.NOON}, "is not on sale now"),
        ],
    )
    def test_where_there_is_nothing_to_wait_for_it_says_so(self, browse, session, event, changes, told):
        product = make.a_product(event, **changes)

        asked, pressed = browse().get(address(product)), browse().post(address(product), data=a_guest())

        assert (asked.status_code, pressed.status_code, statuses(session)) == (200, 409, [])
        assert "<form" not in asked.text.partition("<main")[2].partition("</main")[0]
        assert told in plain(pressed)

    def test_a_ticket_of_another_event_is_not_there(self, browse, sold_out):
        other = make.a_product(make.an_event(slug="other"))

        assert browse().get(address(other)).status_code == 404


class TestAnEntry:
    def test_shows_how_many_are_before(self, browse, session, sold_out):
        for number in range(3):
            joins(session, sold_out, f"{number}@north.example")
        ash = make.a_person()
        client = browse(ash)
        client.post(address(sold_out), data={"places": 2})
        entry = session.scalars(select(WaitingEntry).where(WaitingEntry.email == ash.email)).one()

        assert "3 entries are before yours." in words(client.get(f"/waiting/{entry.key}"))

    def test_opens_by_its_link_and_can_be_left(self, browse, session, sold_out):
        joins(session, sold_out)
        client = browse()
        assert "You are on the waiting list." in words(opened(client, session))

        answer = client.post(f"/waiting/{the_entry(session).key}/leave")

        assert answer.status_code == 303
        assert "You are off the list." in words(client.get(answer.location))
        assert statuses(session) == ["left"]
        assert client.post(f"/waiting/{the_entry(session).key}/leave").status_code == 409

    def test_is_on_the_own_page_of_who_has_proved_the_address(self, browse, session, sold_out):
        ash, other = make.a_person(), make.a_person()
        joins(session, sold_out, ash.email)

        link = f"/waiting/{the_entry(session).key}"
        assert link in browse(ash).get("/me").text
        assert link not in browse(other).get("/me").text

    @pytest.fixture
    def offered(self, session, sold_out):
        joins(session, sold_out)
        gives_back(session, sold_out)
        offers(session, sold_out)
        return the_entry(session)

    def test_an_offer_has_its_end_in_the_time_of_the_place_and_a_button_to_book(self, browse, session, offered):
        page = opened(browse(), session)

        assert "5 May 2026, 13:00" in words(page)  # NOON is 13:00 in London
        assert f"/events/leaders-2027/tickets?code={offered.code.code}" in page.text

    def test_rule_14_the_offers_link_books_the_place_that_nobody_else_can_have(
        self, browse, session, sold_out, offered
    ):
        url = f"/events/leaders-2027/tickets?code={offered.code.code}"
        client = browse()

        assert "Every place is taken" in words(browse().get("/events/leaders-2027/tickets"))
        page = client.get(url)
        assert "1 place left" in words(page)
        assert re.search(rf'value="{sold_out.id}" checked', page.text)
        assert browse().post(url, data=make.a_booking(sold_out)).status_code == 409
        answer = client.post(url, data=make.a_booking(sold_out, code=offered.code.code))
        assert answer.status_code == 303
        order = session.scalars(select(Order).order_by(Order.id.desc()).limit(1)).one()
        assert (answer.location, order.lines[0].code_id) == (f"/orders/{order.key}", offered.code_id)
        assert "You are booked." in words(opened(client, session))  # by the orders, though no worker has run

    def test_it_can_be_given_back(self, browse, session, sold_out, offered):
        client = browse()
        opened(client, session)

        assert client.post(f"/waiting/{offered.key}/give-back").status_code == 303

        assert statuses(session) == ["left"]
        session.refresh(sold_out.quotas[0])
        assert sold_out.quotas[0].reserved == 0

    def test_who_has_no_offer_has_none_to_give_back(self, browse, session, sold_out):
        joins(session, sold_out)
        client = browse()
        opened(client, session)

        assert client.post(f"/waiting/{the_entry(session).key}/give-back").status_code == 409
        assert statuses(session) == ["waiting"]

    def test_rule_12_an_offer_that_is_over_says_so_by_the_clock_alone(self, browse, session, offered, monkeypatch):
        client = browse()
        opened(client, session)
        monkeypatch.setattr("core.clock.now", lambda: make.NOON + LIFE)

        page = words(client.get(f"/waiting/{offered.key}"))

        assert "Your offer has ended." in page
        assert "?code=" not in page

    def test_in_the_last_hour_it_says_that_nobody_is_offered_a_place(self, browse, session, sold_out, monkeypatch):
        joins(session, sold_out)
        client = browse()
        opened(client, session)
        monkeypatch.setattr("core.clock.now", lambda: sold_out.sales_close_at - HOUR / 2)

        assert "for whoever comes first" in words(client.get(f"/waiting/{the_entry(session).key}"))

    @pytest.mark.parametrize("before", [1, 5])
    def test_costs_the_same_however_many_wait(self, browse, session, sold_out, statements, before):
        for number in range(before):
            joins(session, sold_out, f"{number}@north.example")
        client = browse(make.a_person())
        page = client.post(address(sold_out), data={"places": 1}).location
        statements.clear()

        assert client.get(page).status_code == 200
        assert len(statements) == 5
