"""Writers of drafts are reminded a week, a day and three hours before the end, each time once (domain rule 38)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from abstracts.actions import REMINDER, remind_writers, submit_abstract
from abstracts.commands import remind_next
from abstracts.models import AbstractStatus, LateEntry
from abstracts.queries import drafts_to_remind
from abstracts.rules import closes_at, counts_as_sent, reminder_due
from core.db import db, session, transaction
from core.outbox import OutgoingLetter, compose
from tests import factories as make

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
ENDS = make.NOON + 20 * DAY


@pytest.fixture
def call(session):
    return make.a_call(make.an_event(), closes_at=ENDS, opens_at=make.NOON - 30 * DAY)


@pytest.fixture(autouse=True)
def _in_the_application(request):
    if "app_that_commits" in request.fixturenames:
        yield
        return
    with request.getfixturevalue("app").app_context():
        yield


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (ENDS - 7 * DAY - SECOND, None),
        (ENDS - 7 * DAY, 168),
        (ENDS - DAY - SECOND, 168),
        (ENDS - DAY, 24),
        (ENDS - 3 * HOUR, 3),
        (ENDS - SECOND, 3),
        (ENDS, None),
    ],
)
def test_rule_38_of_the_reminders_the_latest_that_has_come_is_due(session, call, at, due):
    assert reminder_due(make.an_abstract(call), at) == due


def test_one_that_was_begun_after_a_reminders_moment_is_not_reminded_of_it(session, call):
    abstract = make.an_abstract(call, started_at=ENDS - 2 * HOUR)

    assert reminder_due(abstract, ENDS - HOUR) is None


def test_a_late_code_has_its_own_end(session, call):
    times = {"closes_at": ENDS + 2 * DAY, "created_at": make.NOON}
    late = make.saved(LateEntry(call_id=call.id, code="LATE", used=1, **times))
    abstract = make.an_abstract(call, late_entry_id=late.id)
    session.refresh(abstract)

    assert closes_at(call, late) == ENDS + 2 * DAY
    assert [reminder_due(abstract, at) for at in (ENDS + DAY, ENDS + 2 * DAY)] == [24, None]
    assert [each.id for each, _ in drafts_to_remind(session, ENDS + DAY, REMINDER)] == [abstract.id]


def test_each_draft_is_reminded_once_of_each_and_nothing_else_is(session, call, letters):
    drafts = [make.an_abstract(call) for _ in range(2)]
    for status in (AbstractStatus.SUBMITTED, AbstractStatus.WITHDRAWN):
        make.an_abstract(call, status=status)
    make.an_abstract(make.a_call(call.event, closes_at=ENDS + 30 * DAY))

    for at in (
        ENDS - 8 * DAY,
        ENDS - 7 * DAY,
        ENDS - 6 * DAY,
        ENDS - DAY,
        ENDS - 3 * HOUR,
        ENDS - HOUR,
        ENDS,
        ENDS + DAY,
    ):
        remind_writers(session, now=at)

    assert letters("reminder") == [each.owner.email for each in drafts] * 3


def test_a_call_that_closes_later_after_all_reminds_again(session, call, letters):
    abstract = make.an_abstract(call)
    remind_writers(session, now=ENDS - DAY)
    call.closes_at = ENDS + 7 * DAY
    session.commit()

    remind_writers(session, now=ENDS + 6 * DAY)

    assert letters("reminder") == [abstract.owner.email] * 2


def test_the_letter_says_when_and_what_is_lacking_and_is_not_sent_once_it_is_submitted(session, call, monkeypatch):
    abstract = make.an_abstract(call, category_id=None)
    remind_writers(session, now=ENDS - DAY)
    letter = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == REMINDER)).one()
    monkeypatch.setattr("core.clock.now", lambda: ENDS - DAY)

    before = compose(session, letter, masked=False)
    abstract.category_id = call.categories[0].id
    session.commit()
    session.refresh(abstract)
    submit_abstract(session, abstract=abstract, version=abstract.version, by_id=None, now=ENDS - DAY)

    assert "24 May 2026, 13:00" in before.text
    assert "1 thing to do" in before.text
    assert compose(session, letter, masked=False) is None


@pytest.mark.parametrize("fate", ["deleted", "too late"])
def test_the_letter_is_not_sent_for_a_draft_that_is_no_more(session, call, monkeypatch, fate):
    abstract = make.an_abstract(call, authors=0)
    remind_writers(session, now=ENDS - 3 * HOUR)
    letter = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == REMINDER)).one()
    if fate == "deleted":
        for section in abstract.sections:
            session.delete(section)
        session.delete(abstract)
        session.commit()
    monkeypatch.setattr("core.clock.now", lambda: ENDS if fate == "too late" else ENDS - HOUR)

    assert compose(session, letter, masked=False) is None


def test_rule_38_a_draft_at_the_end_counts_as_not_submitted_however_complete(session, call):
    assert not counts_as_sent(make.an_abstract(call))
    assert counts_as_sent(make.an_abstract(call, status=AbstractStatus.SUBMITTED))


@pytest.fixture
def drafts(app_that_commits, monkeypatch):
    """How many drafts are owed a reminder now, in a database that workers share."""
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    monkeypatch.setattr("core.clock.now", lambda: ENDS - HOUR)
    with app_that_commits.app_context(), transaction():
        own = make.a_call(make.an_event(), closes_at=ENDS)
        for _ in range(12):
            make.an_abstract(own)
    yield 12
    with app_that_commits.app_context():
        db.engine.dispose()


def reminded_by_four(app) -> int:
    """How many letters there are after four workers have taken their turns at once."""
    start = threading.Barrier(4)

    def work(_number: int) -> None:
        start.wait()
        with app.app_context():
            while remind_next():
                pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    with app.app_context(), transaction():
        return session.scalar(select(func.count(OutgoingLetter.id)).where(OutgoingLetter.kind == REMINDER))


def test_four_workers_at_once_remind_each_writer_once(app_that_commits, drafts):
    assert reminded_by_four(app_that_commits) == drafts


def test_a_key_that_says_too_much_would_remind_them_more_often(app_that_commits, drafts, monkeypatch):
    numbers = iter(range(10_000))
    real = drafts_to_remind

    def with_a_number(*given):
        return [(abstract, f"{key}:{next(numbers)}") for abstract, key in real(*given)][:1]

    monkeypatch.setattr("abstracts.queries.drafts_to_remind", with_a_number)
    with app_that_commits.app_context():
        for _ in "123":
            remind_next()

    with app_that_commits.app_context(), transaction():
        assert session.scalar(select(func.count(OutgoingLetter.id)).where(OutgoingLetter.kind == REMINDER)) == 3
