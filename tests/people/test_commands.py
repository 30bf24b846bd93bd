from datetime import timedelta

import pytest
from sqlalchemy import func, select

from people.models import AuthenticatorApp, Invitation, Passkey, RecoveryCode, Role
from people.rules import hash_of
from tests import factories as make
from tests.people.conftest import answer_code, is_signed_in, set_up_app
from tests.people.soft_passkey import SoftPasskey, add_to


@pytest.fixture
def grant(app, session):
    return lambda *args: app.test_cli_runner().invoke(args=["people", "grant", *args])


def test_prints_an_invitation_that_opens(browse, session, now, grant):
    make.an_event(slug="england-2027")

    result = grant("ash@north.example", "door", "--event", "england-2027")

    assert result.exit_code == 0
    (address,) = result.stdout.split()
    assert address.startswith("http://localhost/invitations/")
    invitation = session.scalars(select(Invitation)).one()
    assert invitation.token_hash == hash_of(address.rsplit("/", 1)[1])
    assert (invitation.role, invitation.expires_at) == (Role.DOOR, now + timedelta(days=7))
    ash = browse(make.a_person(email="ash@north.example"))
    assert ash.post(address.removeprefix("http://localhost")).status_code == 303
    assert ash.get("/events/england-2027/door").status_code == 200


def test_without_an_event_the_duty_is_for_all(session, now, grant):
    assert grant("ash@north.example", "organiser").exit_code == 0

    assert session.scalars(select(Invitation.event_id)).all() == [None]


def test_a_last_day_and_a_scope_are_kept(session, now, grant):
    assert grant("ash@north.example", "regional lead", "--until", "2026-05-04", "--scope", "Wales").exit_code == 0
    assert grant("ash@north.example", "network convenor", "--scope", " Women  in leadership ").exit_code == 0

    kept = session.execute(select(Invitation.ends_on, Invitation.scope).order_by(Invitation.id)).all()
    assert kept == [(now.date(), "wales"), (None, "Women in leadership")]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("ash@north.example", "regional lead"), 1, "Error: Choose the nation of the regional lead"),
        (("ash@north.example", "door", "--scope", "wales"), 1, "Error: Only a regional lead has a nation"),
        (("ash@north.example", "door", "--until", "2026-05-03"), 1, "Error: Choose a last day that is today or later"),
        (("ash@north.example", "door", "--until", "soon"), 2, "'soon' does not match the format"),
        (("nowhere", "door"), 1, "Error: Write the email address in full, like name@trust.example.\n"),
        (("ash@north.example", "door", "--event", "no-such"), 1, "Error: There is no event no-such.\n"),
        (("ash@north.example", "king"), 2, "'king' is not one of"),
        (("ash@north.example",), 2, "Missing argument"),
    ],
    ids=[
        "no nation",
        "a nation for a steward",
        "yesterday",
        "no day",
        "no address",
        "no event",
        "no duty",
        "nothing said",
    ],
)
def test_says_in_one_sentence_what_is_wrong(session, now, grant, args, code, words):
    result = grant(*args)

    assert result.exit_code == code
    assert words in result.stderr
    assert result.stdout == ""
    assert session.scalar(select(func.count(Invitation.id))) == 0


class TestDroppingFactors:
    def drop(self, app, address: str):
        return app.test_cli_runner().invoke(args=["people", "drop-factors", address])

    def test_who_lost_theirs_signs_in_by_email_again(self, app, browse, session, now, ask, digits):
        ash = make.a_person(email="ash@north.example")
        client = browse(ash)
        set_up_app(client, now)
        add_to(client, SoftPasskey())

        assert self.drop(app, "Ash@north.example").exit_code == 0

        session.expire_all()
        assert not is_signed_in(client)
        for table in (AuthenticatorApp, Passkey, RecoveryCode):
            assert session.scalar(select(func.count(table.id))) == 0
        ask(client)
        answer_code(client, digits())
        assert is_signed_in(client)

    def test_an_address_that_nobody_has_is_said(self, app, session, now):
        result = self.drop(app, "nobody@north.example")

        assert (result.exit_code, result.stdout) == (1, "")
        assert "Nobody signs in with that address" in result.stderr
