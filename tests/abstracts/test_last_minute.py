"""Rule 38, WEB-2, in small: a handful of authors save and submit while the call closes (tests/slow has hundreds)."""

import pytest

from abstracts import rules
from core.db import db
from tests.conftest import an_application
from tests.rig.last_minute import TOKEN, faults, rush_to_submit, summary, writers_of_a_call

AUTHORS = 12
PATIENCE = (1.2, 4.0, 12.0)  # seconds until the end: a busy machine is given more, so that some are in time


def by_client(app):
    """Ask the application itself, each time in a browser of its own."""

    def ask(method: str, path: str, typed: dict | None, cookie: str) -> tuple[int, str, str]:
        client = app.test_client()
        client.set_cookie("plenary", cookie)
        answer = client.open(path, method=method, data=typed)
        return answer.status_code, answer.get_data(as_text=True), cookie

    return ask


@pytest.fixture
def closing(new_database):
    """What was wrong after the rush, and how often which answer was given, once some were in time and some were not."""

    def once(seconds: float):
        url = new_database()
        writers = writers_of_a_call(url, AUTHORS)
        app = an_application(url)
        closes_at = rush_to_submit(by_client(app), url, writers, seconds, at_once=6)
        with app.app_context():
            db.engine.dispose()
        return faults(url, writers, closes_at), summary(writers)

    def at_last():
        for seconds in PATIENCE:
            wrong, told = once(seconds)
            if told["submitted", 303] >= AUTHORS / 2:
                break
        return wrong, told

    return at_last


def test_rule_38_what_each_is_told_in_the_last_second_is_what_the_tables_hold(closing):
    wrong, told = closing()

    assert wrong == {}, (wrong, told)
    assert told["submitted", 303] >= AUTHORS / 2, told
    assert sum(told[what, 409] for what in ("text", "statements", "submitted")) >= 1, told


def test_rule_38_a_missing_end_is_noticed(closing, monkeypatch):
    monkeypatch.setattr(rules, "check_open_for", lambda abstract, now: None)

    wrong, told = closing()

    assert wrong["got in after the end"] > 0, (wrong, told)


def test_web_2_a_missing_version_check_is_noticed(closing, monkeypatch):
    monkeypatch.setattr(rules, "check_version", lambda abstract, version: None)

    wrong, told = closing()

    assert wrong["told that a text is saved which is not there"] > 0, (wrong, told)


def test_a_form_holds_its_token_where_the_rig_looks_for_it():
    assert TOKEN.search('<input id="csrf_token" name="csrf_token" type="hidden" value="abc">')[1] == "abc"
