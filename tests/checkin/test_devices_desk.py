"""The desk adds phones, shows the code that enrols them once, sees which have gone silent, and takes them back."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from checkin import actions, rules
from checkin.commands import forget_next_device
from checkin.models import AdmissionList, Device
from core.diary import DiaryEntry
from people.models import Role
from tests import factories as make
from tests.checkin.phones import SHIFT_ENDS, a_device

PHONES, DOOR = "/desk/england-2027/door/devices", "/events/england-2027/door"
A_PHONE = {"name": "North door", "shift_ends": "2026-05-04T18:00"}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


def the_device(session) -> Device:
    session.expire_all()
    return session.scalars(select(Device).order_by(Device.id.desc())).first()


def code_on(page) -> str:
    """The code in the address that the page shows, as the phone's own page would take it from there."""
    (code,) = {*re.findall(r'href="http://localhost/events/england-2027/door/phone#([A-Z2-7]{26})"', page.text)}
    return code


def row_of(name: str, text: str) -> str:
    (row,) = [each for each in text.split("<tr ") if f">{name}</a>" in each]
    return row


def test_a_phone_is_added_shown_its_code_and_enrolled_by_it(organiser, browse, session):
    added = organiser.post(PHONES, data=A_PHONE)
    device = the_device(session)
    assert (added.status_code, added.headers["Location"]) == (303, f"{PHONES}/{device.id}")
    assert (device.name, device.shift_ends_at, device.holds_names) == (
        "North door",
        make.NOON.replace(hour=17),  # by the clocks of London in May
        False,
    )

    shown = organiser.get(added.headers["Location"])
    assert "15 minutes more" in shown.text
    assert 'aria-label="QR code that enrols this phone"' in shown.text
    answer = browse().post(f"{DOOR}/enrol", json={"code": code_on(shown)})
    assert answer.status_code == 200

    then = organiser.get(added.headers["Location"], headers={"HX-Request": "true"})
    assert "This phone is enrolled" in then.text
    assert "hx-trigger" not in then.text  # there is nothing more to wait for


def test_what_is_typed_wrongly_is_said_and_kept(organiser, session):
    for typed, words in (
        ({"name": ""}, "Write a name by which"),
        ({"shift_ends": "2026-05-04T12:59"}, "That has gone by."),
        ({"shift_ends": "2026-05-06T13:01"}, "A shift ends within two days."),
        ({"shift_ends": "noon"}, "Write the day and the time"),
    ):
        answer = organiser.post(PHONES, data=A_PHONE | {"name": "Typed"} | typed)
        assert (answer.status_code, words in answer.text) == (422, True)
        assert ("name" in typed) or 'value="Typed"' in answer.text
    assert the_device(session) is None


def test_a_phone_is_tied_to_lists_and_holds_names_where_the_event_allows_it(organiser, session, event):
    for slug in ("dinner", "lounge"):
        make.saved(AdmissionList(event_id=event.id, slug=slug, name=slug.title()))
    asked = A_PHONE | {"lists": ["main", "dinner"], "holds_names": "y"}

    organiser.post(PHONES, data=asked)
    assert {each.slug for each in the_device(session).lists} == {"dinner", "main"}  # which had no row until now
    assert the_device(session).holds_names is False

    assert organiser.post(f"{PHONES}/names", data={"door_holds_names": "y"}).status_code == 303
    organiser.post(PHONES, data=asked)
    assert the_device(session).holds_names is True

    organiser.post(f"{PHONES}/names", data={})
    session.refresh(event)
    assert event.door_holds_names is False


def test_a_new_code_can_be_had_until_the_phone_is_enrolled(organiser, session, monkeypatch):
    organiser.post(PHONES, data=A_PHONE)
    device = the_device(session)
    first = code_on(organiser.get(f"{PHONES}/{device.id}"))
    device.code_expires_at = make.NOON + MINUTE
    session.commit()
    monkeypatch.setattr("core.clock.now", lambda: make.NOON + MINUTE)
    assert "The code is over" in organiser.get(f"{PHONES}/{device.id}").text

    assert organiser.post(f"{PHONES}/{device.id}/code").status_code == 303
    second = code_on(organiser.get(f"{PHONES}/{device.id}"))

    assert first != second
    the_device(session).enrolled_at = make.NOON
    session.commit()
    assert organiser.post(f"{PHONES}/{device.id}/code").status_code == 409


