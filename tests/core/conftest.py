"""Views made for a test, on an application with a database of its own."""

import pytest
from flask import Blueprint, get_flashed_messages
from sqlalchemy import select

from core.db import session
from people.access import open_to_visitors
from people.models import Person
from tests import factories as make


def a_person(name: str) -> Person:
    return Person(name=name, email=f"{name}@north.example", email_key=f"{name}@north.example", created_at=make.NOON)


@pytest.fixture
def toys(app_that_commits):
    app_that_commits.config["PROPAGATE_EXCEPTIONS"] = False
    return app_that_commits


@pytest.fixture
def view(toys):
    """Put a view at /toy, and return a client."""

    def put(function, methods=("GET", "POST"), access=open_to_visitors):
        blueprint = Blueprint("toys", __name__)
        blueprint.add_url_rule("/toy", "toy", access(function), methods=methods)
        blueprint.add_url_rule("/flashes", "flashes", open_to_visitors(lambda: get_flashed_messages()))
        toys.register_blueprint(blueprint)
        return toys.test_client()

    return put


@pytest.fixture
def kept(toys):
    """The names of the people that are in the database."""

    def names() -> list[str]:
        with toys.app_context():
            return list(session.scalars(select(Person.name).order_by(Person.name)))

    return names
