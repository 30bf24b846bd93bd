"""Proving a category: by the delegate, at the desk, at the door (domain rule 5)."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from core.outbox import OutgoingLetter
from people.models import Role
from registration.documents import order_link, unproved_letter
from registration.models import Category, OrderStatus, Proof, ProofStatus, Ticket
from tests import factories as make
from tests.registration.booking import TRAINEE, book, the_order

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


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
        monkeypatch.setattr("checkin.rules.verdicts.may_enter", lambda _: True)

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
        assert "proof" not in browse(boss).get(f"/orders/{ticket.order.key}").text
        assert browse(boss).get(f"/tickets/{ticket.key}/proof").status_code == 404
        assert browse(delegate).get(f"/tickets/{ticket.key}/proof").status_code == 200

    def test_the_order_says_which_price_waits_for_a_proof_and_leads_there(self, browse, session, ticket, delegate, app):
        page, guest = f"/orders/{ticket.order.key}", browse()
        guest.get(order_link_in(app, ticket))

        assert f'href="/sign-in?next=/tickets/{ticket.key}/proof"' in guest.get(page).text
        assert f'href="/tickets/{ticket.key}/proof"' in browse(delegate).get(page).text
        ticket.proof = ProofStatus.ACCEPTED
        session.commit()
        assert "/proof" not in browse(delegate).get(page).text


def order_link_in(app, ticket) -> str:
    with app.app_context():
        return order_link(ticket.order)
