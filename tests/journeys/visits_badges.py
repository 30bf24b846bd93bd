"""The pages of badges, as the organiser and a steward look at them."""

import re

from playwright.sync_api import Page

from tests.journeys import world
from tests.journeys.acts import DOOR, Act, filled

DESK = "/desk/leaders-2027/badges"


def pressed(path: str, button: str) -> Act:
    return filled(path, re.compile(f"^{button}"))


def a_badge_found(page: Page, known: dict) -> None:
    page.goto(f"{DESK}?q=saltmarsh")
    with page.expect_navigation():
        page.locator("tbody tr", has_text="Changed since").locator("a").first.click()


def a_badge_printed_without_a_reason(page: Page, known: dict) -> None:
    a_badge_found(page, known)
    with page.expect_navigation():
        page.get_by_role("button", name="Print it again").click()


BADGES_AT_DESK: dict[str, Act] = {
    "badges": DESK,
    "badges found": f"{DESK}?q=dr",
    "no badge found": f"{DESK}?q=nobody+at+all",
    "no badges": "/desk/none/badges",
    "blanks with an error": pressed(DESK, "Make the blanks"),
    "badges made": pressed(f"/desk/{world.EVENT}/badges", "Make the badges"),
    "a badge": a_badge_found,
    "a badge printed again without a reason": a_badge_printed_without_a_reason,
    "how badges look": f"{DESK}/designs/event",
    "how a category’s badges look": f"{DESK}/designs/fellow",
    "a badge looked at": pressed(f"{DESK}/designs/event", "Look at it first"),
    "badges with errors": filled(f"{DESK}/designs/event", "Save", **{"Width of the code, mm": "20"}),
    "how badges look with a long title": "/desk/long/badges/designs/event",
}
BADGES_AT_DOOR: dict[str, Act] = {
    "a badge at the door": f"{DOOR}/badges/{{badge}}",
    "a badge printed at the door": pressed(f"{DOOR}/badges/{{badge}}", "Print"),
}
