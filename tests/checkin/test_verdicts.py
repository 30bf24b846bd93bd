"""What the door answers to a code that could be read, and why (rule 34, CHK-6)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin import rules
from checkin.models import Entry, Verdict
from checkin.rules import UNDO_WITHIN, Listing, Reason, may_undo
from tests.checkin.verdicts import CASES, FIRST, NOON, SECOND, Case

LONDON = ZoneInfo("Europe/London")


def judged(case: Case) -> tuple[Verdict, Reason]:
    today = case.at.astimezone(LONDON).date()
    more = {"replaced": case.replaced, "is_exit": case.is_exit, "is_full": case.is_full}
    return rules.judge(case.holder(), now=case.at, today=today, **more)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_the_verdict_on(case):
    assert judged(case) == (Verdict(case.verdict), Reason(case.reason))


def test_the_table_has_each_reason_that_is_judged():
    """What a code cannot be read for, and what a steward or a phone decides, has tests of its own."""
    told = {Reason(case.reason) for case in CASES}

    assert set(Reason) - told == {
        *rules.UNREADABLE.values(),
        *(Reason.OTHER_EVENT, Reason.MALFORMED, Reason.BY_HAND, Reason.NEW, Reason.OTHER_LIST),
        *(Reason.UNDONE, Reason.TOO_LATE, Reason.REVOKED),
    }


def test_a_list_that_the_event_has_not_admits_nobody():
    holder = Case("", "").holder().__class__(**vars(Case("", "").holder()) | {"listing": None})

    assert rules.judge(holder, now=NOON, today=FIRST) == (Verdict.REFUSED, Reason.MALFORMED)


@pytest.mark.parametrize("entry", Entry)
def test_who_enters_once_is_kept_under_the_first_day(entry):
    day = Listing(entry=entry).period(SECOND, FIRST)

    assert day == (FIRST if entry is Entry.ONCE else SECOND)


@pytest.mark.parametrize(
    ("after", "may"),
    [
        (timedelta(), True),
        (UNDO_WITHIN, True),
        (UNDO_WITHIN + timedelta(milliseconds=1), False),
        (timedelta(milliseconds=-1), False),
    ],
    ids=["at once", "after a quarter of an hour", "later", "before it"],
)
def test_a_scan_is_taken_back_within_a_quarter_of_an_hour(after, may):
    assert timedelta(minutes=15) == UNDO_WITHIN
    assert may_undo(NOON, NOON + after) is may


def test_the_table_notices_a_judge_that_forgets_the_day(monkeypatch):
    monkeypatch.setattr(Listing, "day", None)
    forgetful = [case for case in CASES if case.ticket.get("only_day") and case.reason == "other day"]
    blind = [Case(case.says, "admitted", "", {}, case.listing, case.at) for case in forgetful]

    assert len(forgetful) == 3
    assert {judged(case)[0] for case in blind} == {Verdict.ADMITTED}
