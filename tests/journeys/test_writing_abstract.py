"""An abstract is written on a phone and sent in: with script it saves as one types, without it by its buttons."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.core.nasty import a_talking_png
from tests.journeys.calling import a_call_in, a_draft_in, key_of, saved_text
from tests.journeys.test_from_place_to_door import sign_in

PHONE = {"viewport": {"width": 360, "height": 740}}
HEADINGS = ("Background", "Approach", "Results", "Impact", "Learning")
TITLE = "Rounds that listen: twelve wards, one winter"


def with_script(request) -> bool:
    return request.node.callspec.params["visit"] == "with script"


def test_an_abstract_is_written_looked_over_and_submitted(visit, live, request):
    call, author = a_call_in(live), f"author-{uuid4().hex[:10]}@northmere.example"
    page = visit(**PHONE)
    page.goto(call)
    page.get_by_role("link", name="Sign in to start an abstract").click()
    sign_in_there(page, live, author)
    expect(page).to_have_url(re.compile(f"{call}$"))
    page.get_by_role("button", name="Start an abstract").click()
    expect(page.get_by_role("heading", level=2, name="A draft, and not submitted yet")).to_be_visible()
    home = page.url

    page.get_by_role("link", name="Text", exact=True).first.click()
    write_text(page, with_script(request))
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1, name="Authors")).to_be_visible()
    name_oneself(page)

    page.goto(f"{home}/statements")
    declare(page)
    page.get_by_role("button", name="Save and go on").click()
    add_a_figure(page)

    page.goto(f"{home}/check")
    expect(page.get_by_role("heading", name="Ready to submit")).to_be_visible()
    reviewed = page.get_by_role("region", name="As reviewers read it")
    expect(reviewed).to_contain_text(TITLE)
    expect(reviewed).not_to_contain_text("Exampleby")
    published = page.get_by_role("region", name="As the programme and the supplement show it")
    expect(published).to_contain_text("Rowan Exampleby")
    page.get_by_role("button", name="Submit the abstract").click()
    expect(page.get_by_role("heading", level=2, name="Your abstract is in", exact=True).last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    letters = live.catcher.wait_for(to=author, count=2, seconds=20)  # the code, and the receipt
    (receipt,) = [each for each in letters if " is in: " in each.subject]
    assert f"Your abstract {home.rpartition('/')[2]} is in" in receipt.subject


def sign_in_there(page, live, address: str) -> None:
    """Sign in on the page one was led to, which leads back."""
    page.get_by_label("Email").fill(address)
    page.get_by_role("button", name="Email me a code").click()
    letter = live.catcher.wait_for(to=address)[-1]
    page.get_by_label("Six-digit code").fill(re.search(r"^\s*(\d{6})\s*$", letter.text, re.M).group(1))
    page.get_by_role("button", name="Sign in").click()


def write_text(page, saves_by_itself: bool) -> None:
    title = page.get_by_label("Title")
    title.fill(TITLE)
    page.get_by_role("radio", name="Leadership research").check()
    page.get_by_role("radio", name="As a talk or a poster").check()
    for heading in HEADINGS:
        page.get_by_label(heading, exact=True).fill(f"What we say under {heading}, in seven words.")
    page.get_by_label("Keywords").fill("leadership, wards")
    if saves_by_itself:
        expect(page.locator("#words-count")).to_have_text("40 of 250 words")
        expect(page.locator("#title-count")).to_have_text(f"{len(TITLE)} of 160 characters")
        page.get_by_label("Keywords").blur()
        expect(page.locator("#saved-words")).to_have_text(re.compile(r"Saved \d\d:\d\d:\d\d"))
        page.reload()
    else:
        page.get_by_role("button", name="Save and go on").click()
        page.get_by_role("link", name="Text", exact=True).first.click()
        expect(page.locator("#words-count")).to_have_text("40 of 250 words")
    expect(title).to_have_value(TITLE)


def name_oneself(page) -> None:
    """Whoever begins is the first author already; what is asked yet is where they work."""
    page.locator("#authors li h3 a").first.click()
    page.get_by_label("Given names (optional)").fill("Rowan")
    page.get_by_label("Family name").fill("Exampleby")
    page.get_by_label(re.compile("^Organisation")).first.fill("Northmere Teaching Hospitals NHS Trust")
    page.get_by_role("button", name="Save", exact=True).click()


def declare(page) -> None:
    page.get_by_role("radio", name="It needed no approval").check()
    page.get_by_role("radio", name="No patient could be known from it").check()
    page.get_by_label("Interests that may seem to conflict").fill("None.")
    page.get_by_role("radio", name=re.compile("in training")).check()
    page.get_by_label("Where was the work done?").select_option(label="Wales")
    page.get_by_role("checkbox", name="All authors agree to this licence").check()


def add_a_figure(page) -> None:
    figure = page.get_by_role("region", name="Figure")
    figure.get_by_label("The figure").set_input_files(
        {"name": "Dr Exampleby.png", "mimeType": "image/png", "buffer": a_talking_png()}
    )
    figure.get_by_label("Its caption").fill("Twelve wards over one winter.")
    figure.get_by_role("button", name="Add the figure").click()
    expect(figure.get_by_role("heading", name="We have your figure")).to_be_visible()
    expect(page.get_by_text("Dr Exampleby.png")).to_have_count(0)


@pytest.mark.parametrize("visit", ["with script"], indirect=True)
def test_the_last_minute_is_counted_down_and_what_was_typed_over_the_end_stays(visit, live):
    author = f"late-{uuid4().hex[:10]}@northmere.example"
    call = a_call_in(live, closes_in=timedelta(seconds=20))
    draft = a_draft_in(live, call, author)
    page = visit(**PHONE)
    page.context.add_cookies([key_of(live, author)])
    page.goto(f"{draft}/text")
    expect(page.locator("#closing")).to_have_text(re.compile(r"Closes in \d+ seconds"))

    expect(page.locator("#closing")).to_have_text("The call has closed", timeout=30_000)
    page.get_by_label("Title").fill("Too late")
    page.get_by_label("Title").blur()

    expect(page.locator("#saved")).to_contain_text("Not saved. This call has closed.")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="Nothing was saved, and nothing you typed is lost")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Too late")
    assert saved_text(live, draft)["title"] != "Too late"


def test_whoever_may_not_come_late_is_told_so_at_the_code(visit, live):
    author = f"code-{uuid4().hex[:10]}@northmere.example"
    call = a_call_in(live, closes_in=timedelta(seconds=-1))
    page = visit(**PHONE)
    sign_in(page, live, author)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(call)

    page.get_by_label("Code from your letter").fill("GUESSED")
    page.get_by_role("button", name="Start with this code").click()

    expect(page.get_by_text("That is not a code of this call").first).to_be_visible()
    expect(page.get_by_label("Code from your letter")).to_have_value("GUESSED")
