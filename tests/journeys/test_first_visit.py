"""Somebody's first visit to an event's page, with nothing kept from before, on a hospital's slow network."""

import pytest

from tests.journeys.world import EVENT

MOST_BYTES, MOST_REQUESTS = 60_000, 6


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_the_first_visit_of_an_event_fetches_little(browser, live):
    context = browser.new_context()
    page = context.new_page()
    wire = context.new_cdp_session(page)
    asked, fetched = [], []
    wire.on("Network.requestWillBeSent", lambda said: asked.append(said["request"]["url"]))
    wire.on("Network.loadingFinished", lambda said: fetched.append(said["encodedDataLength"]))
    wire.send("Network.enable")

    page.goto(f"{live.address}/events/{EVENT}/", wait_until="networkidle")
    context.close()

    assert 2 <= len(asked) <= MOST_REQUESTS, asked
    assert 5_000 < sum(fetched) < MOST_BYTES, dict(zip(asked, fetched, strict=False))
    assert all(address.startswith(live.address) for address in asked)


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_the_menu_of_a_phone_is_one_line(browser, live):
    context = browser.new_context(viewport={"width": 360, "height": 720})
    page = context.new_page()
    page.goto(f"{live.address}/events/{EVENT}/")
    lines = page.locator("body > header nav li:visible").evaluate_all("all => all.map(each => each.offsetTop)")
    context.close()

    assert len(lines) >= 4
    assert len(set(lines)) == 1
