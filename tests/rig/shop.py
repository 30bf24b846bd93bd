"""The program in this process and the Stripe simulator beside it, on one clock that a test moves."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import stripe as sdk
from flask import Flask
from sqlalchemy.engine import make_url

from core import invariants
from core.db import db, reading, session, transaction
from demo.catcher import Catcher
from payments.gateway import Gateway
from people.models import Role, SignIn
from people.rules import hash_of
from tests import factories as make
from tests.conftest import an_application
from tests.rig.stripe import Simulator

SLUG = "the-conference"
PLACES = 5
PATIENCE, HANG = 0.6, 0.8  # seconds that the program waits for Stripe, and that Stripe lets it wait
AT_REST = {
    "webhook_duplicates": 0,
    "webhook_order": "sent",
    "webhook_delay_seconds": 0.0,
    "webhook_drop": [],
    "webhook_hold": True,  # it brings its news when it is told to
    "webhook_at_once": 1,
    "webhook_retries": 2,
    "webhook_retry_seconds": 0.05,
    "webhook_timeout_seconds": 10.0,
    "webhook_signature": "good",
    "event_shape": "pinned",
    "event_livemode": False,
    "event_account": None,
    "settle_after_seconds": None,
    "settle_outcome": "succeeded",
    "refund_outcome": "succeeded",
    "api_faults": [],
}


class Died(BaseException):
    """The process ended between Stripe's answer and our writing it down, or just before the call."""


class MortalGateway(Gateway):
    """The real gateway in a process that may die at its next call. Class attributes: the real one is frozen."""

    dies = ""

    def _living(self, work: Callable, **how):
        when, MortalGateway.dies = MortalGateway.dies, ""
        if when == "dies before":
            raise Died
        done = work(**how)
        if when == "dies after":
            raise Died
        return done

    def open_session(self, **how):
        return self._living(super().open_session, **how)

    def refund(self, **how):
        return self._living(super().refund, **how)

    def shut_session(self, session_id):
        return self._living(super().shut_session, session_id=session_id)

    def session(self, session_id):
        return self._living(super().session, session_id=session_id)


class Endpoint(ThreadingHTTPServer):
    """Where the simulator's postman rings: each call is handed to the program in this process."""

    daemon_threads = False
    block_on_close = True
    app: Flask

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/stripe/webhook"


class _Ring(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signature = self.headers["Stripe-Signature"]
        headers = {} if signature is None else {"Stripe-Signature": signature}
        answer = self.server.app.test_client().post("/stripe/webhook", data=body, headers=headers)
        try:
            self.send_response(answer.status_code)
            self.send_header("Content-Length", "0")
            self.end_headers()
        except OSError:
            pass  # the postman has gone already

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class Shop:
    """``app`` sells ``PLACES`` places by three products: one for money, one for more of it, and a free one."""

    def __init__(self, app: Flask, stripe: Simulator, put_back: Callable[[], None]) -> None:
        self.app, self.stripe, self._put_back = app, stripe, put_back
        self.offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def advance(self, seconds: int) -> None:
        """Time passes, here and at Stripe."""
        self.offset += timedelta(seconds=seconds)
        self.stripe.advance(seconds)

    def open_again(self) -> None:
        """Nothing has been sold, Stripe knows of nothing, and it is now."""
        MortalGateway.dies = ""
        self.stripe.reset()
        self.offset = timedelta()
        self.turn()
        self._put_back()
        with self.app.app_context():
            for turn in self.app.extensions["worker_turns"]:
                turn.next_at = 0.0

    def turn(self, **knobs: object) -> None:
        """The simulator's knobs are at rest but for these."""
        self.stripe.turn(**AT_REST | knobs)

    @contextmanager
    def trouble(self, kind: str, method: str = "POST", times: int = 1) -> Iterator[None]:
        """The next calls to Stripe meet trouble of this kind; "" for none."""
        if kind.startswith("dies"):
            MortalGateway.dies = kind
        elif kind:
            fault = {"fault": kind, "method": method, "path": "/v1/", "times": times, "seconds": HANG}
            self.stripe.turn(api_faults=[fault])
        try:
            yield
        finally:
            MortalGateway.dies = ""
            if kind and not kind.startswith("dies"):
                self.stripe.turn(api_faults=[])

    def organiser(self):
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["sign_in"] = "organiser"
        return client

    def broken(self) -> dict[str, list[dict]]:
        with self.app.app_context(), reading() as now_open:
            return invariants.broken(now_open)


@contextmanager
def a_shop(url: str, run: Callable[[str], None] | None = None) -> Iterator[Shop]:
    """A shop over the empty database at ``url``; ``run`` runs a command on its server, if it has one."""
    with pytest.MonkeyPatch.context() as patch, Endpoint(("127.0.0.1", 0), _Ring) as endpoint, Catcher() as catcher:
        patch.setattr("app.Gateway", MortalGateway)
        patch.setattr("payments.gateway.SECONDS", PATIENCE)
        patch.setattr(sdk.HTTPClient, "INITIAL_DELAY", 0.01)
        patch.setattr(sdk.HTTPClient, "MAX_DELAY", 0.02)
        with Simulator(endpoint.address) as stripe:
            app = endpoint.app = an_application(url, STRIPE_API_BASE=stripe.address, MAIL_URL=catcher.mail_url)
            shop = Shop(app, stripe, _kept(app, url, run))
            patch.setattr("core.clock.now", shop.now)
            thread = threading.Thread(target=endpoint.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            try:
                yield shop
            finally:
                endpoint.shutdown()
                thread.join()
                with app.app_context():
                    db.engine.dispose()


def _kept(app: Flask, url: str, run: Callable[[str], None] | None) -> Callable[[], None]:
    """The database with what is on sale, to be put back as often as one likes."""
    with app.app_context():
        _put_on_sale(app)
        db.engine.dispose()
    if run is None:
        path = Path(url.removeprefix("sqlite:///"))
        kept = shutil.copy(path, path.with_suffix(".kept"))

        def put_back() -> None:
            with app.app_context():
                db.engine.dispose()
            for part in ("-wal", "-shm"):
                path.with_name(path.name + part).unlink(missing_ok=True)
            shutil.copy(kept, path)

        return put_back

    name = make_url(url).database
    run(f"create database {name}_kept template {name} strategy file_copy")

    def put_back_there() -> None:
        with app.app_context():
            db.engine.dispose()
        run(f"drop database {name} with (force)")
        run(f"create database {name} template {name}_kept strategy file_copy")

    return put_back_there


def _put_on_sale(app: Flask) -> None:
    now = datetime.now(UTC)
    day = (now + timedelta(days=300)).date()
    with transaction():
        make.session, make.app = session, app
        event = make.an_event(slug=SLUG, first_day=day, last_day=day)
        hall, dinner = make.a_quota(event, capacity=PLACES), make.a_quota(event, name="Dinner", capacity=PLACES - 1)
        window = {"sales_open_at": now - timedelta(days=1), "sales_close_at": now + timedelta(days=290)}
        make.a_product(event, quotas=[hall], price_pence=4500, **window)
        make.a_product(event, quotas=[hall, dinner], name="With dinner", price_pence=9000, **window)
        make.a_product(event, quotas=[hall], name="Student", price_pence=0, **window)
        organiser = make.a_person(role=Role.ORGANISER)
        make.saved(
            SignIn(
                person_id=organiser.id,
                key_hash=hash_of("organiser"),
                begun_at=now,
                seen_at=now,
                expires_at=make.LONG_AFTER,
            )
        )
    make.session = make.app = None
