"""T9: hundreds of long runs of the machine of rules, in which every rule and every trouble comes about often."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.stateful import run_state_machine_as_test

from tests.rig.money_acts import DEATHS, SETTINGS, TROUBLES, WORK
from tests.rig.money_model import LEAPS, MoneyModel
from tests.rig.shop import Shop, a_shop

VAR = Path(__file__).parent.parent.parent / "var"
STEPS = 30
# Runs that begin with each of Stripe's and the network's ways; more where it takes more to bring one about.
RUNS = {"sqlite": 11, "postgresql": 2}
RARE = {"banks pay": 5, "banks refuse": 5, "refunds wait": 5, "refunds fail": 5}
OFTEN = 50
MUST_COME_ABOUT = {
    *(
        "go through",
        "hold",
        "hold again",
        "let go",
        "click pay",
        "come back",
        "others take the last places",
        "price changes",
    ),
    *(f"pay: {how}" for how in ("card", "declined", "step", "step refused", "bank")),
    *("bank settles: succeeded", "bank settles: failed"),
    *("desk refunds all", "desk refunds a part", "dashboard refunds", "refund fails later", "refund succeeds later"),
    *("dispute", "dispute won", "dispute lost"),
    *("news comes by itself", "news comes when told to", "old news comes again"),
    *("worker works", "ledgers are compared", "all comes to rest"),
    *(f"{leap} passes" for leap in LEAPS),
    *(f"worker: {name}" for name in WORK),
    *SETTINGS,
    *(f"trouble: {kind}" for kind in (*TROUBLES, *DEATHS)),
}


def test_whatever_happens_the_ledgers_agree_and_nothing_is_sold_twice(new_database, request):
    url = new_database()
    kind = url.partition("+")[0].partition(":")[0]
    run = request.getfixturevalue("postgres")[0] if kind == "postgresql" else None

    fired: Counter[str] = Counter()
    with a_shop(url, run) as shop:
        for setting in SETTINGS:
            run_all(shop, fired, setting, RUNS[kind] * RARE.get(setting, 1))
    (VAR / f"money_model_{kind}.json").write_text(json.dumps(dict(sorted(fired.items())), indent=2) + "\n")

    assert fired["runs"] >= {"sqlite": 200, "postgresql": 40}[kind]
    least = OFTEN if kind == "sqlite" else 1
    assert {name: fired[name] for name in MUST_COME_ABOUT if fired[name] < least} == {}


def run_all(shop: Shop, fired: Counter[str], setting: str, runs: int) -> None:
    Run = type("Run", (MoneyModel,), {"shop": shop, "fired": fired, "first_setting": setting})
    run_state_machine_as_test(
        Run,
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS,
            deadline=None,
            database=DirectoryBasedExampleDatabase(VAR / "hypothesis"),
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture(scope="module", autouse=True)
def _a_place_for_what_was_found():
    VAR.mkdir(exist_ok=True)
