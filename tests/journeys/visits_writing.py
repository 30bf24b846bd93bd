"""The pages of a call and of writing an abstract."""

from playwright.sync_api import Page, expect

from tests.core.nasty import PAGE
from tests.journeys.acts import Act, filled


def changed_elsewhere(page: Page, known: dict) -> None:
    """Another window has saved while this one was typed in."""
    page.goto(f"{known['whole_draft']}/text")
    rival = page.context.new_page()
    rival.goto(f"{known['whole_draft']}/text")
    rival.get_by_label("Title").fill("Saved in the other window")
    rival.get_by_role("radio", name="Green").check()
    with rival.expect_navigation():
        rival.get_by_role("button", name="Save and go on").click()
    rival.close()
    page.get_by_label("Title").fill("Typed in this one")
    page.get_by_label("Title").blur()
    expect(page.locator("#saved")).to_contain_text("changed in another window")
    with page.expect_navigation():
        page.get_by_role("button", name="Compare the two").click()


def saved_by_itself(page: Page, known: dict) -> None:
    page.goto(f"{known['whole_draft']}/statements")
    page.get_by_label("Funding (optional)").fill("Nobody.")
    page.get_by_label("Funding (optional)").blur()
    expect(page.locator("#saved-words")).to_contain_text("Saved")


def saved_as_a_page(page: Page, known: dict) -> None:
    """What the script asks for, asked for by a browser."""
    page.goto(f"{known['whole_draft']}/statements")
    script = """form => {
      form.insertAdjacentHTML('beforeend', '<input type="hidden" name="do" value="autosave">');
      form.submit();
    }"""
    with page.expect_navigation():
        page.locator("#writing").evaluate(script)


def a_refused_file(page: Page, known: dict) -> None:
    page.goto(f"{known['whole_draft']}/exhibits")
    figure = page.get_by_role("region", name="Figure")
    figure.get_by_label("The figure").set_input_files(
        {"name": "figure.pdf", "mimeType": "application/pdf", "buffer": PAGE}
    )
    figure.get_by_label("Its caption").fill("Kept")
    with page.expect_navigation():
        figure.get_by_role("button", name="Add the figure").click()


def too_little(path: str) -> Act:
    """A change that would leave something out of what was sent in."""
    return filled(path, "Send the changes", Title="")


CALLS: dict[str, Act] = {
    "calls": "{calls}",
    "a call": "{calls}open",
    "how abstracts are judged": "/events/leaders-2027/abstracts/abstracts/judging",
    "how a call without a rubric judges": "{calls}open/judging",
    "a call that is closed": "{calls}closed",
    "a call that opens later": "{calls}soon",
    "an event with calls": "/events/written/",
}
WRITING: dict[str, Act] = {
    "a call to write to": "{calls}open",
    "a code to come late": filled("{calls}closed", "Start with this code", Code_from_your_letter="WRONG"),
    "an abstract": "{telling_draft}",
    "its text": "{telling_draft}/text",
    "its statements": "{telling_draft}/statements",
    "its figure and table": "{telling_draft}/exhibits",
    "it looked over": "{telling_draft}/check",
    "an abstract just begun": "{begun_draft}",
    "an empty text": "{begun_draft}/text",
    "empty statements": "{begun_draft}/statements",
    "no figure and no table": "{begun_draft}/exhibits",
    "nothing to look over": "{begun_draft}/check",
    "an abstract that lacks nothing": "{whole_draft}/check",
    "statements saved by themselves": saved_by_itself,
    "statements saved as a page": saved_as_a_page,
    "a figure refused": a_refused_file,
    "a text changed elsewhere": changed_elsewhere,
    "an abstract sent in": "{sent_abstract}",
    "an abstract sent in, looked over": "{sent_abstract}/check",
    "a text sent in, with too little": too_little("{sent_abstract}/text"),
    "a draft that came too late": "{late_draft}",
    "a draft that came too late, looked over": "{late_draft}/check",
}
