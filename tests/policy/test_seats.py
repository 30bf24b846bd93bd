"""Waves and seats of a roundtable: nobody is written to twice, and no more have a seat than there are."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import db, reading, transaction
from core.db import session as shared
from core.outbox import OutgoingLetter, compose
from events.rules import at
from people.access import SIGN_IN
from people.models import SignIn
from people.rules import hash_of
from policy import actions, rules
from policy.models import Invitee, InviteeStatus, Roundtable
from policy.queries import invitees_of
from tests import factories as make
from tests.policy.seating import DAY, ENDS, TODAY, a_roundtable, an_invitee, somebody

ACCEPTED, RESERVE, DECLINED = InviteeStatus.ACCEPTED, InviteeStatus.RESERVE, InviteeStatus.DECLINED
LISTED, INVITED, RELEASED = InviteeStatus.LISTED, InviteeStatus.INVITED, InviteeStatus.RELEASED


def desk_of(roundtable) -> str:
    return f"/desk/{roundtable.event.slug}/roundtable"


def answer(session, invitee, *, comes: bool, minutes: int = 0, needs: str = "") -> InviteeStatus:
    at = make.NOON + timedelta(minutes=minutes)
    return actions.answer_invitation(session, invitee=invitee, comes=comes, needs=needs, by_id=None, now=at)


def letters(session, kind: str) -> list[str]:
    found = select(OutgoingLetter.recipient).where(OutgoingLetter.kind == f"policy/email/roundtable_{kind}")
    return list(session.scalars(found.order_by(OutgoingLetter.id)))


def test_a_wave_is_asked_once_and_the_next_in_its_turn(browse, session, now):
    roundtable = a_roundtable(seats=18)
    people = [somebody(email=f"{n}@north.example", wave=1 if n < 18 else 2) for n in range(26)]
    about = {"by_id": roundtable.owner_id, "now": now}
    assert actions.list_invitees(session, roundtable=roundtable, people=people, **about) == 26
    assert actions.list_invitees(session, roundtable=roundtable, people=people, **about) == 0
    session.commit()
    client, asked = browse(roundtable.owner), []
    for wave, status in ((1, 303), (1, 409), (2, 303), (2, 409)):
        sent = client.post(f"{desk_of(roundtable)}/wave-{wave}", data={"reply_by": str(TODAY)})
        asked.append(len(letters(session, "invited")))
        assert sent.status_code == status
    assert asked == [18, 18, 26, 26]
    assert len(set(letters(session, "invited"))) == 26


def test_a_wave_asked_twice_that_forgets_who_was_asked_is_noticed(session, now, monkeypatch):
    roundtable = a_roundtable()
    invitee = an_invitee(roundtable, LISTED)
    given = {"wave": 1, "reply_by": DAY, "by_id": roundtable.owner_id, "today": TODAY}
    actions.invite_wave(session, roundtable=roundtable, now=now, **given)
    invitee.status = LISTED
    actions.invite_wave(session, roundtable=roundtable, now=now + timedelta(hours=1), **given)
    assert letters(session, "invited") == [invitee.email] * 2


@pytest.mark.parametrize("days", [-1, 0], ids=["yesterday", "today"])
def test_the_day_to_answer_by_is_not_past(browse, session, now, days):
    roundtable = a_roundtable()
    an_invitee(roundtable, LISTED)
    day = TODAY + timedelta(days=days)
    sent = browse(roundtable.owner).post(f"{desk_of(roundtable)}/wave-1", data={"reply_by": str(day)})
    assert sent.status_code == (409 if days else 303)


def test_who_says_yes_when_all_seats_are_taken_waits_and_moves_up_in_turn(session, now):
    roundtable = a_roundtable(seats=1)
    first, second, third = (an_invitee(roundtable) for _ in range(3))
    assert [answer(session, each, comes=True, minutes=n) for n, each in enumerate((first, third, second))] == [
        ACCEPTED,
        RESERVE,
        RESERVE,
    ]
    assert answer(session, first, comes=False, minutes=3) is DECLINED
    assert (roundtable.taken, third.status, second.status) == (1, ACCEPTED, RESERVE)
    assert answer(session, first, comes=True, minutes=4) is RESERVE  # changed their mind, and waits behind
    actions.set_seats(session, roundtable=roundtable, seats=2, by_id=roundtable.owner_id, now=now)
    assert (roundtable.taken, second.status, first.status) == (2, ACCEPTED, RESERVE)
    actions.release_invitee(session, invitee=third, by_id=roundtable.owner_id, now=now)
    assert (roundtable.taken, third.status, first.status) == (2, RELEASED, ACCEPTED)
    with pytest.raises(rules.SeatsTaken, match="2 people"):
        actions.set_seats(session, roundtable=roundtable, seats=1, by_id=roundtable.owner_id, now=now)


def test_to_say_the_same_twice_changes_nothing_but_ones_needs(browse, session, now):
    roundtable, person = a_roundtable(seats=1), make.a_person()
    invitee = an_invitee(roundtable, email=person.email)
    waits = an_invitee(roundtable, RESERVE)
    client, page = browse(person), f"/roundtables/{invitee.key}"
    for needs in ("No nuts.", "No nuts, please."):
        assert client.post(page, data={"comes": "yes", "needs": needs}).status_code == 303
    session.expire_all()
    assert (roundtable.taken, invitee.status, invitee.needs, waits.status) == (1, ACCEPTED, "No nuts, please.", RESERVE)
    assert letters(session, "answered") == [person.email]
    assert client.post(page, data={"comes": "no", "needs": "No nuts."}).status_code == 303
    session.expire_all()
    assert (invitee.status, invitee.needs, waits.status) == (DECLINED, "", ACCEPTED)
    assert client.post(page, data={"comes": ""}).status_code == 422


def test_more_taken_than_there_are_is_refused_by_the_database(session, now):
    roundtable = a_roundtable(seats=2)
    roundtable.taken = 3
    with pytest.raises(IntegrityError):
        session.flush()


def test_once_it_is_over_nobody_answers(browse, session, monkeypatch):
    person, roundtable = make.a_person(), a_roundtable()
    invitee = an_invitee(roundtable, email=person.email)
    client = browse(person)
    ends = at(roundtable.event, DAY, ENDS)
    for moment, status in ((ends - timedelta(seconds=1), 303), (ends + timedelta(0), 409)):
        monkeypatch.setattr("core.clock.now", lambda moment=moment: moment)
        assert client.post(f"/roundtables/{invitee.key}", data={"comes": "no"}).status_code == status


def test_people_move_between_waves_until_they_are_asked(browse, session, now):
    roundtable = a_roundtable()
    one, other, asked = an_invitee(roundtable, LISTED), an_invitee(roundtable, LISTED), an_invitee(roundtable)
    foreign = an_invitee(a_roundtable(), LISTED)
    client = browse(roundtable.owner)
    assert client.post(f"{desk_of(roundtable)}/people/waves", data={"to_wave": 2}).status_code == 422
    moved = client.post(f"{desk_of(roundtable)}/people/waves", data={"ticked": [one.id, foreign.id], "to_wave": 2})
    refused = client.post(f"{desk_of(roundtable)}/people/waves", data={"ticked": [other.id, asked.id], "to_wave": 3})
    session.expire_all()
    assert (moved.status_code, refused.status_code) == (303, 409)
    assert [each.wave for each in (one, other, asked, foreign)] == [2, 1, 1, 1]


def test_who_was_taken_off_is_listed_again_and_asked_again(session, now):
    roundtable = a_roundtable()
    invitee = an_invitee(roundtable, email="moss@north.example")
    about = {"by_id": roundtable.owner_id, "now": now}
    actions.release_invitee(session, invitee=invitee, **about)
    assert actions.list_invitees(session, roundtable=roundtable, people=[somebody(wave=3)], **about) == 1
    assert (invitee.status, invitee.wave, invitee.name) == (LISTED, 3, "Dr Moss Pretendre")
    assert actions.invite_wave(session, roundtable=roundtable, wave=3, reply_by=DAY, today=TODAY, **about) == 1


def test_a_letter_whose_reason_has_gone_is_not_sent(app, session, now):
    roundtable = a_roundtable()
    asked, answered, released = (an_invitee(roundtable, LISTED) for _ in range(3))
    about = {"by_id": roundtable.owner_id, "now": now}
    actions.invite_wave(session, roundtable=roundtable, wave=1, reply_by=DAY, today=TODAY, **about)
    answer(session, answered, comes=True)
    actions.release_invitee(session, invitee=released, **about)
    session.commit()
    with app.test_request_context():
        subjects = {
            (letter.recipient, letter.kind.rpartition("_")[2]): composed and composed.subject
            for letter in session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id))
            for composed in [compose(session, letter, masked=False)]
        }
    name = roundtable.event.name
    assert subjects == {
        (asked.email, "invited"): f"You are invited: {name}",
        (answered.email, "invited"): None,
        (released.email, "invited"): None,
        (answered.email, "answered"): f"You have a seat: {name}",
        (released.email, "released"): f"About your invitation: {name}",
    }


def test_a_letter_read_at_the_desk_has_no_link_that_opens_anything(app, session, now):
    invitee = an_invitee(a_roundtable(), LISTED)
    about = {"by_id": invitee.roundtable.owner_id, "now": now}
    actions.invite_wave(session, roundtable=invitee.roundtable, wave=1, reply_by=DAY, today=TODAY, **about)
    letter = session.scalars(select(OutgoingLetter)).one()
    with app.test_request_context():
        masked, sent = (compose(session, letter, masked=masked).text for masked in (True, False))
    assert ("/open/" in masked, "/open/" in sent) == (False, True)


@pytest.fixture
def house(app_that_commits, monkeypatch):
    """An application with a database of its own, in which what is made is kept."""
    monkeypatch.setattr(make, "session", shared)
    monkeypatch.setattr(make, "app", app_that_commits)
    with app_that_commits.app_context():
        yield app_that_commits
        db.engine.dispose()


def say_yes_at_once(house) -> list[int]:
    """What three who are asked get, who all say yes at one moment where one seat is left."""
    with transaction():
        roundtable, doors = a_roundtable(seats=1), []
        for _ in range(3):
            person = make.a_person()
            key = f"key of {person.email}"
            times = {"begun_at": clock.now(), "seen_at": clock.now(), "expires_at": make.LONG_AFTER}
            shared.add(SignIn(person_id=person.id, key_hash=hash_of(key), **times))
            doors.append((key, an_invitee(roundtable, email=person.email).key))
        roundtable.event.first_day = roundtable.event.last_day = make.LONG_AFTER.date()
    start = threading.Barrier(len(doors))

    def answer(door: tuple[str, str]) -> int:
        client = house.test_client()
        with client.session_transaction() as cookie:
            cookie[SIGN_IN] = door[0]
        start.wait()
        return client.post(f"/roundtables/{door[1]}", data={"comes": "yes"}).status_code

    with ThreadPoolExecutor(len(doors)) as pool:
        return list(pool.map(answer, doors))


def seats() -> tuple[int, list[str]]:
    with reading() as session:
        statuses = session.scalars(select(Invitee.status).order_by(Invitee.id))
        return session.scalars(select(Roundtable.taken)).one(), sorted(each.value for each in statuses)


def test_of_three_who_say_yes_at_once_to_the_last_seat_one_has_it(house):
    assert say_yes_at_once(house) == [303] * 3
    assert seats() == (1, ["accepted", "reserve", "reserve"])


def test_a_count_that_nobody_waits_for_is_noticed(house, monkeypatch):
    """Where each finds a seat free, the database has the last word."""
    monkeypatch.setattr("policy.rules.answer_of", lambda *_, **__: ACCEPTED)
    with pytest.raises(IntegrityError, match="seats_enough"):
        say_yes_at_once(house)
    assert seats() == (1, ["accepted", "invited", "invited"])


def test_the_list_counts_every_address_once(session, now):
    roundtable = a_roundtable()
    people = [somebody(email="Moss@North.example"), somebody(email="moss@north.example ")]
    actions.list_invitees(session, roundtable=roundtable, people=people, by_id=roundtable.owner_id, now=now)
    assert [each.email for each in invitees_of(session, roundtable)] == ["Moss@North.example"]
    assert session.scalar(select(func.count(Invitee.id))) == 1
