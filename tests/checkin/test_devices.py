"""A phone is enrolled once, is known by its token at the door of its own event, and is taken back (R22)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from checkin import actions, queries
from checkin.models import Device, Scan, Verdict
from core.diary import DiaryEntry
from people.rules import hash_of
from tests import factories as make
from tests.checkin.phones import SHIFT_ENDS, a_device

DOOR = "/events/england-2027/door"
SECRET = "only-for-tests-only-for-tests-1234"
HOUR = timedelta(hours=1)


@pytest.fixture
def phone(event):
    return a_device(event)


@pytest.fixture
def waiting(session, event, steward):
    """A device that waits for its phone, and the code that the desk shows."""
    device = actions.add_device(
        session,
        event=event,
        name="South door",
        lists=[],
        shift_ends_at=SHIFT_ENDS,
        holds_names=False,
        secret=SECRET,
        life=timedelta(minutes=15),
        by_id=steward.id,
        now=make.NOON,
    )
    session.commit()
    return device, actions.enrolment_code(device, SECRET)


def at(monkeypatch, moment):
    monkeypatch.setattr("core.clock.now", lambda: moment)


def test_a_code_of_26_letters_gives_a_token_once(browse, session, waiting):
    device, code = waiting
    assert len(code) == 26

    first = browse().post(f"{DOOR}/enrol", json={"code": code})
    second = browse().post(f"{DOOR}/enrol", json={"code": code})

    assert first.status_code == 200
    assert first.json["device"] == {"id": device.id, "name": "South door", "ends_at": SHIFT_ENDS.isoformat()}
    assert "names_key" not in first.json
    assert "Set-Cookie" not in first.headers
    assert first.headers["Cache-Control"] == "private, no-store"
    assert second.status_code == 409
    assert second.json == {"problem": "This code has been used already. Ask the desk for one of your own."}
    session.refresh(device)
    assert device.token_hash == hash_of(first.json["token"])
    known = {"Authorization": f"Bearer {first.json['token']}"}
    assert browse().get(f"{DOOR}/now", headers=known).status_code == 200
    assert [entry.act for entry in session.scalars(select(DiaryEntry).order_by(DiaryEntry.id))][-2:] == [
        "added a phone to the door",
        "enrolled a phone",
    ]


def test_a_code_of_another_event_and_what_is_no_code_enrol_nothing(browse, session, waiting):
    make.an_event(slug="wales-2027")
    _, code = waiting

    for address, sent, status in (
        ("/events/wales-2027/door/enrol", {"code": code}, 409),
        (f"{DOOR}/enrol", {"code": "A" * 26}, 409),
        (f"{DOOR}/enrol", {"code": 5}, 422),
        (f"{DOOR}/enrol", {"code": "A" * 101}, 422),
        (f"{DOOR}/enrol", ["code"], 422),
    ):
        answer = browse().post(address, json=sent)
        assert (answer.status_code, [*answer.json]) == (status, ["problem"])
    assert session.scalar(select(func.count(Device.id)).where(Device.enrolled_at.is_not(None))) == 0


def test_a_phone_without_a_cookie_needs_no_form_of_ours(app, browse, monkeypatch, waiting):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert browse().post(f"{DOOR}/enrol", json={"code": waiting[1]}).status_code == 200


def test_guessing_codes_ends_after_a_while(browse, waiting):
    guesser = browse()
    said = [guesser.post(f"{DOOR}/enrol", json={"code": "A" * 26}).status_code for _ in range(31)]
    assert said == [409] * 30 + [429]


def test_a_new_code_ends_the_one_before(browse, session, waiting, steward):
    device, old = waiting
    later = make.NOON + timedelta(minutes=5)
    actions.renew_device_code(
        session, device=device, secret=SECRET, life=timedelta(minutes=15), by_id=steward.id, now=later
    )
    session.commit()

    assert browse().post(f"{DOOR}/enrol", json={"code": old}).status_code == 409
    assert browse().post(f"{DOOR}/enrol", json={"code": actions.enrolment_code(device, SECRET)}).status_code == 200


@pytest.mark.parametrize("address", ["data", "now"])
def test_r22_a_token_is_good_at_the_door_of_its_own_event_alone(browse, phone, address):
    make.an_event(slug="wales-2027")
    _, known = phone

    assert browse().get(f"{DOOR}/{address}", headers=known).status_code == 200
    for place, headers in (
        (DOOR, {}),
        (DOOR, {"Authorization": "Bearer "}),
        (DOOR, {"Authorization": "Bearer another"}),
        (DOOR, {"Authorization": known["Authorization"].replace("Bearer", "Basic")}),
        ("/events/wales-2027/door", known),
        ("/events/nowhere/door", known),
    ):
        answer = browse().get(f"{place}/{address}", headers=headers)
        assert (answer.status_code, answer.json) == (401, {"problem": "unknown"})


@pytest.mark.parametrize("address", ["", "/inside"])
def test_r22_a_token_opens_no_page_of_the_door_and_a_stewards_cookie_no_address_of_phones(browse, door, phone, address):
    assert browse().get(f"{DOOR}{address}", headers=phone[1]).status_code == 303  # to where one signs in
    assert door.get(f"{DOOR}/data").status_code == 401


@pytest.mark.parametrize(
    ("changes", "problem"),
    [({"revoked_at": make.NOON}, "revoked"), ({"shift_ends_at": make.NOON}, "over")],
    ids=["revoked", "over"],
)
def test_r22_a_phone_that_is_revoked_or_past_its_shift_is_told_so(browse, event, changes, problem):
    _, known = a_device(event, **changes)
    for address in ("data", "now"):
        answer = browse().get(f"{DOOR}/{address}", headers=known)
        assert (answer.status_code, answer.json) == (410, {"problem": problem})


def test_r22_a_guard_that_forgets_who_is_revoked_is_noticed(monkeypatch, browse, event):
    monkeypatch.setattr("checkin.rules.problem_of", lambda device, now: None)
    with pytest.raises(AssertionError):
        test_r22_a_phone_that_is_revoked_or_past_its_shift_is_told_so(
            browse, event, {"revoked_at": make.NOON}, "revoked"
        )


def test_that_we_are_there_is_said_with_the_time_and_two_counts(browse, phone, ticket):
    answer = browse().get(f"{DOOR}/now", headers=phone[1])

    assert answer.json == {"now": make.NOON.isoformat(), "inside": 0, "expected": 1}
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_phone_that_asks_is_noted_as_heard_now_and_then(browse, session, phone, monkeypatch, statements):
    device, known = phone
    for seconds, writes in ((14, 0), (15, 1)):
        at(monkeypatch, make.NOON + timedelta(seconds=seconds))
        statements.clear()
        browse().get(f"{DOOR}/now", headers=known)
        assert sum(said.startswith("UPDATE") for said in statements) == writes
    session.refresh(device)
    assert device.seen_at == make.NOON + timedelta(seconds=15)


def test_what_a_phone_says_of_itself_is_kept_for_the_desk(session, event, phone):
    device, known = phone
    token = hash_of(known["Authorization"].removeprefix("Bearer "))
    plain, _, _ = queries.device_by_token(session, token, "england-2027")

    actions.note_handed_in(
        session, device=plain, unsent=4, sent_at=make.NOON + timedelta(minutes=3), now=make.NOON + HOUR
    )
    session.refresh(device)
    assert (device.unsent, device.skew_seconds, device.seen_at) == (4, -3420, make.NOON + HOUR)
    actions.note_handed_in(session, device=plain, unsent=None, sent_at=None, now=make.NOON + 2 * HOUR)
    session.refresh(device)
    assert (device.unsent, device.skew_seconds, device.seen_at) == (4, -3420, make.NOON + 2 * HOUR)


def test_names_are_held_only_where_the_event_says_so_and_its_no_counts_at_once(session, event, steward, phone):
    device, known = phone
    token = hash_of(known["Authorization"].removeprefix("Bearer "))
    device.holds_names = True
    session.commit()
    assert queries.device_by_token(session, token, "england-2027")[0].holds_names is False
    for allowed in (True, False):
        actions.let_phones_hold_names(session, event=event, allowed=allowed, by_id=steward.id, now=make.NOON)
        session.commit()
        assert queries.device_by_token(session, token, "england-2027")[0].holds_names is allowed


def test_the_keys_of_a_phone_go_a_week_after_its_shift_and_its_scans_stay(session, event, steward):
    device, _ = a_device(event)
    make.saved(
        Scan(
            key="one",
            event_id=event.id,
            list="main",
            read="7KQ2M9TX",
            verdict=Verdict.REFUSED,
            reason="unknown code",
            place="",
            scanned_at=make.NOON,
            scanned_by_id=steward.id,
            device_id=device.id,
        )
    )
    week = SHIFT_ENDS + timedelta(days=7)
    assert queries.device_with_old_keys(session, week - timedelta(seconds=1)) is None
    assert queries.device_with_old_keys(session, week) == device

    actions.forget_keys(session, device=device, now=week)
    session.commit()

    assert (device.token_hash, device.salt, device.names_key, device.seal_key) == (None, "", "", "")
    assert queries.device_with_old_keys(session, week) is None
    assert session.scalar(select(func.count(Scan.id))) == 1
