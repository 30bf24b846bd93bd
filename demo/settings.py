"""The demo's ports, its secrets, and the settings that the program is started with."""

import base64
import json
import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
USUAL_PORT = 5000
# Far enough from the neighbours, and it reads as the port of https.
TLS_DISTANCE = 443
# What a developer's own environment may hold, and the demo must not follow.
FOREIGN = ("REDIS_URL", "MIGRATION_DATABASE_URL", "TICKET_RETIRED_KEYS", "SECOND_FACTOR_FOR")


class CannotStart(SystemExit):
    """The demo does not start, for the reason given in one sentence."""


@dataclass(frozen=True)
class Ports:
    """The web's port; its neighbours move with it."""

    web: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Ports":
        """PORT, or the usual one. Raises CannotStart if it is no port with room for its neighbours."""
        said = environment.get("PORT") or str(USUAL_PORT)
        if not said.isascii() or not said.isdigit() or not 1 <= int(said) <= 65535 - TLS_DISTANCE:
            raise CannotStart(f"PORT is {said}, and must be a number from 1 to {65535 - TLS_DISTANCE}.")
        return cls(int(said))

    @property
    def mail_pages(self) -> int:
        return self.web + 1

    @property
    def smtp(self) -> int:
        return self.web + 2

    @property
    def stripe(self) -> int:
        return self.web + 3

    @property
    def tls(self) -> int:
        return self.web + TLS_DISTANCE

    def check_are_free(self, *, tls: bool) -> None:
        """Raise CannotStart, naming the port, if another program listens on one of them."""
        wanted = [(HOST, port) for port in (self.web, self.mail_pages, self.smtp, self.stripe)]
        for host, port in [*wanted, ("", self.tls)] if tls else wanted:
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((host, port))
                except OSError:
                    raise CannotStart(
                        f"Port {port} is in use. End what listens there, or choose another place: "
                        f"PORT={self.web + 1000} make run"
                    ) from None


def settings_for(ports: Ports, folder: Path) -> dict[str, str]:
    """Every setting of the program, with its database, files and secrets in ``folder``."""
    return _secrets_in(folder) | {
        "APP_ENV": "demo",
        "DATABASE_URL": f"sqlite:///{folder / 'plenary.sqlite'}",
        "BASE_URL": f"http://{HOST}:{ports.web}",
        "MAIL_URL": f"smtp://{HOST}:{ports.smtp}",
        "MAIL_SENDER": "desk@plenary.example",
        "FILES_URL": (folder / "files").as_uri(),
        "STRIPE_API_BASE": f"http://{HOST}:{ports.stripe}",
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
        "MAIL_PAGES": f"http://{HOST}:{ports.mail_pages}/",
    }


def environment_with(settings: dict[str, str]) -> dict[str, str]:
    """This process's environment with ``settings`` in it, and nothing that would lead the demo elsewhere."""
    own = {name: said for name, said in os.environ.items() if name not in FOREIGN}
    return own | settings | {"PYTHONUNBUFFERED": "1"}


def _secrets_in(folder: Path) -> dict[str, str]:
    """The secrets that an earlier run kept, so that its sessions and tickets still hold; or new ones."""
    kept = folder / "settings.json"
    if kept.exists():
        return json.loads(kept.read_text())
    made = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "TICKET_SIGNING_KEYS": f"0:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip('=')}",
        "STRIPE_SECRET_KEY": f"sk_test_{secrets.token_hex(24)}",
        "STRIPE_WEBHOOK_SECRET": f"whsec_{secrets.token_hex(24)}",
    }
    folder.mkdir(parents=True, exist_ok=True)
    with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(made, file, indent=2)
    return made
