"""EMB-3: two servers, one three seconds fast, and a crowd at the instant; the database's clock alone decides."""

import threading
import time
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from core.db import UtcDateTime
from policy.models import Launch, Position, PositionStatus
from tests.rig.ahead import AHEAD
from tests.rig.live import Live

SOON = timedelta(seconds=12)
SURFACES = (
    "/policy/standards-first",
    "/policy/",
    "/policy/feed.xml",
    "/sitemap.xml",
    "/search?words=standards+first",
    "/",
)
CLIENTS = 50
CANARY = b"standards-first"


@pytest.fixture
def two_servers(new_database, tmp_path):
    url = new_database()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with Live(url, tmp_path / "a", mail=False) as one:
        one.flask("demo", "load")
        with Live(url, tmp_path / "b", mail=False, app="tests.rig.ahead") as fast:
            yield url, (one, fast)


def lift_soon(url: str):
    """The embargoed position of the demo lifts in a few seconds; that instant, and how far this clock is behind."""
    engine = create_engine(url)
    with Session(engine) as session:
        launch = session.scalars(select(Launch).join(Position).where(Position.slug == "standards-first")).one()
        before = time.time()
        theirs = session.scalar(select(func.clock_timestamp(type_=UtcDateTime())))
        launch.lifts_at = (theirs + SOON).replace(microsecond=0)
        instant = launch.lifts_at.timestamp()
        assert launch.position.status is PositionStatus.SCHEDULED
        session.commit()
    engine.dispose()
    return instant - (theirs.timestamp() - before)


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True)
def test_emb_3_no_surface_is_early_on_either_server_and_all_have_it_within_the_delay(two_servers):
    url, servers = two_servers
    instant = lift_soon(url)
    seen, stop = [], threading.Event()

    def poll(number: int) -> None:
        server = servers[number % 2]
        surface = SURFACES[number % len(SURFACES)]
        with httpx.Client(base_url=server.address, timeout=20) as client:
            while not stop.is_set():
                began = time.time()
                answer = client.get(surface)
                shows = CANARY in answer.content and answer.status_code == 200
                seen.append((surface, number % 2, began, time.time(), shows))
                time.sleep(0.1)

    threads = [threading.Thread(target=poll, args=(number,)) for number in range(CLIENTS)]
    for each in threads:
        each.start()
    time.sleep(max(0, instant - time.time()) + 4)
    stop.set()
    for each in threads:
        each.join()

    early = [each for each in seen if each[4] and each[3] < instant]
    late = [each for each in seen if not each[4] and each[2] > instant + 1]
    assert early == []
    assert late == []
    for surface in SURFACES:
        assert any(each[4] for each in seen if each[0] == surface), surface
        assert any(not each[4] for each in seen if each[0] == surface), surface


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True)
def test_emb_3_a_server_that_believes_its_own_clock_is_noticed(new_database, tmp_path):
    """The same server with the question asked by the machine's time: it shows the position before the instant."""
    url = new_database()
    with Live(url, tmp_path, mail=False, app="tests.rig.believing") as fast:
        fast.flask("demo", "load")
        instant = lift_soon(url)
        time.sleep(max(0, instant - AHEAD.total_seconds() / 2 - time.time()))
        answer = httpx.get(f"{fast.address}/policy/standards-first")
        assert time.time() < instant
        assert answer.status_code == 200
