"""A browser that asks for a code, and the code."""

import pytest
from sqlalchemy import select

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
