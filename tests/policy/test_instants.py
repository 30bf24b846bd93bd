"""The moment of a launch as it is typed (domain rule 50): on both sides of a change of the clocks, and in it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from people.models import Role
from policy import rules
from policy.models import EmbargoMove, PositionStatus
from tests import factories as make
from tests.policy.launching import a_launch, a_scheduled_launch

LONDON = "Europe/London"
a_time = datetime.fromisoformat


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (a_time("2027-03-28T00:01"), datetime(2027, 3, 28, 0, 1, tzinfo=UTC)),
        (a_time("2027-03-28T02:00"), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (a_time("2027-03-29T00:01"), datetime(2027, 3, 28, 23, 1, tzinfo=UTC)),
        (a_time("2027-10-31T00:59"), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (a_time("2027-10-31T02:00"), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
    ids=["before spring", "the first after the gap", "after spring", "before autumn", "after autumn"],
)
def test_rule_50_a_moment_typed_in_london_is_one_in_utc(typed, meant):
    assert rules.moment_meant(LONDON, typed) == meant


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_rule_50_an_hour_that_the_clocks_skip_is_no_moment(minute):
    with pytest.raises(rules.NotAMoment, match=r"clocks go forward.*02:00"):
        rules.moment_meant(LONDON, a_time(f"2027-03-28T01:{minute:02}"))


def test_rule_50_an_hour_that_comes_twice_is_asked_about():
    typed = a_time("2027-10-31T01:30")
    with pytest.raises(rules.TwoMoments, match="comes twice") as asked:
        rules.moment_meant(LONDON, typed)
    first, second = asked.value.moments
    assert (first, second - first) == (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), timedelta(hours=1))
    assert rules.moment_meant(LONDON, typed, second_time=False) == first
    assert rules.moment_meant(LONDON, typed, second_time=True) == second


def test_rule_50_a_moment_is_a_whole_minute():
    with pytest.raises(rules.NotAMoment, match="whole minute"):
        rules.moment_meant(LONDON, a_time("2027-01-28T00:01:30"))


def move(client, launch, **typed):
    address = f"/desk/policy/{launch.position.slug}/launch/instant"
    return client.post(address, data={"version": launch.version, "because": "The minister is late.", **typed})


def test_rule_50_the_desk_asks_which_and_stores_what_was_meant(browse, session, now):
    launch, client = a_scheduled_launch(), browse(make.a_person(role=Role.POLICY_EDITOR))
    asked = move(client, launch, lifts="2027-10-31T01:30")
    assert (asked.status_code, "comes twice" in asked.text, "00:30 UTC" in asked.text) == (422, True, True)
    assert "clocks go forward" in move(client, launch, lifts="2027-03-28T01:30").text
    assert move(client, launch, lifts="2027-10-31T01:30", turn="second").status_code == 303
    session.expire_all()
    assert launch.lifts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    (kept,) = session.scalars(select(EmbargoMove))
    assert (kept.lifts_at, kept.was, kept.because) == (
        launch.lifts_at,
        make.NOON + timedelta(hours=1),
        "The minister is late.",
    )


def test_rule_50_a_skipped_hour_that_is_taken_as_the_next_is_noticed(browse, session, now, monkeypatch):
    monkeypatch.setattr(
        "policy.rules.moment_meant", lambda zone, typed, second_time: datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    )
    client = browse(make.a_person(role=Role.POLICY_EDITOR))
    assert move(client, a_scheduled_launch(), lifts="2027-03-28T01:30").status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"because": ""}, "Write why the moment moves"),
        ({"lifts": "2026-05-04T12:00"}, "That moment is past"),
        ({"version": 99}, "Somebody else saved this"),
    ],
    ids=["no reason", "past", "changed meanwhile"],
)
def test_rule_51_a_move_that_is_refused_moves_nothing(browse, session, now, typed, said):
    launch = a_scheduled_launch()
    before = launch.lifts_at
    answer = move(browse(make.a_person(role=Role.POLICY_EDITOR)), launch, **{"lifts": "2027-01-28T00:01", **typed})
    assert said in answer.text
    session.expire_all()
    assert launch.lifts_at == before
    assert session.scalars(select(EmbargoMove)).all() == []


def test_rule_50_once_it_has_come_the_moment_cannot_be_moved(browse, session, now):
    launch = a_scheduled_launch(lifts_at=make.NOON)
    answer = move(browse(make.a_person(role=Role.POLICY_EDITOR)), launch, lifts="2027-01-28T00:01")
    assert "cannot be moved any more" in answer.text
    assert launch.position.status is PositionStatus.SCHEDULED
    assert rules.is_public(launch.position, launch, make.NOON)


def test_a_lead_does_not_move_the_moment(browse):
    launch = a_launch()
    assert move(browse(launch.lead), launch, lifts="2027-01-28T00:01").status_code == 404
