import html
import re

import pytest

from tests.payments.simulator_rig import a_rig

GOOD = {
    "email": "ada@example.org",
    "card_number": "4242 4242 4242 4242",
    "expiry": "12/34",
    "security_code": "123",
    "method": "card",
}


@pytest.fixture(scope="module")
def running():
    with a_rig() as rig:
        yield rig


@pytest.fixture
def rig(running):
    running.clear()
    return running


def test_the_page_says_what_is_paid_for_and_that_no_money_moves(rig):
    session = rig.a_session()

    status, headers, page = rig.ask("GET", session.url)
    page = html.unescape(page)

    assert status == 200
    for words in ("Simulated checkout. No money moves.", "£250.00", "Full conference", "2 at £125.00"):
        assert words in page
    for card in ("4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0027 6000 3184"):
        assert card in page
    assert 'value="ada@example.org"' in page
    assert session.cancel_url in page
    assert "<script" not in page
    assert headers["Cache-Control"] == "no-store"


def test_every_field_has_a_label_and_every_description_is_there(rig):
    session = rig.a_session()
    _, _, page = rig.fill_in(session.url, method="card")

    fields = re.findall(r'<input id="(\w+)"', page)
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', page)).split()

    assert fields == ["email", "card_number", "expiry", "security_code"]
    assert all(f'<label for="{field}">' in page for field in fields)
    assert described
    assert all(f'id="{description}"' in page for description in described)


def test_paying_leads_back_with_the_sessions_id(rig):
    session = rig.a_session()

    status, headers, _ = rig.fill_in(session.url, **GOOD)

    assert (status, headers["Location"]) == (303, f"http://127.0.0.1:9/orders/7?session={session.id}")
    paid = rig.client.v1.checkout.sessions.retrieve(session.id)
    assert (paid.payment_status, paid.customer_details.email) == ("paid", "ada@example.org")


def test_paying_twice_pays_once_and_leads_back_again(rig):
    session = rig.a_session()

    answers = [rig.fill_in(session.url, **GOOD)[1]["Location"] for _ in range(2)]

    assert answers[0] == answers[1]
    assert len(rig.control("ledger")["charges"]) == 1


def test_a_declined_card_is_told_and_the_form_keeps_all_but_the_security_code(rig):
    session = rig.a_session()

    status, _, page = rig.fill_in(session.url, **GOOD | {"card_number": "4000000000000002"})

    assert status == 402
    assert "Your card was declined." in page
    assert 'value="12/34"' in page
    assert 'value="123"' not in page
    assert "Your card was declined." in rig.ask("GET", session.url)[2]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("email", "ada"),
        ("card_number", ""),
        ("expiry", "13/34"),
        ("security_code", "12"),
    ],
)
def test_a_mistyped_field_is_named_and_nothing_is_tried(rig, field, typed):
    session = rig.a_session()

    status, _, page = rig.fill_in(session.url, **GOOD | {field: typed})

    assert status == 422
    assert f'<a href="#{field}">' in page
    assert f'id="{field}-error"' in page
    assert rig.control("ledger")["charges"] == []


def test_the_bank_may_ask_for_a_step_that_is_authorised_or_refused(rig):
    session = rig.a_session()
    stepping = GOOD | {"card_number": "4000002760003184"}

    _, headers, _ = rig.fill_in(session.url, **stepping)
    assert headers["Location"] == f"/c/pay/{session.id}/step"
    step = f"{session.url}/step"
    assert "Authorise" in rig.ask("GET", step)[2]
    assert rig.fill_in(step, outcome="refuse")[1]["Location"] == f"/c/pay/{session.id}"
    assert "We could not confirm that it is you" in rig.ask("GET", session.url)[2]

    rig.fill_in(session.url, **stepping)
    assert session.id in rig.fill_in(step, outcome="authorise")[1]["Location"]
    assert rig.client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_paying_by_bank_needs_no_card_and_is_not_paid_yet(rig):
    session = rig.a_session()

    status, _, _ = rig.fill_in(session.url, method="bank", email="ada@example.org")

    complete = rig.client.v1.checkout.sessions.retrieve(session.id)
    assert (status, complete.status, complete.payment_status) == (303, "complete", "unpaid")


def test_a_session_that_is_over_takes_no_money_and_says_so(rig):
    session = rig.a_session()
    rig.client.v1.checkout.sessions.expire(session.id)

    for status, _, page in (rig.ask("GET", session.url), rig.fill_in(session.url, **GOOD)):
        assert status == 410
        assert "This checkout has expired." in page
    assert rig.control("ledger")["charges"] == []


def test_a_finished_session_shows_the_way_back_and_an_unknown_one_is_not_found(rig):
    session = rig.a_session()
    rig.control(f"sessions/{session.id}/pay")

    assert session.id in rig.ask("GET", session.url)[2]
    assert rig.ask("GET", f"{rig.simulator.address}/c/pay/cs_test_nothing")[0] == 404


def test_what_a_shop_writes_is_shown_as_text(rig):
    price = {"currency": "gbp", "unit_amount": 100, "product_data": {"name": "<b>Ticket</b>"}}
    session = rig.a_session(line_items=[{"quantity": 1, "price_data": price}])

    assert "<b>Ticket</b>" not in rig.ask("GET", session.url)[2]
