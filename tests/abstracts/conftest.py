"""What the tests of an abstract's pages begin with: one complete draft, and its author's browser."""

import pytest

from tests import factories as make
from tests.abstracts.pages import CALL, EVENT


@pytest.fixture
def open_call(session, now):
    return make.a_call(make.an_event(slug=EVENT), slug=CALL, name="Research")


@pytest.fixture
def abstract(open_call):
    return make.an_abstract(open_call)


@pytest.fixture
def author(browse, abstract):
    return browse(abstract.owner)


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""
    return lambda moment: monkeypatch.setattr("core.clock.now", lambda: moment)
