"""The door's scripts in a browser of their own, as they stand or with a fault planted in one of them."""

import re
from pathlib import Path

DOOR = Path(__file__).parent.parent.parent / "static" / "door"


def open_scripts(browser, faults: dict[str, tuple[str, str]] | None = None):
    """A page at http://localhost/ that can import every script of static/door, each fault being (what, instead)."""
    scripts = {path.name: path.read_text() for path in DOOR.glob("*.js")}
    for name, (what, instead) in (faults or {}).items():
        assert what in scripts[name]  # or the fault would not be one
        scripts[name] = scripts[name].replace(what, instead)
    page = browser.new_context().new_page()

    def give(route) -> None:
        route.fulfill(body=scripts[route.request.url.rpartition("/")[2]], content_type="text/javascript")

    page.route("http://localhost/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.route(re.compile(r"/[a-z_]+\.js$"), give)
    page.goto("http://localhost/")
    return page
