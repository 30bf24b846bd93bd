"""Booking at a category's price, through the pages (domain rules 1 to 4)."""

import re
from datetime import timedelta

import pytest
from flask import request
from sqlalchemy import select

from members.models import Standing
from registration.models import Order, OrderStatus, ProofStatus, Ticket
from tests import factories as make
from tests.conftest import words
from tests.registration.booking import DOCTOR, MEMBER, URL, book, the_order

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


def test_the_page_shows_the_prices_of_the_category_and_the_total_of_all(browse, two_days):
    typed = make.a_booking(two_days, do="update", **{"delegates-0-category": DOCTOR})

    asked, shown = browse().get(URL), browse().post(URL, data=typed)

    assert "from £275" in words(asked)
    assert "from £" not in words(shown)
    assert "£525" in words(shown)
    assert "<output>£525.00</output>" in shown.text
    assert "Dr Ash Fictum" in shown.text  # nothing typed is lost


def test_without_a_category_the_form_comes_back_and_says_so(browse, session, two_days):
    answer = book(browse(), two_days, category="")

    assert answer.status_code == 422
    assert "Choose which price fits." in answer.text
    assert session.scalars(select(Order)).all() == []


@pytest.mark.parametrize("typed", [{"price": "1"}, {"delegates-0-price": "1"}, {"delegates-0-unit_pence": "1"}])
def test_rule_1_a_price_that_a_browser_sends_is_ignored(browse, session, two_days, typed):
    assert book(browse(), two_days, **typed).status_code == 303

    assert the_order(session).total_pence == 52500


def test_rule_1_a_program_that_believes_the_browser_is_noticed(browse, session, two_days, monkeypatch):
    monkeypatch.setattr("registration.rules.billing.price_of", lambda *_: int(request.form.get("price", "0")))

    book(browse(), two_days, price="1")

    assert the_order(session).lines[0].unit_pence == 1  # and so it would not be the price of the table


@pytest.mark.parametrize("category", ["partner", "bursary", "issued", "standard", "nothing there is"])
def test_rule_1_a_category_that_is_not_offered_is_refused(browse, session, two_days, category):
    assert book(browse(), two_days, category=category).status_code == 422
    assert session.scalars(select(Order)).all() == []


class TestRule2:
    @pytest.mark.parametrize(("at", "pence"), [(make.NOON + DAY - SECOND, 52500), (make.NOON + DAY, 62000)])
    def test_rule_2_the_price_is_that_of_the_moment_of_the_hold(
        self, browse, session, two_days, monkeypatch, at, pence
    ):
        monkeypatch.setattr("core.clock.now", lambda: at)

        book(browse(), two_days)

        assert the_order(session).total_pence == pence

    def test_rule_2_a_hold_keeps_its_price_past_the_end_of_the_period(self, browse, session, two_days, monkeypatch):
        client, just_before = browse(), make.NOON + DAY - SECOND
        monkeypatch.setattr("core.clock.now", lambda: just_before)
        book(client, two_days)
        order = the_order(session)

        monkeypatch.setattr("core.clock.now", lambda: just_before + timedelta(minutes=10))

        assert "Pay £525.00" in words(client.get(f"/orders/{order.key}"))

    def test_rule_2_a_hold_that_ended_is_renewed_at_the_prices_of_then(self, browse, session, two_days, monkeypatch):
        client, just_before = browse(), make.NOON + DAY - SECOND
        monkeypatch.setattr("core.clock.now", lambda: just_before)
        book(client, two_days)
        order = the_order(session)
        monkeypatch.setattr("core.clock.now", lambda: just_before + timedelta(minutes=16))

        client.post(f"/orders/{order.key}/hold")

        assert (the_order(session).total_pence, order.status) == (62000, OrderStatus.HELD)
        assert order.lines[0].unit_pence == 62000


class TestAMember:
    def test_finds_their_own_category_chosen_and_its_prices(self, browse, two_days):
        ash = make.a_person()
        make.a_membership(email=ash.email)

        page = browse(ash).get(URL).text

        assert re.search(rf'<option selected value="{MEMBER}">', page)
        assert "£395" in page
        assert "from £" not in page

    def test_who_is_none_begins_without_a_category(self, browse, two_days):
        assert "<option selected" not in browse(make.a_person()).get(URL).text.replace('<option selected value="">', "")

    def test_rule_3_pays_the_member_price_signed_in_with_the_address_of_the_register(self, browse, session, two_days):
        ash = make.a_person()
        make.a_membership(email=ash.email)

        book(browse(ash), two_days, category=MEMBER, email=ash.email)

        order = the_order(session)
        assert (order.total_pence, order.tickets[0].proof) == (39500, ProofStatus.NOT_NEEDED)

    def test_rule_3_whose_membership_ends_before_the_event_is_told_so_and_keeps_what_was_typed(
        self, browse, session, two_days, event
    ):
        ash = make.a_person()
        make.a_membership(email=ash.email, valid_to=event.first_day - DAY)

        answer = book(browse(ash), two_days, category=MEMBER, email=ash.email)

        assert answer.status_code == 409
        assert "Your membership ends before the event begins" in words(answer)
        assert "Dr Ash Fictum" in answer.text
        assert session.scalars(select(Order)).all() == []

    @pytest.mark.parametrize("standing", [Standing.LAPSED, Standing.SUSPENDED, Standing.ERASED])
    def test_rule_4_not_in_good_standing_is_refused_the_price(self, browse, session, two_days, standing):
        ash = make.a_person()
        make.a_membership(email=ash.email, standing=standing)

        assert book(browse(ash), two_days, category=MEMBER, email=ash.email).status_code == 409

    def test_rule_4_somebody_elses_membership_gives_nothing_away(self, browse, session, two_days):
        """A guest books for an address of the register and for one that is not: what they see is the same."""
        make.a_membership(email="member@north.example")
        pages = []
        for address in ("member@north.example", "nobody@north.example"):
            client = browse()
            answer = book(client, two_days, category=MEMBER, email=address)
            order = session.scalars(select(Order).order_by(Order.id.desc()).limit(1)).one()
            shown = re.sub(r"<[^>]*>|\s+", " ", client.get(answer.location).text)
            pages.append((answer.status_code, shown.replace(order.reference, "").replace(address, "")))

        proofs = session.scalars(select(Ticket.proof).order_by(Ticket.id)).all()
        assert pages[0] == pages[1]
        assert proofs == [ProofStatus.NOT_NEEDED, ProofStatus.WAITING]  # so the register was asked

    def test_rule_4_an_entry_that_another_person_has_proved_is_not_ones_own(self, browse, session, two_days):
        ash, other = make.a_person(), make.a_person()
        make.a_membership(email=ash.email, person_id=other.id)

        book(browse(ash), two_days, category=MEMBER, email=ash.email)

        assert the_order(session).tickets[0].proof is ProofStatus.WAITING

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_a_category_costs_one_question_however_many_delegates(self, browse, two_days, statements, how_many):
        typed = {f"delegates-{n}-product": two_days.id for n in range(how_many)}
        typed |= {f"delegates-{n}-category": MEMBER for n in range(how_many)}
        typed |= {f"delegates-{n}-name": f"Delegate {n}" for n in range(1, how_many)}

        assert book(browse(), two_days, **typed).status_code == 303

        assert len([each for each in statements if "FROM memberships" in each]) == 1
