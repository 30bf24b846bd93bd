"""Settings, read once from the environment when the program starts, and refused by name when unsafe.

The numbers that other files judge by (how long a code lives, how often one may ask) stand here too, in `Limits`.
"""

import base64
import binascii
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parent.parent
PRODUCTION, DEMO = "production", "demo"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SECRET_LENGTH = 32
WEAK_SECRETS = {"secret", "change", "changeme", "default", "password", "dev", "test", "example"}


class UnsafeSetting(SystemExit):
    """The program does not start with this setting."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} {problem} See README, “Settings”.")


@dataclass(frozen=True)
class Limits:
    """Every limit in one place: how long, how many, how big."""

    code_life: timedelta = timedelta(minutes=15)
    code_tries: int = 5
    codes_per_address: int = 5
    codes_per_visitor: int = 30
    guesses_per_visitor: int = 30
    limit_window: timedelta = timedelta(minutes=15)
    letters_per_address: int = 5
    session_life: timedelta = timedelta(days=14)
    session_touched_every: timedelta = timedelta(minutes=5)
    fresh_for: timedelta = timedelta(minutes=15)
    challenge_life: timedelta = timedelta(hours=1)
    recovery_codes: int = 10
    passkeys_per_person: int = 20
    device_known_for: timedelta = timedelta(days=365)
    address_change_life: timedelta = timedelta(hours=1)
    invitation_life: timedelta = timedelta(days=7)
    claims_per_person: int = 5
    claims_per_visitor: int = 50
    claim_window: timedelta = timedelta(days=1)
    letters_to_author: int = 30  # that one address gets in a day about being named
    letters_per_author: int = 3  # of those for one abstract
    letters_by_writer: int = 150  # that one person's naming of others makes in a day
    author_window: timedelta = timedelta(days=1)
    delegates_per_order: int = 10
    delegates_per_group: int = 100
    approval_hold: timedelta = timedelta(days=3)
    hold: timedelta = timedelta(minutes=15)
    offer: timedelta = timedelta(hours=24)  # of a place from the waiting list
    waiting_places: int = 10
    till_life: timedelta = timedelta(minutes=31)  # Stripe's least is 30 minutes from when it reads the request
    till_grace: timedelta = timedelta(minutes=2)
    reconcile_every: timedelta = timedelta(minutes=3)
    rows_per_page: int = 50
    lease: timedelta = timedelta(minutes=5)
    attempts: int = 32
    first_wait: timedelta = timedelta(seconds=30)
    longest_wait: timedelta = timedelta(hours=1)
    lock_timeout_ms: int = 3000
    statement_timeout_ms: int = 15000
    idle_timeout_ms: int = 15000
    seal_after: timedelta = timedelta(minutes=5)
    upload_bytes: int = 10 * 1024 * 1024
    upload_pages: int = 200
    upload_pixels: int = 40_000_000
    unpacked_bytes: int = 64 * 1024 * 1024
    enrolment_code_life: timedelta = timedelta(minutes=15)  # of the code that the desk shows to a phone
    names_found_at_door: int = 400  # by one phone or one steward who looks for people by name
    phone_noted_every: timedelta = timedelta(seconds=15)
    body_bytes: int = 12 * 1024 * 1024
    form_parts: int = 500


@dataclass(frozen=True)
class Config:
    """One value per setting of the contract, in Flask's names where Flask has one."""

    APP_ENV: str
    SECRET_KEY: str
    DATABASE_URL: str
    BASE_URL: str
    MAIL_URL: str
    MAIL_SENDER: str
    FILES_URL: str
    TICKET_SIGNING_KEYS: str
    STRIPE_SECRET_KEY: str = ""
    STRIPE_WEBHOOK_SECRET: str = ""
    STRIPE_API_BASE: str = ""
    REDIS_URL: str = ""
    MIGRATION_DATABASE_URL: str = ""
    TICKET_RETIRED_KEYS: str = ""
    SECOND_FACTOR_FOR: str = ""
    APPLE_PASS_FILE: str = ""
    GOOGLE_WALLET_FILE: str = ""
    GOOGLE_WALLET_ISSUER: str = ""
    TESTING: bool = False
    LIMITS: Limits = field(default_factory=Limits)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        """The settings. Raises UnsafeSetting, which names the setting and ends the program."""
        required = (
            "APP_ENV",
            "SECRET_KEY",
            "DATABASE_URL",
            "BASE_URL",
            "MAIL_URL",
            "MAIL_SENDER",
            "FILES_URL",
            "TICKET_SIGNING_KEYS",
            "STRIPE_SECRET_KEY",
            "STRIPE_WEBHOOK_SECRET",
        )
        for name in required:
            if not environment.get(name, "").strip():
                raise UnsafeSetting(name, "is not set.")
        optional = (
            "STRIPE_API_BASE",
            "REDIS_URL",
            "MIGRATION_DATABASE_URL",
            "TICKET_RETIRED_KEYS",
            "SECOND_FACTOR_FOR",
            "APPLE_PASS_FILE",
            "GOOGLE_WALLET_FILE",
            "GOOGLE_WALLET_ISSUER",
        )
        config = cls(**{name: environment.get(name, "").strip() for name in (*required, *optional)})
        config.check()
        return config

    @property
    def is_demo(self) -> bool:
        return self.APP_ENV == DEMO

    def check(self) -> None:
        """Raise UnsafeSetting for the first setting that this kind of start must not have."""
        if self.APP_ENV not in {PRODUCTION, DEMO}:
            raise UnsafeSetting("APP_ENV", "must be production or demo.")
        check_database_url(self.DATABASE_URL)
        check_signing_keys(self.TICKET_SIGNING_KEYS)
        check_retired_keys(self.TICKET_RETIRED_KEYS, self.TICKET_SIGNING_KEYS)
        check_files_url(self.FILES_URL)
        check_wallet_files(self.APPLE_PASS_FILE, self.GOOGLE_WALLET_FILE, self.GOOGLE_WALLET_ISSUER)
        base = urlsplit(self.BASE_URL)
        if base.scheme not in {"http", "https"} or not base.hostname or base.path not in {"", "/"}:
            raise UnsafeSetting("BASE_URL", "must be an origin such as https://events.example.")
        if self.is_demo:
            self._check_demo(base.hostname)
        else:
            self._check_production(base.scheme, base.hostname)

    def _check_demo(self, host: str) -> None:
        if "_live_" in self.STRIPE_SECRET_KEY:
            raise UnsafeSetting("STRIPE_SECRET_KEY", "is a live key, and a demo never takes real money.")
        if host not in LOOPBACK and not _is_private(host):
            raise UnsafeSetting("BASE_URL", "is public, and a demo signs anybody in.")

    def _check_production(self, scheme: str, host: str) -> None:
        if len(self.SECRET_KEY) < SECRET_LENGTH or any(word in self.SECRET_KEY.lower() for word in WEAK_SECRETS):
            raise UnsafeSetting("SECRET_KEY", f"must be {SECRET_LENGTH} random characters or more.")
        if scheme != "https":
            raise UnsafeSetting("BASE_URL", "must begin with https://.")
        if host in LOOPBACK:
            raise UnsafeSetting("BASE_URL", "points at this machine only.")
        if self.DATABASE_URL.startswith("sqlite"):
            raise UnsafeSetting("DATABASE_URL", "must be a PostgreSQL database in production.")
        if not self.STRIPE_SECRET_KEY.startswith(("sk_live_", "sk_test_", "rk_live_", "rk_test_")):
            raise UnsafeSetting("STRIPE_SECRET_KEY", "is not a Stripe key.")
        if not self.STRIPE_WEBHOOK_SECRET.startswith("whsec_"):
            raise UnsafeSetting("STRIPE_WEBHOOK_SECRET", "is not a Stripe webhook secret.")
        if self.STRIPE_API_BASE:
            raise UnsafeSetting("STRIPE_API_BASE", "points Stripe's calls elsewhere; it is for a simulator.")
        if "@" not in self.MAIL_SENDER:
            raise UnsafeSetting("MAIL_SENDER", "is not an email address.")


