from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from functools import cache

import pytest
from flask import Flask
from sqlalchemy import select

from abstracts.models import Call
from core.db import db, reading, session, transaction
from demo import data
from demo.load import load
from tests.conftest import an_application

SHIFTED = date(2028, 2, 29)  # after a change of the clocks, and in a leap year


@pytest.fixture(scope="session")
def loaded(new_database, tmp_path_factory) -> Iterator[Callable[[date], Flask]]:
    """An application over the demo as it is loaded on a day: loaded once for all who only look at it."""
    apps = []

    @cache
    def on(day: date) -> Flask:
        app = an_application(new_database(), FILES_URL=f"file://{tmp_path_factory.mktemp('kept')}")
        apps.append(app)
        with app.app_context(), transaction():
            load(session, day, datetime.combine(day, time(12), UTC))
        return app

    yield on
    for app in apps:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="module", params=[data.D0, SHIFTED], ids=["on D0", "on another day"])
def demo(request, loaded):
    """The demo, loaded on a day; how far that is from D0."""
    with loaded(request.param).app_context(), reading():
        yield request.param - data.D0


@pytest.fixture
def closed(demo) -> Call:
    return session.scalars(select(Call).where(Call.slug == "abstracts")).one()
