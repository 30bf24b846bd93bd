"""Whose membership it is, asked in one statement: the claimed one, or the one that names the proved mailbox."""

import pytest

from members import queries
from tests import factories as make
from tests.members.register import an_entry


def test_a_membership_is_the_claimed_entry_in_one_statement(session, ash, statements):
    entry = an_entry(person_id=ash.id)
    an_entry(number="0000002", email="ash@north.example")
    person_id, number = ash.id, entry.number
    statements.clear()

    found = queries.membership_of(session, person_id)

    assert len(statements) == 1
    assert found.number == number


@pytest.mark.parametrize(
    ("changes", "is_found"),
    [
        ({"email": "ash@north.example"}, True),
        ({"email": "other@north.example"}, False),
        ({"email": ""}, False),
    ],
    ids=["one's mailbox", "another's", "none"],
)
def test_rule_4_a_membership_is_found_by_the_proved_mailbox(session, ash, changes, is_found):
    an_entry(**changes)

    assert (queries.membership_of(session, ash.id) is not None) is is_found


def test_a_mailbox_that_two_free_entries_name_proves_neither(session, ash):
    an_entry(email="ash@north.example")
    an_entry(number="0000002", email="ash@north.example")

    assert queries.membership_of(session, ash.id) is None


def test_an_entry_that_is_somebodys_is_nobody_elses_by_mailbox(session, ash):
    an_entry(email="ash@north.example", person_id=make.a_person().id)

    assert queries.membership_of(session, ash.id) is None


def test_nobody_has_none(session, now):
    an_entry(email="")

    assert queries.membership_of(session, 0) is None
