"""A browser that asks for a code, and the code."""

import re

import pyotp
import pytest
from sqlalchemy import select

from core.outbox import OutgoingLetter, compose
from people.models import SignInCode
from people.rules import digits_for


@pytest.fixture
def ask(session, now):
    """Ask for a code in this browser."""

    def in_browser(client, email="ash@north.example", **typed):
        return client.post("/sign-in", data={"email": email} | typed)

    return in_browser


@pytest.fixture
def digits(app, session):
    """The six digits of the newest code, as its letter would bring them."""

    def newest() -> str:
        code = session.scalars(select(SignInCode).order_by(SignInCode.id.desc())).first()
        return digits_for(app.config["SECRET_KEY"], code)

    return newest


def answer_code(client, code, **headers):
    return client.post("/sign-in/code", data={"code": code}, headers=headers)


def is_signed_in(client) -> bool:
    return client.get("/me").status_code == 200


@pytest.fixture
def at(monkeypatch):
    """Let it be another moment from now on."""

    def moment(when) -> None:
        monkeypatch.setattr("core.clock.now", lambda: when)

    return moment


@pytest.fixture
def letters(app, session):
    """The letters of one kind that wait, the newest last, as (to, text)."""

    def of(kind: str) -> list[tuple[str, str]]:
        waiting = session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)).all()
        with app.app_context():
            composed = [(each, compose(session, each, masked=False)) for each in waiting if each.kind.endswith(kind)]
        return [(each.recipient, letter.text) for each, letter in composed if letter]

    return of


def link_in(text: str) -> str:
    """The path of the one link in a letter."""
    return re.search(r"http://localhost(/\S+)", text)[1]


def app_digits(secret: str, now, steps: int = 0) -> str:
    """What an authenticator app shows at ``now``, or so many half minutes later."""
    return pyotp.TOTP(secret).generate_otp(int(now.timestamp()) // 30 + steps)


def set_up_app(client, now) -> tuple[str, list[str]]:
    """Switch the second step on in this browser: the app's secret and the recovery codes."""
    client.post("/me/security/app/begin")
    shown = re.search(r'id="app-key">([^<]+)<', client.get("/me/security/app").text)[1]
    secret = "".join(shown.split())
    answer = client.post("/me/security/app", data={"app_code": app_digits(secret, now)})
    assert answer.status_code == 200, answer.text
    return secret, re.findall(r'<li class="code">([^<]+)</li>', answer.text)
