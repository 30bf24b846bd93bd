"""The second step: an app or a passkey, asked of who switched it on and of whose duties need it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from people.models import AuthenticatorApp, Passkey, Person, RecoveryCode, Role, SignIn
from people.rules import WITH_SECOND_FACTOR
from tests import factories as make
from tests.people.conftest import answer_code, app_digits, is_signed_in, set_up_app
from tests.people.soft_passkey import SoftPasskey, add_to, options_on

MINUTE = timedelta(minutes=1)


@pytest.fixture
def required(app, monkeypatch):
    monkeypatch.setitem(app.config, "SECOND_FACTOR_ROLES", WITH_SECOND_FACTOR)


@pytest.fixture
def ash(session, now):
    return make.a_person(email="ash@north.example")


def tried(client, typed, **more):
    return client.post("/confirm/app", data={"app_code": typed} | more)


class TestApp:
    def test_it_counts_once_its_first_digits_are_typed_in(self, browse, session, ash, now):
        client = browse(ash)
        client.post("/me/security/app/begin")
        assert session.scalars(select(Person.two_step_since)).all() == [None]

        secret, codes = set_up_app(client, now)

        assert session.scalars(select(Person.two_step_since)).all() == [now]
        assert len(set(codes)) == 10
        assert is_signed_in(client)
        assert secret not in session.scalars(select(AuthenticatorApp.sealed_secret)).one()
        assert not set(codes) & set(session.scalars(select(RecoveryCode.code_hash)))

    def test_the_codes_are_shown_once(self, browse, ash, now):
        client = browse(ash)
        _secret, codes = set_up_app(client, now)

        for path in ("/me/security", "/me/security/app", "/me"):
            assert not any(code in client.get(path).text for code in codes)

    def test_from_then_on_a_mailbox_alone_is_nobody(self, browse, session, ash, ask, digits, now, at):
        client, other = browse(ash), browse(ash)
        secret, _codes = set_up_app(client, now)
        assert not is_signed_in(other)
        ask(other)
        answer_code(other, digits())

        for path in ("/me", "/desk/", "/me/security"):
            assert other.get(path).location.startswith("/confirm")
        assert other.post("/confirm/letter").location.startswith("/confirm")
        page = other.get("/confirm")
        assert page.status_code == 200
        assert "takes two steps" in page.text
        assert "Email me a code" not in page.text

        at(now + MINUTE)
        answer = tried(other, app_digits(secret, now + MINUTE), next="/desk/")
        assert (answer.status_code, answer.location) == (303, "/desk/")
        assert is_signed_in(other)

    @pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
    def test_the_half_minute_before_and_after_hold_too(self, browse, ash, now, at, steps, status):
        client = browse(ash)
        secret, _codes = set_up_app(client, now)
        at(now + 10 * MINUTE)

        assert tried(client, app_digits(secret, now + 10 * MINUTE, steps)).status_code == status

    def test_the_same_digits_work_once(self, browse, ash, now, at):
        client = browse(ash)
        secret, _codes = set_up_app(client, now)
        assert tried(client, app_digits(secret, now)).status_code == 422
        at(now + MINUTE)

        statuses = [tried(client, app_digits(secret, now + MINUTE)).status_code for _ in range(2)]

        assert statuses == [303, 422]

    def test_five_wrong_tries_are_enough_for_a_quarter_of_an_hour(self, browse, ash, now, at):
        client = browse(ash)
        secret, _codes = set_up_app(client, now)
        at(now + MINUTE)
        statuses = [tried(client, "000000").status_code for _ in range(5)]

        assert statuses == [422] * 5
        assert tried(client, app_digits(secret, now + MINUTE)).status_code == 429
        at(now + 16 * MINUTE)
        assert tried(client, app_digits(secret, now + 16 * MINUTE)).status_code == 303

    @pytest.mark.parametrize("spelt", [str, str.upper, lambda code: code.replace("-", " ")])
    def test_a_recovery_code_stands_in_once_however_it_is_spelt(self, browse, session, ash, now, spelt):
        client = browse(ash)
        _secret, codes = set_up_app(client, now)

        assert [tried(client, spelt(codes[0])).status_code for _ in range(2)] == [303, 422]
        assert session.scalar(select(func.count(RecoveryCode.id)).where(RecoveryCode.used_at.is_(None))) == 9

    def test_somebody_elses_recovery_code_is_none(self, browse, ash, now):
        _secret, codes = set_up_app(browse(ash), now)
        eve = browse(make.a_person())
        set_up_app(eve, now)

        assert tried(eve, codes[0]).status_code == 422

    def test_new_recovery_codes_end_the_old(self, browse, ash, now):
        client = browse(ash)
        _secret, codes = set_up_app(client, now)

        assert client.post("/me/security/recovery-codes").status_code == 200
        assert tried(client, codes[0]).status_code == 422

    def test_switched_off_a_mailbox_is_enough_again(self, browse, session, ash, ask, digits, now):
        client, other = browse(ash), browse()
        set_up_app(client, now)

        assert client.post("/me/security/app/remove").status_code == 303

        ask(other)
        answer_code(other, digits())
        assert is_signed_in(other)
        assert session.scalar(select(func.count(RecoveryCode.id))) == 0


class TestDuties:
    @pytest.fixture
    def organiser(self, session, now, required):
        return make.a_person(email="iris@north.example", role=Role.ORGANISER)

    def test_a_page_of_a_duty_leads_to_the_reason_and_then_on(self, browse, organiser, now):
        client = browse(organiser)

        answer = client.get("/desk/letters")
        assert (answer.status_code, answer.location) == (303, "/confirm?next=/desk/letters")
        assert "Set up a second step" in client.get(answer.location).text

        set_up_app(client, now)
        assert client.get("/desk/letters").status_code == 200

    def test_another_browser_proves_it_again(self, browse, organiser, now, at):
        secret, _codes = set_up_app(browse(organiser), now)
        client = browse(organiser)
        at(now + MINUTE)
        assert client.get("/desk/letters").location.startswith("/confirm")

        tried(client, app_digits(secret, now + MINUTE))

        assert client.get("/desk/letters").status_code == 200

    def test_a_passkey_is_enough(self, browse, organiser, now):
        client, phone = browse(organiser), SoftPasskey()
        assert add_to(client, phone).status_code == 303
        page = client.get("/confirm?next=/desk/letters").text
        assert "Email me a code" not in page

        answer = client.post(
            "/confirm/passkey", data={"credential": phone.proved(options_on(page)), "next": "/desk/letters"}
        )

        assert (answer.status_code, answer.location) == (303, "/desk/letters")
        assert client.get("/desk/letters").status_code == 200

    def test_who_has_one_does_not_get_another_by_mailbox_alone(self, browse, session, organiser, now):
        add_to(browse(organiser), SoftPasskey())
        thief = browse(organiser)  # fresh, by a code from the mailbox

        assert thief.post("/me/security/app/begin").status_code == 409
        assert thief.post("/me/security/passkey", data={"name": "Mine"}).status_code == 409
        assert thief.get("/me/security/passkey").status_code == 409
        assert "/confirm?next=/me/security" in thief.get("/me/security").text
        number = session.scalars(select(Passkey.id)).one()
        assert thief.post(f"/me/security/passkey/{number}/remove").status_code == 409

    def test_without_the_duty_the_page_is_not_there_whatever_was_proved(self, browse, session, now, required):
        steward = make.a_person(role=Role.DOOR)

        assert browse(steward).get("/desk/letters").status_code == 404

    def test_a_duty_that_needs_none_is_asked_for_none(self, browse, session, now, required):
        event = make.an_event()
        steward = make.a_person(role=Role.DOOR, event=event)

        assert browse(steward).get(f"/events/{event.slug}/door").status_code == 200

    def test_a_form_of_a_duty_is_not_acted_on(self, browse, organiser, session):
        answer = browse(organiser).post("/desk/letters/1/drop")

        assert (answer.status_code, answer.location) == (303, "/confirm")

    def test_htmx_is_told_to_leave(self, browse, organiser):
        answer = browse(organiser).get("/desk/letters", headers={"HX-Request": "true"})

        assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/confirm?next=/desk/letters")


def test_a_page_costs_no_more_statements_for_it(browse, session, ash, now, statements, required):
    client = browse(ash)
    client.get("/me/security")
    statements.clear()
    client.get("/desk/")

    assert sum("sign_ins" in each for each in statements) == 1


def test_one_that_is_proved_is_a_fact_of_this_browser_alone(browse, session, ash, now):
    client, _other = browse(ash), browse(ash)
    set_up_app(client, now)

    assert sorted(session.scalars(select(SignIn.second_factor_at)), key=str) == [now, None]
