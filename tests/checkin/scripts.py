"""The door's scripts in a browser of their own, as they stand or with a fault planted in one of them."""

import re
from pathlib import Path

DOOR = Path(__file__).parent.parent.parent / "static" / "door"


def open_scripts(browser, faults: dict[str, tuple[str, str]] | None = None):
    """A page at http://localhost/ that can import every script of static/door, each fault being (what, instead)."""
    context = browser.new_context()
    page = context.new_page()

    def give(route) -> None:
        name = route.request.url.rpartition("/")[2]
        script = (DOOR / name).read_text()
        if faults and name in faults:
            what, instead = faults[name]
            assert what in script  # or the fault would not be one
            script = script.replace(what, instead)
        route.fulfill(body=script, content_type="text/javascript")

    page.route("http://localhost/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.route(re.compile(r"/[a-z_]+\.js$"), give)
    page.goto("http://localhost/")
    return page
