"""A journalist is asked, accepts, reads, is told of a moved moment, and is revoked; with script and without."""

import re
from datetime import timedelta
from uuid import uuid4

from playwright.sync_api import Page, expect

from people.models import Role
from tests import factories as make
from tests.journeys.calling import data_of, key_of
from tests.policy.launching import a_position, a_scheduled_launch
from tests.policy.pressing import words_of_pages

PHONE = {"viewport": {"width": 360, "height": 740}}
DAY = timedelta(days=1)


def a_launch_in(live, editor: str, title: str) -> tuple[str, str]:
    """The slug of a position that waits, and the day after its moment; ``editor`` edits all positions."""
    with data_of(live) as (_, now):
        make.a_person(email=editor, name="Ms Policy Editor", role=Role.POLICY_EDITOR)
        launch = a_scheduled_launch(position=a_position(title=title), lifts_at=now + 9 * DAY)
        return launch.position.slug, f"{launch.lifts_at + DAY:%Y-%m-%d}"


def letter_to(live, address: str, subject: str):
    """The letter of that subject, once it is there."""
    for count in range(1, 6):
        found = [each for each in live.catcher.wait_for(to=address, count=count, seconds=20) if subject in each.subject]
        if found:
            return found[-1]
    raise LookupError(subject)


def signed_in(page: Page, live, address: str) -> None:
    """Sign in by a code, where one is asked to."""
    page.get_by_label("Email").fill(address)
    page.get_by_role("button", name="Email me a code").click()
    digits = re.search(r"^\s*(\d{6})\s*$", letter_to(live, address, "code").text, re.M)[1]
    page.get_by_label("Six-digit code").fill(digits)
    page.get_by_role("button", name="Sign in").click()


def test_a_journalist_is_asked_accepts_reads_is_told_of_a_move_and_is_revoked(visit, live):
    mark = uuid4().hex[:8]
    editor, journalist, title = f"editor-{mark}@plenary.example", f"press-{mark}@news.example", f"Secretum {mark}"
    slug, later = a_launch_in(live, editor, title)
    desk = visit()
    desk.context.add_cookies([key_of(live, editor)])
    desk.goto(f"/desk/policy/{slug}/press")
    desk.get_by_role("button", name="Ask them", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("Three things need your attention")
    desk.get_by_label("Name", exact=True).fill("Ms Thyme Surrogate")
    desk.get_by_label("Outlet or organisation").fill("Health Ledger")
    desk.get_by_label("Email", exact=True).fill(journalist)
    desk.get_by_role("button", name="Ask them", exact=True).click()
    expect(desk.locator("#flashes")).to_contain_text("a letter is on its way")

    letter = letter_to(live, journalist, "Something under embargo for you")
    assert title not in letter.subject + letter.text
    address = re.search(r"http\S+/press/\S+", letter.text)[0]
    page = visit(**PHONE)
    page.goto(address)
    signed_in(page, live, journalist)
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you read it")
    assert title not in page.content()
    page.get_by_label("I have read the terms and accept them").check()
    page.get_by_role("button", name="Accept and read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("heading", name="Under embargo until")).to_be_visible()
    assert "Embargoed · Ms Thyme Surrogate" in page.locator(".watermark").inner_html()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    paper = page.get_by_role("link", name="Download the paper (PDF)").get_attribute("href")
    pages = words_of_pages(page.request.get(paper).body())
    assert all("Ms Thyme Surrogate, Health Ledger, copy 1. Opened" in words for words in pages)

    desk.goto(f"/desk/policy/{slug}/launch")
    desk.get_by_label("Moment when the embargo lifts").fill(f"{later}T09:30")
    desk.get_by_label("Why it moves").fill("The hall is not free before.")
    desk.get_by_role("button", name="Move it").click()
    told = letter_to(live, journalist, "Embargo time changed")
    assert title not in told.subject + told.text
    assert re.search(r"UK time: \S+ \d+ \S+ \d{4}, 09:30 \(it was ", told.text)
    page.reload()
    expect(page.get_by_role("heading", name="Under embargo until")).to_contain_text("09:30")

    desk.goto(f"/desk/policy/{slug}/press")
    expect(desk.get_by_role("row", name="Ms Thyme Surrogate")).to_contain_text("3 times")
    desk.get_by_role("link", name="Ms Thyme Surrogate").click()
    desk.get_by_text("Revoke their access").click()
    desk.get_by_role("button", name="Revoke Ms Thyme Surrogate’s access").click()
    expect(desk.locator("#flashes")).to_contain_text("can open nothing any more")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page at this address")
    assert "ended" in letter_to(live, journalist, "Early access ended").subject
