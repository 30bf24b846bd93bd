"""Rule 38, WEB-2: three hundred authors save and submit in the last seconds, four processes, both databases."""

import time

import pytest

from tests import factories as make
from tests.rig.last_minute import by_http, faults, rush_to_submit, summary, writers_of_a_call
from tests.rig.live import Live

AUTHORS, SECONDS, AT_ONCE = 300, 25.0, 150
SECONDS_TO_MAIL = 120


def closing(url, folder, *, app: str = "app", authors: int = AUTHORS, seconds: float = SECONDS):
    """What was wrong after the rush, and how often which answer was given; the receipts that were mailed too."""
    writers = writers_of_a_call(url, authors)
    with Live(url, folder, workers=4, mail=False, app=app) as live:
        closes_at = rush_to_submit(by_http(live.address), url, writers, seconds, at_once=AT_ONCE)
        wrong = faults(url, writers, closes_at)
        told = summary(writers)
        if app == "app":
            assert live.flask("invariants")
            live.start_worker()
            wrong += _missing_mails(live, writers)
    return wrong, told


def _missing_mails(live, writers) -> dict[str, int]:
    """Who is in and has not exactly one receipt in the mailbox."""
    inside = {
        f"writer{writer.number - 1}@north.example": any(
            each.what == "submitted" and each.status == 303 for each in writer.told
        )
        for writer in writers
    }
    give_up = time.monotonic() + SECONDS_TO_MAIL
    while time.monotonic() < give_up:
        mails = {address: _receipts(live, address) for address in inside}
        if mails == {address: int(is_in) for address, is_in in inside.items()}:
            return {}
        time.sleep(1)
    return {"receipts that are not one for each in": sum(mails[each] != is_in for each, is_in in inside.items())}


def _receipts(live, address: str) -> int:
    return sum(" is in: " in each.subject for each in live.catcher.messages(address))


def test_rule_38_three_hundred_in_the_last_seconds_lose_nothing_and_none_is_late(new_database, tmp_path):
    wrong, told = closing(new_database(), tmp_path)

    assert wrong == {}, (wrong, told)
    # Some came in time and some did not, or nothing was seen of the end.
    assert told["submitted", 303] >= 30, told
    assert sum(told[what, 409] for what in ("text", "statements", "submitted")) >= 30, told


@pytest.mark.parametrize(
    ("app", "fault"),
    [
        ("tests.slow.undated", "got in after the end"),
        ("tests.slow.unlocked", "told that a text is saved which is not there"),
    ],
)
def test_rule_38_the_last_seconds_notice_a_missing_guard(new_database, tmp_path, app, fault):
    wrong, told = closing(new_database(), tmp_path, app=app, authors=60, seconds=6.0)

    assert wrong[fault] > 0, (wrong, told)


@pytest.fixture(autouse=True)
def _forget_the_session():
    yield
    make.session = None
