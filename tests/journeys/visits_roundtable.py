"""The pages of roundtables: the desk's, and those of who is invited."""

from playwright.sync_api import Page, expect

from tests.journeys.acts import Act, filled

STANDING = ("invited", "accepted", "reserve", "declined")
FULL, BARE, OVER = (f"/desk/talk-{each}/roundtable" for each in ("full", "bare", "over"))


def ticked(page: Page, _known: dict) -> None:
    page.goto(FULL)
    page.locator("input[name=ticked]").first.check()
    expect(page.locator("#balance")).to_contain_text("who is ticked")


def answered_with_nothing(page: Page, known: dict) -> None:
    page.goto(known["talk_invited"])
    with page.expect_navigation():
        page.get_by_role("button", name="Send my answer").click()


INVITED: dict[str, Act] = {
    **{f"an invitation of somebody {each}": f"{{talk_{each}}}" for each in STANDING},
    "an invitation to what is over": "{talk_over}",
    "an invitation with errors": answered_with_nothing,
}
ROUNDTABLES: dict[str, Act] = {
    "roundtables": "/desk/roundtables/",
    "a new roundtable": "/desk/roundtables/new",
    "a new roundtable with errors": filled("/desk/roundtables/new", "Make the roundtable"),
    "a roundtable": FULL,
    "a roundtable with somebody ticked": ticked,
    "a roundtable with nobody": BARE,
    "adding nobody to a roundtable": filled(BARE, "Add them"),
    "moving nobody to a wave": filled(FULL, "Move to this wave"),
    "a wave without a day": filled(FULL, "Ask them", Answer_by=""),
    "too few seats": filled(FULL, "Set the seats", Seats="1"),
    "a roundtable’s papers": f"{FULL}/papers",
    "a roundtable without papers": f"{BARE}/papers",
    "a paper with errors": filled(f"{BARE}/papers", "Add the paper"),
    "a roundtable’s note": f"{FULL}/note",
    "a roundtable’s note with errors": filled(
        f"{BARE}/note", "Save the note", **{"What follows from it, a line each": "One; soon"}
    ),
    "a note that is shared": f"{OVER}/note",
}
