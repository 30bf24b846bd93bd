"""The pages of orders and what is done to them, as the organiser looks at them."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import world
from tests.journeys.acts import ORDERS, Act, filled

LEADERS = "/desk/leaders-2027/orders"

DECIDED = ("declined", "approved")  # what the letters are of


def a_view_kept(page: Page, known: dict) -> None:
    page.goto(f"{ORDERS}?status=confirmed")
    page.get_by_text("Keep this search as a view").click()
    page.get_by_label("Name of this view").fill(world.LONG_NAME[:60])
    with page.expect_navigation():
        page.get_by_role("button", name="Keep it").click()


def a_view_named_wrongly(page: Page, known: dict) -> None:
    page.goto(f"{ORDERS}/views")
    page.get_by_text("Rename it").first.click()
    page.get_by_label("New name").first.fill("")
    with page.expect_navigation():
        page.get_by_role("button", name="Rename", exact=True).first.click()
    expect(page.locator(".error").first).to_be_visible()


def ticked(act: str) -> Act:
    def all_of_them(page: Page, known: dict) -> None:
        page.goto(f"{ORDERS}?tick=all")
        page.get_by_label("With those ticked").select_option(act)
        with page.expect_navigation():
            page.get_by_role("button", name="Go on").click()

    return all_of_them


def a_note_of_nothing(page: Page, known: dict) -> None:
    page.goto(f"{ORDERS}/{known['reference']}")
    with page.expect_navigation():
        page.get_by_role("button", name="Add the note").click()


def a_request_without_a_reason(page: Page, known: dict) -> None:
    page.goto(f"{LEADERS}?status=requested")
    page.locator("#orders tbody a").first.click()
    page.get_by_text("Decline it").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Decline it, and")).click()


def a_request(page: Page, known: dict) -> None:
    page.goto(f"{LEADERS}?status=requested")
    with page.expect_navigation():
        page.locator("#orders tbody a").first.click()


ORDERS_PAGES: dict[str, Act] = {
    "orders by every filter": f"{ORDERS}?category=fellow&proof=to+decide&organisation=north&code=y&desk=y",
    "a view that is kept": a_view_kept,
    "views": f"{ORDERS}/views",
    "a view named wrongly": a_view_named_wrongly,
    "no views": "/desk/none/orders/views",
    "nothing ticked": f"{ORDERS}/ticked",
    "orders to cancel": ticked("cancel"),
    "orders to export": ticked("export"),
    "orders to approve": ticked("approve"),
    "a note to none": filled(f"{ORDERS}/ticked?act=note&order={{reference}}", re.compile("^Add the note"), Note=""),
    "a note without words": a_note_of_nothing,
    "a request": a_request,
    "a request that was declined": "/desk/dear/orders/{declined_reference}",
    "places that the desk keeps": "/desk/dear/orders/{kept_reference}",
    "a request without a reason": a_request_without_a_reason,
    "an order for somebody": f"{LEADERS}/new",
    "an order for somebody with errors": filled(f"{LEADERS}/new", re.compile("^Book 1"), Name_of_the_buyer=""),
    "an order for somebody where nothing is sold": "/desk/none/orders/new",
}
