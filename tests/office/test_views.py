import re

import pytest
from sqlalchemy import select

from core.diary import DiaryEntry
from core.outbox import LetterStatus, OutgoingLetter
from people.access import link_token
from people.models import Role, SignInCode
from people.rules import digits_for
from registration.actions import cancel_order
from tests import factories as make

HTMX = {"HX-Request": "true"}
ORDERS = "/desk/england-2027/orders"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="england-2027", name="England 2027")


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(name="Olive", role=Role.ORGANISER, event=event))


@pytest.fixture
def head(browse, session, now):
    """Who organises all events."""
    return browse(make.a_person(name="Hedy", role=Role.ORGANISER))


@pytest.fixture
def a_letter(session, now):
    """A letter of one status, about an order of Ash's."""

    def of(status=LetterStatus.FAILED) -> OutgoingLetter:
        event = make.an_event()
        make.an_order(make.a_product(event), event=event, name="Ash", email="ash@north.example")
        letter = session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id.desc())).first()
        letter.status = status
        session.commit()
        return letter

    return of


class TestDesk:
    def test_shows_what_one_runs_and_stewards_and_nothing_else(self, browse, session, event):
        make.an_event(name="Wales 2027")
        both = make.a_person(role=Role.ORGANISER, event=event)

        page = browse(both).get("/desk/")

        assert page.status_code == 200
        assert ORDERS in page.text
        assert "Wales 2027" not in page.text
        assert "/desk/letters" not in page.text

    def test_is_empty_and_not_forbidden_to_anybody_else(self, browse, event):
        page = browse(make.a_person()).get("/desk/")

        assert page.status_code == 200
        assert "England 2027" not in page.text

    def test_shows_a_steward_the_door_and_no_orders(self, browse, event):
        page = browse(make.a_person(role=Role.DOOR, event=event)).get("/desk/")

        assert "/events/england-2027/door" in page.text
        assert ORDERS not in page.text

    def test_shows_who_runs_all_events_their_letters(self, head):
        assert "/desk/letters" in head.get("/desk/").text


class TestOrders:
    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_are_listed_and_found(self, organiser, event, headers):
        product = make.a_product(event)
        for name in ("Ash", "Fenn"):
            make.an_order(product, event=event, name=name)

        every, found, none = (
            organiser.get(ORDERS, query_string={"q": words}, headers=headers).text for words in ("", "fenn", "nobody")
        )

        assert ("Ash" in every, "Fenn" in every) == (True, True)
        assert ("Ash" in found, "Fenn" in found) == (False, True)
        assert "No order matches" in none
        for page in (every, found, none):
            assert ("<title>" in page) is (headers == {})
            assert 'id="orders"' in page

    def test_of_another_event_are_not_among_them(self, organiser, event):
        other = make.an_event()
        order = make.an_order(make.a_product(other), event=other, name="Fenn")

        assert "Fenn" not in organiser.get(ORDERS).text
        assert organiser.get(f"{ORDERS}/{order.reference}").status_code == 404

    def test_are_found_by_status_and_an_unknown_status_is_none(self, app, session, organiser, event, now):
        order = make.an_order(make.a_product(event), event=event, name="Ash")
        with app.app_context():
            cancel_order(session, order=order, by_id=None, now=now)
        session.commit()

        pages = {status: organiser.get(ORDERS, query_string={"status": status}).text for status in ("cancelled", "x")}
        assert all("Ash" in page for page in pages.values())
        assert "Ash" not in organiser.get(ORDERS, query_string={"status": "confirmed"}).text

    def test_are_fifty_to_a_page(self, organiser, event):
        product = make.a_product(event, capacity=60)
        orders = [make.an_order(product, event=event, name=f"Buyer No. {number}.") for number in range(52)]

        first = organiser.get(ORDERS)
        before = re.search(r"before=(\d+)", first.text)[1]
        second = organiser.get(ORDERS, query_string={"before": before})

        assert first.text.count("<td") == 50 * 6
        assert second.text.count("<td") == 2 * 6
        assert orders[2].reference in first.text
        assert orders[1].reference in second.text

    @pytest.mark.parametrize("words", ["%", "_", "'", '"', "\\", "a" * 500, "<script>alert(1)</script>"])
    def test_are_safe_from_what_is_searched(self, organiser, event, words):
        answer = organiser.get(ORDERS, query_string={"q": words, "before": "-1' or 1=1"})

        assert answer.status_code == 200
        assert "<script>alert" not in answer.text

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_cost_the_same_few_questions(self, organiser, event, statements, how_many):
        product = make.a_product(event)
        for _ in range(how_many):
            make.an_order(product, event=event)
        statements.clear()

        assert organiser.get(ORDERS).status_code == 200

        # Who asks, their duties and the event; the orders with how many; money to look at; the quotas; the views.
        assert len(statements) == 5

    def test_one_shows_its_delegates_and_its_diary_and_no_link(self, app, session, organiser, event, now):
        ash = make.a_person(name="Ash")
        order = make.an_order(make.a_product(event), event=event, buyer=ash, name="Ash", tickets=2)
        with app.app_context():
            cancel_order(session, order=order, by_id=ash.id, now=now)
            token = link_token("order", order.id, 1)
        session.commit()

        page = organiser.get(f"{ORDERS}/{order.reference}")

        assert page.status_code == 200
        assert page.text.lower().index("placed an order") < page.text.lower().index("cancelled an order")
        assert token not in page.text
        assert order.key not in page.text

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_one_costs_the_same_few_questions(self, organiser, event, statements, how_many):
        order = make.an_order(make.a_product(event), event=event, tickets=how_many)
        address = f"{ORDERS}/{order.reference}"
        statements.clear()

        assert organiser.get(address).status_code == 200

        # Who asks and their duties, the event, the order, its tickets with lines, its lines, its payments, its notes,
        # its diary, what the event asks its delegates.
        assert len(statements) == 9


