"""What is hidden answers as what is not there: in its words, and in what the database is asked for it (REV-3).

Equal questions take equal time; the slow suite holds a stopwatch to them (tests/slow/test_rev_3.py).
"""

import pytest
from sqlalchemy import true

from abstracts import queries
from core.errors import NotFound
from tests.abstracts.hidden import NAMES, pairs
from tests.rig.stopwatch import shape_of


@pytest.fixture
def told_apart(session, now, browse, statements):
    """By what hidden and absent differ: their answers (the word that was sought aside), or the database's questions."""
    known = pairs()

    def by(name: str) -> set[str]:
        pair, found = known[name], {}
        browser = browse(pair.who)
        browser.get(pair.absent)  # what is only compiled once is compiled now
        for address in (pair.hidden, pair.absent):
            statements.clear()
            answer = browser.get(address)
            sought = address.rpartition("=")[2] if "?" in address else address
            found[address] = str(shape_of(answer)).replace(sought, ""), list(statements)
        answers, asked = zip(*found.values(), strict=True)
        return {what for what, both in (("answer", answers), ("statements", asked)) if both[0] != both[1]}

    return by


@pytest.mark.parametrize("name", NAMES)
def test_rev_3_what_is_hidden_is_asked_and_answered_as_what_is_not_there(told_apart, name):
    assert told_apart(name) == set()


def test_rev_3_a_planted_query_that_looks_twice_is_noticed(told_apart, monkeypatch):
    found = queries.abstract_at_desk

    def looked_up_first(unit, event, call_slug, number, **given):
        try:
            found(unit, event, call_slug, number, chair_id=None)
        except NotFound:
            raise
        return found(unit, event, call_slug, number, **given)

    monkeypatch.setattr("abstracts.views.desk.queries.abstract_at_desk", looked_up_first)

    assert told_apart("what binds a chair") == {"statements"}


def test_rev_3_a_planted_answer_that_says_why_is_noticed(told_apart, monkeypatch):
    monkeypatch.setattr("abstracts.queries.desk.is_open_to", lambda *_: true())

    assert "answer" in told_apart("what binds a chair")
