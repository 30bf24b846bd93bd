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
    "the rest of the conflicts at the door": "/desk/england-2027/door/conflicts?after=2",
    "no conflicts at the door": "/desk/none/door/conflicts",
    "who is inside, at the desk": "/desk/england-2027/door/evacuation",
    "nobody inside": "/desk/none/door/evacuation",
}


DOOR = "/events/england-2027/door"


def read(page: Page, code: str, verdict: str) -> None:
    """Type the code with nothing but the keyboard."""
    page.goto(f"{DOOR}?place=North+door")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-verdict={verdict}]")).to_be_visible()


def taken_back(page: Page, known: dict) -> None:
    read(page, known["undone_code"], "admitted")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("The last scan is taken back")


def decided_by_hand(page: Page, known: dict) -> None:
    read(page, known["cancelled_code"], "refused")
    page.get_by_text("Admit by hand").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("She gives the speech")
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict=admitted]")).to_contain_text("You decided this yourself")


def counted_out(page: Page, known: dict) -> None:
    page.goto(f"{DOOR}?place=Quiet+room")
    page.locator("summary", has_text="This door").click()
    page.get_by_label("For which list?").select_option("Quiet room")
    page.get_by_label("Scan people out").check()
    expect(page.locator("#place-name")).to_have_text("Quiet room, Quiet room, out")
    page.get_by_label("Code").fill(known["undone_code"])
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#verdict")).to_contain_text("They are counted out")


def not_paid(page: Page, known: dict) -> None:
    read(page, known["unpaid_code"], "refused")
    expect(page.locator("#verdict")).to_contain_text("Not paid")


def to_be_paid(page: Page, known: dict) -> None:
    not_paid(page, known)
    page.get_by_role("link", name="Take the payment").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def found_by_name(page: Page, known: dict) -> None:
    page.goto(f"{DOOR}/people?place=North+door")
    page.get_by_label("Name, organisation or order").fill("bartholomew")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Admit").first).to_be_visible()


STEWARD_DOOR: dict[str, Act] = {
    "who is inside, at the door": f"{DOOR}/evacuation",
    "a scan taken back": taken_back,
    "admitted by hand": decided_by_hand,
    "counted out": counted_out,
    "a ticket that is not paid": not_paid,
    "what is to be paid": to_be_paid,
    "finding by name": f"{DOOR}/people",
    "found by name": found_by_name,
    "nobody found by name": filled(f"{DOOR}/people", "Find", **{"Name,_organisation_or_order": "zzzz"}),
    "a new delegate": f"{DOOR}/walk-in",
    "a new delegate with errors": filled(f"{DOOR}/walk-in", "Book the place", Name="Dr New"),
}
