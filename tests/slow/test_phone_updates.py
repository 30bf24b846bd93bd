"""A new version of the phone's page arrives while scans wait: they wait in the new one, and are stored once (R21)."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from checkin.models import Verdict
from tests.journeys.phones import enrolled, type_in, verdict_by
from tests.rig.newer import NO_TABLES, WORDS

ON_SQLITE = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
A_MOMENT = timedelta(seconds=1)
HAS_NEW_VERSION = """async () => {
  while (!(await navigator.serviceWorker.getRegistration())?.waiting) await new Promise((go) => setTimeout(go, 100));
}"""
LOOK_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def by_its_button(page: Page, _phone) -> Page:
    """The steward comes back to the page, and presses what it offers."""
    page.evaluate(LOOK_AGAIN)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Use the new version").click()
    return page


def by_itself(_page: Page, phone) -> Page:
    """The page is opened, which fetches the version, and opened once more, which takes it."""
    page = phone()
    page.get_by_role("button", name="More").click()
    expect(page.get_by_role("button", name="Use the new version")).to_be_visible()
    return phone()


@ON_SQLITE
@pytest.mark.parametrize("updated", [by_its_button, by_itself])
def test_r21_scans_that_wait_outlive_the_page_that_made_them(entrance, phone, tmp_path, updated):
    page = enrolled(phone, entrance)
    page.reload()  # from now on it is the kept page
    expect(page.locator("#line")).to_have_text("Online.")
    entrance.live.go_away()
    told = []

    def reads(code: str, verdict: Verdict, words: str) -> None:
        began = datetime.now(UTC)
        page.evaluate("delete document.getElementById('verdict').dataset.judgedBy")
        type_in(page, code)
        expect(verdict_by(page, "phone")).to_contain_text(words)
        told.append((code, verdict, began - A_MOMENT, datetime.now(UTC) + A_MOMENT))

    one, other = entrance.codes[:2]
    reads(one, Verdict.ADMITTED, "Admitted")
    reads(other, Verdict.ADMITTED, "Admitted")
    reads("77777777", Verdict.REFUSED, "No ticket has this code")
    (tmp_path / NO_TABLES).touch()
    entrance.live.come_back("tests.rig.newer")

    page = updated(page, phone)
    page.wait_for_function("words => document.getElementById('main').dataset.words.includes(words)", arg=WORDS)
    expect(page.locator("#unsent")).to_have_text("3 unsent")
    reads(one, Verdict.AGAIN, "Scanned before")
    reads("88888888", Verdict.REFUSED, WORDS)
    expect(page.locator("#unsent")).to_have_text("5 unsent")

    (tmp_path / NO_TABLES).unlink()
    expect(page.locator("#unsent")).to_have_text("0 unsent")
    expect(page.locator("#line")).to_have_text("Online.")
    scans = entrance.scans()
    assert [(scan.read, scan.verdict) for scan in scans] == [(code, verdict) for code, verdict, *_ in told]
    assert len({scan.key for scan in scans}) == len({scan.counter for scan in scans}) == len(told)
    for scan, (_, _, began, ended) in zip(scans, told, strict=True):
        assert scan.data_at < began < scan.scanned_at < ended < scan.received_at + A_MOMENT


@ON_SQLITE
def test_r22_a_code_of_the_desk_is_not_used_up_by_a_page_that_gives_way_to_the_next(entrance, phone):
    page = enrolled(phone, entrance)
    entrance.live.go_away()
    entrance.revoke_phones()
    entrance.live.come_back("tests.rig.newer")
    page = phone()
    expect(page.locator("#enrol-why")).to_contain_text("The desk has taken this phone off the door.")
    page.evaluate(HAS_NEW_VERSION)

    page.evaluate("code => { location.hash = code; location.reload() }", entrance.code_of_the_desk())

    page.wait_for_function("words => document.getElementById('main').dataset.words.includes(words)", arg=WORDS)
    expect(page.locator("#line")).to_have_text("Online.")
    type_in(page, entrance.codes[0])
    expect(verdict_by(page, "server")).to_contain_text("Admitted")
