"""When a membership counts, what a number looks like, whose a name is: rules 3, 4 and 10, at their boundaries."""

from datetime import UTC, date, datetime, timedelta

import pytest

from members import rules
from members.models import Membership, Profession, RegisterImport, Standing
from members.rules import standing
from tests.factories import NOON

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
DAY = timedelta(days=1)


def a_membership(state=Standing.ACTIVE, until=LAST, **changes):
    return Membership(standing=state, valid_from=FIRST, valid_to=until, **changes)


ON_DAYS = [
    pytest.param(FIRST - DAY, LAST, False, id="the day before it begins"),
    pytest.param(FIRST, LAST, True, id="its first day"),
    pytest.param(LAST, LAST, True, id="its last day"),
    pytest.param(LAST + DAY, LAST, False, id="the day after it ends"),
    pytest.param(FIRST, FIRST, True, id="a membership of one day"),
    pytest.param(date(2099, 1, 1), None, True, id="without an end"),
    pytest.param(FIRST - DAY, None, False, id="without an end, before it begins"),
]
STANDINGS = [(Standing.ACTIVE, True), (Standing.LAPSED, False), (Standing.SUSPENDED, False), (Standing.ERASED, False)]


def wrong_days(is_active_on) -> list:
    return [
        each.id
        for each in ON_DAYS
        if is_active_on(a_membership(until=each.values[1]), each.values[0]) != each.values[2]
    ]


def wrong_standings(is_active_on) -> list:
    return [state for state, right in STANDINGS if is_active_on(a_membership(state), FIRST) != right]


@pytest.mark.parametrize(("day", "until", "is_active"), ON_DAYS)
def test_rule_3_a_membership_counts_from_its_first_day_to_its_last(day, until, is_active):
    assert rules.is_active_on(a_membership(until=until), day) is is_active


def test_rule_3_a_planted_end_that_is_left_out_is_noticed():
    def before_the_end(membership, day):
        return rules.is_active_on(membership, day) and day != membership.valid_to

    assert wrong_days(rules.is_active_on) == []
    assert wrong_days(before_the_end) == ["its last day", "a membership of one day"]


def test_rule_3_a_membership_that_ends_before_the_event_counts_when_booking_and_not_on_its_first_day():
    membership = a_membership(until=date(2027, 2, 28))

    assert rules.is_active_on(membership, date(2026, 11, 21))
    assert not rules.is_active_on(membership, date(2027, 3, 16))


@pytest.mark.parametrize(("state", "is_active"), STANDINGS)
def test_rule_4_only_an_active_standing_counts_whatever_the_days(state, is_active):
    assert rules.is_active_on(a_membership(state), FIRST) is is_active
    assert rules.is_active_on(a_membership(state, until=None), FIRST) is is_active


def test_rule_4_a_planted_rule_that_reads_the_days_alone_is_noticed():
    def by_days(membership, day):
        return membership.valid_from <= day <= membership.valid_to

    assert wrong_standings(rules.is_active_on) == []
    assert wrong_standings(by_days) == [Standing.LAPSED, Standing.SUSPENDED, Standing.ERASED]


NAMES = [
    ("Dr Ash Fictum", "Ash Fictum", True),
    ("Dr Ash Fictum", "Fictum, Ash", True),
    ("Ms Myrtle Dummett-Ware", "myrtle dummett ware", True),
    ("Siân O’Madeup", "Sian O'Madeup", True),
    ("Dr Ash Fictum", "Dr Ash Figment", False),
    ("Dr Ash Fictum", "Dr Fictum", False),
    ("Dr Ash Fictum", "Ash J Fictum", False),
    ("Dr Ash Fictum", "Dr", False),
    ("Dr", "Prof", False),
    ("Dr Ash Fictum", "", False),
]


@pytest.mark.parametrize(("kept", "typed", "is_same"), NAMES)
def test_rule_4_a_name_matches_by_all_its_words(kept, typed, is_same):
    assert rules.same_name(kept, typed) is is_same
    assert rules.may_have(Membership(name=kept, person_id=None), 7, typed) is is_same


def test_rule_4_a_planted_match_by_surname_is_noticed(monkeypatch):
    monkeypatch.setattr(standing, "_words", lambda name: name.casefold().split()[-1:])

    assert any(rules.same_name(kept, typed) is not is_same for kept, typed, is_same in NAMES)


