"""The sixty invented members: as many of each kind as they should be, each made up, and shifted with the day."""

import io
from collections import Counter
from datetime import date, timedelta

import pytest

from demo import members
from demo.data import D0, EVENTS, SIGN_INS
from members.models import Grade, Nation, Profession, Standing
from members.rules import Entry, Problems, entries_of, is_active_on


def sixty(today: date = D0) -> list[Entry]:
    problems = Problems()
    entries = list(entries_of(io.BytesIO(members.register(today)), "utf-8", problems))
    assert problems.first == []
    return entries


def test_there_are_sixty_of_the_kinds_that_the_domain_names():
    entries = sixty()
    grades = Counter(entry.grade for entry in entries)

    assert len(entries) == 60
    assert grades[Grade.STUDENT] + grades[Grade.TRAINEE] == 30
    assert (grades[Grade.SENIOR_FELLOW], grades[Grade.FELLOW], grades[Grade.ASSOCIATE_FELLOW]) == (4, 5, 4)
    assert sum(entry.profession in {Profession.NURSE, Profession.PHARMACIST} for entry in entries) == 3
    assert grades[Grade.INTERNATIONAL] == sum(entry.nation is Nation.ELSEWHERE for entry in entries) == 2
    standings = Counter(entry.standing for entry in entries)
    assert (standings[Standing.LAPSED], standings[Standing.SUSPENDED]) == (3, 1)


@pytest.mark.parametrize("today", [D0, date(2028, 2, 29)])
def test_rule_3_one_is_a_member_when_booking_and_no_more_when_the_event_begins(today):
    (annual,) = (event for event in EVENTS if event.slug == "leaders-2027")
    begins = today + timedelta(days=annual.days_off)

    ending = [each for each in sixty(today) if is_active_on(each, today) and not is_active_on(each, begins)]

    assert len(ending) == 1


def test_nobody_is_real_and_nobody_is_there_twice():
    entries = sixty()

    assert all(entry.email.endswith(".example") for entry in entries)
    assert len({entry.email_key for entry in entries}) == len({entry.name for entry in entries}) == 60
    assert all(entry.number.startswith("00000") for entry in entries)
    assert {each.address for each in SIGN_INS} & {entry.email for entry in entries} == {members.TRAINEE[1]}
