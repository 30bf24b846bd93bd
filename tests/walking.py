"""The walker's world, built once for all who walk in it, and what they walk with. A module that uses any of this
declares its ``app`` to be ``walked``'s."""

import pytest
from flask import Flask

from core.db import db
from tests import factories, walker
from tests.conftest import a_session, an_application
from tests.walked import build
from tests.walker import Walker, World


@pytest.fixture(scope="session")
def walked(new_database, tmp_path_factory):
    """An application in whose database the world stands for good, since each test is undone; and that world."""
    app = an_application(new_database(), FILES_URL=f"file://{tmp_path_factory.mktemp('walked')}/kept")
    with pytest.MonkeyPatch.context() as patch:
        for read in ("now", "told"):
            patch.setattr(f"core.clock.{read}", lambda *_: factories.NOON)
        with a_session(app, patch, is_kept=True) as session:
            world = build(app, session)
    yield app, world
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def stands(walked) -> dict[str, list[dict]]:
    """Every row of the world before anybody walks."""
    app: Flask = walked[0]
    with app.app_context(), db.engine.connect() as connection:
        return walker.rows_of(connection)


@pytest.fixture
def world(app, walked, now) -> World:
    its_app, world = walked
    assert app is its_app, "A module in which somebody walks declares its app to be walked's; see test_every_route.py."
    return world


@pytest.fixture
def walk(app, session, world):
    return Walker(app, session.get_bind(), world)


@pytest.fixture
def ask(app, session, world):
    """Ask for an address as one of the actors; nothing of it is kept."""

    def once(actor: str, path: str, method: str = "GET", **given):
        client = app.test_client()
        if cookie := world.cookies.get(actor):
            client.set_cookie("plenary", cookie)
        undone = session.get_bind().begin_nested()
        try:
            return client.open(path, method=method, buffered=True, **given)
        finally:
            undone.rollback()

    return once
