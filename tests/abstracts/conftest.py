import pytest
from sqlalchemy import select

from core.outbox import OutgoingLetter
from tests import factories as make


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
