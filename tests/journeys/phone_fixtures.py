"""A door of its own and a phone's browser with a profile on the disk, for tests that ask for them by name."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.phones import PHONE, Door, open_door
from tests.rig.live import Live

SMALL = {"width": 360, "height": 640}
CUT_OFF = re.compile(r"Failed to load resource: (net::ERR_|the server responded with a status of)")


@pytest.fixture
def entrance(new_database, tmp_path):
    with Live(new_database(), tmp_path, mail=False) as live:
        yield open_door(live)


@pytest.fixture
def phone(browser_type, browser_type_launch_args, entrance: Door, tmp_path) -> Callable[..., Page]:
    """Open the phone's browser, each time with the same profile; any script error fails the test."""
    opened, errors = [], []

    def note(line) -> None:
        if line.type == "error" and not CUT_OFF.match(line.text):
            errors.append(line.text)

    def close() -> None:
        while opened:
            opened.pop().close()

    def open_one(path: str = PHONE, film=None, **options) -> Page:
        close()
        fake = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"] if film else []
        given = browser_type_launch_args | {"args": [*browser_type_launch_args.get("args", []), *fake]}
        given |= {"base_url": entrance.live.address, "viewport": SMALL, "permissions": ["camera"]} | options
        context = browser_type.launch_persistent_context(tmp_path / "profile", **given)
        opened.append(context)
        page = context.pages[0]
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", note)
        page.goto(path)
        return page

    open_one.close = close
    yield open_one
    close()
    assert errors == []
