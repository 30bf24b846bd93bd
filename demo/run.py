"""`make run`: the whole of Plenary on this machine, with invented data, until Ctrl-C.

Web, worker, mail catcher and Stripe simulator run side by side on loopback. All they keep is in var/demo.
"""

import contextlib
import http.client
import importlib.util
import multiprocessing
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from werkzeug.utils import import_string

from demo.certificate import certificate_for, local_address
from demo.settings import HOST, CannotStart, Ports, environment_with, settings_for
from demo.supervisor import Supervisor

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "demo"
SECONDS_UNTIL_SLOW = 60
GUNICORN = ("gunicorn", "app:create_app()", "--worker-class", "gthread", "--threads", "4")
QUIETLY = ("--no-control-socket", "--log-level", "warning", "--graceful-timeout", "3")


def main() -> int:
    """Start everything, say where it is, and return 0 once it was told to end and has."""
    os.chdir(ROOT)
    with_tls = os.environ.get("TLS") == "1"
    ports = Ports.from_environment()
    ports.check_are_free(tls=with_tls)
    address = _network_address() if with_tls else None
    environment = environment_with(settings_for(ports, FOLDER))
    shutil.rmtree(FOLDER / "metrics", ignore_errors=True)
    for name in ("metrics", "files"):
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
    prepare(environment)

    supervisor = Supervisor()
    for name, command in commands(ports, environment).items():
        supervisor.add(name, command, environment)
    if address:
        supervisor.add("phones", tls_command(ports, address), tls_environment(environment, ports, address))
    _announce_when_ready(ports, welcome(ports, address))
    return supervisor.run()


def prepare(environment: dict[str, str]) -> None:
    """Bring the database up to date, and fill it if it is empty."""
    os.environ.clear()
    os.environ.update(environment)
    # Imported late: the port is checked and the settings are made before the program is loaded.
    from core.db import db, migrate
    from demo.load import load_if_empty

    app = import_string("app:create_app")()
    with app.app_context():
        migrate()
        load_if_empty()
        db.engine.dispose()  # a connection must not be carried into the programs to come


def commands(ports: Ports, environment: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """What is run, by the name that stands before its lines in the terminal."""
    python = (sys.executable, "-m")
    started = {
        "web": (*python, *GUNICORN, *QUIETLY, "-w", "2", "--bind", f"{HOST}:{ports.web}"),
        "worker": (*python, "flask", "--app", "app", "worker"),
        "mail": (
            *(*python, "demo.catcher"),
            *("--smtp-port", str(ports.smtp)),
            *("--web-port", str(ports.mail_pages)),
        ),
    }
    if _has_simulator():
        started["stripe"] = (
            *(*python, "payments.simulator"),
            *("--port", str(ports.stripe)),
            *("--webhook-url", f"http://{HOST}:{ports.web}/stripe/webhook"),
            *("--webhook-secret", environment["STRIPE_WEBHOOK_SECRET"]),
            *("--secret-key", environment["STRIPE_SECRET_KEY"]),
        )
    return started


def tls_command(ports: Ports, address: str) -> tuple[str, ...]:
    """A second web server for the local network, with a certificate for ``address``."""
    certificate, key = certificate_for(address, FOLDER)
    server = (sys.executable, "-m", *GUNICORN, *QUIETLY, "-w", "1", "--bind", f"0.0.0.0:{ports.tls}")
    return (*server, "--certfile", str(certificate), "--keyfile", str(key))


def tls_environment(environment: dict[str, str], ports: Ports, address: str) -> dict[str, str]:
    """The same settings under another address, since each server answers to its own alone."""
    return environment | {"BASE_URL": f"https://{address}:{ports.tls}"}


def welcome(ports: Ports, address: str | None) -> str:
    """What the terminal shows once the web answers: where things are, and who may sign in."""
    from demo.data import DOOR_TODAY, SIGN_INS

    web = f"http://{HOST}:{ports.web}"
    places = [("Caught mail", f"http://{HOST}:{ports.mail_pages}")]
    (steward,) = [each.name for each in SIGN_INS if each.goes_to == DOOR_TODAY]
    places.append(("A door at work", f"{web}{DOOR_TODAY} (sign in as {steward})"))
    if _has_simulator():
        places.append(("Stripe simulator", f"http://{HOST}:{ports.stripe}"))
    if address:
        places.append(("For phones here", f"https://{address}:{ports.tls} (accept its own certificate)"))
    widths = [max(len(each.name) for each in SIGN_INS), max(len(each.address) for each in SIGN_INS)]
    return "\n".join(
        [
            "",
            f"Plenary is ready: {web}",
            *(f"  {name:<17} {where}" for name, where in places),
            "",
            f"Sign in at {web}/sign-in as one of these; the code comes to the caught mail:",
            *(f"  {each.name:<{widths[0]}}  {each.address:<{widths[1]}}  {each.does}" for each in SIGN_INS),
            "",
            "Everybody and everything in it is invented. Ctrl-C ends it; without var/demo it begins afresh.",
            "",
        ]
    )


def _network_address() -> str:
    address = local_address()
    if address is None:
        raise CannotStart("TLS=1 serves a phone on the local network, and this machine is on none.")
    return address


def _has_simulator() -> bool:
    return importlib.util.find_spec("payments.simulator") is not None


def _announce_when_ready(ports: Ports, text: str) -> None:
    """Let a process of its own wait for the web, since the supervisor is busy with the programs."""
    multiprocessing.Process(target=_wait_and_say, args=(ports.web, text), daemon=True).start()


def _wait_and_say(port: int, text: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    started = time.monotonic()
    while time.monotonic() - started < SECONDS_UNTIL_SLOW:
        if _is_alive(port):
            print(text, flush=True)
            return
        time.sleep(0.05)
    print(f"The web has not answered for {SECONDS_UNTIL_SLOW} seconds; the lines above may say why.", flush=True)


def _is_alive(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False


if __name__ == "__main__":
    sys.exit(main())
