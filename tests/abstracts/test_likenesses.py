"""Abstracts of one event that say nearly the same are found by the worker, whoever sent them and to which call."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from abstracts.actions import dismiss_likeness, record_likenesses, withdraw_abstract
from abstracts.commands import compare_next
from abstracts.models import Abstract, AbstractStatus, Likeness
from abstracts.queries.likenesses import likeness_at_desk, likenesses
from core.db import db, reading, session, transaction
from core.errors import NotFound
from tests import factories as make

ROUNDS = (
    "We began each morning round with the question what worried the patient most, and wrote the answer on a board. In "
    "three months the calls at night fell by a third, and nurses said that they knew better what to look for."
)
RECORDS = (
    "Our trust keeps its records in four systems, none of which knows the others. A group of trainees drew a map of "
    "where each result is found, and hung it in every office. Time to find a result went from nine minutes to two."
)


@pytest.fixture
def texts(app_that_commits, monkeypatch):
    """An abstract with these words, sent in; what comes back is its id."""
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context():
        with transaction():
            here, elsewhere = make.an_event(), make.an_event()
            calls = {"one": make.a_call(here).id, "other": make.a_call(here).id, "elsewhere": make.a_call(elsewhere).id}

        def sent(words: str, call: str = "one", status: AbstractStatus = AbstractStatus.SUBMITTED) -> int:
            with transaction():
                to = session.get_one(make.Call, calls[call])
                abstract = make.an_abstract(to, status=status, title="Rounds")
                for section in abstract.sections:
                    section.words = words if section.heading_id == to.headings[0].id else ""
                return abstract.id

        yield sent
        db.engine.dispose()


def compare_all() -> int:
    turns = 0
    while compare_next():
        turns += 1
    return turns


def pairs() -> list[tuple[int, int, int]]:
    with reading():
        found = session.scalars(select(Likeness).order_by(Likeness.first_id, Likeness.second_id))
        return [(each.first_id, each.second_id, each.per_mille) for each in found]


def test_two_that_are_alike_are_found_across_calls_and_one_that_is_not_is_not(texts):
    first, second = texts(ROUNDS), texts(ROUNDS.replace("third", "fourth"), "other")
    for words, call, status in (
        (RECORDS, "one", AbstractStatus.SUBMITTED),
        (ROUNDS, "elsewhere", AbstractStatus.SUBMITTED),
        (ROUNDS, "one", AbstractStatus.DRAFT),
        (ROUNDS, "one", AbstractStatus.WITHDRAWN),
    ):
        texts(words, call, status)

    turns = compare_all()

    assert turns == 4  # each that is sent in once, and then none
    ((one, other, per_mille),) = pairs()
    assert (one, other) == (first, second)
    assert 700 < per_mille < 1000
    assert not compare_next()


def test_a_changed_text_is_compared_again_and_what_is_no_more_alike_is_forgotten(texts):
    texts(ROUNDS)
    second = texts(ROUNDS)
    compare_all()
    assert [each[2] for each in pairs()] == [1000]

    with transaction():
        abstract = session.get_one(Abstract, second)
        abstract.sections[0].words = RECORDS
        abstract.version += 1

    assert compare_all() == 1
    assert pairs() == []


def test_what_the_desk_dismissed_stays_so_and_what_was_withdrawn_is_not_shown(texts):
    first, second, third = (texts(ROUNDS) for _ in range(3))
    compare_all()
    with transaction():
        event = session.get_one(Abstract, first).call.event
        shown = likenesses(session, event)
        assert [(each.first_id, each.second_id) for each in shown] == [(first, second), (first, third), (second, third)]
        for _ in "12":
            dismiss_likeness(session, likeness=likeness_at_desk(session, event, shown[0].id), by_id=None, now=make.NOON)
        withdrawn = session.get_one(Abstract, third)
        withdraw_abstract(session, abstract=withdrawn, version=withdrawn.version, by_id=None, now=make.NOON)
        session.get_one(Abstract, second).version += 1
    compare_all()

    with reading():
        assert likenesses(session, session.get_one(Abstract, first).call.event) == []
        dismissed = session.scalars(select(Likeness).where(Likeness.dismissed_at.is_not(None))).all()
        assert [(each.first_id, each.second_id) for each in dismissed] == [(first, second)]


def test_a_pair_is_its_own_events_alone(texts):
    texts(ROUNDS)
    texts(ROUNDS)
    foreign = texts(RECORDS, "elsewhere")
    compare_all()

    with reading():
        (pair,) = session.scalars(select(Likeness.id)).all()
        with pytest.raises(NotFound):
            likeness_at_desk(session, session.get_one(Abstract, foreign).call.event, pair)


def test_found_by_two_workers_it_is_written_once(texts):
    first, second = texts(ROUNDS), texts(ROUNDS)
    later = make.NOON + timedelta(seconds=1)
    for abstract_id, other_id in ((first, second), (second, first)):
        with transaction():
            about = {"abstract_id": abstract_id, "version": 2, "found": {other_id: 900}}
            record_likenesses(session, **about, now=later)

    assert pairs() == [(first, second, 900)]


def test_one_that_was_changed_while_it_was_compared_is_compared_again(texts):
    first = texts(ROUNDS)
    with transaction():
        session.get_one(Abstract, first).version = 5
    with transaction():
        record_likenesses(session, abstract_id=first, version=2, found={}, now=make.NOON)

    assert compare_all() == 1
