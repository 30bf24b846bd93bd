"""A delegate holds paid places, pays for them on Stripe's page, and the desk gives a part back. Nothing is faked."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.test_from_place_to_door import code_in_the_picture, sign_in

EVENT = "leaders-2027"
TICKET = re.compile(r"Two days\s+Both")
CATEGORY = "Doctor or dentist, not a member"  # needs no proof: 525 pounds until the early bird ends
GOOD, DECLINED, STEP = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0027 6000 3184"


@pytest.fixture
def buyer() -> str:
    """An address of this test alone."""
    return f"buyer-{uuid4().hex[:10]}@northmere.example"


def hold(page, buyer: str, colleague: str = "", *, event: str = EVENT, ticket: re.Pattern = TICKET) -> None:
    """Choose a place, and one for a colleague if given: the order's page is open, and waits to be paid."""
    page.goto(f"/events/{event}/tickets")
    page.get_by_label("Your name").fill("Dr Bracken Sandboxe")
    page.get_by_label("Your email").fill(buyer)
    choose(page.get_by_role("group", name="Delegate 1"), event, ticket)
    if colleague:
        page.get_by_role("button", name="Add another delegate").click()
        second = page.get_by_role("group", name="Delegate 2")
        choose(second, event, ticket)
        second.get_by_label("Name on the badge").fill("Dr Heath Notreal")
        second.get_by_label("Their email").fill(colleague)
    page.get_by_role("button", name=re.compile(r"^Book \d")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pay £")


def choose(delegate, event: str, ticket: re.Pattern) -> None:
    """A category where the event asks for one, and a ticket; the prices are those of the category afterwards."""
    if event == EVENT:
        delegate.get_by_label("Which of these fits?").select_option(label=CATEGORY)
        update = delegate.get_by_role("button", name="Show my prices")  # without script
        if update.is_visible():
            update.click()
        expect(delegate.get_by_label(ticket)).to_be_enabled()
        expect(delegate).to_contain_text("£525")
        expect(delegate).not_to_contain_text("from £")
    delegate.get_by_label(ticket).check()
    if event == EVENT:
        answer(delegate)


def answer(delegate) -> None:
    """What the conference asks of everybody: nothing to help with, and no photograph."""
    update = delegate.get_by_role("button", name="Show my prices")  # without script
    if update.is_visible():
        update.click()
    for question in ("Is there anything", "May you be seen"):
        no = delegate.get_by_role("group", name=question).get_by_role("radio", name="No", exact=True)
        no.check()
        expect(no).to_be_checked()


def to_stripe(page) -> None:
    page.get_by_role("button", name="Pay £").click()
    expect(page.get_by_role("heading", name="To pay")).to_be_visible()


def pay(page, card: str) -> None:
    page.get_by_label("Card number").fill(card)
    page.get_by_label("Expiry").fill("12/34")
    page.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Pay £").click()


def expect_booked(page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("You are booked", timeout=10_000)


def become_organiser(page, live, address: str) -> None:
    invitation = live.flask("people", "grant", address, "organiser", "--event", EVENT).strip()
    sign_in(page, live, address)
    page.goto(invitation)
    page.get_by_role("button", name="Accept").click()
    expect(page).to_have_url(re.compile("/me$"))


def test_two_places_are_paid_for_and_the_desk_gives_a_part_back(visit, live, buyer):
    colleague = buyer.replace("buyer", "colleague")
    page = visit()
    hold(page, buyer, colleague)
    expect(page.locator("#hold")).to_contain_text("We are holding 2 places for you until")
    expect(page.locator("#hold b")).to_have_text(re.compile(r"^1[45] minutes left$"))
    to_stripe(page)
    expect(page.locator(".amount")).to_have_text("£1,050.00")
    pay(page, GOOD)
    expect_booked(page)
    assert "session=" not in page.url  # the address can be kept and shown

    (own,) = live.catcher.wait_for(to=buyer, seconds=15)
    (theirs,) = live.catcher.wait_for(to=colleague, seconds=15)
    assert own.email["Subject"] != theirs.email["Subject"]
    assert code_in_the_picture(theirs)
    reference = re.search(r"Order\s+([A-Z0-9]{6})", page.locator(".kicker").inner_text(), re.I).group(1)

    desk = visit()
    become_organiser(desk, live, f"desk-of-{buyer}")
    desk.goto(f"/desk/{EVENT}/orders/{reference}")
    desk.get_by_text("Give money back (£1,050.00 left)").click()
    desk.get_by_label("Amount in pounds").fill("525.00")
    desk.get_by_role("button", name="Refund").click()
    expect(desk.get_by_text("Give money back (£525.00 left)")).to_be_visible()
    told = live.catcher.wait_for(to=buyer, count=2, seconds=15)[-1]
    assert "£525.00" in told.text
    desk.reload()
    expect(desk.get_by_role("row", name="£525.00").filter(has_text="asked")).to_contain_text("Done")
    (charge,) = [each for each in live.stripe.ledger()["charges"] if each["receipt_email"] == buyer]
    assert (charge["amount"], charge["amount_refunded"]) == (105000, 52500)
    page.reload()
    expect_booked(page)


def test_after_a_declined_card_another_pays_once_the_bank_has_asked(visit, live, buyer):
    page = visit()
    hold(page, buyer)
    to_stripe(page)
    pay(page, DECLINED)
    expect(page.get_by_role("alert")).to_contain_text("Your card was declined.")
    pay(page, STEP)
    page.get_by_role("button", name="Refuse").click()
    expect(page.get_by_role("alert")).to_contain_text("We could not confirm that it is you")
    pay(page, STEP)
    page.get_by_role("button", name="Authorise").click()
    expect_booked(page)
    assert len(live.catcher.wait_for(to=buyer, seconds=15)) == 1


def test_a_buyer_who_comes_back_unpaid_goes_on_paying_at_the_same_till(visit, live, buyer):
    page = visit()
    hold(page, buyer)
    to_stripe(page)
    till = page.url
    page.get_by_role("link", name="Cancel and go back").click()
    expect(page.locator("#hold")).to_be_visible()
    page.get_by_role("button", name="Go on paying").click()
    expect(page).to_have_url(till)
    pay(page, GOOD)
    expect_booked(page)


def test_a_place_that_is_let_go_is_free_for_somebody_else_at_once(visit, buyer):
    page = visit()
    hold(page, buyer)
    page.get_by_role("button", name="Let the place go").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your place is given back")
