"""The steward's camera sees the very picture that a delegate was sent. The browser's camera is a film of it."""

import io
import os
import re
import subprocess
from pathlib import Path
from time import monotonic
from urllib.parse import parse_qs
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import expect

from registration.codes import Signer, picture
from tests.journeys.test_from_place_to_door import EVENT, become_steward
from tests.journeys.test_paid import GOOD, expect_booked, hold, pay, to_stripe

FILM_RATE = 30  # what Chromium takes any film for
IN_SIGHT, AWAY = 0.8, 2.4  # seconds; the script takes a code for gone after two
TEST_PICTURE = "what a camera without a film shows"
AXE = next((Path(__file__).parent.parent / "vendor").glob("axe.*.js"))
CUT_OFF = re.compile(r"Failed to load resource: net::ERR_FAILED|htmx:(afterRequest|sendError),")
PHONE = {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def letter(browser, live):
    """The letter of a guest who has just booked."""
    guest = f"guest-{uuid4().hex[:10]}@northmere.example"
    context = browser.new_context(base_url=live.address)
    page = context.new_page()
    page.goto(f"/events/{EVENT}/tickets")
    page.get_by_label("Your name").fill("Dr Bracken Sandboxe")
    page.get_by_label("Your email").fill(guest)
    page.get_by_label(re.compile("Medical or dental student")).check()
    page.get_by_role("button", name="Book").click()
    context.close()
    return live.catcher.wait_for(to=guest)[-1]


@pytest.fixture(scope="module")
def paid_letter(browser, live):
    """The letter of a guest who has just paid on Stripe's page."""
    guest = f"guest-{uuid4().hex[:10]}@northmere.example"
    context = browser.new_context(base_url=live.address)
    page = context.new_page()
    hold(page, guest, event=EVENT, ticket=re.compile("Trainee or foundation doctor"))
    to_stripe(page)
    pay(page, GOOD)
    expect_booked(page)
    context.close()
    return live.catcher.wait_for(to=guest, seconds=15)[-1]


@pytest.fixture(scope="module")
def signed_in(browser, live):
    """What a browser keeps in which a steward has signed in."""
    context = browser.new_context(base_url=live.address)
    become_steward(context.new_page(), live, f"steward-{uuid4().hex[:10]}@northmere.example")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def door_before(browser_type, browser_type_launch_args, live, signed_in, tmp_path):
    """The door's page on a phone whose camera sees ``film``; any script error fails the test."""
    opened, errors = [], []

    def note(line) -> None:
        # A request that a test cut off is not an error of the page.
        if line.type == "error" and not CUT_OFF.match(line.text):
            errors.append(line.text)

    def open_one(film, *, permissions=("camera",), cameras=1, **options):
        fake = [f"--use-fake-device-for-media-stream=device-count={cameras}"]
        if film is not TEST_PICTURE:
            fake.append(f"--use-file-for-fake-video-capture={film}")
        given = browser_type_launch_args | {"args": [*browser_type_launch_args["args"], *(fake if film else ())]}
        browser = browser_type.launch(**given)
        opened.append(browser)
        context = browser.new_context(
            base_url=live.address, viewport=PHONE, storage_state=signed_in, permissions=list(permissions), **options
        )
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", note)
        page.goto(f"/events/{EVENT}/door")
        return page

    yield open_one
    for browser in opened:
        browser.close()
    assert errors == []


@pytest.fixture
def film_of(tmp_path):
    """A film of a picture held before the camera a little askew, taken away, and held again."""

    def made(png: bytes):
        hall = Image.new("RGB", (1024, 576), "#8a8580")
        hall.save(tmp_path / "hall.png")
        hall.paste(Image.open(io.BytesIO(png)).convert("RGB").rotate(4, expand=True, fillcolor="#8a8580"), (310, 90))
        hall.save(tmp_path / "held.png")
        command = [os.environ.get("FFMPEG", "ffmpeg"), "-loglevel", "error"]
        for name, seconds in (("held", IN_SIGHT), ("hall", AWAY)):
            command += ["-loop", "1", "-r", str(FILM_RATE), "-t", str(seconds), "-i", str(tmp_path / f"{name}.png")]
        film = tmp_path / "camera.mjpeg"
        command += ["-filter_complex", "[0][1]concat", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "4", str(film)]
        subprocess.run(command, check=True, timeout=60)
        return film

    return made


def picture_in(letter) -> bytes:
    (part,) = [each for each in letter.email.walk() if each.get_content_type() == "image/png"]
    return part.get_payload(decode=True)


def start(door):
    door.get_by_role("button", name="Start the camera").click()
    return door.locator("#verdict")


def test_a_ticket_from_a_letter_is_admitted_by_the_camera_and_then_known(door_before, film_of, letter):
    door = door_before(film_of(picture_in(letter)))
    scans = []
    door.on("requestfinished", lambda request: scans.append(request) if request.method == "POST" else None)

    verdict = start(door)

    expect(verdict).to_contain_text("Admitted")
    expect(verdict).to_contain_text("Dr Bracken Sandboxe")
    expect(door.get_by_label("Code", exact=True)).to_be_focused()  # for a hand scanner
    assert len(scans) == 1
    hide(door, True)
    expect(door.locator("#sight")).to_be_hidden()
    hide(door, False)
    expect(door.locator("#sight")).to_be_visible()
    expect(verdict).to_contain_text("Scanned before", timeout=10_000)
    assert len(scans) == 2  # not once more while it stayed in sight
    assert all(request.timing["responseEnd"] < 1000 for request in scans)
    assert faults(door) == []

    door.get_by_label("Code", exact=True).fill("7777 7777")  # beside the camera one types as ever
    door.get_by_role("button", name="Check").click()
    expect(verdict).to_contain_text("No ticket has this code")

    door.get_by_role("button", name="Stop the camera").click()
    expect(door.locator("#sight")).to_be_hidden()


def test_a_ticket_that_was_paid_for_is_admitted_by_the_camera(door_before, film_of, paid_letter):
    verdict = start(door_before(film_of(picture_in(paid_letter))))

    expect(verdict).to_contain_text("Admitted")
    expect(verdict).to_contain_text("Trainee or foundation doctor")


def test_what_is_not_ours_is_refused_before_the_server_answers_and_sent_again_when_it_can_be(door_before, film_of):
    forged = picture(Signer({1: bytes(range(50, 82))}).sign(1, "7K3MNPQR"))
    door = door_before(film_of(forged))
    tried = []
    door.route("**/door", lambda route: tried.append(route) if route.request.method == "POST" else route.continue_())

    verdict = start(door)

    expect(verdict).to_contain_text("Do not admit")
    expect(verdict).to_contain_text("This code was not made by us.")
    tried[0].abort()
    expect(door.locator("#no-connection")).to_be_visible()
    expect(door.get_by_label("Code", exact=True)).to_be_empty()
    until(door, lambda: len(tried) > 1)
    with door.expect_response("**/door"):
        tried[1].continue_()
    expect(door.locator("#no-connection")).to_be_hidden()
    expect(verdict).to_contain_text("This code was not made by us.")
    assert len({key_of(each) for each in tried}) == 1  # so that it counts once


def key_of(route) -> str:
    return parse_qs(route.request.post_data)["key"][0]


def until(page, happened) -> None:
    give_up = monotonic() + 10
    while not happened():
        assert monotonic() < give_up
        page.wait_for_timeout(50)


def hide(page, hidden: bool) -> None:
    """Let the page believe that another one lies over it."""
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def faults(page) -> list[str]:
    """What axe has against the page as it stands."""
    page.evaluate(AXE.read_text() + ";0")
    return [each["id"] for each in page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]]


