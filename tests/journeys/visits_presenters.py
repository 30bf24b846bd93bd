"""The pages after acceptance: an author's own place, and the chair's presenters and boards."""

from playwright.sync_api import Page

from tests.journeys.acts import Act, filled
from tests.journeys.world_presenters import EVENT

DESK = f"/desk/{EVENT}/abstracts/calls/main/presenters"
STATES = ("waiting", "registered", "at_risk", "silent", "withdrawn")


def presses(address: str, button: str, summary: str = "") -> Act:
    """Press the button with nothing filled in, in that part of the page."""

    def act(page: Page, known: dict) -> None:
        page.goto(address.format_map(known))
        if summary:
            page.get_by_text(summary, exact=True).click()
        with page.expect_navigation():
            page.get_by_role("button", name=button).click()

    return act


def beside(name: str) -> Act:
    """The page of the final version that belongs to a place."""

    def act(page: Page, known: dict) -> None:
        page.goto(known[name].removesuffix("place") + "final")

    return act


def corrected(page: Page, known: dict) -> None:
    beside("place_at_risk")(page, known)
    page.get_by_label("Title").fill("word " * 60)
    with page.expect_navigation():
        page.get_by_role("button", name="Send the final version").click()


PLACES: dict[str, Act] = {
    **{f"a place that is {each}": f"{{place_{each}}}" for each in STATES},
    "a place’s final version": beside("place_at_risk"),
    "a place’s final version that was sent": beside("place_registered"),
    "a place’s final version with errors": corrected,
    "a presenter’s file with errors": presses("{place_registered}", "Replace it"),
    "another presenter with errors": presses("{place_registered}", "Change the presenter", "Name another presenter"),
}
PRESENTERS_DESK: dict[str, Act] = {
    "presenters": DESK,
    "presenters found": f"{DESK}?standing=at-risk",
    "no presenters found": f"{DESK}?standing=no-answer&standing=waiting",
    "no presenters": "/desk/chaired/abstracts/calls/workshops/presenters",
    "boards for presenters": f"{DESK}/boards",
    "no boards for presenters": "/desk/chaired/abstracts/calls/workshops/presenters/boards",
    "what presenters are asked": f"{DESK}/asked",
    "what presenters are asked, with errors": filled(f"{DESK}/asked", "Save", Boards_begin_with="7"),
    **{f"a presenter who is {each}": f"{{presenter_{each}}}" for each in (*STATES, "waitlisted")},
    "a presenter’s answer with errors": presses("{presenter_waiting}", "Note their answer"),
    "a presenter’s board with errors": filled("{presenter_registered}", "Save the board", Board="7"),
}
