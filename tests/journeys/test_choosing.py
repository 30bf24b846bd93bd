"""Choosing without a page being loaded, the same without script; and forty people of one trust in one go."""

import re
import time
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.test_from_place_to_door import code_in_the_picture
from tests.journeys.test_paid import CATEGORY, EVENT, GOOD, TICKET, choose, expect_booked, pay, to_stripe

FORTY = 40


def test_the_price_goes_along_while_one_chooses(visit, request):
    page = visit()
    page.goto(f"/events/{EVENT}/tickets")
    loaded = []
    page.on("framenavigated", lambda frame: loaded.append(frame.url))
    with_script = request.node.callspec.params["visit"] == "with script"

    choose(page.get_by_role("group", name="Delegate 1"), EVENT, TICKET)
    show(page, with_script)
    expect(page.locator(".total")).to_contain_text("£525.00")
    page.get_by_role("button", name="Add another delegate").click()
    second = page.get_by_role("group", name="Delegate 2")
    expect(second.get_by_label("Which of these fits?")).to_be_visible()
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)  # a person is slower
    second.get_by_label("Which of these fits?").select_option(label="Student, not a member")
    show(page, with_script)
    expect(second).to_contain_text("£95")
    second.get_by_label(re.compile("Two days, student")).check()
    show(page, with_script)
    expect(page.locator(".total output")).to_have_text("£620.00")
    page.get_by_label("Code (optional)").fill("NO SUCH CODE")
    page.get_by_role("button", name="Use the code").click()
    expect(page.get_by_text("We know no such code").first).to_be_visible()
    expect(page.locator(".total output")).to_have_text("£620.00")  # and nothing chosen is lost
    page.get_by_role("button", name="Remove delegate 2").click()
    expect(page.locator(".total output")).to_have_text("£525.00")

    assert (loaded == []) is with_script


@pytest.mark.parametrize("visit", ["with script"], indirect=True)
def test_what_is_typed_while_new_prices_are_on_their_way_stays(visit):
    page = visit()
    page.goto(f"/events/{EVENT}/tickets")
    page.route(f"**/events/{EVENT}/tickets", late)

    page.get_by_label("Which of these fits?").select_option(label=CATEGORY)
    page.get_by_label("Your name").press_sequentially("Dr Bracken Sandboxe", delay=40)
    expect(page.get_by_label(TICKET)).to_be_enabled()
    expect(page.get_by_role("group", name="Delegate 1")).to_contain_text("£525")

    expect(page.get_by_label("Your name")).to_have_value("Dr Bracken Sandboxe")


def late(route) -> None:
    time.sleep(0.3)  # long enough to type in
    route.continue_()


def show(page, with_script: bool) -> None:
    if not with_script:
        page.get_by_role("button", name="Show my prices").first.click()


def test_forty_people_of_one_trust_are_booked_paid_and_written_to_in_one_go(visit, live):
    mark = uuid4().hex[:8]
    leader = f"leader-{mark}@northmere.example"
    people = [f"Dr Number {n} Notreal\tnumber{n}-{mark}@northmere.example" for n in range(1, FORTY + 1)]
    page = visit()
    page.goto(f"/events/{EVENT}/tickets")
    page.get_by_role("link", name="Book a group from a list").click()
    page.get_by_label("Your name").fill("Ms Linden Placeholder")
    page.get_by_label("Your email").fill(leader)
    page.get_by_label("Organisation").fill("Northmere Teaching Hospitals NHS Trust")
    page.get_by_label("Which of these fits most of them?").select_option(label=CATEGORY)
    page.get_by_label("Delegates", exact=True).fill("\n".join([*people[:-1], people[-1].replace("@", " at ")]))
    page.get_by_role("button", name="Look at the list").last.click()
    expect(page.get_by_text("Write the email address in full")).to_be_visible()
    page.get_by_label("Delegates", exact=True).fill("\n".join(people))
    page.get_by_role("button", name="Look at the list").last.click()
    expect(page.locator(".total output")).to_have_text("£18,900.00")  # forty times 525, less ten per cent
    page.get_by_role("button", name="Book 40 places").click()
    to_stripe(page)
    pay(page, GOOD)
    expect_booked(page)

    expect(page.get_by_role("heading", name=re.compile("^Dr Number"))).to_have_count(FORTY)
    (theirs,) = live.catcher.wait_for(to=f"number{FORTY}-{mark}@northmere.example", seconds=20)
    assert code_in_the_picture(theirs)
