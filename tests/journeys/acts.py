"""What somebody does on pages about people before they are looked at."""

from playwright.sync_api import Page, expect


def found_people(page: Page, known: dict) -> None:
    page.goto("/desk/people")
    page.get_by_label("Name or email").press_sequentially("bartholomew")
    expect(page.locator("#people [role=status]")).to_contain_text("found")


def ticked_all(page: Page, known: dict) -> None:
    page.goto("/me/consents")
    for box in page.get_by_role("checkbox").all():
        box.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save your choices").click()
