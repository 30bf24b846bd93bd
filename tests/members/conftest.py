import io

import pytest

from members import actions
from people.models import Role
from tests import factories as make
from tests.factories import NOON


@pytest.fixture
def head(session, now):
    """Who organises all events."""
    return make.a_person(name="Hedy", role=Role.ORGANISER)


@pytest.fixture
def take(app, session, head):
    """Import a file whole, as the desk does after a look at it."""

    def one(content: bytes):
        with app.app_context():
            seen = actions.preview_register(session, file=io.BytesIO(content))
            outcome, made = actions.import_register(
                session, file=io.BytesIO(content), digest=seen.digest, by_id=head.id, now=NOON
            )
            session.commit()
        return outcome, made

    return one


@pytest.fixture
def ash(session, now):
    return make.a_person(name="Ash Fictum", email="ash@north.example")
