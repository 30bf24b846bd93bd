"""What a signed-in browser holds, how that ends, and taking up a duty."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.db import db
from core.db import session as units
from people import actions
from people.models import Duty, Invitation, Role, SignIn, SignInCode
from people.rules import digits_for, hash_of
from tests import factories as make
from tests.conftest import an_application, words
from tests.people.conftest import answer_code, is_signed_in

SECOND = timedelta(seconds=1)


class TestTwoServers:
    """Whatever is counted or ended on one server is so on the other: both are in the database."""

    @pytest.fixture
    def servers(self, app_that_commits, now):
        other = an_application(app_that_commits.config["DATABASE_URL"])
        yield app_that_commits, other
        with other.app_context():
            db.engine.dispose()

    def test_they_count_together_who_asks_too_often(self, servers):
        statuses = [
            servers[turn % 2].test_client().post("/sign-in", data={"email": f"a{turn}@north.example"}).status_code
            for turn in range(31)
        ]

        assert statuses == [303] * 30 + [429]

    def test_they_count_wrong_codes_together_and_end_a_sign_in_together(self, servers):
        first, second = (server.test_client() for server in servers)
        first.post("/sign-in", data={"email": "ash@north.example"})
        second.set_cookie("plenary", first.get_cookie("plenary").value)
        with servers[0].app_context():
            digits = digits_for(servers[0].config["SECRET_KEY"], units.scalars(select(SignInCode)).one())
        wrong = f"{(int(digits) + 1) % 1_000_000:06}"
        for each in (first, second, first, second):
            assert answer_code(each, wrong).status_code == 422
        assert answer_code(first, digits).status_code == 303
        second.set_cookie("plenary", first.get_cookie("plenary").value)
        assert is_signed_in(second)

        first.post("/sign-out")

        assert not is_signed_in(second)


class TestCookie:
    def test_a_copy_is_dead_once_its_owner_has_signed_out(self, browse, ask, digits):
        client, copy = browse(), browse()
        ask(client)
        answer_code(client, digits())
        copy.set_cookie("plenary", client.get_cookie("plenary").value)
        assert is_signed_in(copy)

        client.post("/sign-out")

        assert not is_signed_in(client)
        assert not is_signed_in(copy)

    def test_one_known_before_the_sign_in_is_worth_nothing_after(self, browse, ask, digits):
        client, copy = browse(), browse()
        ask(client)
        copy.set_cookie("plenary", client.get_cookie("plenary").value)
        answer_code(client, digits())

        assert client.get_cookie("plenary").value != copy.get_cookie("plenary").value
        assert not is_signed_in(copy)

    def test_each_sign_in_has_a_key_of_its_own_and_the_table_holds_its_hash(self, browse, session, ask, digits):
        keys = []
        for _ in range(2):
            client = browse()
            ask(client)
            answer_code(client, digits())
            with client.session_transaction() as cookie:
                keys.append(cookie["sign_in"])

        assert len(set(keys)) == 2
        assert set(session.scalars(select(SignIn.key_hash))) == {hash_of(key) for key in keys}

    def test_one_that_somebody_else_wrote_is_nobody(self, browse, session, now):
        make.a_person()
        client = browse()
        client.set_cookie("plenary", "eyJzaWduX2luIjoia2V5LTEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")

        assert not is_signed_in(client)

    def test_it_is_good_for_fourteen_days(self, browse, ask, digits, monkeypatch):
        client = browse()
        ask(client)
        answer_code(client, digits())

        for age, good in ((timedelta(days=14) - SECOND, True), (timedelta(days=14), False)):
            monkeypatch.setattr("core.clock.now", lambda age=age: make.NOON + age)
            assert is_signed_in(client) is good

    def test_signing_out_elsewhere_ends_every_other(self, browse, session, now):
        ash = make.a_person()
        here, there, another = browse(ash), browse(ash), browse(make.a_person())

        here.post("/me/sign-out-elsewhere")

        assert [is_signed_in(each) for each in (here, there, another)] == [True, False, True]


class TestInvitation:
    @pytest.fixture
    def invite(self, app, session, now):
        def address(email="ash@north.example", event=None) -> str:
            token = actions.offer_duty(
                session,
                email=email,
                role=Role.DOOR,
                event_id=event and event.id,
                life=app.config["LIMITS"].invitation_life,
                by_id=None,
                now=now,
            )
            session.commit()
            return f"/invitations/{token}"

        return address

    def test_opening_it_changes_nothing_and_accepting_it_once_gives_the_duty(self, browse, session, invite):
        event = make.an_event()
        address, client = invite(event=event), browse(make.a_person(email="ash@north.example"))

        assert client.get(address).status_code == 200
        assert session.scalar(select(func.count(Duty.id))) == 0

        first, second = client.post(address), client.post(address)

        assert (first.status_code, first.location) == (303, "/me")
        assert second.status_code == 409
        assert session.execute(select(Duty.role, Duty.event_id)).all() == [(Role.DOOR, event.id)]
        assert client.get(f"/events/{event.slug}/door").status_code == 200

    def test_it_is_for_the_right_address_only(self, browse, session, invite):
        address = invite()

        assert browse(make.a_person()).post(address).status_code == 403
        assert browse().post(address).location == "/sign-in"
        assert session.scalar(select(func.count(Duty.id))) == 0
        assert session.scalars(select(Invitation.taken_at)).all() == [None]

    def test_a_page_for_somebody_else_does_not_say_whose_it_is(self, browse, invite):
        for stranger in (browse(), browse(make.a_person())):
            answer = stranger.get(invite())
            assert answer.status_code == 200
            assert "ash@north.example" not in answer.text

    def test_after_a_week_it_is_over(self, browse, session, invite, monkeypatch):
        address, client = invite(), browse(make.a_person(email="ash@north.example"))
        monkeypatch.setattr("core.clock.now", lambda: make.NOON + timedelta(days=7))

        assert "This invitation is over" in client.get(address).text
        assert client.post(address).status_code == 409
        assert session.scalar(select(func.count(Duty.id))) == 0

    def test_one_that_is_made_up_is_not_there(self, browse, session, now):
        missing = browse().get("/nowhere")
        answer = browse().get("/invitations/made-up")

        assert answer.status_code == 404
        assert words(answer) == words(missing)
