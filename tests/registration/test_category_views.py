"""Booking at a category's price, and proving the category, through the pages (domain rules 1 to 6)."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from core.outbox import OutgoingLetter
from members.models import Standing
from people.models import Role
from registration.documents import order_link, unproved_letter
from registration.models import Category, Order, OrderStatus, Proof, ProofStatus, Ticket
from tests import factories as make
from tests.conftest import words

URL = "/events/leaders-2027/tickets"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
MEMBER, DOCTOR, TRAINEE = Category.MEMBER.value, Category.DOCTOR.value, Category.TRAINEE.value


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def two_days(event):
    product = make.a_product(event, name="Two days", price_pence=99900, sales_close_at=make.NOON + 9 * DAY)
    periods = {make.NOON + DAY: "Early", make.NOON + 9 * DAY: "Late"}
    return make.a_matrix(product, periods, MEMBER=(39500, 46500), DOCTOR=(52500, 62000), TRAINEE=(27500, 32500))


def book(client, product, category=DOCTOR, **typed):
    return client.post(URL, data=make.a_booking(product, **{"delegates-0-category": category} | typed))


def the_order(session) -> Order:
    session.expire_all()
    return session.scalars(select(Order)).one()


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


@pytest.fixture
def delegate(event):
    return make.a_person()


@pytest.fixture
def ticket(browse, session, two_days, delegate, app):
    """A trainee's ticket, paid for and not proved."""
    book(browse(delegate), two_days, category=TRAINEE, email=delegate.email)
    order = the_order(session)
    order.status, order.hold_ends_at, order.kept_until = OrderStatus.CONFIRMED, None, None
    session.commit()
    return order.tickets[0]


@pytest.fixture
def desk(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


@pytest.fixture
def door(browse, event):
    client = browse(make.a_person(role=Role.DOOR, event=event))

    def scan(ticket, key) -> str:
        scans = {"scans": [{"key": key, "code": ticket.code}]}
        return client.post("/events/leaders-2027/door/scans", json=scans).json["results"][0]["reason"]

    return scan


def send(client, ticket, words="D12345"):
    return client.post(f"/tickets/{ticket.key}/proof", data={"words": words})


class TestRule5:
    def test_rule_5_the_door_waits_for_the_proof_and_the_desk_accepts_it(
        self, browse, session, ticket, delegate, desk, door
    ):
        client = browse(delegate)
        assert "Show us it is your price" in client.get(f"/tickets/{ticket.key}").text
        assert door(ticket, "a") == "unproved"

        assert send(client, ticket).status_code == 303
        assert door(ticket, "b") == "unproved"
        page = desk.get("/desk/leaders-2027/proofs").text
        assert "D12345" in page
        assert "£275.00" in page
        proof = session.scalars(select(Proof)).one()
        assert desk.post(f"/desk/leaders-2027/proofs/{proof.id}/accept").status_code == 303

        assert door(ticket, "c") == ""
        assert desk.post(f"/desk/leaders-2027/proofs/{proof.id}/accept").status_code == 409

    def test_rule_5_a_failed_proof_charges_the_difference_at_the_prices_of_the_booking_and_says_so_first(
        self, app, browse, session, ticket, delegate, desk, door, monkeypatch
    ):
        send(browse(delegate), ticket)
        proof = session.scalars(select(Proof)).one()
        monkeypatch.setattr("core.clock.now", lambda: make.NOON + 2 * DAY)  # the early prices are over by now

        desk.post(f"/desk/leaders-2027/proofs/{proof.id}/refuse", data={"note": "The letter is of 2019."})

        session.expire_all()
        assert (proof.right_category, proof.difference_pence) == (Category.DOCTOR, 25000)
        with app.app_context():
            told = unproved_letter(session, masked=False, proof_id=proof.id)
        letter = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind.endswith("unproved"))).one()
        assert (letter.recipient, told.context["link"]) == (delegate.email, order_link_in(app, ticket))
        assert door(ticket, "a") == "unproved"
        assert "Owed" in desk.get("/desk/leaders-2027/proofs").text
        desk.post(f"/desk/leaders-2027/proofs/{proof.id}/settle")
        assert door(ticket, "b") == ""

    def test_rule_5_without_a_reason_nothing_is_refused(self, browse, session, ticket, delegate, desk):
        send(browse(delegate), ticket)
        proof = session.scalars(select(Proof)).one()

        answer = desk.post(f"/desk/leaders-2027/proofs/{proof.id}/refuse", data={"note": ""})

        assert answer.status_code == 422
        assert "Write why" in answer.text
        assert session.scalars(select(Ticket.proof)).one() is ProofStatus.SENT

    def test_rule_5_a_door_that_forgets_the_proof_is_noticed(self, ticket, door, monkeypatch):
        monkeypatch.setattr("checkin.rules.may_enter", lambda _: True)

        assert door(ticket, "a") == ""

    def test_a_proof_is_words_or_a_file(self, browse, ticket, delegate):
        answer = send(browse(delegate), ticket, words="")

        assert answer.status_code == 422
        assert "Write a number, or choose a file." in answer.text

    def test_a_file_that_is_no_letter_is_refused_and_the_words_are_kept(self, browse, ticket, delegate):
        sent = {"words": "D12345", "file": FileStorage(io.BytesIO(b"<script>"), "letter.pdf")}

        answer = browse(delegate).post(f"/tickets/{ticket.key}/proof", data=sent)
        sent["file"].close()

        assert answer.status_code == 422
        assert 'value="D12345"' in answer.text

    def test_nothing_is_sent_for_a_ticket_that_needs_no_proof(self, browse, session, ticket, delegate):
        ticket.proof = ProofStatus.ACCEPTED
        session.commit()

        assert send(browse(delegate), ticket).status_code == 409

    def test_whoever_booked_for_a_colleague_sees_nothing_of_their_proof(self, browse, session, ticket, delegate):
        boss = make.a_person()
        ticket.order.buyer_id = boss.id
        session.commit()

        assert browse(boss).get(f"/tickets/{ticket.key}").status_code == 200
        assert "proof" not in browse(boss).get(f"/tickets/{ticket.key}").text
        assert browse(boss).get(f"/tickets/{ticket.key}/proof").status_code == 404
        assert browse(delegate).get(f"/tickets/{ticket.key}/proof").status_code == 200


def order_link_in(app, ticket) -> str:
    with app.app_context():
        return order_link(ticket.order)