def test_without_permission_or_camera_the_steward_reads_what_to_do(door_before):
    refused = door_before(TEST_PICTURE, permissions=())
    start(refused)
    expect(refused.get_by_role("alert")).to_contain_text("The browser may not use the camera.")
    expect(refused.get_by_role("button", name="Start the camera")).to_be_visible()

    nothing = door_before(None)
    start(nothing)
    expect(nothing.get_by_role("alert")).to_contain_text("No camera was found here.")


def test_with_several_cameras_one_is_chosen_and_what_is_no_code_says_nothing(door_before):
    door = door_before(TEST_PICTURE, cameras=3)

    verdict = start(door)
    choice = door.get_by_label("Which camera")
    expect(choice.locator("option")).to_have_count(3)
    choice.select_option(index=1)

    expect(door.get_by_role("button", name="Stop the camera")).to_be_visible()
    expect(choice.locator("option").nth(1)).to_have_js_property("selected", True)
    for each in door.locator("#camera").locator("button:visible, select:visible").all():
        assert each.bounding_box()["height"] >= 52
    expect(verdict).to_contain_text("Ready")


def test_a_scan_whose_answer_was_lost_keeps_its_key_and_the_next_badge_has_its_own(door_before):
    door = door_before(None)
    keys = []

    def lose(route) -> None:
        if route.request.method == "POST":
            keys.append(key_of(route))
            route.abort()
        else:
            route.continue_()

    door.route("**/door", lose)
    field, lost = door.get_by_label("Code", exact=True), door.locator("#no-connection")

    for number, code in enumerate(("7777 7777", "7777 7777", "8888 8888"), start=1):
        field.fill(code)
        field.press("Enter")
        until(door, lambda number=number: len(keys) == number)
        expect(lost).to_be_visible()
        expect(field).to_have_value(code)

    assert keys[0] == keys[1] != keys[2]
