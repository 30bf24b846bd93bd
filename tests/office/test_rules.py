import pytest

from office import rules
from office.rules import CannotMerge
from people.models import Answer, Channel, Consent, Person, Purpose

NEWS, SURVEYS = (Purpose.NEWS, Channel.EMAIL), (Purpose.SURVEYS, Channel.EMAIL)
YES, NO = Consent(answer=Answer.GRANTED), Consent(answer=Answer.WITHDRAWN)


def test_two_records_that_stand_may_be_merged_and_ones_own_kept():
    rules.check_may_merge(Person(id=1), Person(id=2), by_id=3)
    rules.check_may_merge(Person(id=1), Person(id=2), by_id=1)


@pytest.mark.parametrize(
    ("kept", "merged", "by_id"),
    [
        (Person(id=1), Person(id=1), 3),
        (Person(id=1, merged_into_id=4), Person(id=2), 3),
        (Person(id=1), Person(id=2, merged_into_id=1), 3),
        (Person(id=1), Person(id=2), 2),
    ],
    ids=["the same", "kept is merged", "merged already", "one's own goes"],
)
def test_others_may_not(kept, merged, by_id):
    with pytest.raises(CannotMerge):
        rules.check_may_merge(kept, merged, by_id)


@pytest.mark.parametrize(
    ("kept", "merged", "said"),
    [
        ({}, {}, []),
        ({}, {NEWS: YES}, [YES]),
        ({}, {NEWS: NO}, [NO]),
        ({NEWS: YES}, {NEWS: NO}, [NO]),
        ({NEWS: NO}, {NEWS: YES}, []),
        ({NEWS: YES}, {NEWS: YES}, []),
        ({NEWS: NO}, {NEWS: NO}, []),
        ({NEWS: NO}, {SURVEYS: YES}, [YES]),
    ],
)
def test_of_yes_and_no_no_stands(kept, merged, said):
    assert rules.newly_said(kept, merged) == said
