"""The pages of policy positions."""

from playwright.sync_api import Page

from tests.journeys.acts import Act, filled

DESK = "/desk/policy"


def moved_into_a_gap(page: Page, _known: dict) -> None:
    page.goto(f"{DESK}/waiting/launch")
    page.get_by_label("Moment when the embargo lifts").fill("2027-03-28T01:30")
    with page.expect_navigation():
        page.get_by_role("button", name="Move it").click()


def moved_into_an_hour_that_comes_twice(page: Page, _known: dict) -> None:
    page.goto(f"{DESK}/waiting/launch")
    page.get_by_label("Moment when the embargo lifts").fill("2027-10-31T01:30")
    with page.expect_navigation():
        page.get_by_role("button", name="Move it").click()


def withdrawn_without_a_reason(page: Page, _known: dict) -> None:
    page.goto(f"{DESK}/waiting")
    page.get_by_text("Withdraw it", exact=True).click()
    with page.expect_navigation():
        page.get_by_role("button", name="Withdraw it for good").click()


def changed_without_words(page: Page, _known: dict) -> None:
    page.goto(f"{DESK}/updated/answers")
    page.get_by_text("Change", exact=False).first.click()
    page.get_by_label("Question").first.fill("")
    with page.expect_navigation():
        page.get_by_role("button", name="Save it").first.click()


POLICY: dict[str, Act] = {
    "positions": "/policy/",
    "a position": "/policy/time-to-lead",
    "search": "/search",
    "search that finds": "/search?words=lead",
    "search that finds nothing": "/search?words=zzzz",
    "a search too long": "/search?words=" + "a" * 101,
    "an event in Welsh": "/events/wales-2027/cy",
    "an event that is in Welsh too": "/events/wales-2027/",
    "a position under embargo": "/policy/standards-first",
    "a position that was withdrawn": "/policy/gone",
    "a position with a long title": "/policy/updated",
}
EDITOR: dict[str, Act] = {
    "the policy editor’s way in": "/desk/",
    "positions at the desk": f"{DESK}/",
    "a new position": f"{DESK}/new",
    "a new position with errors": filled(f"{DESK}/new", "Begin it"),
    "a position that waits for its moment": f"{DESK}/standards-first",
    "a position without Welsh": f"{DESK}/leading-fairly",
    "a bare position": f"{DESK}/bare",
    "a position beside a newer version": f"{DESK}/updated",
    "a withdrawn position": f"{DESK}/gone",
    "withdrawing without a reason": withdrawn_without_a_reason,
    "its text": f"{DESK}/leading-fairly/text",
    "its text as it stays": f"{DESK}/standards-first/text",
    "its text beside what readers have": f"{DESK}/updated/text",
    "its text with errors": filled(f"{DESK}/waiting/text", "Save the words", Title_in_English=""),
    "its preview": f"{DESK}/updated/preview/en",
    "its preview without Welsh": f"{DESK}/updated/preview/cy",
    "its answers": f"{DESK}/standards-first/answers",
    "a long question": f"{DESK}/updated/answers",
    "a changed answer with errors": changed_without_words,
    "an answer with errors": filled(f"{DESK}/bare/answers", "Add it"),
    "its spokespeople": f"{DESK}/leading-fairly/spokespeople",
    "no spokesperson": filled(f"{DESK}/bare/spokespeople", "Add it"),
    "its evidence": f"{DESK}/standards-first/evidence",
    "no evidence": f"{DESK}/bare/evidence",
    "its approvals": f"{DESK}/standards-first/approvals",
    "one’s turn to approve": f"{DESK}/waiting/approvals",
    "asking nobody to approve": filled(f"{DESK}/bare/approvals", "Send it", Who_approves_it="nobody"),
    "its launch": f"{DESK}/standards-first/launch",
    "no launch yet": f"{DESK}/bare/launch",
    "a moment that the clocks skip": moved_into_a_gap,
    "a moment that comes twice": moved_into_an_hour_that_comes_twice,
    "its assets": f"{DESK}/leading-fairly/assets",
    "an asset": f"{DESK}/leading-fairly/assets/member-letter/cy",
    "its run sheet": f"{DESK}/waiting/run-sheet",
    "a line with errors": filled(f"{DESK}/standards-first/run-sheet", "Add it"),
    "its rehearsal": f"{DESK}/standards-first/rehearsal",
    "a rehearsal that lacks things": f"{DESK}/leading-fairly/rehearsal",
}
REGIONAL: dict[str, Act] = {
    "a new regional conference": "/desk/regional/new",
    "a regional conference with errors": filled("/desk/regional/new", "Make the conference", Venue="Hall"),
    "what is left to do": "/desk/wales-2027/regional",
    "what is left to do in England": "/desk/england-2027/regional",
    "an event at the desk": "/desk/wales-2027/event",
    "an event of England at the desk": "/desk/england-2027/event",
    "an event at the desk with errors": filled("/desk/wales-2027/event", "Save the event", Venue="Hall", Name=""),
    "who finds it, not sure": filled("/desk/wales-2027/event", "Change who finds it"),
}
