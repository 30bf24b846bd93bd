"""How often somebody may do something, counted in the database and so by all servers together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.db import db, reading, transaction
from core.limits import Tally, forget_old, may_once_more, one_more, times_so_far
from tests.factories import NOON

WINDOW = timedelta(minutes=15)


@pytest.fixture
def ask(app, session):
    def once(actor="ash@north.example", act="code", at_most=3, now=NOON):
        with app.app_context():
            return may_once_more(session, act=act, actor=actor, at_most=at_most, window=WINDOW, now=now)

    return once


def test_so_many_times_and_no_more(ask):
    assert [ask() for _ in range(5)] == [True, True, True, False, False]


def test_wrong_tries_are_counted_apart_and_read_without_counting(app, session):
    tries = {"act": "factor", "actor": "7", "window": WINDOW, "now": NOON}
    with app.app_context():
        seen = []
        for _ in range(3):
            seen += [times_so_far(session, **tries), times_so_far(session, **tries)]
            session.execute(one_more(session, **tries))
        later = times_so_far(session, **tries | {"now": NOON + WINDOW})

    assert seen == [0, 0, 1, 1, 2, 2]
    assert later == 0


def test_others_and_other_acts_are_counted_on_their_own(ask):
    for _ in range(3):
        ask()

    assert ask(actor="elm@north.example")
    assert ask(act="lost")
    assert not ask()


def test_the_count_begins_anew_when_the_window_is_over(ask):
    for _ in range(3):
        ask()

    assert not ask(now=NOON + WINDOW - timedelta(seconds=1))
    assert ask(now=NOON + WINDOW)


def test_nobodys_address_is_kept_to_count_it(ask, session):
    ask()

    kept = session.scalars(select(Tally.actor)).all()

    assert len(kept) == 1
    assert "ash" not in kept[0]
    assert len(kept[0]) == 64


def test_of_many_at_once_only_so_many_may(app_that_commits):
    app = app_that_commits

    def try_it(_):
        with app.app_context(), transaction() as session:
            return may_once_more(session, act="code", actor="ash", at_most=5, window=WINDOW, now=NOON)

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(try_it, range(24)))

    assert answers.count(True) == 5
    with app.app_context(), reading() as session:
        assert session.scalar(select(Tally.times)) == 5


def test_a_count_that_is_undone_was_not_one(app_that_commits):
    def one_that_fails():
        with app_that_commits.app_context(), transaction() as session:
            may_once_more(session, act="code", actor="ash", at_most=1, window=WINDOW, now=NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        one_that_fails()

    with app_that_commits.app_context(), transaction() as session:
        assert may_once_more(session, act="code", actor="ash", at_most=1, window=WINDOW, now=NOON)


def test_windows_that_are_a_day_old_are_forgotten(app_that_commits, now):
    with app_that_commits.app_context():
        with transaction() as session:
            for age in (timedelta(hours=1), timedelta(hours=23), timedelta(hours=25), timedelta(days=9)):
                may_once_more(session, act="code", actor="ash", at_most=5, window=WINDOW, now=now - age)

        assert forget_old() is False

        with reading() as session:
            assert session.scalar(select(func.count()).select_from(Tally)) == 2
        db.engine.dispose()
