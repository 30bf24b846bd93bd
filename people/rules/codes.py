"""Codes, keys and links: when they hold."""

import base64
import hashlib
import hmac
from datetime import datetime

from core.errors import Refusal, TooMany
from core.words import count
from people.models import (
    Person,
    SignInCode,
)


class CodeIsOver(Refusal):
    pass


def digits_for(secret: str, code: SignInCode) -> str:
    """The six digits of a code: reckoned from the program's secret, so that no table holds them."""
    digest = hmac.new(secret.encode(), f"sign-in:{code.key}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06}"


def check_open(code: SignInCode | None, wrong_tries: int, allowed: int, now: datetime) -> None:
    """Raise CodeIsOver unless the code may still be tried."""
    if code is None or code.used_at is not None or now >= code.expires_at or wrong_tries >= allowed:
        raise CodeIsOver("That code no longer works. Ask for a new one.")


def is_right(secret: str, code: SignInCode, typed: str) -> bool:
    return hmac.compare_digest(digits_for(secret, code), typed)


def hash_of(token: str) -> str:
    """What is stored of a secret handed out: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_token(secret: str, kind: str, number: int, version: int) -> str:
    """The token of an access link: 128 bits reckoned from the secret, the same until ``version`` moves on."""
    digest = hmac.new(secret.encode(), f"link:{kind}:{number}:{version}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def wrong_code_words(tries_left: int) -> str:
    if tries_left <= 0:
        return "That code does not match, and there are no tries left. Ask for a new code."
    return f"That code does not match. Check the newest email; you have {count(tries_left, 'try', 'tries')} left."


def browser_words(agent: str) -> str:
    """A browser as its owner would name it, such as “Firefox on Windows”. The whole string is not kept."""
    browsers = {
        "Edg/": "Edge",
        "OPR/": "Opera",
        "Firefox/": "Firefox",
        "Chrome/": "Chrome",
        "Safari/": "Safari",
    }
    systems = {
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Android": "Android",
        "Windows": "Windows",
        "Mac OS": "Mac",
    }
    browser = next((name for sign, name in browsers.items() if sign in agent), "A browser")
    system = next((name for sign, name in systems.items() if sign in agent), "")
    return f"{browser} on {system}" if system else browser


class TooManyTries(TooMany):
    pass


def check_mailbox(code: SignInCode, person: Person) -> None:
    """Raise CodeIsOver unless the code went to this person's mailbox, as it is now."""
    if code.email_key != person.email_key:
        raise CodeIsOver("That code no longer works. Ask for a new one.")


def is_code_open(code: SignInCode, now: datetime) -> bool:
    return code.used_at is None and now < code.expires_at


def check_sent(code: SignInCode, now: datetime) -> None:
    """Raise TooManyTries if no letter went out with this code. Told to its owner alone."""
    if not is_code_open(code, now):
        raise TooManyTries("You have had too many codes. Wait fifteen minutes, then try again.")


def check_tries(times: int, allowed: int) -> None:
    """Raise TooManyTries once somebody has guessed at a second factor too often."""
    if times >= allowed:
        raise TooManyTries("That was wrong too often. Wait fifteen minutes, or use a passkey.")
