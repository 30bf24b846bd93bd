"""The simulator as a running server, with its postman."""

import threading
from pathlib import Path

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from payments.simulator.api import add_api
from payments.simulator.checkout import add_checkout
from payments.simulator.control import add_control
from payments.simulator.delivery import Postman
from payments.simulator.knobs import Knobs
from payments.simulator.ledger import Ledger


class _Quiet(WSGIRequestHandler):
    """Writes no line per request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def create_simulator(ledger: Ledger) -> Flask:
    """The Flask app over this ledger: API, control and pay page."""
    app = Flask("payments.simulator", root_path=str(Path(__file__).parent))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    add_api(app, ledger)
    add_control(app, ledger)
    add_checkout(app, ledger)
    app.add_url_rule("/healthz", "healthz", lambda: "alive\n")
    return app


class Simulator:
    """A simulator that listens from its making until ``stop``; port 0 takes any that is free."""

    def __init__(
        self,
        knobs: Knobs,
        *,
        secret_key: str,
        webhook_secret: str,
        host: str = "127.0.0.1",
        port: int = 0,
        public_address: str | None = None,
    ):
        self.ledger = Ledger(knobs, secret_key=secret_key, webhook_secret=webhook_secret)
        app = create_simulator(self.ledger)
        self._server = make_server(host, port, app, threaded=True, request_handler=_Quiet)
        self.address = f"http://{host}:{self._server.port}"
        # Where buyers find the pay page, when that is not where the API is.
        self.ledger.address = (public_address or self.address).rstrip("/")
        self._postman = Postman(self.ledger)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="simulator", daemon=True
        )
        self._postman.start()
        self._thread.start()

    def wait(self) -> None:
        """Blocks until the server ends."""
        self._thread.join()

    def stop(self) -> None:
        """Nobody listens any more, and nothing is delivered any more."""
        self.ledger.stopping.set()
        self.ledger.stirred.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._postman.join()
