"""Typing a code: how it is written, what it answers, and how often one may guess (domain rule 8)."""

from datetime import timedelta

import pytest
from flask import g
from sqlalchemy import Executable, select

from core.limits import Tally
from registration import actions, rules
from tests import factories as make

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def event(session):
    return make.an_event()


@pytest.fixture
def typing(app, session, event):
    """Type a code from a network; the counts that it leaves are kept, as after a request."""

    def once(typed, place="203.0.113.9", now=make.NOON, event=event):
        with app.app_context():
            try:
                return actions.find_code(session, event=event, typed=typed, place=place, now=now)
            finally:
                for fact in g.pop("facts_apart", []):
                    assert isinstance(fact, Executable)
                    session.execute(fact)

    return once


@pytest.mark.parametrize(
    "typed",
    ["SPEAKER7", "speaker7", " speaker-7 ", "Speaker–7", "SPEAKER\u20117", "ＳＰＥＡＫＥＲ７", "speak\u200ber7"],
)
def test_a_code_is_found_however_people_write_it(typing, event, typed):
    code = make.a_code(event, code="SPEAKER7")

    assert typing(typed) == code


def test_the_code_of_another_event_is_none_here(typing):
    make.a_code(make.an_event(), code="SPEAKER7")

    with pytest.raises(rules.CodeNotGood, match="We know no such code"):
        typing("SPEAKER7")


@pytest.mark.parametrize(
    ("now", "is_good"),
    [
        (make.NOON - DAY - SECOND, False),
        (make.NOON - DAY, True),
        (make.NOON + DAY - SECOND, True),
        (make.NOON + DAY, False),
    ],
    ids=["before its window", "its first instant", "its last second", "its end"],
)
def test_rule_8_a_code_is_good_in_its_window_alone(typing, event, now, is_good):
    code = make.a_code(event, starts_at=make.NOON - DAY, ends_at=make.NOON + DAY)

    if is_good:
        assert typing(code.code, now=now) == code
    else:
        with pytest.raises(rules.CodeNotGood):
            typing(code.code, now=now)


def test_rule_8_a_window_that_nobody_asks_about_is_noticed(typing, event, monkeypatch):
    code = make.a_code(event, ends_at=make.NOON)
    monkeypatch.setattr(rules, "is_good", lambda *_: True)

    assert typing(code.code) == code  # and so the window above is what refused it


def test_one_that_is_over_is_answered_as_one_that_never_was(typing, event):
    over = make.a_code(event, ends_at=make.NOON)
    answers = []
    for typed in (over.code, "NEVER-WAS"):
        with pytest.raises(rules.CodeNotGood) as refused:
            typing(typed)
        answers.append((str(refused.value), refused.value.status))

    assert answers[0] == answers[1]


class TestGuessing:
    @pytest.fixture(autouse=True)
    def _few(self, app, monkeypatch):
        limits = app.config["LIMITS"]
        monkeypatch.setitem(app.config, "LIMITS", type(limits)(guesses_per_visitor=3))

    def guess(self, typing, times, **given):
        for number in range(times):
            with pytest.raises(rules.CodeNotGood):
                typing(f"GUESS{number}", **given)

    def test_past_the_limit_even_a_good_code_is_not_looked_up(self, typing, event):
        code = make.a_code(event)
        self.guess(typing, 3)

        with pytest.raises(rules.TooManyGuesses) as refused:
            typing(code.code)
        assert refused.value.status == 429

    def test_before_it_a_good_code_is_found_and_counts_nothing(self, typing, event):
        code = make.a_code(event)
        self.guess(typing, 2)

        assert [typing(code.code) for _ in range(5)] == [code] * 5

    def test_another_network_and_a_later_quarter_of_an_hour_may_go_on(self, typing, event):
        code = make.a_code(event)
        self.guess(typing, 3)

        assert typing(code.code, place="198.51.100.4") == code
        assert typing(code.code, now=make.NOON + timedelta(minutes=15)) == code

    def test_guesses_at_one_event_count_at_the_others(self, typing, event):
        other = make.an_event()
        code = make.a_code(other)
        self.guess(typing, 3)

        with pytest.raises(rules.TooManyGuesses):
            typing(code.code, event=other)

    def test_a_guess_that_nobody_counts_is_noticed(self, typing, event, session, monkeypatch):
        monkeypatch.setattr("registration.actions.booking_codes.record_apart", lambda *_: None)
        self.guess(typing, 9)

        assert session.scalars(select(Tally)).all() == []
