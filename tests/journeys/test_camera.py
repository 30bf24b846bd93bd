"""The steward's camera sees the very picture that a delegate was sent. The browser's camera is a film of it."""

import io
import os
import re
import subprocess
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import expect

from registration.codes import Signer, picture
from tests.journeys.test_from_place_to_door import EVENT, become_steward

FILM_RATE = 30  # what Chromium takes any film for
IN_SIGHT, AWAY = 1, 2.5  # seconds; the script takes a code for gone after two
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

    def open_one(film, *, permissions=("camera",), **options):
        fake = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
        given = browser_type_launch_args | {"args": [*browser_type_launch_args["args"], *(fake if film else ())]}
        browser = browser_type.launch(**given)
        opened.append(browser)
        context = browser.new_context(
            base_url=live.address, viewport=PHONE, storage_state=signed_in, permissions=list(permissions), **options
        )
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
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
        hall = Image.new("RGB", (1280, 720), "#8a8580")
        hall.save(tmp_path / "hall.png")
        hall.paste(Image.open(io.BytesIO(png)).convert("RGB").rotate(4, expand=True, fillcolor="#8a8580"), (440, 160))
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
    expect(verdict).to_contain_text("Scanned before", timeout=10_000)
    assert len(scans) == 2  # not once more while it stayed in sight
    assert all(request.timing["responseEnd"] < 1000 for request in scans)

    door.get_by_label("Code", exact=True).fill("7777 7777")  # beside the camera one types as ever
    door.get_by_role("button", name="Check").click()
    expect(verdict).to_contain_text("No ticket has this code")

    door.get_by_role("button", name="Stop the camera").click()
    expect(door.locator("#sight")).to_be_hidden()


def test_a_code_that_is_not_ours_is_refused_before_the_server_answers(door_before, film_of):
    forged = picture(Signer({1: bytes(range(50, 82))}).sign(1, "7K3MNPQR"))
    door = door_before(film_of(forged))
    held = []
    door.route("**/door", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())

    verdict = start(door)

    expect(verdict).to_contain_text("Do not admit")
    expect(verdict).to_contain_text("This code was not made by us.")
    with door.expect_response("**/door"):
        held[0].continue_()
    expect(verdict.locator("[name=key]")).to_have_count(1)
    expect(verdict).to_contain_text("This code was not made by us.")


def test_without_permission_or_camera_the_steward_reads_what_to_do(door_before, film_of):
    refused = door_before(film_of(picture("7K3MNPQR")), permissions=())
    start(refused)
    expect(refused.get_by_role("alert")).to_contain_text("The browser may not use the camera.")
    expect(refused.get_by_role("button", name="Start the camera")).to_be_visible()

    nothing = door_before(None)
    start(nothing)
    expect(nothing.get_by_role("alert")).to_contain_text("No camera was found here.")
