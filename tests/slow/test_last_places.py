"""INV-1 and INV-3: sixty guests, three places, four processes, both databases."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, select, text

from core import clock
from core.db import db, session, transaction
from registration.models import Quota
from tests import factories as make
from tests.conftest import an_application
from tests.rig.live import Live
from tests.rig.rush import Outcome, rush

GUESTS, PLACES, SECONDS = 60, 3, 5.0
SLUG = "england-2027"


@contextmanager
def disposing(engine):
    yield
    engine.dispose()


def with_last_places(url: str, **priced: int) -> int:
    """An event with so many places left, in the database at ``url``; the id of what is on sale."""
    app = an_application(url)
    with app.app_context(), disposing(db.engine), transaction():
        make.session, now = session, clock.now()
        event = make.an_event(slug=SLUG, first_day=now.date(), last_day=now.date())
        opens, closes = now - timedelta(days=1), now + timedelta(days=1)
        product = make.a_product(event, capacity=PLACES, sales_open_at=opens, sales_close_at=closes, **priced)
        return product.id


@contextmanager
def quota_watched(url: str):
    """Look at the quota every 50 ms while the block runs; every state seen comes back."""
    seen, over = [], threading.Event()
    engine = create_engine(url)

    def look() -> None:
        while not over.wait(0.05):
            with engine.connect() as connection:
                seen.append(connection.execute(select(Quota.sold, Quota.held, Quota.capacity)).one())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()
        engine.dispose()


def is_right(outcomes: list[Outcome]) -> bool:
    """Exactly the places sold, everybody else told in plain words and in time, and no fault."""
    statuses = sorted(outcome.status for outcome in outcomes)
    told = all("sold out" in outcome.text for outcome in outcomes if outcome.status == 409)
    in_time = all(outcome.seconds < SECONDS for outcome in outcomes)
    return statuses == [303] * PLACES + [409] * (GUESTS - PLACES) and told and in_time


@pytest.mark.parametrize("price_pence", [0, 4500], ids=["free", "for money"])
def test_inv_1_of_sixty_guests_for_three_places_three_get_one_and_the_rest_a_plain_no(
    new_database, tmp_path, price_pence
):
    url = new_database()
    product_id = with_last_places(url, price_pence=price_pence)
    with Live(url, tmp_path, workers=4) as live, quota_watched(url) as seen:
        outcomes = rush(live.address, SLUG, product_id, GUESTS)
        assert live.flask("invariants")

    assert is_right(outcomes), sorted((each.status, round(each.seconds, 2)) for each in outcomes)
    assert seen
    assert all(0 <= sold + held <= capacity for sold, held, capacity in seen)
    assert (seen[-1].sold, seen[-1].held) == ((0, PLACES) if price_pence else (PLACES, 0))


def test_inv_1_the_burst_notices_a_missing_guard(new_database, tmp_path):
    url = new_database()
    product_id = with_last_places(url)
    with Live(url, tmp_path, workers=4, app="tests.slow.unguarded") as live:
        outcomes = rush(live.address, SLUG, product_id, GUESTS)

    assert not is_right(outcomes)
    assert 500 in {outcome.status for outcome in outcomes}  # the database alone said no


@pytest.fixture(autouse=True)
def _forget_the_session():
    yield
    make.session = None


def test_inv_3_writers_and_a_long_reader_live_together(new_database, tmp_path):
    """A long report keeps its picture of the data while others write; nobody is told the database is locked."""
    url = new_database()
    product_id = with_last_places(url)
    engine = create_engine(url, isolation_level="REPEATABLE READ" if url.startswith("postgresql") else None)
    with engine.connect() as report, Live(url, tmp_path, workers=4) as live:
        if url.startswith("sqlite"):
            report.connection.driver_connection.execute("BEGIN")  # its driver would begin for no SELECT
        first = report.execute(text("select count(*) from orders")).scalar()
        outcomes = rush(live.address, SLUG, product_id, GUESTS)
        last = report.execute(text("select count(*) from orders")).scalar()
        report.rollback()
    engine.dispose()

    assert is_right(outcomes), sorted((each.status, round(each.seconds, 2)) for each in outcomes)
    assert first == last == 0
