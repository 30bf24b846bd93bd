"""WEB-2 in a browser: two windows on one abstract, and answers that come late and out of turn."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.calling import a_call_in, a_draft_in, key_of, saved_text

SAVED = re.compile(r"Saved \d\d:\d\d:\d\d")
WITH_SCRIPT = pytest.mark.parametrize("visit", ["with script"], indirect=True)


@pytest.fixture
def draft(live):
    author = f"windows-{uuid4().hex[:10]}@northmere.example"
    address = a_draft_in(live, a_call_in(live), author)
    return address, key_of(live, author)


def open_text(visit, draft):
    address, key = draft
    page = visit()
    page.context.add_cookies([key])
    page.goto(f"{address}/text")
    return page


class FirstHeld:
    """A way to the server on which the answer to the first form waits until it is let go, and no other does."""

    def __init__(self, page) -> None:
        self._held = []
        page.route("**/text", self._take)

    def _take(self, route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        answer = route.fetch(max_redirects=0)
        if self._held:
            route.fulfill(response=answer)
        else:
            self._held.append((route, answer))

    def wait(self, page) -> None:
        """Until the server has answered, and the page does not know it yet."""
        while not self._held:
            page.wait_for_timeout(20)

    def let_go(self) -> None:
        route, answer = self._held[0]
        route.fulfill(response=answer)


def type_in(page, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).fill(words)
    page.get_by_label(label, exact=True).blur()


@WITH_SCRIPT
def test_web_2_the_second_window_is_told_compares_and_puts_both_together(visit, live, draft):
    first, second = open_text(visit, draft), open_text(visit, draft)
    type_in(first, "Title", "Saved first")
    expect(first.locator("#saved-words")).to_have_text(SAVED)
    expect(first.locator("#version")).to_have_value("3")

    type_in(second, "Background", "Typed second.")
    expect(second.locator("#saved")).to_contain_text("changed in another window")
    expect(second.locator("#saved-spoken")).to_contain_text("changed in another window")
    assert saved_text(live, draft[0])["title"] == "Saved first"

    second.get_by_role("button", name="Compare the two").click()
    expect(second.get_by_role("heading", level=1, name="Changed in another window")).to_be_visible()
    expect(second.get_by_text("Saved first")).to_be_visible()
    second.locator("textarea[name=title]").fill("Saved first")
    second.get_by_role("button", name="Keep what I typed").click()
    expect(second).to_have_url(re.compile("/authors$"))

    kept = saved_text(live, draft[0])
    assert (kept["title"], kept["Background"]) == ("Saved first", "Typed second.")


@WITH_SCRIPT
def test_web_2_a_late_answer_does_not_overtake_what_was_typed_after_it(visit, live, draft):
    page = open_text(visit, draft)
    first = FirstHeld(page)
    type_in(page, "Title", "One")
    first.wait(page)

    type_in(page, "Title", "One two")
    type_in(page, "Background", "Three.")
    first.let_go()

    expect(page.locator("#version")).to_have_value("4")
    expect(page.get_by_label("Title")).to_have_value("One two")
    expect(page.locator("#saved-words")).to_have_text(SAVED)
    kept = saved_text(live, draft[0])
    assert (kept["title"], kept["Background"]) == ("One two", "Three.")


@WITH_SCRIPT
def test_web_2_the_button_waits_for_the_saving_that_is_under_way(visit, live, draft):
    page = open_text(visit, draft)
    first = FirstHeld(page)
    type_in(page, "Title", "One")
    first.wait(page)

    page.get_by_label("Title").fill("One two")
    page.get_by_role("button", name="Save and go on").click(no_wait_after=True)
    page.wait_for_timeout(200)
    first.let_go()

    expect(page).to_have_url(re.compile("/authors$"))
    assert saved_text(live, draft[0])["title"] == "One two"


@WITH_SCRIPT
def test_web_2_a_page_that_does_not_keep_its_turn_is_noticed(visit, live, draft):
    """A planted fault: without its order the second save goes with the version that the first has made old."""
    page = open_text(visit, draft)
    page.evaluate("document.getElementById('writing').setAttribute('hx-sync', 'this:replace')")
    first = FirstHeld(page)
    type_in(page, "Title", "One")
    first.wait(page)

    type_in(page, "Title", "One two")

    expect(page.locator("#saved")).to_contain_text("changed in another window")


def test_what_no_answer_comes_for_is_said_and_sent_again(browser, live, draft):
    address, key = draft
    context = browser.new_context(base_url=live.address)
    context.add_cookies([key])
    page = context.new_page()
    page.goto(f"{address}/text")
    page.route("**/text", lambda route: route.abort())
    type_in(page, "Title", "Under a bridge")
    expect(page.locator("#saved")).to_contain_text("Not saved: no answer came")
    page.unroute("**/text")

    type_in(page, "Title", "Out again")

    expect(page.locator("#saved-words")).to_have_text(SAVED)
    assert saved_text(live, address)["title"] == "Out again"
    context.close()
