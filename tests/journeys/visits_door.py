"""The door's pages at the desk, and what a steward does beside scanning."""

from playwright.sync_api import Page, expect

from tests.journeys.acts import Act, filled

PAST, COMING = "/desk/scotland-2026/door", "/desk/leaders-2027/door"


def found_scans(page: Page, known: dict) -> None:
    page.goto(f"{PAST}/scans")
    page.get_by_label("Answer").select_option("Admitted")
    expect(page.locator("#scans [role=row]").nth(1)).to_contain_text("Admitted")


DOOR_DESK: dict[str, Act] = {
    "admission lists": COMING,
    "a new admission list": f"{COMING}/lists/new",
    "a new admission list with errors": filled(f"{COMING}/lists/new", "Add the list", Name=""),
    "an admission list": f"{COMING}/lists/dinner",
    "the event's own list": f"{COMING}/lists/main",
    "an admission list with a long name": "/desk/long/door",
    "inside now": "/desk/england-2027/door/now",
    "arrivals": f"{PAST}/arrivals",
    "no arrivals yet": f"{COMING}/arrivals",
    "no-shows": f"{PAST}/no-shows",
    "nobody was expected": "/desk/none/door/no-shows",
    "scans": f"{PAST}/scans",
    "scans found": found_scans,
    "no scan found": f"{PAST}/scans?q=nothing+at+all",
    "no scans": "/desk/none/door/scans",
    "conflicts at the door": f"{PAST}/conflicts",
    "conflicts at the door, of each kind": "/desk/england-2027/door/conflicts",
    "no conflicts at the door": "/desk/none/door/conflicts",
    "who is inside, at the desk": "/desk/england-2027/door/evacuation",
    "nobody inside": "/desk/none/door/evacuation",
}
STEWARD_DOOR: dict[str, Act] = {"who is inside, at the door": "/events/england-2027/door/evacuation"}
