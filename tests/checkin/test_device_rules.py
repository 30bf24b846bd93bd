"""What a phone may do and until when, to the second (R22); and what the desk should notice about it (CHK-6)."""

from datetime import datetime, timedelta

import pytest

from checkin import rules
from checkin.models import Device
from checkin.rules import Holder, Problem, Standing, State
from registration.models import OrderStatus, ProofStatus
from tests.factories import NOON

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def a_phone(**changes) -> Device:
    """One that waits for its phone, whose code is good for an hour and whose shift is six."""
    given = {"code_expires_at": NOON + HOUR, "shift_ends_at": NOON + 6 * HOUR}
    return Device(**given | changes)


@pytest.mark.parametrize(
    ("device", "now", "words"),
    [
        (a_phone(), NOON, None),
        (a_phone(), NOON + HOUR - SECOND, None),
        (a_phone(), NOON + HOUR, "is over"),
        (a_phone(shift_ends_at=NOON), NOON, "is over"),
        (a_phone(enrolled_at=NOON), NOON, "used already"),
        (a_phone(revoked_at=NOON), NOON, "No phone waits"),
        (None, NOON, "No phone waits"),
    ],
    ids=["at once", "at the last second", "too late", "shift over", "used", "revoked", "unknown"],
)
def test_a_code_enrols_one_phone_once_in_its_time(device, now, words):
    if words is None:
        assert rules.check_may_enrol(device, now) is device
    else:
        with pytest.raises(rules.CannotEnrol, match=words):
            rules.check_may_enrol(device, now)


@pytest.mark.parametrize(
    ("ends_in", "is_good"),
    [(-SECOND, False), (timedelta(0), False), (SECOND, True), (48 * HOUR, True), (48 * HOUR + SECOND, False)],
    ids=str,
)
def test_a_shift_ends_later_than_now_and_within_two_days(ends_in: timedelta, is_good):
    if is_good:
        rules.check_shift(NOON + ends_in, NOON)
    else:
        with pytest.raises(rules.WrongShift):
            rules.check_shift(NOON + ends_in, NOON)


@pytest.mark.parametrize(
    ("device", "at", "state", "problem", "hands_in"),
    [
        (a_phone(), 0 * HOUR, State.WAITING, None, True),
        (a_phone(), HOUR, State.CODE_OVER, None, True),
        (a_phone(enrolled_at=NOON), 6 * HOUR - SECOND, State.IN_USE, None, True),
        (a_phone(enrolled_at=NOON), 6 * HOUR, State.OVER, Problem.OVER, True),
        (a_phone(enrolled_at=NOON, revoked_at=NOON), HOUR, State.REVOKED, Problem.REVOKED, True),
        (a_phone(enrolled_at=NOON, revoked_at=NOON), 7 * HOUR, State.REVOKED, Problem.REVOKED, True),
        (a_phone(enrolled_at=NOON), 174 * HOUR - SECOND, State.OVER, Problem.OVER, True),
        (a_phone(enrolled_at=NOON), 174 * HOUR, State.OVER, Problem.OVER, False),
    ],
    ids=["waits", "code over", "in use", "over", "revoked", "both", "hands in still", "hands in no more"],
)
def test_where_a_phone_stands_and_what_it_may_still_do(device, at, state, problem, hands_in):
    now: datetime = NOON + at
    assert rules.device_state(device, now) is state
    assert rules.problem_of(device, now) is problem
    assert rules.may_hand_in(device, now) is hands_in


@pytest.mark.parametrize(
    ("device", "may"),
    [
        (a_phone(), True),
        (a_phone(code_expires_at=NOON), True),
        (a_phone(enrolled_at=NOON), False),
        (a_phone(revoked_at=NOON), False),
        (a_phone(shift_ends_at=NOON), False),
    ],
    ids=["waits", "code over", "in use", "revoked", "shift over"],
)
def test_only_a_phone_that_waits_gets_a_new_code(device, may):
    if may:
        rules.check_may_renew(device, NOON)
    else:
        with pytest.raises(rules.NotADeviceNow):
            rules.check_may_renew(device, NOON)


def test_a_phone_is_revoked_once():
    rules.check_may_revoke(a_phone())
    with pytest.raises(rules.NotADeviceNow):
        rules.check_may_revoke(a_phone(revoked_at=NOON))


@pytest.mark.parametrize(
    ("own", "may"), [(set(), True), ({"dinner"}, True), ({"main"}, False)], ids=["no list", "it", "another"]
)
def test_a_phone_reads_for_its_own_lists_and_without_any_for_all(own, may):
    assert rules.may_read_for("dinner", own) is may


@pytest.mark.parametrize(
    ("seconds", "is_off"), [(0, False), (120, False), (121, True), (-120, False), (-121, True)], ids=str
)
def test_chk_6_a_clock_more_than_two_minutes_off_is_flagged(seconds, is_off):
    assert rules.is_skewed(rules.skew(NOON + seconds * SECOND, NOON)) is is_off


def test_chk_6_a_clock_of_another_age_fits_the_table_and_an_untold_one_is_not_off():
    assert rules.skew(datetime.min.replace(tzinfo=NOON.tzinfo), NOON) == -(10**9)
    assert rules.is_skewed(None) is False


@pytest.mark.parametrize(
    ("device", "at", "is_silent"),
    [
        (a_phone(enrolled_at=NOON), 5 * timedelta(minutes=1), False),
        (a_phone(enrolled_at=NOON), 5 * timedelta(minutes=1) + SECOND, True),
        (a_phone(enrolled_at=NOON, seen_at=NOON + HOUR), HOUR, False),
        (a_phone(), HOUR - SECOND, False),
        (a_phone(enrolled_at=NOON, revoked_at=NOON), HOUR, False),
    ],
    ids=["five minutes", "longer", "heard since", "not enrolled", "revoked"],
)
def test_a_phone_in_use_that_says_nothing_is_noticed(device, at, is_silent):
    assert rules.is_silent(device, NOON + at) is is_silent


@pytest.mark.parametrize(
    ("status", "proof", "standing", "marks"),
    [
        (OrderStatus.CONFIRMED, ProofStatus.NOT_NEEDED, Standing.GOOD, []),
        (OrderStatus.CONFIRMED, ProofStatus.ACCEPTED, Standing.GOOD, []),
        (OrderStatus.CONFIRMED, ProofStatus.WAITING, Standing.UNPROVED, ["proof"]),
        (OrderStatus.CANCELLED, ProofStatus.NOT_NEEDED, Standing.CANCELLED, []),
        (OrderStatus.EXPIRED, ProofStatus.NOT_NEEDED, Standing.CANCELLED, []),
        (OrderStatus.HELD, ProofStatus.NOT_NEEDED, Standing.UNPAID, ["unpaid"]),
        (OrderStatus.AWAITING, ProofStatus.WAITING, Standing.UNPAID, ["unpaid", "proof"]),
    ],
    ids=lambda value: str(getattr(value, "value", value)),
)
def test_what_a_ticket_is_worth(status, proof, standing, marks):
    holder = Holder(1, "", "", "", "7KQ2M9TX", status, proof)
    assert (rules.standing_of(holder), holder.flags) == (standing, marks)
