"""A few short runs of the machine of places; hundreds of long ones are in tests/slow/test_places_model.py."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from registration.rules import serve
from tests.rig.places_model import PlacesModel

RUNS, STEPS = 10, 25


def a_few_runs(app, fired: Counter[str], **how) -> None:
    Run = type("Run", (PlacesModel,), {"app": app, "fired": fired})
    run_state_machine_as_test(
        Run,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,  # the same runs each time: chance belongs to the slow suite
            database=None,
            suppress_health_check=list(HealthCheck),
            **how,
        ),
    )


def test_whatever_happens_places_codes_and_the_waiting_list_agree(app):
    fired: Counter[str] = Counter()

    a_few_runs(app, fired)

    assert fired["runs"] >= RUNS // 2
    assert {"book", "book a group", "pass on", "join", "offered", "the worker works"} <= fired.keys()


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("forgotten", "instead"),
    [
        ("registration.actions.places._use", lambda *_: None),
        ("registration.actions.waiting.rules.serve", lambda queue, quotas: serve(list(reversed(queue)), quotas)),
        ("registration.actions.self_service.renew_code", lambda *_, **__: None),
    ],
    ids=["a code's uses", "who came first", "the old code of who passed on"],
)
def test_a_program_that_forgets_something_is_noticed(app, monkeypatch, forgotten, instead):
    monkeypatch.setattr(forgotten, instead)

    with pytest.raises(AssertionError):
        a_few_runs(app, Counter(), phases=(Phase.generate,), report_multiple_bugs=False)  # one is enough, however long
