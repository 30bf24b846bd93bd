"""Duties offered by letter, ended, and gone at the next request."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from core import outbox
from core.config import Limits
from core.diary import DiaryEntry
from core.errors import TooMany
from core.outbox import OutgoingLetter
from people import actions
from people.models import Duty, Invitation, Role
from people.queries import invitation_by_token
from people.rules import InvitationIsOver, MayNotEnd, MayNotOffer, hash_of
from tests import factories as make

DAY = timedelta(days=1)
SECRET = "only-for-tests-only-for-tests-1234"
ALL = frozenset({(Role.ORGANISER, None)})


@pytest.fixture
def invite(app, session, now):
    """Offer a duty to Ash from the desk of all events, unless told otherwise."""
    by = make.a_person(role=Role.ORGANISER)

    def by_letter(**changes) -> Invitation:
        offer = {"email": "Ash@North.example", "role": Role.DOOR, "event_id": None, "ends_on": None, "scope": ""}
        offer |= {"held": ALL, "event_slug": None, "secret": SECRET, "limits": Limits(), "by_id": by.id, "now": now}
        with app.app_context():
            invitation = actions.invite(session, **offer | changes)
        session.commit()
        return invitation

    return by_letter


def letter_of(app, session, **how) -> str | None:
    letter = session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id.desc())).first()
    with app.test_request_context():
        composed = outbox.compose(session, letter, **{"masked": False, **how})
    return composed and composed.text


def link_in(text: str) -> str:
    (link,) = [line for line in text.splitlines() if line.startswith("http")]
    return link


class TestAnOfferByLetter:
    def test_its_link_is_the_token_that_the_table_knows_by_its_hash(self, app, session, invite):
        invitation = invite()

        token = link_in(letter_of(app, session)).rpartition("/")[2]
        assert hash_of(token) == invitation.token_hash
        assert invitation_by_token(session, hash_of(token)) is invitation

    def test_its_letter_is_shown_to_the_desk_without_the_link(self, app, session, invite):
        invite()

        assert "/invitations/" not in letter_of(app, session, masked=True)

    @pytest.mark.parametrize("change", ["taken_at", "expires_at"])
    def test_its_letter_is_not_sent_once_it_is_over(self, app, session, invite, now, change):
        setattr(invite(), change, now)
        session.commit()

        assert letter_of(app, session) is None

    def test_sent_again_it_ends_the_one_before_and_no_other(self, session, invite, now):
        event = make.an_event()
        other_event, other_role = invite(event_id=event.id), invite(role=Role.FINANCE)
        other_address, first, second = invite(email="fenn@north.example"), invite(), invite()
        session.expire_all()

        assert first.expires_at == now
        assert all(each.expires_at > now for each in (second, other_event, other_role, other_address))

    def test_it_is_refused_to_who_does_not_run_that_event(self, session, invite):
        held = frozenset({(Role.ORGANISER, "england-2027")})
        with pytest.raises(MayNotOffer):
            invite(held=held, event_slug=None)
        with pytest.raises(MayNotOffer):
            invite(held=held, event_slug="wales-2027")

        assert session.scalar(select(func.count(Invitation.id))) == 0

    def test_one_address_is_not_written_to_for_ever(self, invite):
        for _ in range(5):
            invite()

        with pytest.raises(TooMany):
            invite()

    def test_it_is_taken_with_its_last_day_and_scope_and_an_older_one_is_renewed(self, session, invite, now):
        ash = make.a_person(email="ash@north.example")
        for ends_on in (now.date(), now.date() + DAY):
            offer = invite(role=Role.REGIONAL_LEAD, scope="wales", ends_on=ends_on)
            actions.take_duty(session, invitation=offer, person=ash, now=now)
        session.commit()

        duty = session.scalars(select(Duty).where(Duty.person_id == ash.id)).one()
        assert (duty.role, duty.scope, duty.ends_on) == (Role.REGIONAL_LEAD, "wales", now.date() + DAY)

    def test_withdrawn_it_is_taken_by_nobody(self, session, invite, now):
        ash, invitation = make.a_person(email="ash@north.example"), invite()

        actions.withdraw_invitation(session, invitation=invitation, by_id=ash.id, now=now)

        with pytest.raises(InvitationIsOver):
            actions.take_duty(session, invitation=invitation, person=ash, now=now)
        with pytest.raises(InvitationIsOver):
            actions.withdraw_invitation(session, invitation=invitation, by_id=ash.id, now=now)


class TestEnding:
    def test_is_written_down_about_the_person(self, session, now):
        event, hedy = make.an_event(), make.a_person(role=Role.ORGANISER)
        ash = make.a_person(role=Role.DOOR, event=event)
        duty = session.scalars(select(Duty).where(Duty.person_id == ash.id)).one()
        number = duty.id

        actions.end_duty(session, duty=duty, by_id=hedy.id, now=now)
        session.commit()

        entry = session.scalars(select(DiaryEntry)).one()
        assert (entry.act, entry.actor_id, entry.event_id) == ("ended a duty", hedy.id, event.id)
        assert (entry.object_kind, entry.object_id) == ("person", ash.id)
        assert entry.before == {"role": "door", "duty": number}
        assert session.scalars(select(Duty.person_id)).all() == [hedy.id]

    def test_of_two_who_end_each_others_duty_for_all_the_second_is_refused(self, session, now):
        one, two = make.a_person(role=Role.ORGANISER), make.a_person(role=Role.ORGANISER)
        ones, twos = session.scalars(select(Duty).order_by(Duty.id)).all()

        actions.end_duty(session, duty=twos, by_id=one.id, now=now)
        session.flush()
        with pytest.raises(MayNotEnd):
            actions.end_duty(session, duty=ones, by_id=two.id, now=now)

        assert session.scalars(select(Duty.person_id)).all() == [one.id]


class TestLastDay:
    @pytest.mark.parametrize(
        ("days", "status"), [(0, 200), (-1, 404), (1, 200)], ids=["on it", "the day after", "the day before"]
    )
    def test_a_duty_opens_up_to_its_last_day_and_on_it(self, browse, session, now, days, status):
        event = make.an_event(slug="england-2027")
        ash = make.a_person(role=Role.DOOR, event=event)
        session.scalars(select(Duty)).one().ends_on = now.date() + days * DAY
        session.commit()

        assert browse(ash).get("/events/england-2027/door").status_code == status

    @pytest.mark.parametrize(("moment", "status"), [("22:59:59", 200), ("23:00:00", 404)])
    def test_the_day_ends_at_midnight_in_london(self, browse, session, now, monkeypatch, moment, status):
        event = make.an_event(slug="england-2027")
        ash = make.a_person(role=Role.DOOR, event=event)
        session.scalars(select(Duty)).one().ends_on = now.date()
        session.commit()
        at = datetime.fromisoformat(f"2026-05-04T{moment}+00:00")  # summer: an hour before midnight in UTC
        monkeypatch.setattr("core.clock.now", lambda: at)

        assert browse(ash).get("/events/england-2027/door").status_code == status

    def test_a_person_whose_only_duty_is_over_is_still_signed_in_and_sees_none(self, browse, session, now):
        event = make.an_event(name="England 2027")
        ash = make.a_person(role=Role.ORGANISER, event=event)
        session.scalars(select(Duty)).one().ends_on = now.date() - DAY
        session.commit()

        client = browse(ash)
        assert "Your duties" not in client.get("/me").text
        assert "England 2027" not in client.get("/desk/").text

    @pytest.mark.parametrize("duties", [0, 1, 3])
    def test_who_asks_and_what_they_do_is_one_question(self, browse, session, now, statements, duties):
        ash = make.a_person()
        for role in list(Role)[:duties]:
            make.saved(Duty(person_id=ash.id, role=role, ends_on=now.date()))
        client = browse(ash)
        statements.clear()

        client.get("/desk/letters")

        assert len([each for each in statements if "sign_ins" in each]) == 1
        assert len([each for each in statements if "duties" in each]) == 1
