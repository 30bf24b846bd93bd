"""The worker: takes turns at what is due, and a fault in one turn stops no other."""

import signal

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from core import trace, worker
from core.db import session as units
from core.worker import Turn, take_turns


@pytest.fixture
def turns(app, monkeypatch):
    """Let the application have these turns for a while."""

    def have(*given: Turn) -> None:
        monkeypatch.setitem(app.extensions, "worker_turns", list(given))

    with app.app_context():
        yield have


def a_turn(log: list, name: str, answers: list[bool], every: float = 0) -> Turn:
    def work() -> bool:
        log.append(name)
        return answers.pop(0)

    return Turn(work, every=every)


def test_each_turn_does_one_thing(turns):
    log = []
    turns(a_turn(log, "mail", [True, False]), a_turn(log, "seal", [False, False]))

    assert [take_turns(), take_turns()] == [True, False]
    assert log == ["mail", "seal", "mail", "seal"]


def test_a_fault_in_one_does_not_stop_the_others_and_rests_it(turns):
    log = []

    def fall_over() -> bool:
        log.append("faulty")
        units.execute(text("select nonsense"))
        return True

    turns(Turn(fall_over), a_turn(log, "mail", [True, True]))

    with capture_logs() as lines:
        assert [take_turns(), take_turns()] == [True, True]

    assert log == ["faulty", "mail", "mail"]
    assert [line["event"] for line in lines] == ["turn failed"]


def test_one_that_is_done_rests_until_it_is_due_again(turns, monkeypatch):
    log, time = [], [1000.0]
    monkeypatch.setattr(worker.time, "monotonic", lambda: time[0])
    turns(a_turn(log, "seal", [True, False, False], every=60))

    for second in (0, 1, 2, 59, 61):
        time[0] = 1000.0 + second
        take_turns()

    assert len(log) == 3  # busy at 0, done at 1, and again a minute after that


def test_each_turn_has_a_trace_of_its_own(turns):
    seen = []
    turns(*(Turn(lambda: bool(seen.append((trace.road(), trace.request_id())))) for _ in range(2)))

    take_turns()

    assert {road for road, _ in seen} == {trace.Road.WORKER}
    assert len({number for _, number in seen}) == 2


def test_the_command_stops_when_nothing_is_due(app, monkeypatch):
    log = []
    monkeypatch.setitem(app.extensions, "worker_turns", [a_turn(log, "mail", [True, True, False])])

    result = app.test_cli_runner().invoke(args=["worker", "--once"])

    assert (result.exit_code, log) == (0, ["mail"] * 3)


def test_the_command_ends_its_turn_and_stops_when_told_to(app, monkeypatch):
    log = []

    def work() -> bool:
        log.append("begun")
        signal.raise_signal(signal.SIGTERM)
        log.append("ended")
        return True

    monkeypatch.setitem(app.extensions, "worker_turns", [Turn(work)])
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        result = app.test_cli_runner().invoke(args=["worker"])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

    assert (result.exit_code, log) == (0, ["begun", "ended"])


def test_the_program_has_its_turns(app):
    names = [turn.name for turn in app.extensions["worker_turns"]]

    assert {"core.outbox.send_next", "core.diary.seal", "core.limits.forget_old"} <= set(names)
