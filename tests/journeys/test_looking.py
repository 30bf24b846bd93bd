"""What looks at every page sees each fault that is planted, and none in a sound page."""

import pytest

from tests.journeys.looking import Watched

SOUND = """<!doctype html>
<html lang="en-GB">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Your details</title>
  <link rel="stylesheet" href="/look.css">
</head>
<body>
  <main>
    <h1>Your details</h1>
    <p>As they should stand on your badge.</p>
    <form><label for="name">Name</label> <input id="name" size="9"><br><button>Save</button><button>Undo</button></form>
  </main>
</body>
</html>
"""
LOOK = "body { margin: 1rem; color: #111; background: #fff } input, button { font-size: 1.5rem }"
PLANTED = {
    "grey on white": ("color: #111", "color: #bbb", "color-contrast"),
    "grey on black in the dark": ("}", "} @media (prefers-color-scheme: dark) { body { background: #222 } }", "dark"),
    "a small target": (
        "font-size: 1.5rem }",
        "font-size: 8px; padding: 0; border: 0; height: 9px; width: 9px }",
        "target-size",
    ),
    "a wide line": ("body {", "p { width: 340px } body {", "at 320 px: the page is"),
    "a wider line": ("body {", "p { width: 400px } body {", "at 360 px: the page is"),
    "no label": ("for=", "title=", "has no label"),
    "no language": (' lang="en-GB"', "", "html-has-lang"),
    "a block in a paragraph": ("<p>As", "<p><div>As", "as it was sent, line"),
    "two names of one element": ("<p>As", '<p id="name">As', "2 elements have the id"),
    "no zooming": ("initial-scale=1", "initial-scale=1, user-scalable=no", "meta-viewport"),
    "a script of one's own": ("</main>", "</main><script>alert(1)</script>", "Content Security Policy"),
    "a style of one's own": ("<main>", '<main style="color:red">', "Content Security Policy"),
    "a fault in a script": ("</head>", '<script src="/fault.js"></script></head>', "script: planted"),
    "words on the console": ("</head>", '<script src="/words.js"></script></head>', "console: planted"),
}
SCRIPTS = {"/fault.js": "throw new Error('planted')", "/words.js": "console.error('planted')"}


@pytest.fixture
def look(page):
    """Serve a page and its look to a browser, and return what is wrong with it."""

    def faults(html: str, css: str) -> list[str]:
        policy = "default-src 'none'; script-src http://plenary.test/; style-src 'self'; form-action 'self'"

        def answer(route) -> None:
            path = route.request.url.removeprefix("http://plenary.test")
            if path in SCRIPTS:
                route.fulfill(body=SCRIPTS[path], content_type="text/javascript")
            elif path == "/look.css":
                route.fulfill(body=css, content_type="text/css")
            else:
                route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": policy})

        page.route("http://plenary.test/**", answer)
        watched = Watched(page)
        page.goto("http://plenary.test/")
        return watched.faults()

    return faults


def test_a_sound_page_has_no_fault(look):
    assert look(SOUND, LOOK) == []


@pytest.mark.parametrize(("good", "bad", "fault"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_seen(look, good, bad, fault):
    assert good in SOUND + LOOK

    found = look(SOUND.replace(good, bad, 1), LOOK.replace(good, bad, 1))

    assert any(fault in each for each in found), found
