"""The steward's camera sees the very picture that a delegate was sent. The browser's camera is a film of it."""

import io
import os
import re
import subprocess
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.test_from_place_to_door import EVENT, become_steward

FILM_RATE = 30  # what Chromium takes any film for
IN_SIGHT, AWAY = 2.5, 3  # seconds


def picture_in(letter) -> Image.Image:
    (part,) = [each for each in letter.email.walk() if each.get_content_type() == "image/png"]
    return Image.open(io.BytesIO(part.get_payload(decode=True)))


def film(folder, picture: Image.Image | None):
    """A film of the picture held before the camera, taken away, and held again; of an empty hall without one."""
    hall = Image.new("RGB", (1280, 720), "#8a8580")
    held = hall.copy()
    if picture:
        held.paste(picture.convert("RGB").rotate(4, expand=True, fillcolor="#8a8580"), (440, 160))
    hall.save(folder / "hall.png")
    held.save(folder / "held.png")
    made = folder / "camera.mjpeg"
    command = [os.environ.get("FFMPEG", "ffmpeg"), "-loglevel", "error", "-y"]
    for name, seconds in (("held", IN_SIGHT), ("hall", AWAY)):
        command += ["-loop", "1", "-r", str(FILM_RATE), "-t", str(seconds), "-i", str(folder / f"{name}.png")]
    command += ["-filter_complex", "[0][1]concat", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "4", str(made)]
    subprocess.run(command, check=True, timeout=60)
    return made


@pytest.fixture
def before_the_camera(browser_type, browser_type_launch_args, live, tmp_path):
    """A steward's browser whose camera sees ``picture``; any script error fails the test."""
    opened, errors = [], []

    def open_one(picture: Image.Image | None, *, allowed: bool = True, cameras: int = 1):
        film_file = film(tmp_path, picture)
        given = dict(browser_type_launch_args)
        given["args"] = [
            *given["args"],
            f"--use-fake-device-for-media-stream=device-count={cameras}",
            f"--use-file-for-fake-video-capture={film_file}",
        ]
        browser = browser_type.launch(**given)
        opened.append(browser)
        context = browser.new_context(
            base_url=live.address, viewport={"width": 360, "height": 640}, permissions=["camera"] if allowed else []
        )
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        return page

    yield open_one
    for browser in opened:
        browser.close()
    assert errors == []


def at_the_door(page, live):
    become_steward(page, live, f"steward-{uuid4().hex[:10]}@northmere.example")
    page.goto(f"/events/{EVENT}/door")


def test_a_ticket_from_a_letter_is_admitted_by_the_camera_and_then_known(live, before_the_camera, base_place):
    letter = base_place
    door = before_the_camera(picture_in(letter))
    at_the_door(door, live)
    requests = []
    door.on("request", lambda request: requests.append(request) if request.method == "POST" else None)

    door.get_by_role("button", name="Start the camera").click()
    expect(door.locator("#verdict")).to_contain_text("Admitted")
    expect(door.locator("#verdict")).to_contain_text("Dr Bracken Sandboxe")
    expect(door.get_by_label("Code", exact=True)).to_be_focused()
    assert len(requests) == 1
    expect(door.locator("#verdict")).to_contain_text("Scanned before", timeout=15_000)
    assert len(requests) == 2
    door.screenshot(path="/tmp/camera.png")


@pytest.fixture
def base_place(browser, live):
    guest = f"guest-{uuid4().hex[:10]}@northmere.example"
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live.address}/events/{EVENT}/tickets")
    page.get_by_label("Your name").fill("Dr Bracken Sandboxe")
    page.get_by_label("Your email").fill(guest)
    page.get_by_label(re.compile("Medical or dental student")).check()
    page.get_by_role("button", name="Book").click()
    context.close()
    return live.catcher.wait_for(to=guest)[-1]
