"""Who may give a duty to whom, until when and for what: boundaries of the rules."""

from datetime import UTC, date, datetime, timedelta

import pytest

from people import rules
from people.models import Duty, Invitation, Person, Role
from people.rules import LastDayIsPast, MayNotEnd, MayNotOffer, ScopeIsWrong

TODAY = date(2026, 5, 4)
DAY = timedelta(days=1)
ALL = frozenset({(Role.ORGANISER, None)})
ONE = frozenset({(Role.ORGANISER, "england-2027")})


def test_every_role_has_its_word():
    assert set(rules.ROLE_WORDS) == set(Role)
    assert len(set(rules.ROLE_WORDS.values())) == 11


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 5, 4, 22, 59, 59, tzinfo=UTC), date(2026, 5, 4)),
        (datetime(2026, 5, 4, 23, 0, tzinfo=UTC), date(2026, 5, 5)),
        (datetime(2026, 12, 4, 23, 59, 59, tzinfo=UTC), date(2026, 12, 4)),
    ],
    ids=["last second of a summer day", "midnight in summer", "last second of a winter day"],
)
def test_a_day_is_one_in_london(moment, day):
    assert rules.london_day(moment) == day


@pytest.mark.parametrize(("ends_on", "held"), [(None, True), (TODAY + DAY, True), (TODAY, True), (TODAY - DAY, False)])
def test_a_duty_is_held_up_to_its_last_day_and_on_it(ends_on, held):
    assert rules.is_held(Duty(ends_on=ends_on), TODAY) is held


@pytest.mark.parametrize(
    ("held", "slug"), [(ALL, None), (ALL, "england-2027"), (ONE, "england-2027")], ids=["all", "all in one", "own"]
)
def test_who_runs_events_may_offer_duties_there(held, slug):
    rules.check_may_offer(held, slug)


@pytest.mark.parametrize(
    ("held", "slug"),
    [
        (ONE, None),
        (ONE, "wales-2027"),
        (frozenset({(Role.FINANCE, None)}), None),
        (frozenset({(Role.DOOR, "england-2027")}), "england-2027"),
        (frozenset(), None),
    ],
    ids=["all with one", "another", "another role for all", "another role there", "no duty"],
)
def test_nobody_else_may(held, slug):
    with pytest.raises(MayNotOffer):
        rules.check_may_offer(held, slug)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        *((Role.REGIONAL_LEAD, nation) for nation in rules.NATIONS),
        (Role.CONVENOR, "N"),
        (Role.CONVENOR, "n" * 120),
        (Role.EXHIBITOR, "Larkmere Rotas"),
        *((role, "") for role in Role if role not in {Role.REGIONAL_LEAD, Role.CONVENOR, Role.EXHIBITOR}),
    ],
)
def test_a_scope_that_fits(role, scope):
    rules.check_scope(role, scope)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.REGIONAL_LEAD, ""),
        (Role.REGIONAL_LEAD, "Wales"),
        (Role.REGIONAL_LEAD, "france"),
        (Role.CONVENOR, ""),
        (Role.CONVENOR, "n" * 121),
        (Role.EXHIBITOR, ""),
        (Role.DOOR, "wales"),
        (Role.ORGANISER, "wales"),
    ],
)
def test_a_scope_that_does_not(role, scope):
    with pytest.raises(ScopeIsWrong):
        rules.check_scope(role, scope)


@pytest.mark.parametrize("ends_on", [None, TODAY, TODAY + DAY])
def test_a_last_day_may_be_today_or_later(ends_on):
    rules.check_last_day(ends_on, TODAY)


def test_a_last_day_is_not_yesterday():
    with pytest.raises(LastDayIsPast):
        rules.check_last_day(TODAY - DAY, TODAY)


@pytest.mark.parametrize(
    "duty",
    [
        Duty(person_id=2, role=Role.ORGANISER, event_id=None),
        Duty(person_id=1, role=Role.ORGANISER, event_id=7),
        Duty(person_id=1, role=Role.FINANCE, event_id=None),
    ],
    ids=["another's", "in one event", "of another role"],
)
def test_a_duty_that_may_be_ended(duty):
    rules.check_may_end(duty, 1)


def test_nobody_ends_their_own_duty_for_all_events():
    with pytest.raises(MayNotEnd):
        rules.check_may_end(Duty(person_id=1, role=Role.ORGANISER, event_id=None), 1)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [(datetime(2026, 5, 4, 22, 59, 59, tzinfo=UTC), True), (datetime(2026, 5, 4, 23, 0, tzinfo=UTC), False)],
    ids=["its last second", "the midnight after"],
)
def test_an_invitation_is_over_once_its_dutys_last_day_is(moment, is_open):
    later = datetime(2026, 5, 11, tzinfo=UTC)
    invitation = Invitation(email_key="ash@north.example", expires_at=later, taken_at=None, ends_on=TODAY)

    assert rules.is_open(invitation, moment) is is_open
    if not is_open:
        with pytest.raises(rules.InvitationIsOver):
            rules.check_invitation(invitation, Person(email_key="ash@north.example"), moment)


@pytest.mark.parametrize(
    ("role", "scope", "words"),
    [
        (Role.DOOR, "", "door steward"),
        (Role.REGIONAL_LEAD, "northern ireland", "regional lead, Northern Ireland"),
        (Role.CONVENOR, "BMA and friends", "network convenor, BMA and friends"),
    ],
)
def test_a_duty_is_said_with_its_scope(role, scope, words):
    assert rules.duty_words(role, scope) == words