def test_a_phone_is_revoked_in_one_step_and_told_so(organiser, browse, session, event):
    device, known = a_device(event, unsent=3)
    assert browse().get(f"{DOOR}/now", headers=known).status_code == 200

    assert organiser.post(f"{PHONES}/{device.id}/revoke").status_code == 303

    assert browse().get(f"{DOOR}/data", headers=known).json == {"problem": "revoked"}
    last = session.scalars(select(DiaryEntry).order_by(DiaryEntry.id.desc())).first()
    assert (last.act, last.object_id, last.after) == ("revoked a phone", device.id, {"unsent": 3})
    assert organiser.post(f"{PHONES}/{device.id}/revoke").status_code == 409


def test_the_desk_sees_which_phone_is_silent_what_waits_on_it_and_whose_clock_is_wrong(
    organiser, event, monkeypatch, statements
):
    a_device(event, name="Quiet", seen_at=make.NOON, unsent=12, skew_seconds=-200)
    a_device(event, name="Lively", seen_at=make.NOON + 6 * MINUTE, skew_seconds=120)
    monkeypatch.setattr("core.clock.now", lambda: make.NOON + 6 * MINUTE)

    whole = organiser.get(PHONES)
    statements.clear()
    part = organiser.get(PHONES, headers={"HX-Request": "true"})

    rows = {
        name: re.search(rf'<tr role="row".{{0,400}}>{name}</a>.*?</tr>', part.text, re.S)[0]
        for name in ("Quiet", "Lively")
    }
    assert [word in rows["Quiet"] for word in ("Silent", ">12<", "3 minutes behind", "6 minutes ago")] == [True] * 4
    assert [word in rows["Lively"] for word in ("Silent", "Clock wrong")] == [False] * 2
    assert "12 scans not sent yet" in whole.text
    many = len(statements)
    for _ in range(3):
        a_device(event)
    statements.clear()
    organiser.get(PHONES, headers={"HX-Request": "true"})
    assert len(statements) == many


def test_a_silent_phone_that_is_not_noticed_is_noticed(organiser, event, monkeypatch, statements):
    monkeypatch.setattr("checkin.rules.is_silent", lambda device, now: False)
    with pytest.raises(AssertionError):
        test_the_desk_sees_which_phone_is_silent_what_waits_on_it_and_whose_clock_is_wrong(
            organiser, event, monkeypatch, statements
        )


@pytest.mark.parametrize("deed", ["", "/code", "/revoke"], ids=["look", "new code", "revoke"])
def test_a_phone_of_another_event_is_not_there(organiser, session, deed):
    theirs, _ = a_device(make.an_event(slug="wales-2027"), enrolled_at=None, code_expires_at=SHIFT_ENDS)

    answer = (organiser.post if deed else organiser.get)(f"{PHONES}/{theirs.id}{deed}")

    assert answer.status_code == 404
    session.refresh(theirs)
    assert (theirs.revoked_at, theirs.code_expires_at) == (None, SHIFT_ENDS)


def test_to_add_a_phone_and_to_let_it_hold_names_one_proves_who_one_is(app, organiser, session, monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: make.NOON + 16 * MINUTE)

    assert organiser.post(PHONES, data=A_PHONE).status_code == 409
    assert organiser.post(f"{PHONES}/names", data={"door_holds_names": "y"}).status_code == 409
    assert the_device(session) is None


def test_the_worker_forgets_the_keys_of_old_phones_once(app, session, event, monkeypatch):
    device, _ = a_device(event)
    monkeypatch.setattr("core.clock.now", lambda: SHIFT_ENDS + rules.HANDS_IN_FOR)
    with app.app_context():
        assert [forget_next_device(), forget_next_device()] == [True, False]
    session.expire_all()
    assert (device.seal_key, device.wiped_at) == ("", SHIFT_ENDS + rules.HANDS_IN_FOR)
    assert actions.enrolment_code(device, "any")  # the row stays, for the diary and the scans that name it
