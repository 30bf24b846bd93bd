"""Two chairs make two abstracts of one presenter posters at the same moment: one of them does (domain rule 47)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from abstracts import queries
from abstracts.actions import decide_abstract
from abstracts.models import Abstract, AbstractStatus, Decision
from abstracts.rules import SecondPoster
from core import clock
from core.db import db, reading, session, transaction
from tests import factories as make

TOLD = "Each presenter has one poster at an event"

pytestmark = pytest.mark.parametrize("new_database", ["postgresql"], indirect=True)


@pytest.fixture
def pair(app_that_commits, monkeypatch):
    """The ids of two abstracts in review, of two calls, that one person presents."""
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context(), transaction():
        event = make.an_event()
        ids = []
        for call in (make.a_call(event), make.a_call(event)):
            abstract = make.an_abstract(call, authors=0, status=AbstractStatus.IN_REVIEW)
            make.an_author(abstract, email="ash@north.example")
            ids.append(abstract.id)
    yield ids
    with app_that_commits.app_context():
        db.engine.dispose()


@pytest.fixture
def both_decide(app_that_commits, pair, monkeypatch):
    """Let both ask before either writes; what became of each, sorted, and how many posters there are."""
    asked, poster_of = threading.Barrier(2), queries.poster_of

    def ask_and_wait(*given, **named):
        found = poster_of(*given, **named)
        asked.wait(timeout=10)
        return found

    monkeypatch.setattr(queries, "poster_of", ask_and_wait)

    def decide(abstract_id: int) -> str:
        with app_that_commits.app_context():
            try:
                with transaction():
                    abstract = session.get_one(Abstract, abstract_id, with_for_update={"of": Abstract})
                    now = clock.now()
                    decide_abstract(session, abstract=abstract, decision=Decision.POSTER, by_id=None, now=now)
            except SecondPoster as refusal:
                return str(refusal).partition(":")[0].rpartition(". ")[2]
            return "decided"

    def run() -> tuple[list[str], int]:
        with ThreadPoolExecutor(2) as pool:
            outcomes = sorted(pool.map(decide, pair))
        with app_that_commits.app_context(), reading():
            counted = select(func.count(Abstract.id)).where(Abstract.decision == Decision.POSTER)
            return outcomes, session.scalar(counted)

    return run


def test_rule_47_of_two_posters_decided_at_once_one_is(both_decide):
    assert both_decide() == ([TOLD, "decided"], 1)


def test_rule_47_without_the_constraint_there_would_be_two(app_that_commits, both_decide):
    with app_that_commits.app_context(), transaction():
        session.execute(text("ALTER TABLE abstracts DROP CONSTRAINT uq_abstracts_event_id"))

    assert both_decide() == (["decided", "decided"], 2)
