"""A steward's phone through a bad morning: the network goes, the server stops, the browser is closed, all comes back.

The server is stopped as a process, the browser is the real one with a profile on the disk, and its camera is a film of
a badge.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from checkin.models import Verdict
from tests.journeys.phones import PEOPLE, PHONE, Door, enrolled, film_of, type_in, verdict_by

ON_SQLITE = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)


def test_each_scan_is_kept_once_though_the_server_stops_and_the_browser_is_closed(entrance, phone, tmp_path):
    began = datetime.now(UTC)
    page = phone(f"{PHONE}#{entrance.code_of_the_desk()}", film_of(entrance.badge(0), tmp_path))
    expect(page.locator("#line")).to_have_text("Online.")
    assert "#" not in page.url  # the code is used up, and in no history
    page.get_by_role("button", name="Start the camera").click()
    expect(verdict_by(page, "server")).to_contain_text("Admitted")
    expect(page.locator("#verdict")).to_contain_text(PEOPLE[0])
    expect(page.locator("#unsent")).to_have_text("0 unsent")
    expect(page.locator("body")).to_have_attribute("data-kept", "yes")

    page = phone(film=film_of(entrance.badge(1), tmp_path))
    expect(page.locator("#line")).to_have_text("Online.")
    entrance.live.go_away()
    page.get_by_role("button", name="Start the camera").click()
    expect(verdict_by(page, "phone")).to_contain_text("Admitted")
    expect(page.locator("#verdict")).to_contain_text(PEOPLE[1])  # the badge itself has opened the name
    expect(page.locator("#line")).to_contain_text("No connection.")
    page.get_by_role("button", name="Stop the camera").click()
    type_in(page, entrance.codes[2])
    expect(page.locator("#verdict")).to_contain_text("Admitted")
    expect(page.locator("#verdict")).to_contain_text("No name on this phone")

    page = phone()  # the browser was closed; the server is away still
    expect(page.locator("#unsent")).not_to_have_text("0 unsent")
    type_in(page, entrance.codes[2])
    expect(verdict_by(page, "phone")).to_contain_text("Scanned before")
    type_in(page, "77777777")
    expect(verdict_by(page, "phone")).to_contain_text("No ticket has this code")
    expect(page.locator("#line")).to_contain_text("No connection.")
    told = int(re.search(r"\d+", page.locator("#unsent").text_content()).group())

    entrance.live.come_back()
    expect(page.locator("#unsent")).to_have_text("0 unsent")
    expect(page.locator("#line")).to_have_text("Online.")
    type_in(page, entrance.codes[1])
    expect(verdict_by(page, "server")).to_contain_text("Scanned before")

    scans = entrance.scans()
    alone = [scan for scan in scans if scan.data_at]
    assert len(alone) == told
    assert [
        (scan.read, scan.verdict, scan.reason) for scan in alone if not scan.read.startswith(entrance.signed(1)[:9])
    ] == [
        (entrance.codes[2], Verdict.ADMITTED, ""),
        (entrance.codes[2], Verdict.AGAIN, "already in"),
        ("77777777", Verdict.REFUSED, "unknown code"),
    ]
    by_camera = [scan for scan in alone if scan.read == entrance.signed(1)]
    assert [scan.verdict for scan in by_camera] == [Verdict.ADMITTED, *[Verdict.AGAIN] * (len(by_camera) - 1)]
    assert len({scan.key for scan in scans}) == len(scans)
    assert len({scan.counter for scan in scans}) == len(scans)
    for scan in alone:
        assert began < scan.data_at < scan.scanned_at < scan.received_at < datetime.now(UTC)
    assert [scan.scanned_at for scan in alone] == sorted(scan.scanned_at for scan in alone)
    assert all(scan.received_at - scan.scanned_at < timedelta(minutes=5) for scan in alone)


@ON_SQLITE
def test_r22_the_phones_files_hold_no_name_and_no_code_in_the_clear(entrance, phone, tmp_path):
    page = enrolled(phone, entrance, holds_names=True)
    type_in(page, entrance.signed(0))
    expect(verdict_by(page, "server")).to_contain_text(PEOPLE[0])
    entrance.live.go_away()
    type_in(page, entrance.signed(1))
    expect(verdict_by(page, "phone")).to_contain_text(PEOPLE[1])
    look_for(page, "quince")
    expect(page.locator("#found")).to_contain_text("Ms Quince Canarybird")
    phone.close()

    secrets = ["Canarybird", *entrance.codes, *(entrance.signed(number) for number in range(len(PEOPLE)))]
    assert found_in(tmp_path / "profile", secrets) == set()


@ON_SQLITE
def test_r22_a_name_that_is_kept_in_the_clear_is_noticed(entrance, phone, tmp_path):
    page = enrolled(phone, entrance)
    page.evaluate(CARELESS, [PEOPLE[0], f"{PEOPLE[1]} ŵ"])  # the second is stored as UTF-16
    phone.close()

    assert found_in(tmp_path / "profile", PEOPLE) == {PEOPLE[0], PEOPLE[1]}


@ON_SQLITE
@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (Door.revoke_phones, "The desk has taken this phone off the door. Nothing of the door is left on it."),
        (Door.end_shifts, "This phone’s shift is over. Nothing of the door is left on it."),
    ],
    ids=["revoked", "over"],
)
def test_r22_a_phone_at_its_end_hands_in_what_waits_holds_nothing_and_says_why(entrance, phone, ends, told):
    page = enrolled(phone, entrance)
    entrance.live.go_away()
    type_in(page, entrance.codes[0])
    expect(verdict_by(page, "phone")).to_contain_text("Admitted")
    ends(entrance)
    entrance.live.come_back()

    for _ in range(2):
        expect(page.locator("#enrol-why")).to_have_text(told)
        expect(page.get_by_role("button", name="Enrol")).to_be_visible()
        assert page.evaluate(LEFT_OVER) == [["was ended"], [], []]
        page.reload()
    (scan,) = entrance.scans()
    assert (scan.read, scan.verdict, scan.reason) == (entrance.codes[0], Verdict.ADMITTED, "")


@ON_SQLITE
@pytest.mark.parametrize("judge", ["server", "phone"])
def test_a_steward_takes_back_lets_in_by_hand_finds_by_name_and_reads_who_goes_out(entrance, phone, judge):
    page = enrolled(phone, entrance)
    if judge == "phone":
        entrance.live.go_away()

    def reads(number: int, told: str) -> None:
        type_in(page, entrance.codes[number])
        expect(verdict_by(page, judge)).to_contain_text(told)

    reads(0, "Admitted")
    press(page, "Undo")
    expect(verdict_by(page, judge)).to_contain_text("Taken back")
    reads(0, "Admitted")
    reads(0, "Scanned before")
    press(page, "By hand")
    press(page, "Let them in")
    expect(page.locator("#by-hand-error")).to_be_visible()
    page.get_by_label("Reason").fill("Known to the organisers")
    press(page, "Let them in")
    expect(verdict_by(page, judge)).to_contain_text("You decided this yourself")
    look_for(page, "canarybird")
    if judge == "phone":
        expect(page.locator("#find-told")).to_contain_text("This phone holds no names")
        press(page, "Back")
    else:
        press(page, f"Let in: {PEOPLE[1]}")
        expect(verdict_by(page, judge)).to_contain_text(PEOPLE[1])
    press(page, "Going out")
    reads(0, "Gone out")

    if judge == "phone":
        entrance.live.come_back()
    expect(page.locator("#unsent")).to_have_text("0 unsent")
    plain = ("admitted", "", False, False, "")
    expected = [plain, ("refused", "undone", False, True, ""), plain, ("again", "already in", False, False, "")]
    expected.append(("admitted", "by hand", False, False, "Known to the organisers"))
    expected += [plain] if judge == "server" else []
    told = [
        (each.verdict.value, each.reason, each.is_exit, bool(each.undo_of), each.by_hand) for each in entrance.scans()
    ]
    assert told == [*expected, ("admitted", "left", True, False, "")]


@ON_SQLITE
def test_chk_5_a_phone_says_that_its_data_is_old_and_what_could_not_be_right(entrance, phone):
    page = enrolled(phone, entrance)
    page.clock.install()
    page.reload()
    expect(page.locator("#age")).to_contain_text("Data just now")
    entrance.live.go_away()
    entrance.give_back(0)
    type_in(page, entrance.codes[0])
    expect(verdict_by(page, "phone")).to_contain_text("Admitted")
    page.clock.fast_forward("06:00")
    expect(page.locator("#age")).to_have_text("Data 6 min old, which is old.")
    expect(page.locator("#unsent")).to_have_attribute("data-tone", "bad")

    entrance.live.come_back()
    page.clock.fast_forward("00:10")
    expect(page.locator("#trouble")).to_contain_text("One scan from here cannot be right.")
    press(page, "See")
    expect(page.locator("#conflicts")).to_contain_text("A cancelled ticket was let in, North door")
    press(page, "Back")
    type_in(page, entrance.codes[0])
    expect(page.locator("#verdict")).to_contain_text("This place was given back")


STORE = 'import(document.querySelector("script[src]").src.replace("phone.js", "store.js"))'
CARELESS = f'async (names) => (await (await {STORE}).openStore("careless")).keep("last", names)'
LEFT_OVER = f"""async () => {{
  const store = await (await {STORE}).openStore(`door of ${{location.pathname.split("/")[2]}}`);
  return Promise.all(["kept", "queue", "seen"].map(async (shelf) => (await store.all(shelf)).map((each) => each.name)));
}}"""


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def look_for(page: Page, words: str) -> None:
    page.locator("footer").get_by_role("button", name="Find").click()
    page.get_by_label("Name or organisation").fill(words)
    page.get_by_label("Name or organisation").press("Enter")


def found_in(folder: Path, secrets) -> set[str]:
    """Those of the texts that a file below the folder holds, in UTF-8 or UTF-16."""
    texts = {secret: (secret.encode(), secret.encode("utf-16-le")) for secret in secrets}
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert sum(map(len, files)) > 100_000  # the profile is there
    return {secret for secret, forms in texts.items() if any(form in file for form in forms for file in files)}
