"""Hundreds of long runs of the machine of places: codes, groups, the waiting list, substitution, and the clock."""

import json
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.stateful import run_state_machine_as_test

from tests.rig.places_model import CODES, LEAPS, PlacesModel

VAR = Path(__file__).parent.parent.parent / "var"
STEPS = 30
RUNS = {"sqlite": 400, "postgresql": 60}
OFTEN = {"sqlite": 50, "postgresql": 1}
MUST_COME_ABOUT = {
    *("book", "book a group", "pay", "cancel", "the desk closes", "hold again", "give one back", "pass on"),
    *("join", "leave", "offered", "take an offer", "the worker works", "the hall grows"),
    *(f"book with {code}" for code in CODES),
    *(f"{leap} passes" for leap in LEAPS),
    *("book: refused", "book with PURSE: refused"),
}


def test_whatever_happens_places_codes_and_the_waiting_list_agree(app):
    kind = app.config["DATABASE_URL"].partition("+")[0].partition(":")[0]
    Run = type("Run", (PlacesModel,), {"app": app, "fired": Counter()})
    VAR.mkdir(exist_ok=True)

    run_state_machine_as_test(
        Run,
        settings=settings(
            max_examples=RUNS[kind],
            stateful_step_count=STEPS,
            deadline=None,
            database=DirectoryBasedExampleDatabase(VAR / "hypothesis"),
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    (VAR / f"places_model_{kind}.json").write_text(json.dumps(dict(sorted(Run.fired.items())), indent=2) + "\n")

    assert Run.fired["runs"] >= RUNS[kind] // 2
    assert {name: Run.fired[name] for name in MUST_COME_ABOUT if Run.fired[name] < OFTEN[kind]} == {}
