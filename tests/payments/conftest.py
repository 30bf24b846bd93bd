import pytest

from payments.gateway import Gateway
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


@pytest.fixture
def gateway(app, stripe, monkeypatch):
    """The real gateway, over real HTTP, to the simulator."""
    opened = Gateway(secret_key="sk_test_tests", webhook_secret="whsec_tests", api_base=stripe.address)
    monkeypatch.setitem(app.extensions, "gateway", opened)
    return opened