class TestLetters:
    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_are_listed_by_status(self, head, a_letter, headers):
        letter = a_letter(LetterStatus.FAILED)
        address = f"/desk/letters/{letter.id}"

        failed, sent = (
            head.get("/desk/letters", query_string={"status": status}, headers=headers).text
            for status in ("failed", "sent")
        )

        assert (address in failed, address in sent) == (True, False)
        assert ("<title>" in failed) is (headers == {})

    def test_one_is_shown_without_what_opens_anything(self, app, session, head, a_letter):
        letter = a_letter()
        with app.app_context():
            token = link_token("order", letter.about["order_id"], 1)

        page = head.get(f"/desk/letters/{letter.id}")

        assert page.status_code == 200
        assert "You are booked" in page.text
        assert token not in page.text
        assert "/open/" not in page.text

    def test_one_with_a_code_to_sign_in_is_shown_without_it(self, app, browse, session, head):
        browse().post("/sign-in", data={"email": "ash@north.example"})
        letter = session.scalars(select(OutgoingLetter)).one()
        code = session.get_one(SignInCode, letter.about["code_id"])

        page = head.get(f"/desk/letters/{letter.id}")

        assert page.status_code == 200
        assert digits_for(app.config["SECRET_KEY"], code) not in page.text

    def test_one_that_failed_is_let_go_again(self, session, head, a_letter):
        letter = a_letter(LetterStatus.FAILED)

        answer = head.post(f"/desk/letters/{letter.id}/retry", follow_redirects=True)

        session.expire_all()
        assert "The letter goes out in the next minute." in answer.text
        assert letter.status is LetterStatus.WAITING
        entry = session.scalars(select(DiaryEntry).order_by(DiaryEntry.id.desc())).first()
        assert (entry.act, entry.before, entry.after) == (
            "let a letter go again",
            {"status": "failed"},
            {"status": "waiting"},
        )

    def test_one_that_waits_is_dropped(self, session, head, a_letter):
        letter = a_letter(LetterStatus.WAITING)

        assert head.post(f"/desk/letters/{letter.id}/drop").status_code == 303

        session.expire_all()
        assert letter.status is LetterStatus.DROPPED

    @pytest.mark.parametrize("act", ["retry", "drop"])
    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_one_that_is_sent_stays_sent(self, session, head, a_letter, act, headers):
        letter = a_letter(LetterStatus.SENT)

        answer = head.post(f"/desk/letters/{letter.id}/{act}", headers=headers)

        session.expire_all()
        assert (answer.status_code, letter.status) == (409, LetterStatus.SENT)
        assert "A letter that is sent cannot become" in answer.text

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_cost_the_same_few_questions(self, head, a_letter, statements, how_many):
        for _ in range(how_many):
            a_letter(LetterStatus.WAITING)
        statements.clear()

        assert head.get("/desk/letters").status_code == 200

        assert len(statements) == 3  # who asks and their duties, the letters, how many of each status

    def test_one_that_is_not_there(self, head):
        assert head.get("/desk/letters/4711").status_code == 404
        assert head.post("/desk/letters/4711/drop").status_code == 404
