"""The pages of review: a reader's own, what who is asked sees, and the chair's."""

from playwright.sync_api import Page

from tests.journeys.acts import Act, filled
from tests.journeys.world_review import CALL, EVENT

OWN = f"/events/{EVENT}/abstracts/reviews"
CALLS = f"/desk/{EVENT}/abstracts/calls/{CALL}"


def pressed(address: str, button: str) -> Act:
    def act(page: Page, known: dict) -> None:
        page.goto(address.format_map(known))
        page.locator("summary").first.click()
        with page.expect_navigation():
            page.get_by_role("button", name=button).click()

    return act


READER: dict[str, Act] = {
    "the reviews to do": OWN,
    "an abstract to review": "{to_review}",
    "an abstract to review, with errors": filled("{to_review}", "Submit and go on"),
    "giving one back, with errors": pressed("{to_review}", "Give it back"),
    "an abstract that is reviewed": "{is_reviewed}",
    "an abstract being discussed": "{to_discuss}",
    "saying nothing in a discussion": filled("{to_discuss}", "Say it"),
    "practice that is scored": f"/events/{EVENT}/abstracts/{CALL}/practice/1",
    "practice": f"/events/{EVENT}/abstracts/{CALL}/practice/2",
    "practice with errors": filled(f"/events/{EVENT}/abstracts/{CALL}/practice/2", "Submit and see the panel"),
    "reviewing": f"{OWN}/{CALL}",
    "reviewing with errors": filled(f"{OWN}/{CALL}", "Save", At_least="999"),
    "the reviewer’s own page": "/me",
}
ASKED: dict[str, Act] = {
    "asked to review": f"{OWN}/{CALL}",
    "saying no, with errors": pressed(f"{OWN}/{CALL}", "Say no"),
}
REVIEW_DESK: dict[str, Act] = {
    "reviewers": f"{CALLS}/reviewers",
    "asking with errors": filled(f"{CALLS}/reviewers", "Ask them to review", Email="nowhere"),
    "no reviewers": "/desk/chaired/abstracts/calls/workshops/reviewers",
    "a reviewer": "{reviewer_at_desk}",
    "a reviewer who said no": "{reviewer_who_left}",
    "a reviewer with errors": filled("{reviewer_at_desk}", "Save", At_least="999"),
    "a rubric": f"{CALLS}/rubric",
    "a rubric with errors": filled(f"{CALLS}/rubric", "Save the rubric", Poster_boards="9999"),
    "no rubric": "/desk/chaired/abstracts/calls/workshops/rubric",
    "sharing out": f"{CALLS}/sharing",
    "sharing out to nobody": "/desk/chaired/abstracts/calls/main/sharing",
    "nothing to share out": "/desk/chaired/abstracts/calls/workshops/sharing",
    "progress": f"{CALLS}/progress",
    "no progress": "/desk/chaired/abstracts/calls/workshops/progress",
    "reviewers of one": "{reviewers_of_one}",
    "reviewers who discuss": "{discussed_at_desk}",
    "saying nothing as the chair": filled("{discussed_at_desk}", "Say it"),
    "opening a discussion": "{not_discussed_at_desk}",
    "handing on": "{reviewer_at_desk}/hand-on",
    "practice at the desk": f"{CALLS}/practice",
    "adding practice with errors": filled(f"{CALLS}/practice", "Add it"),
    "no practice": "/desk/chaired/abstracts/calls/workshops/practice",
    "practice that reviewers scored": f"{CALLS}/practice/1",
    "practice to change": f"{CALLS}/practice/2",
    "changing practice with errors": filled(f"{CALLS}/practice/2", "Save", Title=""),
    "conflicts": "{tied_abstract}",
    "no conflicts": "/desk/chaired/abstracts/main/4/conflicts",
    "the board": f"{CALLS}/board",
    "the board, near a line": f"{CALLS}/board?flag=near&order=adjusted",
    "a board that finds nothing": f"{CALLS}/board?decision=waitlisted",
    "what the rule suggests": f"{CALLS}/board/suggestion",
    "how strictness is taken out": f"{CALLS}/board/method",
    "too few reviews to take strictness out": "/desk/chaired/abstracts/calls/workshops/board/method",
    "nothing to suggest": "/desk/chaired/abstracts/calls/workshops/board/suggestion",
    "prizes": f"{CALLS}/prizes",
    "prizes with errors": filled(f"{CALLS}/prizes", "Add the prize", Name=""),
    "no prizes": "/desk/chaired/abstracts/calls/workshops/prizes",
    "where a chair works": f"/desk/{EVENT}/abstracts/workplace",
    "where a chair works, with errors": filled(f"/desk/{EVENT}/abstracts/workplace", "Save", Organisation=""),
    "nothing on the board": "/desk/chaired/abstracts/calls/workshops/board",
    "letters and release": f"{CALLS}/release",
    "nothing to release": "/desk/chaired/abstracts/calls/workshops/release",
    "a decision letter": f"{CALLS}/release/poster",
    "a decision letter with errors": filled(f"{CALLS}/release/declined", "Keep the letter", Subject=""),
}
