"""The pages of what is sold, as the organiser looks at them."""

from playwright.sync_api import Page, expect

from tests.journeys.acts import Act, filled

DESK = "/desk/leaders-2027"


def wrongly_priced(page: Page, known: dict) -> None:
    page.goto(f"{DESK}/tickets")
    page.locator("table.matrix input").first.fill("four hundred")
    with page.expect_navigation():
        page.get_by_role("button", name="Save prices").first.click()
    expect(page.locator("table.matrix [aria-invalid=true]")).to_have_count(1)


def priced_by_two(page: Page, known: dict) -> None:
    """Another tab has saved the same price meanwhile."""
    page.goto("/desk/long/tickets")
    rival = page.context.new_page()
    rival.goto("/desk/long/tickets")
    for each, price in ((rival, "12"), (page, "13")):
        each.locator("table.matrix input").last.fill(price)
        with each.expect_navigation():
            each.get_by_role("button", name="Save prices").first.click()
    rival.close()
    expect(page.locator("table.matrix .error")).to_contain_text("Somebody else has made it £12")


def with_a_row_more(page: Page, known: dict) -> None:
    page.goto("/desk/long/tickets")
    page.locator("summary").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Add the category").first.click()
    expect(page.locator("table.matrix input")).to_have_count(4)


def found_codes(page: Page, known: dict) -> None:
    page.goto(f"{DESK}/codes")
    page.get_by_label("Code, or whom it is for").press_sequentially("speakers")
    expect(page.locator("#codes [role=status]")).to_contain_text("1 code found")


SALE: dict[str, Act] = {
    "the matrix": f"{DESK}/tickets",
    "the matrix with long names": "/desk/long/tickets",
    "the matrix with a row more": with_a_row_more,
    "the matrix with an error": wrongly_priced,
    "the matrix that another has changed": priced_by_two,
    "no tickets": "/desk/none/tickets",
    "a new product": f"{DESK}/tickets/new",
    "a new product with errors": filled(f"{DESK}/tickets/new", "Add it", Name=""),
    "a product that is sold": f"{DESK}/tickets/{{sold_product}}",
    "a product with a long name": "/desk/long/tickets/{long_product}",
    "a new price period": f"{DESK}/tickets/periods/new",
    "a new price period with errors": filled(f"{DESK}/tickets/periods/new", "Save the period", Name=""),
    "a price period": f"{DESK}/tickets/periods/{{period}}",
    "places": f"{DESK}/places",
    "no places": "/desk/none/places",
    "a quota": f"{DESK}/places/{{quota}}",
    "a quota that is too small": filled(f"{DESK}/places/{{quota}}", "Save the quota", Places="1"),
    "places counted again": f"{DESK}/places/check",
    "codes": f"{DESK}/codes",
    "codes with long words": "/desk/long/codes",
    "codes found": found_codes,
    "no code found": f"{DESK}/codes?q=nothing+at+all",
    "no codes": "/desk/none/codes",
    "new codes": f"{DESK}/codes/new",
    "new codes with errors": filled(f"{DESK}/codes/new", "Make them", How_many_codes="0", Good_for_how_many_places="0"),
    "a code": f"{DESK}/codes/{{code}}",
    "a code that keeps places": "/desk/long/codes/{long_code}",
    "a code with too few uses": filled(f"{DESK}/codes/{{code}}", "Save the code", Good_for_how_many_places="1"),
}
