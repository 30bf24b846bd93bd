"""A few short runs of the machine of rules; hundreds of long ones are in tests/slow/test_money_model.py."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.rig.money_model import MoneyModel
from tests.rig.shop import a_shop

RUNS, STEPS = 8, 20


@pytest.fixture(scope="module")
def shop(new_database, request):
    url = new_database()
    run = request.getfixturevalue("postgres")[0] if url.startswith("postgresql") else None
    with a_shop(url, run) as shop:
        yield shop


def test_whatever_happens_the_ledgers_agree_and_nothing_is_sold_twice(shop):
    class Run(MoneyModel):
        fired: Counter[str] = Counter()

    Run.shop = shop
    run_state_machine_as_test(
        Run,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,  # the same runs each time: chance belongs to the slow suite
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert Run.fired["runs"] >= RUNS // 2