@pytest.mark.parametrize(("holder", "may"), [(7, True), (8, False)], ids=["one's own", "somebody else's"])
def test_rule_4_an_entry_that_is_somebodys_is_not_to_be_had_by_its_name(holder, may):
    assert rules.may_have(Membership(name="Dr Ash Fictum", person_id=holder), 7, "Ash Fictum") is may


GOOD = [
    (Profession.DOCTOR, "0000001", "0000001"),
    (Profession.DOCTOR, " 000 0001 ", "0000001"),
    (Profession.DENTIST, "1", "1"),
    (Profession.DENTIST, "000001", "000001"),
    (Profession.NURSE, "00a0000a", "00A0000A"),
    (Profession.PHARMACIST, "0000001", "0000001"),
    (Profession.ALLIED, "zz1", "ZZ1"),
    (Profession.ALLIED, "ZZ000001", "ZZ000001"),
    (Profession.OTHER, "Reg. 12/b", "Reg. 12/b"),
    (Profession.OTHER, "x" * 40, "x" * 40),
]
BAD = [
    (Profession.DOCTOR, "000001"),
    (Profession.DOCTOR, "00000001"),
    (Profession.DOCTOR, "000000A"),
    (Profession.DOCTOR, "٠٠٠٠٠٠١"),
    (Profession.DENTIST, "0000001"),
    (Profession.DENTIST, "00000A"),
    (Profession.NURSE, "00A000A"),
    (Profession.NURSE, "00A00000A"),
    (Profession.NURSE, "0000001"),
    (Profession.PHARMACIST, "000001"),
    (Profession.PHARMACIST, "00000001"),
    (Profession.ALLIED, "Z000001"),
    (Profession.ALLIED, "ZZ"),
    (Profession.ALLIED, "ZZZ001"),
    (Profession.OTHER, "x" * 41),
    (Profession.NONE, "0000001"),
]


def wrong_numbers() -> list:
    wrong = []
    for profession, number in BAD:
        try:
            wrong.append((profession, rules.check_number(profession, number)))
        except rules.NotANumber:
            continue
    return wrong


@pytest.mark.parametrize(("profession", "typed", "kept"), GOOD)
def test_rule_10_a_number_is_kept_as_its_regulator_writes_it(profession, typed, kept):
    assert rules.check_number(profession, typed) == kept


@pytest.mark.parametrize(("profession", "typed"), BAD)
def test_rule_10_the_regulator_decides_what_a_number_looks_like(profession, typed):
    with pytest.raises(rules.NotANumber, match="Leave"):
        rules.check_number(profession, typed)


@pytest.mark.parametrize("profession", list(Profession))
def test_rule_10_nobody_needs_a_number(profession):
    assert rules.check_number(profession, "  ") == ""


def test_rule_10_a_planted_check_of_everybody_by_the_gmc_is_noticed(monkeypatch):
    assert wrong_numbers() == []
    for profession in (Profession.NURSE, Profession.DENTIST, Profession.NONE):
        monkeypatch.setitem(rules.REGULATORS, profession, rules.REGULATORS[Profession.DOCTOR])

    assert {profession for profession, _ in wrong_numbers()} == {
        Profession.NURSE,
        Profession.DENTIST,
        Profession.NONE,
    }


@pytest.mark.parametrize(
    ("undone", "latest", "claimed", "says"),
    [
        (None, 3, 0, None),
        (NOON, 3, 0, "already"),
        (None, 4, 0, "later import"),
        (None, 3, 1, "1 entry that this import added has been claimed"),
        (None, 3, 2, "2 entries that this import added have been claimed"),
    ],
    ids=["the latest", "undone", "a later one", "one claimed", "two claimed"],
)
def test_only_the_latest_import_is_undone_while_nobody_claims_what_it_added(undone, latest, claimed, says):
    made = RegisterImport(id=3, undone_at=undone)

    if says is None:
        rules.check_may_undo(made, latest, claimed)
    else:
        with pytest.raises(rules.CannotUndo, match=says):
            rules.check_may_undo(made, latest, claimed)


def test_the_register_reckons_by_londons_days():
    assert rules.day_of(datetime(2027, 3, 31, 22, 59, tzinfo=UTC)) == LAST
    assert rules.day_of(datetime(2027, 3, 31, 23, 0, tzinfo=UTC)) == LAST + DAY
