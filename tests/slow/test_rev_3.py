"""A stopwatch tells nobody what is hidden from them: it takes as long as what is not there (REV-3)."""

import time

import pytest

from abstracts import queries
from core.errors import NotFound
from tests.abstracts.hidden import NAMES, pairs
from tests.rig.stopwatch import p_of_difference

PAIRS = 400
UNLIKELY = 0.001


@pytest.fixture
def p_of(session, now, browse):
    """How likely it is that what is hidden and what is absent take the same time."""
    known = pairs()

    def of(name: str, *, times: int = PAIRS) -> float:
        pair = known[name]
        browser = browse(pair.who)
        asked = [lambda address=address: browser.get(address) for address in (pair.hidden, pair.absent)]
        p_of_difference(*asked, pairs=10)  # what is only compiled once is compiled now
        return p_of_difference(*asked, pairs=times)

    return of


@pytest.mark.parametrize("name", NAMES)
def test_rev_3_hidden_and_absent_take_the_same_time(p_of, name):
    assert p_of(name) >= UNLIKELY


def test_rev_3_a_planted_difference_of_two_milliseconds_is_noticed(p_of, monkeypatch):
    found = queries.abstract_at_desk

    def slow_for_what_is_there(unit, event, call_slug, number, **given):
        try:
            return found(unit, event, call_slug, number, **given)
        except NotFound:
            if number < 900:
                time.sleep(0.002)
            raise

    monkeypatch.setattr("abstracts.views.desk.queries.abstract_at_desk", slow_for_what_is_there)

    assert p_of("what binds a chair") < UNLIKELY
