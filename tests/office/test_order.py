"""One order at the desk: notes, requests decided, cancelling with a reason, letters once more."""

import pytest
from sqlalchemy import select

from core.diary import DiaryEntry
from core.outbox import OutgoingLetter, compose
from registration.models import OrderNote, OrderStatus
from tests import factories as make

ORDERS = "/desk/england-2027/orders"


def acts(session, order) -> list[str]:
    about = (DiaryEntry.object_kind == "order", DiaryEntry.object_id == order.id)
    return list(session.scalars(select(DiaryEntry.act).where(*about).order_by(DiaryEntry.id)))


def last_letter(app, session) -> str:
    letter = session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id.desc())).first()
    with app.test_request_context():
        return compose(session, letter, masked=True).text


class TestNotes:
    def test_stand_with_the_order_the_newest_first_and_in_the_diary(self, session, organiser, event, free):
        order = make.an_order(free, event=event)

        for words in ("They telephoned.", "They called again."):
            answer = organiser.post(f"{ORDERS}/{order.reference}/notes", data={"note-words": words})
            assert answer.status_code == 303

        page = organiser.get(f"{ORDERS}/{order.reference}").text
        assert page.index("They called again.") < page.index("They telephoned.")
        assert "Olive" in page
        assert acts(session, order)[-2:] == ["wrote a note"] * 2

    @pytest.mark.parametrize("words", ["", "  ", "x" * 1001])
    def test_without_words_or_with_too_many_come_back(self, session, organiser, event, free, words):
        order = make.an_order(free, event=event)

        answer = organiser.post(f"{ORDERS}/{order.reference}/notes", data={"note-words": words})

        assert answer.status_code == 422
        assert session.scalars(select(OrderNote)).all() == []

    def test_hold_no_markup(self, organiser, event, free):
        order = make.an_order(free, event=event)
        organiser.post(f"{ORDERS}/{order.reference}/notes", data={"note-words": "<script>alert(1)</script>"})

        assert "<script>alert" not in organiser.get(f"{ORDERS}/{order.reference}").text


class TestRequests:
    def test_a_free_one_that_is_approved_is_booked(
        self, session, organiser, event, on_request, status_of, letters, faults
    ):
        order = make.an_order(on_request, event=event)

        assert organiser.post(f"{ORDERS}/{order.reference}/approve").status_code == 303

        assert status_of(order) is OrderStatus.CONFIRMED
        assert letters() == ["confirmed"]
        assert faults() == {}

    def test_a_priced_one_is_kept_for_three_days_and_its_buyer_is_told(
        self, app, session, organiser, event, on_request, status_of, letters
    ):
        on_request.price_pence = 4500
        order = make.an_order(on_request, event=event)

        organiser.post(f"{ORDERS}/{order.reference}/approve")

        assert status_of(order) is OrderStatus.HELD
        assert order.hold_ends_at == make.NOON + app.config["LIMITS"].approval_hold
        assert letters() == ["approved"]
        assert "the answer is yes" in last_letter(app, session)

    def test_past_the_quota_none_is_approved(self, session, organiser, event, on_request, status_of, faults):
        orders = [make.an_order(on_request, event=event, tickets=2) for _ in range(2)]
        organiser.post(f"{ORDERS}/{orders[0].reference}/approve")

        answer = organiser.post(f"{ORDERS}/{orders[1].reference}/approve")

        assert answer.status_code == 409
        assert "sold out" in answer.text
        assert status_of(orders[1]) is OrderStatus.REQUESTED
        assert faults() == {}

    def test_one_that_is_declined_is_over_and_the_buyer_reads_why(
        self, app, session, organiser, event, on_request, status_of, letters, faults
    ):
        order = make.an_order(on_request, event=event)
        why = {"reason-words": "Every bursary is given."}

        assert organiser.post(f"{ORDERS}/{order.reference}/decline", data=why).status_code == 303

        assert status_of(order) is OrderStatus.CANCELLED
        assert letters() == ["declined"]
        assert "Every bursary is given" in last_letter(app, session).replace("\u200c", "")
        assert "Every bursary is given." in organiser.get(f"{ORDERS}/{order.reference}").text
        assert acts(session, order) == ["asked for a place", "wrote a note", "declined a request"]
        assert faults() == {}

    def test_without_a_reason_none_is_declined(self, organiser, event, on_request, status_of):
        order = make.an_order(on_request, event=event)

        answer = organiser.post(f"{ORDERS}/{order.reference}/decline", data={"reason-words": ""})

        assert answer.status_code == 422
        assert "Write why, in words for the buyer." in answer.text
        assert status_of(order) is OrderStatus.REQUESTED

    @pytest.mark.parametrize("act", ["approve", "decline"])
    def test_what_was_decided_already_stays_so(self, organiser, event, on_request, status_of, act):
        order = make.an_order(on_request, event=event)
        organiser.post(f"{ORDERS}/{order.reference}/approve")

        answer = organiser.post(f"{ORDERS}/{order.reference}/{act}", data={"reason-words": "No."})

        assert answer.status_code == 409
        assert status_of(order) is OrderStatus.CONFIRMED


class TestCancelling:
    def test_a_free_one_goes_back_with_its_reason(
        self, app, session, organiser, event, free, status_of, letters, faults
    ):
        order = make.an_order(free, event=event)

        organiser.post(f"{ORDERS}/{order.reference}/cancel", data={"reason-words": "You asked us to"})

        assert status_of(order) is OrderStatus.CANCELLED
        assert letters() == ["confirmed", "cancelled"]
        assert "You asked us to" in last_letter(app, session)
        session.refresh(free.quotas[0])
        assert free.quotas[0].sold == 0
        assert faults() == {}

    def test_a_paid_one_is_left_to_a_refund(self, session, organiser, event, priced, status_of):
        order = make.an_order(priced, event=event)
        order.status = OrderStatus.CONFIRMED
        session.commit()

        answer = organiser.post(f"{ORDERS}/{order.reference}/cancel", data={"reason-words": "No."})

        assert answer.status_code == 409
        assert "give the money back" in answer.text
        assert status_of(order) is OrderStatus.CONFIRMED


class TestLetters:
    def test_of_a_booked_order_go_out_once_more(self, session, organiser, event, free, letters, faults):
        order = make.an_order(free, event=event, tickets=2)
        order.tickets[1].email = order.tickets[1].email_key = "own@north.example"
        session.commit()

        assert organiser.post(f"{ORDERS}/{order.reference}/letters").status_code == 303

        assert letters() == ["confirmed", "confirmed", "ticket"]
        assert acts(session, order)[-1] == "sent the letters again"
        assert faults() == {}

    def test_of_a_buyers_own_hold_there_are_none(self, organiser, event, priced):
        order = make.an_order(priced, event=event)

        assert organiser.post(f"{ORDERS}/{order.reference}/letters").status_code == 409
