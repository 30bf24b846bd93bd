"""How many whole paid purchases a second: ordered, taken to the till, paid at Stripe, settled by its notices."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine, func, select

from registration.models import Order, OrderStatus
from tests.bench import floors
from tests.bench.load import CLIENTS, posting, rate
from tests.rig.crowd import Buyer
from tests.rig.live import Live
from tests.rig.money_acts import CARDS
from tests.rig.on_sale import SLUG, on_sale

PURCHASES = 80
PATIENCE = 120  # seconds
FLOOR = 0.002  # of one insert a second: some sixty statements, ten calls to Stripe, two letters, on one machine


def test_a_paid_purchase_is_near_its_floor(new_database, tmp_path, figures):
    url = new_database()
    products, cookie = on_sale(url, places=2 * PURCHASES)
    floors.lay(url)
    with Live(url, tmp_path, app="tests.bench.floors", mail=False) as bare:
        figures["one insert a second"] = rate(f"{bare.address}/insert", script=posting(tmp_path, "insert", "''"))

    with Live(url, tmp_path) as live:

        def buy(client: int) -> None:
            with Buyer(live, SLUG, products, cookie, Counter()) as buyer:
                for number in range(PURCHASES // CLIENTS):
                    session_id = buyer.to_the_till(buyer.order(client * PURCHASES + number, products[0]))
                    assert live.stripe.pay(session_id, card=CARDS["card"])["payment_status"] == "paid"

        began = time.monotonic()
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(buy, range(CLIENTS)))
        wait_until_all_are_confirmed(url)
        figures["paid purchase a second"] = PURCHASES / (time.monotonic() - began)

    figures["paid purchase of one insert"] = figures["paid purchase a second"] / figures["one insert a second"]
    assert figures["paid purchase of one insert"] >= FLOOR


def wait_until_all_are_confirmed(url: str) -> None:
    engine = create_engine(url)
    confirmed = select(func.count(Order.id)).where(Order.status == OrderStatus.CONFIRMED)
    give_up = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < give_up:
            with engine.connect() as connection:
                if connection.scalar(confirmed) == PURCHASES:
                    return
            time.sleep(0.05)
    finally:
        engine.dispose()
    raise TimeoutError("Not every purchase was settled.")
