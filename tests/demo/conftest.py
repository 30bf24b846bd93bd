from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from abstracts.models import Call
from core.db import db, reading, session, transaction
from demo import data
from demo.load import load
from tests.conftest import an_application

SHIFTED = date(2028, 2, 29)  # after a change of the clocks, and in a leap year


@pytest.fixture(scope="module", params=[data.D0, SHIFTED], ids=["on D0", "on another day"])
def demo(request, new_database, tmp_path_factory):
    """The demo, loaded on a day; how far that is from D0."""
    app = an_application(new_database(), FILES_URL=f"file://{tmp_path_factory.mktemp('kept')}")
    with app.app_context():
        with transaction():
            load(session, request.param, datetime.combine(request.param, time(12), UTC))
        with reading():
            yield request.param - data.D0
        db.engine.dispose()


@pytest.fixture
def closed(demo) -> Call:
    return session.scalars(select(Call).where(Call.slug == "abstracts")).one()
