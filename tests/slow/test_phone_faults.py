"""A network that is only half there: the phone judges in time, says so, and drops nothing (CHK-8)."""

import pytest
from playwright.sync_api import expect

from tests.journeys.phones import enrolled, film_of, type_in, verdict_by
from tests.rig.half_network import FAULTS, half_network

ON_SQLITE = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
SOON = 2000  # milliseconds from the code to the verdict
FRAME_TO_WORD = 300  # milliseconds without a network
SCANS = 8


@ON_SQLITE
@pytest.mark.parametrize("fault", FAULTS)
def test_chk_8_half_a_network_costs_neither_time_nor_a_scan(entrance, phone, fault):
    page = enrolled(phone, entrance)
    expect(page.locator("#line")).to_have_text("Online.")
    entrance.live.go_away()

    with half_network(entrance.live.port, fault):
        for number in (0, 1, 0):
            page.evaluate("delete document.getElementById('verdict').dataset.judgedBy")
            type_in(page, entrance.codes[number])
            expect(verdict_by(page, "phone")).to_be_visible()
            assert int(page.locator("#verdict").get_attribute("data-milliseconds")) < SOON
        expect(page.locator("#verdict")).to_contain_text("Scanned before")
        expect(page.locator("#line")).to_contain_text("No connection.")
        expect(page.locator("#unsent")).to_have_text("3 unsent")
        page.wait_for_timeout(6000)  # long enough for it to have asked again, and to have believed what came
        expect(page.locator("#unsent")).to_have_text("3 unsent")
        expect(page.locator("#enrol")).to_be_hidden()

    entrance.live.come_back()
    expect(page.locator("#unsent")).to_have_text("0 unsent")
    expect(page.locator("#line")).to_have_text("Online.")
    told = [(scan.read, scan.verdict.value, scan.reason) for scan in entrance.scans()]
    one, other = entrance.codes[:2]
    assert told == [(one, "admitted", ""), (other, "admitted", ""), (one, "again", "already in")]


@ON_SQLITE
def test_from_the_frame_to_the_word_takes_less_than_a_third_of_a_second(entrance, phone, tmp_path):
    enrolled(phone, entrance)
    entrance.live.go_away()
    page = phone(film=film_of(entrance.badge(0), tmp_path))
    expect(page.locator("#line")).to_contain_text("No connection.")
    page.get_by_role("button", name="Start the camera").click()

    taken = []
    for _ in range(SCANS):
        expect(page.locator("#verdict[data-milliseconds]")).to_be_visible()
        taken.append(int(page.locator("#verdict").get_attribute("data-milliseconds")))
        page.evaluate("delete document.getElementById('verdict').dataset.milliseconds")

    assert sorted(taken)[SCANS // 2] < FRAME_TO_WORD, taken
