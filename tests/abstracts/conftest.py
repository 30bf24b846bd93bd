"""What the tests of abstracts begin with: a call, one complete draft of it, and its author's browser."""

import pytest
from sqlalchemy import select

from core.outbox import OutgoingLetter
from people.models import Duty, Role
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer
from tests.abstracts.pages import CALL, EVENT


@pytest.fixture
def call(session):
    return make.a_call(make.an_event())


@pytest.fixture
def letters(session):
    """To whom letters of one kind are owed, in the order in which they were."""

    def of(kind: str) -> list[str]:
        found = select(OutgoingLetter.recipient).where(OutgoingLetter.kind == f"abstracts/email/{kind}")
        return list(session.scalars(found.order_by(OutgoingLetter.id)))

    return of


@pytest.fixture
def open_call(session, now):
    return make.a_call(make.an_event(slug=EVENT), slug=CALL, name="Research")


@pytest.fixture
def abstract(open_call):
    return make.an_abstract(open_call)


@pytest.fixture
def author(browse, abstract):
    return browse(abstract.owner)


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""
    return lambda moment: monkeypatch.setattr("core.clock.now", lambda: moment)


@pytest.fixture
def a_reader(call):
    """Somebody who may sign in and review, and their review of it."""

    def of(abstract, rubric=None, total=None):
        reviewer = a_reviewer(call)
        make.saved(Duty(person_id=reviewer.person_id, event_id=call.event_id, role=Role.REVIEWER))
        return a_review(abstract, reviewer, rubric, total)

    return of
