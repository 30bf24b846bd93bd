"""Two thousand orders through processes that are killed at random, with every trouble of Stripe's by turns."""

import json
import random
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from sqlalchemy import func, select

from core.db import db, reading, session
from core.outbox import LetterStatus, OutgoingLetter
from payments.models import Payment, Refund
from registration.models import Order
from tests.conftest import an_application
from tests.rig.both_ledgers import differences, payable_twice
from tests.rig.crowd import Buyer
from tests.rig.live import Live
from tests.rig.money_acts import SETTINGS, TROUBLES
from tests.rig.on_sale import SLUG, on_sale
from tests.rig.shop import AT_REST

ORDERS, PLACES, BUYERS = 2000, 1300, 8
LONGEST_SECONDS = 15 * 60
VAR = Path(__file__).parent.parent.parent / "var"
CALM = AT_REST | {"webhook_hold": False, "webhook_retries": 4, "webhook_retry_seconds": 0.3}


def test_after_two_thousand_orders_and_many_deaths_every_penny_is_where_it_should_be(new_database, tmp_path):
    url = new_database()
    products, cookie = on_sale(url, places=PLACES)
    told: Counter[str] = Counter()
    began = time.monotonic()
    with Live(url, tmp_path, workers=2, threads=4, app="tests.slow.hurried") as live:
        workers = [live.processes[-1], live.start_worker()]
        with ExitStack() as troubles:
            troubles.enter_context(again_and_again(lambda: trouble(live, told), every=(0.1, 0.4)))
            troubles.enter_context(again_and_again(lambda: kill(live, workers, told), every=(2.0, 5.0)))
            sell(live, products, cookie, told)
        sold_after = time.monotonic() - began
        live.stripe.turn(**CALM)
        for each in live.stripe.ledger()["sessions"]:
            if each["status"] == "complete" and each["payment_status"] == "unpaid":
                live.stripe.act(f"sessions/{each['id']}/settle", outcome=random.choice(["succeeded", "failed"]))
        time.sleep(25)  # the last holds end, and the worker shuts their tills
        for worker in workers:
            live.end(worker)
        time.sleep(6)  # what a killed worker had taken is free again
        live.flask("reconcile")
        live.flask("worker", "--once")
        lasted = time.monotonic() - began
        live.flask("invariants")
        found = what_is_wrong(url, live.stripe.ledger())
    keep_figures(url, told, sold_after, lasted)

    assert found == []
    assert told["killed: gunicorn's"] >= 5
    assert told["killed: flask worker"] >= 5
    assert {name for name in (*SETTINGS, *TROUBLES) if not told[f"turned: {name}"]} == set()
    assert told["paid"] > ORDERS / 4
    assert lasted < LONGEST_SECONDS


def sell(live: Live, products: list[int], cookie: str, told: Counter[str]) -> None:
    """Every order has been asked for, by buyers who each take the next one."""
    waiting: SimpleQueue[int] = SimpleQueue()
    for number in range(ORDERS):
        waiting.put(number)

    def buy_on() -> None:
        with Buyer(live, SLUG, products, cookie, told) as buyer, suppress(Empty):
            while True:
                buyer.buy(waiting.get_nowait())

    with ThreadPoolExecutor(BUYERS) as pool:
        for done in [pool.submit(buy_on) for _ in range(BUYERS)]:
            done.result()


def trouble(live: Live, told: Counter[str]) -> None:
    """Stripe turns to another setting, and perhaps its API has trouble too."""
    setting = random.choice(list(SETTINGS))
    knobs = CALM | SETTINGS[setting] | {"webhook_hold": random.random() < 0.1}
    if random.random() < 0.5:
        kind = random.choice(TROUBLES)
        told[f"turned: {kind}"] += 1
        fault = {"fault": kind, "method": random.choice(["GET", "POST"]), "path": "/v1/", "times": 2, "seconds": 0.5}
        knobs["api_faults"] = [fault]
    live.stripe.turn(**knobs)
    told[f"turned: {setting}"] += 1


def kill(live: Live, workers: list, told: Counter[str]) -> None:
    """One process ends at once, wherever it was; another takes its place."""
    if random.random() < 0.5:
        told["killed: gunicorn's"] += live.kill_one_of_gunicorns()
        return
    place = random.randrange(len(workers))
    live.end(workers[place], signal.SIGKILL)
    workers[place] = live.start_worker()
    told["killed: flask worker"] += 1


@contextmanager
def again_and_again(act, *, every: tuple[float, float]):
    """``act`` is done at random moments while the block runs; what it raises comes out at the end."""
    over, raised = threading.Event(), []

    def on_and_on() -> None:
        while not over.wait(random.uniform(*every)):
            try:
                act()
            except Exception as error:
                raised.append(error)
                return

    thread = threading.Thread(target=on_and_on)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    assert raised == []


def what_is_wrong(url: str, ledger: dict) -> list[str]:
    app = an_application(url)
    with app.app_context():
        with reading():
            unsent = select(OutgoingLetter.kind, OutgoingLetter.status, func.count()).where(
                OutgoingLetter.status.in_([LetterStatus.WAITING, LetterStatus.FAILED])
            )
            letters = session.execute(unsent.group_by(OutgoingLetter.kind, OutgoingLetter.status))
            found = [*differences(session, ledger), *payable_twice(ledger), *(str(each) for each in letters)]
        db.engine.dispose()
    return found


def keep_figures(url: str, told: Counter[str], sold_after: float, lasted: float) -> None:
    app = an_application(url)
    with app.app_context():
        with reading():
            by_status = select(Order.status, func.count()).group_by(Order.status)
            figures = {f"orders {status.value}": number for status, number in session.execute(by_status)}
            figures["payments"] = session.scalar(select(func.count(Payment.id)))
            refunds = select(Refund.status, Refund.reason, func.count()).group_by(Refund.status, Refund.reason)
            figures |= {f"refunds {reason.value} {status.value}": n for status, reason, n in session.execute(refunds)}
        db.engine.dispose()
    figures |= {"seconds of selling": round(sold_after), "seconds": round(lasted)} | dict(sorted(told.items()))
    VAR.mkdir(exist_ok=True)
    (VAR / f"soak_{url.partition('+')[0].partition(':')[0]}.json").write_text(json.dumps(figures, indent=2) + "\n")
