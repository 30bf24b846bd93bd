"""A position from its first word to the schedule, in a browser: what is missing keeps it off, and nobody sees it."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

CHANNELS = ("press-notice", "web-summary", "social-text", "slide", "member-letter")
EDITOR = "yarrow.illustra@plenary.example"


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).first.click()


def write(page: Page, **words: str) -> None:
    for label, typed in words.items():
        page.get_by_label(label.replace("_", " "), exact=True).first.fill(typed)


@pytest.fixture
def begun(visit):
    """The editor's page, and the address of a position for Wales that has just been begun."""
    page, slug = visit(), f"time-to-{uuid4().hex[:8]}"
    page.goto("/demo/")
    press(page, "Be Yarrow")
    page.get_by_role("link", name="Begin a position").click()
    write(page, Title="Time to rest", Address=slug)
    page.get_by_label("Fairness").check()
    page.get_by_label("Wales").check()
    press(page, "Begin it")
    return page, f"/desk/policy/{slug}"


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_rule_52_a_launch_is_prepared_approved_and_scheduled(visit, live, begun):
    page, desk = begun
    write(page, Frame_in_English="Rest is part of the work.", Key_lines_in_English="One.\nTwo.\nThree.")
    write(page, Summary_in_English="We ask for **rest**.", Title_in_Welsh="Amser i orffwys")
    press(page, "Save the words")
    page.goto(f"{desk}/spokespeople")
    write(page, Name="Dr Heath Notreal")
    press(page, "Add it")
    page.goto(f"{desk}/launch")
    page.get_by_label("Event at which it is launched").select_option(label="Leading in Wales")
    page.get_by_label("Regional lead").select_option(label="Dr Heath Notreal (Wales)")
    page.get_by_label("Champion’s email (optional)").fill("laurel.proxy-ames@plenary.example")
    press(page, "Save the launch")
    page.get_by_label("Moment when the embargo lifts").fill("2031-03-30T01:30")
    press(page, "Set it")
    expect(page.get_by_text("the clocks go forward that night").first).to_be_visible()
    page.get_by_label("Moment when the embargo lifts").fill("2031-03-30T00:01")
    press(page, "Set it")
    for channel in CHANNELS:
        page.goto(f"{desk}/assets/{channel}/en")
        write(page, Words=f"The {channel}.")
        press(page, "Save it")
    page.goto(f"{desk}/approvals")
    write(page, Who_approves_it=EDITOR)
    press(page, "Send it")
    press(page, "Approve these words")
    page.goto(desk)
    expect(page.get_by_role("heading", name="Before it can be scheduled")).to_be_visible()
    expect(page.get_by_text("in Welsh, or say why there is none")).to_have_count(4)
    expect(page.get_by_role("button", name="Schedule the launch")).to_have_count(0)
    page.goto(f"{desk}/assets")
    page.get_by_label("Why there are no Welsh texts (optional)").fill("The translator is ill.")
    press(page, "Record it")
    page.goto(f"{desk}/rehearsal")
    expect(page.get_by_role("heading", name="Time to rest").first).to_be_visible()
    page.goto(desk)
    press(page, "Schedule the launch")
    expect(page.get_by_role("heading", name="It is scheduled", exact=True)).to_be_visible()
    stranger = visit()
    for address in (desk.removeprefix("/desk"), "/policy/", "/search?words=rest", "/events/wales-2027/"):
        stranger.goto(address)
        expect(stranger.get_by_text("Time to rest")).to_have_count(0)
