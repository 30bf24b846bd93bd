import pytest
from playwright.sync_api import expect

from tests.rig.live import Live

# A busy machine of two cores is slow, and not wrong: what never comes fails all the same.
expect.set_options(timeout=20_000)
ABORTED = ("htmx:sendAbort", "htmx:afterRequest")
# What the browser says of its own fading from page to page when the next page is there sooner.
FADING = "Transition was "


@pytest.fixture(scope="session")
def live(new_demo, tmp_path_factory):
    """The real program over a database with the demo in it."""
    folder = tmp_path_factory.mktemp("live")
    with Live(new_demo(folder), folder) as program:
        yield program


@pytest.fixture(params=["with script", "without script"])
def visit(request, browser, live):
    """Open a browser of one's own, once with script and once without; any script error fails the test."""
    contexts, errors = [], []

    def note(line) -> None:
        # An answer of 404 or 422 is not an error of the page, nor is a request that a later choice makes idle.
        if line.type == "error" and "status of" not in line.text and not line.text.startswith(ABORTED):
            errors.append(line.text)

    def open_one(**options):
        context = browser.new_context(
            base_url=live.address, java_script_enabled=request.param == "with script", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: FADING in str(error) or errors.append(str(error)))
        page.on("console", note)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(browser):
    """An empty page, for what needs no address. The plugin's own drags in a fixture that pytest is about to refuse."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
