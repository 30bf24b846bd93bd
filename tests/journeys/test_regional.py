"""A regional lead makes a conference with a launch, sees what is missing, and has it approved and scheduled."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.journeys.test_launching import CHANNELS, EDITOR, press, write

FORM = {
    "Name of the conference": "Leading in Wales again",
    "Day": "2031-02-27",
    "Venue": "Canolfan Dyffryn Glas",
    "Town": "Dyffryn Glas",
    "Contact for delegates": "wales@plenary.example",
    "Champion’s email (optional)": "laurel.proxy-ames@plenary.example",
    "Moment when the embargo lifts": "2031-02-27T10:30",
}


def line(page: Page, words: str):
    """One line of the checklist."""
    return page.get_by_role("listitem").filter(has_text=words)


def test_a_regional_lead_makes_a_conference_with_a_launch_from_the_template(visit, live):
    page, title = visit(), f"Fair and {uuid4().hex[:8]}"
    page.goto("/demo/")
    press(page, "Be Heath")
    page.goto("/desk/")
    page.get_by_role("link", name="A regional conference with a launch").click()
    for label, words in FORM.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("Working title of the position").fill(title)
    press(page, "Make the conference")
    expect(page.get_by_text("Choose the goal that it serves.").first).to_be_visible()
    expect(page.get_by_label("Venue", exact=True)).to_have_value(FORM["Venue"])
    page.get_by_label("Fairness").check()
    press(page, "Make the conference")
    expect(page.get_by_role("heading", level=1, name="What is left to do")).to_be_visible()
    checklist = page.url
    slug = re.search(r"/desk/([\w-]+)/regional", checklist).group(1)
    expect(line(page, "Say it in Welsh too")).to_contain_text("the name; the summary; getting in")
    expect(line(page, "Publish the event")).to_contain_text("To do")

    page.get_by_role("link", name="Write the frame, key lines and summary").click()
    desk = page.url.removesuffix("/text")
    write(page, Frame_in_English="Who leads should be who works.", Key_lines_in_English="One.\nTwo.\nThree.")
    write(page, Summary_in_English="We ask for open posts.")
    press(page, "Save the words")
    page.goto(f"{desk}/spokespeople")
    write(page, Name="Dr Heath Notreal")
    press(page, "Add it")
    for channel in CHANNELS:
        page.goto(f"{desk}/assets/{channel}/en")
        write(page, Words=f"The {channel}.")
        press(page, "Save it")
    page.goto(checklist)
    expect(line(page, "Write what each channel says")).to_contain_text("Done")
    expect(line(page, "Write it in Welsh, or say why there is none")).to_contain_text("add the web summary")

    page.goto(f"{desk}/approvals")
    write(page, Who_approves_it=EDITOR)
    press(page, "Send it")
    other = visit()
    other.goto("/demo/")
    press(other, "Be Yarrow")
    other.goto(f"{desk}/approvals")
    press(other, "Approve these words")
    page.goto(desk)
    expect(page.get_by_role("button", name="Schedule the launch")).to_have_count(0)
    page.goto(f"{desk}/assets")
    page.get_by_label("Why there are no Welsh texts (optional)").fill("The translator is ill.")
    press(page, "Record it")
    page.goto(desk)
    press(page, "Schedule the launch")
    page.goto(checklist)
    expect(line(page, "Schedule the launch")).to_contain_text("Done")

    page.goto(f"/desk/{slug}/event")
    write(page, Summary="A day in the west.", Name_in_Welsh="Arwain yng Nghymru eto")
    press(page, "Save the event")
    expect(page.get_by_text("Translation missing")).to_have_count(2)
    page.get_by_label("Public: it is listed, and anybody finds it").check()
    page.get_by_label("Yes, show it like that from now on").check()
    press(page, "Change who finds it")
    stranger = visit()
    stranger.goto(f"/events/{slug}/")
    expect(stranger.get_by_role("heading", level=1, name="Leading in Wales again")).to_be_visible()
    expect(stranger.get_by_text(title)).to_have_count(0)
    stranger.get_by_role("link", name="Darllen yn Gymraeg").click()
    expect(stranger.get_by_role("heading", level=1, name="Arwain yng Nghymru eto")).to_be_visible()
    expect(stranger.get_by_text(title)).to_have_count(0)
