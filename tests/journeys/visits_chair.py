"""The pages of the chair's desk."""

from playwright.sync_api import Page, expect

from tests.journeys.acts import Act, filled
from tests.journeys.world_chair import DESK

CALLS = f"{DESK}/calls"


def found_abstracts(page: Page, known: dict) -> None:
    page.goto(DESK)
    page.get_by_label("Number, title, text or name").press_sequentially("mentors")
    expect(page.locator("#abstracts [role=status]")).to_contain_text("found")


def ticked_for(act: str) -> Act:
    def all_of_them(page: Page, known: dict) -> None:
        page.goto(f"{DESK}?tick=all")
        page.get_by_label("With those ticked").select_option(act)
        with page.expect_navigation():
            page.get_by_role("button", name="Go on").click()

    return all_of_them


def chosen_category(page: Page, known: dict) -> None:
    ticked_for("category")(page, known)
    with page.expect_navigation():
        page.get_by_role("button", name="Choose it").click()


def looked_at(page: Page, known: dict) -> None:
    page.goto(f"{DESK}/message?abstract={known['flagged_id']}")
    page.get_by_label("Subject").fill("About abstract {number}")
    page.get_by_label("Words").fill("Dear {name},\n\nwe have read “{title}”.")
    with page.expect_navigation():
        page.get_by_role("button", name="See it as one reads it").click()


def shorter_than_what_was_sent(page: Page, known: dict) -> None:
    page.goto(f"{CALLS}/main")
    page.get_by_label("Words in all").fill("10")
    with page.expect_navigation():
        page.get_by_role("button", name="Save the call").click()


def a_wrong_heading(page: Page, known: dict) -> None:
    page.goto(f"{CALLS}/main/parts")
    page.get_by_text("Add a heading").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Add the heading").click()


CHAIR: dict[str, Act] = {
    "the chair’s own page": "/me",
    "the chair’s way in": "/desk/",
    "abstracts": DESK,
    "abstracts by every filter": f"{DESK}?status=submitted&flag=leaks&preference=poster&lead=trainee&nation=wales",
    "abstracts found": found_abstracts,
    "no abstract found": f"{DESK}?q=nothing+at+all",
    "incomplete abstracts": f"{DESK}?flag=incomplete",
    "older abstracts": f"{DESK}?before=20",
    "no call yet": "/desk/uncalled/abstracts",
    "an abstract to look at": "{flagged}",
    "a plain abstract": f"{DESK}/main/4",
    "a draft at the desk": f"{DESK}/main/55",
    "a field to redact": "{flagged}/redact/title",
    "a field that was redacted": "{flagged}/redact/figure_caption",
    "a file to withhold": "{flagged}/redact/figure",
    "no abstract ticked": f"{DESK}/ticked",
    "abstracts to review": ticked_for("review"),
    "abstracts to take back": ticked_for("back"),
    "abstracts to move": ticked_for("category"),
    "abstracts to move to a category": chosen_category,
    "a message": f"{DESK}/message?abstract={{flagged_id}}",
    "a message with errors": filled(f"{DESK}/message?abstract={{flagged_id}}", "See it as one reads it"),
    "a message looked at": looked_at,
    "messages": f"{DESK}/messages",
    "no messages": "/desk/uncalled/abstracts/messages",
    "figures": f"{DESK}/statistics",
    "figures of one call": f"{DESK}/statistics?call=main",
    "no figures": "/desk/uncalled/abstracts/statistics",
    "calls": CALLS,
    "no calls": "/desk/uncalled/abstracts/calls",
    "a new call": f"{CALLS}/new",
    "a new call with errors": filled(f"{CALLS}/new", "Make the call", Name="", Words_in_all="0"),
    "a call at the desk": f"{CALLS}/main",
    "a call with a long name": f"{CALLS}/workshops",
    "a call about to be shorter": shorter_than_what_was_sent,
    "what a call is made of": f"{CALLS}/main/parts",
    "what a call is made of, with errors": a_wrong_heading,
    "a heading": "{chaired_heading}",
    "a question of a call": "{chaired_question}",
    "a question of a call with errors": filled("{chaired_question}", "Save the question", Name=""),
    "late entries": f"{CALLS}/main/late",
    "a late entry with errors": filled(f"{CALLS}/main/late", "Make the code"),
    "no late entries": f"{CALLS}/workshops/late",
}
