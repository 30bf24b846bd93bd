from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.diary import DiaryEntry
from people import actions
from people.models import Duty, Invitation, Person, Role, SignIn, SignInCode
from people.queries import person_by_email
from people.rules import CodeIsOver, InvitationIsOver, email_key, hash_of
from tests import factories as make

DAY = timedelta(days=1)


@pytest.fixture
def code(session, now) -> SignInCode:
    return make.saved(
        SignInCode(
            key="k", email="Ash@north.example", email_key="ash@north.example", asked_at=now, expires_at=now + DAY
        )
    )


def acts(session) -> list[str]:
    return list(session.scalars(select(DiaryEntry.act).order_by(DiaryEntry.id)))


class TestSigningIn:
    def test_makes_an_unknown_person_known(self, session, code, now):
        person, key = actions.sign_in(session, code=code, browser="Firefox on Windows", life=DAY, now=now)
        session.commit()

        sign_in = session.scalars(select(SignIn)).one()
        assert (person.email, person.email_key, person.name) == ("Ash@north.example", "ash@north.example", "")
        assert (sign_in.key_hash, sign_in.person_id, sign_in.expires_at) == (hash_of(key), person.id, now + DAY)
        assert len(key) == 43  # 256 bits
        assert acts(session) == ["became known", "signed in"]

    def test_finds_a_known_one(self, session, code, now):
        ash = make.a_person(email="ash@north.example")

        person, _key = actions.sign_in(session, code=code, browser="", life=DAY, now=now)

        assert person is ash
        assert session.scalar(select(func.count(Person.id))) == 1

    def test_two_first_sign_ins_at_once_make_one_person_and_a_plain_no(self, session, code, now, monkeypatch):
        make.a_person(email="ash@north.example")
        monkeypatch.setattr("people.queries.person_by_email", lambda *_: None)  # neither saw the other

        with pytest.raises(Exception, match=r"(?i)unique"):
            actions.sign_in(session, code=code, browser="", life=DAY, now=now)

        assert isinstance(session.info["refusals"]["uq_people_email_key"], CodeIsOver)
        session.rollback()
        session.info.clear()


class TestDuties:
    def offer(self, session, **changes) -> Invitation:
        given = {"email": "Ash@North.example", "role": Role.DOOR, "event_id": None, "life": DAY, "by_id": None}
        token = actions.offer_duty(session, now=make.NOON, **given | changes)
        session.commit()
        return session.scalars(select(Invitation).where(Invitation.token_hash == hash_of(token))).one()

    def test_an_offer_is_kept_hashed(self, session, now):
        token = actions.offer_duty(
            session, email="ash@north.example", role=Role.DOOR, event_id=None, life=DAY, by_id=None, now=now
        )

        invitation = session.scalars(select(Invitation)).one()
        assert len(token) >= 22  # characters of 6 bits
        assert token not in (invitation.token_hash, invitation.email)
        assert invitation.expires_at == now + DAY

    def test_one_taken_is_held_and_noted(self, session, now):
        event = make.an_event()
        ash, invitation = make.a_person(email="ash@north.example"), self.offer(session, event_id=event.id)

        actions.take_duty(session, invitation=invitation, person=ash, now=now)

        assert session.execute(select(Duty.person_id, Duty.event_id, Duty.role)).all() == [
            (ash.id, event.id, Role.DOOR)
        ]
        assert acts(session) == ["offered a duty", "took a duty"]

    def test_one_taken_twice_is_refused_the_second_time(self, session, now):
        ash, invitation = make.a_person(email="ash@north.example"), self.offer(session)
        actions.take_duty(session, invitation=invitation, person=ash, now=now)

        with pytest.raises(InvitationIsOver):
            actions.take_duty(session, invitation=invitation, person=ash, now=now)

    def test_two_offers_of_the_same_duty_make_it_one(self, session, now):
        ash = make.a_person(email="ash@north.example")
        for invitation in [self.offer(session), self.offer(session)]:
            actions.take_duty(session, invitation=invitation, person=ash, now=now)
        session.commit()

        assert session.scalar(select(func.count(Duty.id))) == 1


@pytest.mark.parametrize("event", [None, "an event"])
def test_the_database_holds_each_duty_once(session, now, event):
    event = event and make.an_event()
    ash = make.a_person(role=Role.DOOR, event=event)
    session.add(Duty(person_id=ash.id, event_id=event and event.id, role=Role.DOOR))

    with pytest.raises(Exception, match=r"(?i)unique"):
        session.flush()
    session.rollback()


def test_signing_out_ends_that_browser_alone(session, now):
    ash = make.a_person()
    for key in ("here", "there"):
        make.saved(SignIn(person_id=ash.id, key_hash=hash_of(key), begun_at=now, seen_at=now, expires_at=now + DAY))

    actions.sign_out(session, key="here", now=now)
    session.commit()

    ended = session.execute(select(SignIn.key_hash, SignIn.ended_at)).all()
    assert set(ended) == {(hash_of("here"), now), (hash_of("there"), None)}


@pytest.mark.parametrize("typed", ["ﬃ@north.example", "ǰ@MÜNCHEN.example", "ΐ@north.example", "𝒜sh@north.example"])
def test_a_key_is_found_again_as_it_was_stored_and_by_no_other(session, now, typed):
    key = email_key(typed)
    person = make.a_person(email=typed, email_key=key)
    session.expire_all()

    assert person_by_email(session, key) is person
    assert person.email_key == key
    assert person_by_email(session, key.replace("@", "\u0323@")) is None
