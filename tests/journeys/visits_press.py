"""The pages of those who read early, and of the desk that lets them."""

from playwright.sync_api import Page

from tests.journeys.acts import Act, filled


def listed(page: Page, known: dict) -> None:
    """A list with a line that cannot be read."""
    page.goto(known["press_desk"] + "/press")
    page.get_by_text("Paste a list of people").click()
    page.get_by_label("People", exact=True).fill("A One, BMJ, one@news.example\nB Two, HSJ")
    with page.expect_navigation():
        page.get_by_role("button", name="Ask them all").click()


def asked_for_breach(page: Page, known: dict) -> None:
    page.goto(known["press_desk"] + "/breach")
    with page.expect_navigation():
        page.get_by_role("button", name="Publish it now").click()


JOURNALIST: dict[str, Act] = {
    "embargoed papers": "/press/",
    "a press copy": "{press_copy}",
    "a press copy in Welsh": "{press_copy}/cy",
    "terms to accept": "{press_terms}",
    "terms not accepted": filled("{press_terms}", "Accept and read it"),
    "a copy that is nobody’s": "/press/AAAAAAAAAAAAAAAAAAAAAA",
}
PRESS_DESK: dict[str, Act] = {
    "press and partners": "{press_desk}/press",
    "asking with errors": filled("{press_desk}/press", "Ask them", Email="nowhere"),
    "a list with errors": listed,
    "no press": "{press_empty}/press",
    "a person of the press": "{press_guest}",
    "a person without access": "{press_guest_gone}",
    "the log of access": "{press_desk}/press/log",
    "a log with moves": "{press_moved}/press/log",
    "an empty log": "{press_empty}/press/log",
    "a breach?": "{press_desk}/breach",
    "a breach that is not meant": asked_for_breach,
    "no embargo to lift": "{press_broken}/breach",
    "a record of access": "{press_broken}/access-record",
    "press of a breach": "{press_broken}/press",
}
NO_COPIES: dict[str, Act] = {"no embargoed papers": "/press/"}