def check_database_url(url: str) -> None:
    """Raise UnsafeSetting unless ``url`` is one of our two databases with our driver."""
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise UnsafeSetting("DATABASE_URL", "must begin with sqlite:/// or postgresql+psycopg://.")


def check_files_url(url: str) -> None:
    """Raise UnsafeSetting unless ``url`` is a folder of this machine that no web server gives out."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        raise UnsafeSetting("FILES_URL", "names an S3 bucket, and files in one are not there yet; use file:///….")
    folder = Path(unquote(parts.path))
    if parts.scheme != "file" or parts.netloc or len(folder.parts) < 2 or ".." in folder.parts:
        raise UnsafeSetting("FILES_URL", "must be a folder of its own such as file:///srv/plenary/files.")
    if folder.resolve().is_relative_to(ROOT / "static"):
        raise UnsafeSetting("FILES_URL", "lies among the files that anybody may fetch.")


def check_wallet_files(apple: str, google: str, issuer: str) -> None:
    """Raise UnsafeSetting for half of a setting, and for a file with a key that is not there or anybody may fetch."""
    if google and not issuer:
        raise UnsafeSetting("GOOGLE_WALLET_ISSUER", "is not set, and GOOGLE_WALLET_FILE is.")
    if issuer and not google:
        raise UnsafeSetting("GOOGLE_WALLET_FILE", "is not set, and GOOGLE_WALLET_ISSUER is.")
    if issuer and not (issuer.isascii() and issuer.isdigit()):
        raise UnsafeSetting("GOOGLE_WALLET_ISSUER", "must be the number that Google gave the issuer.")
    for name, path in (("APPLE_PASS_FILE", apple), ("GOOGLE_WALLET_FILE", google)):
        if not path:
            continue
        file = Path(path)
        if not file.is_absolute() or not file.is_file() or not os.access(file, os.R_OK):
            raise UnsafeSetting(name, "must be the whole path of a file that the program may read.")
        if file.resolve().is_relative_to(ROOT / "static"):
            raise UnsafeSetting(name, "lies among the files that anybody may fetch.")


def check_signing_keys(text: str) -> None:
    """Raise UnsafeSetting unless ``text`` is ``id:seed,id:seed…`` with Ed25519 seeds in base64url."""
    try:
        keys = read_signing_keys(text)
    except (ValueError, binascii.Error) as error:
        raise UnsafeSetting(
            "TICKET_SIGNING_KEYS", "must be <0-255>:<base64url of 32 bytes>, separated by commas."
        ) from error
    if any(len(set(seed)) < 8 for seed in keys.values()):
        raise UnsafeSetting("TICKET_SIGNING_KEYS", "holds a key that is not random.")


def read_signing_keys(text: str) -> dict[int, bytes]:
    """Seeds of 32 bytes by key id, the one that signs first. Raises ValueError."""
    keys: dict[int, bytes] = {}
    for each in text.split(","):
        number, _, seed = each.strip().partition(":")
        keys[int(number)] = base64.urlsafe_b64decode(seed + "=" * (-len(seed) % 4))
    if any(not 0 <= number <= 255 or len(seed) != 32 for number, seed in keys.items()):
        raise ValueError(text)
    return keys


def check_retired_keys(text: str, signing: str) -> None:
    """Raise UnsafeSetting unless ``text`` is key ids such as ``0,1``, none of which still signs."""
    try:
        retired = read_retired_keys(text)
    except ValueError as error:
        raise UnsafeSetting("TICKET_RETIRED_KEYS", "must be <0-255>, separated by commas.") from error
    if retired & read_signing_keys(signing).keys():
        raise UnsafeSetting("TICKET_RETIRED_KEYS", "names a key that still signs.")


def read_retired_keys(text: str) -> frozenset[int]:
    """The ids of keys that once signed and do no more. Raises ValueError."""
    retired = frozenset(int(each) for each in text.split(",")) if text else frozenset()
    if any(not 0 <= number <= 255 for number in retired):
        raise ValueError(text)
    return retired


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:  # a name, and 10.anything.example may be one
        return host.endswith(".local")
