"""A steward's phone through a bad morning: the network goes, the server stops, the browser is closed, all comes back.

The server is stopped as a process, the browser is the real one with a profile on the disk, and its camera is a film of
a badge.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from checkin.models import Verdict
from tests.journeys.phones import PEOPLE, PHONE, film_of, open_door, type_in
from tests.rig.live import Live

SMALL = {"width": 360, "height": 640}
CUT_OFF = re.compile(r"Failed to load resource: (net::ERR_|the server responded with a status of)")


@pytest.fixture
def door(new_database, tmp_path):
    with Live(new_database(), tmp_path, mail=False) as live:
        yield open_door(live)


@pytest.fixture
def phone(browser_type, browser_type_launch_args, door, tmp_path):
    """Open the phone's browser, each time with the same profile; any script error fails the test."""
    opened, errors = [], []

    def note(line) -> None:
        if line.type == "error" and not CUT_OFF.match(line.text):
            errors.append(line.text)

    def open_one(path: str = PHONE, film=None) -> Page:
        for context in opened:
            context.close()
        opened.clear()
        fake = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"] if film else []
        given = browser_type_launch_args | {"args": [*browser_type_launch_args.get("args", []), *fake]}
        context = browser_type.launch_persistent_context(
            tmp_path / "profile", base_url=door.live.address, viewport=SMALL, permissions=["camera"], **given
        )
        opened.append(context)
        page = context.pages[0]
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", note)
        page.goto(path)
        return page

    yield open_one
    for context in opened:
        context.close()
    assert errors == []


def verdict_by(page: Page, who: str):
    return page.locator(f"#verdict[data-judged-by={who}]")


def test_each_scan_is_kept_once_though_the_server_stops_and_the_browser_is_closed(door, phone, tmp_path):
    began = datetime.now(UTC)
    page = phone(f"{PHONE}#{door.code_of_the_desk()}", film_of(door.signed(0), tmp_path))
    expect(page.locator("#line")).to_have_text("Online.")
    assert "#" not in page.url  # the code is used up, and in no history
    page.get_by_role("button", name="Start the camera").click()
    expect(verdict_by(page, "server")).to_contain_text("Admitted")
    expect(page.locator("#verdict")).to_contain_text(PEOPLE[0])
    expect(page.locator("#unsent")).to_have_text("0 unsent")

    page = phone(film=film_of(door.signed(1), tmp_path))
    expect(page.locator("#line")).to_have_text("Online.")
    door.live.go_away()
    page.get_by_role("button", name="Start the camera").click()
    expect(verdict_by(page, "phone")).to_contain_text("Admitted")
    expect(page.locator("#verdict")).to_contain_text(PEOPLE[1])  # the badge itself has opened the name
    expect(page.locator("#line")).to_contain_text("No connection.")
    page.get_by_role("button", name="Stop the camera").click()
    type_in(page, door.codes[2])
    expect(page.locator("#verdict")).to_contain_text("Admitted")
    expect(page.locator("#verdict")).to_contain_text("No name on this phone")

    page = phone()  # the browser was closed; the server is away still
    expect(page.locator("#unsent")).not_to_have_text("0 unsent")
    type_in(page, door.codes[2])
    expect(verdict_by(page, "phone")).to_contain_text("Scanned before")
    type_in(page, "77777777")
    expect(verdict_by(page, "phone")).to_contain_text("No ticket has this code")
    expect(page.locator("#line")).to_contain_text("No connection.")
    told = int(re.search(r"\d+", page.locator("#unsent").text_content()).group())

    door.live.come_back()
    expect(page.locator("#unsent")).to_have_text("0 unsent")
    expect(page.locator("#line")).to_have_text("Online.")
    type_in(page, door.codes[1])
    expect(verdict_by(page, "server")).to_contain_text("Scanned before")

    scans = door.scans()
    alone = [scan for scan in scans if scan.data_at]
    assert len(alone) == told
    assert [
        (scan.read, scan.verdict, scan.reason) for scan in alone if not scan.read.startswith(door.signed(1)[:9])
    ] == [
        (door.codes[2], Verdict.ADMITTED, ""),
        (door.codes[2], Verdict.AGAIN, "already in"),
        ("77777777", Verdict.REFUSED, "unknown code"),
    ]
    by_camera = [scan for scan in alone if scan.read == door.signed(1)]
    assert [scan.verdict for scan in by_camera] == [Verdict.ADMITTED, *[Verdict.AGAIN] * (len(by_camera) - 1)]
    assert len({scan.key for scan in scans}) == len(scans)
    assert len({scan.counter for scan in scans}) == len(scans)
    for scan in alone:
        assert began < scan.data_at < scan.scanned_at < scan.received_at < datetime.now(UTC)
    assert [scan.scanned_at for scan in alone] == sorted(scan.scanned_at for scan in alone)
    assert all(scan.received_at - scan.scanned_at < timedelta(minutes=5) for scan in alone)
