"""The two judges of the door, ours and the phone's, say the same of one table, whatever the phone's clock (CHK-6)."""

from datetime import UTC, datetime, timedelta

import pytest

from checkin.rules import standing_of
from tests.checkin.scripts import open_scripts
from tests.checkin.verdicts import CASES, FIRST, Case

ZONE = "Europe/London"
DAY = timedelta(days=1)
JUDGE = """async (cases) => {
  const { judge } = await import("/judge.js");
  return cases.map((each) => judge({ ...each, now: Date.parse(each.now) }));
}"""
TIME = """async ({now, ahead}) => {
  const real = Date.now;
  Date.now = () => real() + ahead;
  const { Clock } = await import("/clock.js");
  const { localDay } = await import("/judge.js");
  const clock = new Clock();
  clock.hear(now, 0);
  const later = new Clock(clock.toKeep);  // the page is opened again, without a network
  const minutesOff = (each) => Math.round((each.now() - Date.parse(now)) / 60000);
  return [clock, later].map((each) => [localDay(each.now(), "Europe/London"), minutesOff(each)]);
}"""


def on_the_phone(case: Case) -> dict:
    """The case in the words of the phone's data."""
    holder, listing = case.holder(), case.listing
    return {
        "ticket": holder
        and {
            "standing": standing_of(holder).value,
            "marks": holder.flags,
            "products": [1],
            "only_day": holder.only_day and holder.only_day.isoformat(),
        },
        "isReplaced": case.replaced,
        "past": holder and holder.admitted_at and {"inside": holder.inside},
        "isFull": case.is_full,
        "direction": "out" if case.is_exit else "in",
        "event": {"zone": ZONE, "first_day": FIRST.isoformat()},
        "now": case.at.isoformat(),
        "list": {
            "products": [2] if holder and not holder.takes else [],
            "day": listing["day"].isoformat() if listing.get("day") else None,
            "opens_at": listing["opens_at"].isoformat() if listing.get("opens_at") else None,
            "closes_at": listing["closes_at"].isoformat() if listing.get("closes_at") else None,
            "capacity": listing.get("capacity"),
            "entry": getattr(listing.get("entry"), "value", "once a day"),
            "reenters": listing.get("reenters", False),
            "unpaid_may_enter": listing.get("unpaid_may_enter", False),
        },
    }


def unlike(browser, faults=None) -> list[str]:
    """The cases of which the phone says something else than the table."""
    told = open_scripts(browser, faults).evaluate(JUDGE, [on_the_phone(case) for case in CASES])
    said = [(each["verdict"], each["reason"]) for each in told]
    return [case.says for case, one in zip(CASES, said, strict=True) if one != (case.verdict, case.reason)]


def test_chk_6_the_phone_judges_by_the_table(browser):
    assert unlike(browser) == []


@pytest.mark.parametrize(
    "fault",
    [
        ("timeZone: zone", 'timeZone: "UTC"'),
        ("now >= Date.parse(list.closes_at)", "now > Date.parse(list.closes_at)"),
        ('if (isExit) return admitted("left");\n  const', "const"),
    ],
    ids=["a day in UTC", "a door that closes late", "nobody leaves"],
)
def test_chk_6_a_fault_in_the_phones_judge_is_noticed(browser, fault):
    assert unlike(browser, {"judge.js": fault})


@pytest.mark.parametrize("ahead", [-DAY, timedelta(), DAY], ids=["a day slow", "right", "a day fast"])
def test_chk_6_a_phone_goes_by_the_servers_time_whatever_its_own_clock_says(browser, ahead):
    now = datetime(2026, 5, 4, 22, 30, tzinfo=UTC)

    told = open_scripts(browser).evaluate(TIME, {"now": now.isoformat(), "ahead": ahead / timedelta(milliseconds=1)})

    assert told == [["2026-05-04", 0]] * 2


def test_chk_6_a_clock_that_believes_the_phone_is_noticed(browser):
    page = open_scripts(browser, {"clock.js": ("this.#offset = time - Date.now();", "")})

    told = page.evaluate(TIME, {"now": datetime(2026, 5, 4, 22, 30, tzinfo=UTC).isoformat(), "ahead": 86_400_000})

    assert told[1] != ["2026-05-04", 0]
