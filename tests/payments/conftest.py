import pytest

from core.db import session as units
from payments.gateway import Gateway
from tests import factories
from tests.payments.shop import SECRET, Clock, Shop
from tests.rig.stripe import Simulator


@pytest.fixture(scope="session")
def simulator():
    """A Stripe of our own. It sends no webhooks of itself: a test says when."""
    with Simulator() as running:
        yield running


@pytest.fixture
def stripe(simulator):
    """The simulator with an empty ledger and its knobs as at the start."""
    simulator.reset()
    return simulator


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Stripe's own library waits half a second and more before it tries again; here it does at once."""
    monkeypatch.setattr("stripe._http_client.HTTPClient.INITIAL_DELAY", 0.01)


def to(stripe: Simulator) -> Gateway:
    return Gateway(secret_key="sk_test_tests", webhook_secret=SECRET, api_base=stripe.address)


@pytest.fixture
def gateway(app, stripe, monkeypatch):
    """The real gateway, over real HTTP, to the simulator."""
    opened = to(stripe)
    monkeypatch.setitem(app.extensions, "gateway", opened)
    return opened


@pytest.fixture
def clock(monkeypatch):
    """The time, which begins at the simulator's and moves when a test says so."""
    clock = Clock()
    monkeypatch.setattr("core.clock.now", clock)
    return clock


@pytest.fixture
def shop(app, session, stripe, gateway, clock):
    """An event with places to pay for. All of it is undone after the test."""
    return Shop(app, stripe, gateway, clock)


@pytest.fixture
def open_shop(app_that_commits, stripe, clock, monkeypatch):
    """The same over a database of its own, for what happens on several threads at once."""
    monkeypatch.setattr(factories, "session", units)
    monkeypatch.setattr(factories, "app", app_that_commits)
    opened = to(stripe)
    monkeypatch.setitem(app_that_commits.extensions, "gateway", opened)
    return Shop(app_that_commits, stripe, opened, clock)
