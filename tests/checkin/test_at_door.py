"""What a steward does beside scanning: choose the list, take back, decide by hand, find, book, and show how to pay."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from checkin.models import Admission, AdmissionList, Entry, Scan, Verdict
from core.outbox import OutgoingLetter
from people.models import Role
from registration.models import BadgePart, Order, OrderNote, OrderStatus, QuestionKind
from tests import factories as make

URL = "/events/england-2027/door"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def dinner(event):
    says = {"entry": Entry.DAILY, "reenters": True, "counts_inside": True, "unpaid_may_enter": False, "position": 1}
    return make.saved(AdmissionList(event_id=event.id, slug="dinner", name="Dinner", **says))


def a_scan(code, key="a", **more):
    return {"code": code, "key": key, "place": "North"} | more


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page)[1]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_scan_is_for_the_list_that_was_chosen_and_inwards_or_outwards(session, door, ticket, dinner, headers):
    assert 'value="dinner"' in door.get(f"{URL}?which=dinner").text

    admitted = door.post(URL, data=a_scan(ticket.code, which="dinner"), headers=headers)
    left = door.post(URL, data=a_scan(ticket.code, "b", which="dinner", out="y"), headers=headers)
    back = door.post(URL, data=a_scan(ticket.code, "c", which="dinner"), headers=headers)

    assert 'data-verdict="admitted"' in admitted.text
    assert "They are counted out." in left.text
    assert "They left before, and are back." in back.text
    assert session.scalars(select(Scan.list)).all() == ["dinner"] * 3
    assert session.scalars(select(Admission.list)).all() == ["dinner"]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_the_last_scan_is_taken_back_by_the_button_beneath_it(session, door, ticket, headers):
    admitted = door.post(URL, data=a_scan(ticket.code), headers=headers).text
    undo = admitted[admitted.index('class="after"') :]
    sent = {name: hidden(undo, name) for name in ("code", "place", "key", "undo_of")}

    for _ in range(2):  # the button pressed twice
        assert "The last scan is taken back" in door.post(URL, data=sent, headers=headers).text

    assert session.scalars(select(Admission)).all() == []
    assert len(session.scalars(select(Scan)).all()) == 2


def test_whoever_is_refused_is_admitted_by_hand_with_a_reason_and_not_without(app, session, door, ticket, dinner):
    dinner.day = make.NOON.date() + timedelta(days=1)
    session.commit()
    refused = door.post(URL, data=a_scan(ticket.code, which="dinner"))
    assert "Admit by hand" in refused.text

    silent = door.post(URL, data=a_scan(ticket.code, "b", which="dinner", decides="y", by_hand=" "))
    assert silent.status_code == 422
    assert "Write why you let them in." in silent.text
    decided = door.post(URL, data=a_scan(ticket.code, "c", which="dinner", decides="y", by_hand="She gives the speech"))

    assert 'data-verdict="admitted"' in decided.text
    kept = session.scalars(select(Scan).where(Scan.verdict == Verdict.ADMITTED)).one()
    assert kept.by_hand == "She gives the speech"


@pytest.mark.parametrize("words", ["fictum", "ASH FIC", "northmere ash", "the reference"])
def test_who_has_no_code_is_found_by_name_organisation_or_order_and_no_name_is_in_an_address(
    session, door, ticket, words
):
    ticket.organisation = "Northmere Trust"
    session.commit()
    asked = ticket.order.reference if words == "the reference" else words

    answer = door.post(f"{URL}/people", data={"words": asked, "place": "North", "which": ""})

    assert answer.status_code == 200
    assert "Dr Ash Fictum" in answer.text
    assert "Northmere Trust" in answer.text
    assert ticket.email not in answer.text
    admitted = door.post(URL, data={name: hidden(answer.text, name) for name in ("code", "key", "place")})
    assert 'data-verdict="admitted"' in admitted.text


def test_nobody_is_found_who_gave_their_place_back_or_is_of_another_event(session, door, ticket):
    other = make.an_event(slug="other")
    make.an_order(make.a_product(other), event=other, name="Dr Ash Elsewhere")
    ticket.cancelled_at = make.NOON
    session.commit()

    assert "Nobody found" in door.post(f"{URL}/people", data={"words": "ash"}).text
    assert door.post(f"{URL}/people", data={"words": "a"}).status_code == 422


def test_a_photo_preference_is_a_neutral_mark_and_the_first_option_is_none(session, door, event, ticket):
    options = "Photograph me\nAsk me first\nNo photographs"
    asked = {"kind": QuestionKind.CHOICE, "options": options, "badge_part": BadgePart.PHOTOS}
    question = make.a_question(event, **asked)
    answer = make.an_answer(ticket, question, "Photograph me")
    assert "Prefers not" not in door.post(URL, data=a_scan(ticket.code)).text

    answer.value = "Ask me first"
    session.commit()

    assert "Prefers not to be photographed" in door.post(URL, data=a_scan(ticket.code, "b")).text


@pytest.fixture
def priced(event):
    return make.a_product(event, name="At the door", price_pence=4500)


def walk_in(product, **typed):
    given = {"name": "Dr Tansy New", "email": "tansy@north.example", "product": product.id, "form_key": "f-1"}
    return given | {"place": "North"} | typed


def test_who_walks_in_is_booked_and_pays_on_their_own_phone_and_comes_in_as_any_other(session, door, priced):
    answer = door.post(f"{URL}/walk-in", data=walk_in(priced))
    assert answer.status_code == 303
    order = session.scalars(select(Order).where(Order.email == "tansy@north.example")).one()
    assert (order.status, order.total_pence) == (OrderStatus.HELD, 4500)

    page = door.get(answer.location).text
    assert "Not paid: £45.00 owed" in page
    assert "QR code with the link to pay" in page
    assert "tansy@north.example" not in page
    assert door.post(f"{URL}/walk-in", data=walk_in(priced)).location == answer.location  # sent twice is one order

    assert 'data-verdict="refused"' in door.post(URL, data=a_scan(order.tickets[0].code)).text
    order.status = OrderStatus.CONFIRMED
    session.commit()
    paid = door.get(answer.location).text
    assert "Paid: £45.00" in paid
    admitted = door.post(URL, data={name: hidden(paid, name) for name in ("code", "key", "place")})
    assert 'data-verdict="admitted"' in admitted.text


def test_a_ticket_that_is_not_paid_says_so_with_the_way_to_pay_and_the_link_goes_again_for_so_many_times(
    session, door, priced, monkeypatch
):
    monkeypatch.setattr("checkin.views.at_door.MOST_LINKS", 1)
    door.post(f"{URL}/walk-in", data=walk_in(priced))
    ticket = session.scalars(select(Order).where(Order.email == "tansy@north.example")).one().tickets[0]
    told = door.post(URL, data=a_scan(ticket.code)).text
    assert "Not paid" in told
    assert f"{URL}/tickets/{ticket.id}/payment?place=North" in told
    before = len(session.scalars(select(OutgoingLetter)).all())

    again = door.post(f"{URL}/tickets/{ticket.id}/payment", data={"place": "North"})

    assert again.status_code == 303
    assert len(session.scalars(select(OutgoingLetter)).all()) == before + 1
    door.post(f"{URL}/tickets/{ticket.id}/payment", data={"place": "North"})
    assert "sent a few times already" in door.get(again.location).text
    assert len(session.scalars(select(OutgoingLetter)).all()) == before + 1


def test_only_who_runs_the_event_gives_a_place_at_no_cost(session, browse, door, event, steward, priced):
    assert "complimentary" not in door.get(f"{URL}/walk-in").text
    door.post(f"{URL}/walk-in", data=walk_in(priced, complimentary="y", reason="A friend"))
    assert session.scalars(select(Order.total_pence).where(Order.name == "Dr Tansy New")).all() == [4500]

    both = make.a_person(role=Role.DOOR, event=event)
    make.saved(make.Duty(person_id=both.id, event_id=event.id, role=Role.ORGANISER))
    answer = browse(both).post(
        f"{URL}/walk-in", data=walk_in(priced, form_key="f-2", complimentary="y", reason="She speaks")
    )

    assert "Booked, at no cost" in browse(both).get(answer.location).text
    assert session.scalars(select(OrderNote.words)).all() == ["Complimentary: She speaks"]


def test_a_door_where_every_steward_gives_places_away_is_noticed(
    session, browse, door, event, steward, priced, monkeypatch
):
    monkeypatch.setattr("checkin.views.at_door.holds", lambda *_: True)
    with pytest.raises(AssertionError):
        test_only_who_runs_the_event_gives_a_place_at_no_cost(session, browse, door, event, steward, priced)


def test_what_was_typed_wrongly_or_is_sold_out_stays_in_its_boxes(session, door, event):
    full = make.a_product(event, price_pence=4500, capacity=1)
    make.an_order(full, event=event)

    wrong = door.post(f"{URL}/walk-in", data=walk_in(full, name=""))
    assert wrong.status_code == 422
    assert "tansy@north.example" in wrong.text
    sold = door.post(f"{URL}/walk-in", data=walk_in(full))
    assert sold.status_code == 409
    assert "Dr Tansy New" in sold.text
