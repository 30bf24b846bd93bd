"""One member, one answer; and nobody reads what was answered before the close (domain fact 27)."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.db import db, reading, session, transaction
from members.models import Standing
from policy import actions, queries, rules
from policy.models import Poll, PollAnswer, PositionStatus
from tests import factories as make
from tests.conftest import words
from tests.policy.following import DAY, a_poll, answered
from tests.policy.launching import a_scheduled_launch
from tests.policy.test_desk import an_editor
from tests.policy.test_rule_50 import SECOND, stop_the_clock

TOGETHER = 4
TAG = re.compile("<[^>]*>")


@pytest.fixture
def live(monkeypatch):
    stop_the_clock(monkeypatch, make.NOON)
    return a_scheduled_launch(lifts_at=make.NOON - 20 * DAY)


def a_member(**changes):
    person = make.a_person()
    make.a_membership(person_id=person.id, **changes)
    return person


def page_of(poll: Poll) -> str:
    return f"/policy/{poll.position.slug}/polls/{poll.id}"


def answers(browse, poll: Poll, person, choice: int = 0):
    return browse(person).post(page_of(poll), data={"choice": str(choice)})


def test_a_member_answers_once_and_may_change_it_until_the_close(browse, session, live, monkeypatch):
    poll, member = a_poll(live), a_member()
    assert answers(browse, poll, member, 0).status_code == 303
    assert answers(browse, poll, member, 2).status_code == 303
    assert session.scalars(select(PollAnswer.choice)).all() == [2]
    assert "Nescio. You may change it" in words(browse(member).get(page_of(poll)))

    stop_the_clock(monkeypatch, poll.closes_at)
    late = answers(browse, poll, member, 1)
    assert (late.status_code, "closed" in words(late)) == (409, True)
    assert session.scalars(select(PollAnswer.choice)).all() == [2]


def test_two_sign_ins_of_one_mailbox_are_one_membership(browse, session, live):
    poll, entry = a_poll(live), make.a_membership()
    by_mailbox = make.a_person(email=entry.email, email_key=entry.email_key)
    assert answers(browse, poll, by_mailbox).status_code == 303
    proved = make.a_person()
    entry.person_id = proved.id
    session.commit()
    assert answers(browse, poll, proved, 1).status_code == 303
    assert answers(browse, poll, by_mailbox).status_code == 403
    assert session.scalars(select(PollAnswer.choice)).all() == [1]


@pytest.mark.parametrize(
    "changes",
    [None, {"standing": Standing.LAPSED}, {"valid_to": make.NOON.date() - DAY}],
    ids=["no member", "lapsed", "over since yesterday"],
)
def test_who_is_no_active_member_is_told_who_may(browse, session, live, changes):
    poll = a_poll(live)
    person = make.a_person() if changes is None else a_member(**changes)
    assert "for members of the Faculty" in words(browse(person).get(page_of(poll)))
    assert answers(browse, poll, person).status_code == 403
    assert session.scalar(select(func.count(PollAnswer.id))) == 0


def places(browse, poll: Poll, member) -> dict[str, str]:
    slug = poll.position.slug
    desk = f"/desk/policy/{slug}/polls"
    public = (f"/policy/{slug}", browse()), (page_of(poll), browse(member)), (desk, browse(an_editor()))
    return {at: " ".join(TAG.sub(" ", words(client.get(at))).split()) for at, client in public}


def test_before_its_close_nobody_reads_a_result_and_from_it_on_everybody_does(browse, live, monkeypatch):
    poll, member = a_poll(live), a_member()
    before = places(browse, poll, member)
    answered(poll, 31, 47, 12)
    told = places(browse, poll, member)
    desk = f"/desk/policy/{poll.position.slug}/polls"
    assert {at: said for at, said in told.items() if at != desk} == {
        at: said for at, said in before.items() if at != desk
    }
    assert "90 members have answered" in told[desk]
    assert not [result for result in ("Ita 31", "Non 47", "52%") if result in told[desk]]

    stop_the_clock(monkeypatch, poll.closes_at - SECOND)
    assert not [at for at, said in places(browse, poll, member).items() if "52%" in said]
    stop_the_clock(monkeypatch, poll.closes_at)
    assert all("47 52%" in said for said in places(browse, poll, member).values())


def test_a_count_that_forgets_the_close_is_noticed(browse, live, monkeypatch):
    poll, member = a_poll(live), a_member()
    answered(poll, 31, 47, 12)
    monkeypatch.setattr("policy.queries.discussion.is_closed", lambda *_: True)
    assert all("47 52%" in said for said in places(browse, poll, member).values())


@pytest.mark.parametrize(
    ("times", "told", "whole"),
    [
        ((10, 20, 30), [10, 20, 30], 60),
        ((9, 20, 30), [None, 20, 30], None),
        ((9, 0, 0), [None, None, None], None),
    ],
    ids=["ten is told", "nine is not, nor the sum", "of few nothing is"],
)
def test_a_small_number_is_not_told_nor_what_it_could_be_reckoned_from(times, told, whole):
    poll = Poll(question="?", options="Ita\nNon\nNescio")
    results = rules.results_of(poll, dict(enumerate(times)))
    assert ([each.times for each in results.rows], results.answers) == (told, whole)
    assert (None in told) == all(each.share is None for each in results.rows)


def test_a_small_number_in_the_page_is_words(browse, live):
    poll = a_poll(live, closes_in=-SECOND)
    answered(poll, 3, 40, 12)
    said = words(browse().get(f"/policy/{poll.position.slug}"))
    assert "fewer than 10" in said
    assert not [told for told in ("55 members", "%") if told in said]


def test_a_poll_of_an_archived_position_or_of_tomorrow_takes_no_answer(browse, session, live):
    tomorrow, poll, member = a_poll(live, opens_at=make.NOON + SECOND), a_poll(live), a_member()
    assert browse(member).get(page_of(tomorrow)).status_code == 404
    live.position.status = PositionStatus.ARCHIVED
    session.commit()
    assert answers(browse, poll, member).status_code == 409


def test_the_desk_makes_one_and_drops_it_only_before_it_opens(browse, session, live):
    editor, at = an_editor(), f"/desk/policy/{live.position.slug}/polls"
    typed = {"question": "So?", "options": "Yes\nNo", "opens": "2030-01-01T10:00", "closes": "2030-02-01T10:00"}
    assert browse(editor).post(at, data=typed).status_code == 303
    assert browse(editor).post(at, data=typed | {"options": "Yes"}).status_code == 422
    assert browse(editor).post(at, data=typed | {"closes": "2030-01-01T10:00"}).status_code == 409
    (poll,) = session.scalars(select(Poll)).all()
    assert browse(editor).post(f"{at}/{poll.id}/drop").status_code == 303
    session.expunge(poll)
    opened = a_poll(live)
    assert browse(editor).post(f"{at}/{opened.id}/drop").status_code == 409
    assert session.scalars(select(Poll.id)).all() == [opened.id]


@pytest.fixture
def house(app_that_commits, monkeypatch):
    monkeypatch.setattr(make, "session", session)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context():
        yield app_that_commits
        db.engine.dispose()


def test_several_windows_of_one_member_count_once(house):
    with transaction():
        now = clock.now()
        launch = a_scheduled_launch(lifts_at=now - DAY)
        poll = a_poll(launch, opens_at=now - DAY, closes_at=now + DAY)
        slug, poll_id, member_id = launch.position.slug, poll.id, make.a_membership().id
    start = threading.Barrier(TOGETHER)

    def once(choice: int) -> None:
        with house.app_context():
            start.wait()
            with transaction():
                at = clock.now()
                shown = queries.public_position(session, slug, at)
                asked = queries.opened_poll(session, shown.position, poll_id, at)
                member = session.get_one(make.Membership, member_id)
                actions.answer_poll(session, shown=shown, poll=asked, membership=member, choice=choice % 3, now=at)

    with ThreadPoolExecutor(TOGETHER) as pool:
        list(pool.map(once, range(TOGETHER)))
    with reading():
        assert session.scalar(select(func.count(PollAnswer.id))) == 1


def test_the_window_is_open_from_its_first_instant_and_not_at_its_last():
    poll = Poll(opens_at=make.NOON, closes_at=make.NOON + timedelta(hours=1))
    instants = (make.NOON - SECOND, make.NOON, poll.closes_at - SECOND, poll.closes_at)
    assert [rules.is_open(poll, at) for at in instants] == [False, True, True, False]
