"""Passkeys: made, named, listed, removed, and signed in with; what is not one changes nothing."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from core.diary import DiaryEntry
from people import passkeys
from people.models import Passkey, SignIn
from people.rules import NotAPasskey
from tests import factories as make
from tests.people.conftest import is_signed_in
from tests.people.soft_passkey import SoftPasskey, add_to, options_on, sign_in_with

SECOND = timedelta(seconds=1)


@pytest.fixture
def ash(session, now):
    return make.a_person(email="ash@north.example")


@pytest.fixture
def phone(browse, ash):
    """A passkey that Ash has added."""
    passkey = SoftPasskey()
    assert add_to(browse(ash), passkey).status_code == 303
    return passkey


class TestAdding:
    def test_one_is_listed_by_the_name_it_was_given(self, browse, session, ash, phone):
        page = browse(ash).get("/me/security").text

        assert "My phone" in page
        assert "not used yet" in page
        assert session.scalars(select(DiaryEntry.act)).all() == ["added a passkey"]

    def test_the_page_asks_for_any_kind_that_verifies_its_owner_and_is_found_without_a_name(self, browse, ash):
        options = options_on(browse(ash).get("/me/security/passkey").text)

        assert options["authenticatorSelection"]["residentKey"] == "required"
        assert options["authenticatorSelection"]["userVerification"] == "required"
        assert "authenticatorAttachment" not in options["authenticatorSelection"]
        assert options["rp"]["id"] == "localhost"

    def test_one_without_a_name_is_asked_for_it_and_not_added(self, browse, session, ash):
        answer = add_to(browse(ash), SoftPasskey(), name=" ")

        assert answer.status_code == 422
        assert session.scalar(select(func.count(Passkey.id))) == 0

    def test_one_that_is_known_is_not_made_twice_and_not_kept_twice(self, browse, session, ash, phone):
        client = browse(ash)
        excluded = options_on(client.get("/me/security/passkey").text)["excludeCredentials"]

        assert len(excluded) == 1
        assert add_to(client, phone).status_code == 409
        assert session.scalar(select(func.count(Passkey.id))) == 1

    def test_there_is_an_end_to_how_many(self, app, browse, session, ash):
        client = browse(ash)
        at_most = app.config["LIMITS"].passkeys_per_person
        statuses = [add_to(client, SoftPasskey(number)).status_code for number in range(at_most + 1)]

        assert statuses == [303] * at_most + [409]


class TestSigningIn:
    def test_it_is_both_factors(self, browse, session, ash, phone):
        client = browse()

        answer = sign_in_with(client, phone)

        assert (answer.status_code, answer.location) == (303, "/me")
        assert is_signed_in(client)
        newest = session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
        assert (newest.person_id, newest.second_factor_at) == (ash.id, make.NOON)

    def test_the_page_names_no_passkey_and_so_nobody(self, browse, ash, phone):
        options = options_on(browse().get("/sign-in").text)

        assert options["allowCredentials"] == []
        assert options["userVerification"] == "required"

    @pytest.mark.parametrize(
        "faults",
        [{"verified": False}, {"origin": "https://evil.example"}, {"counts": False}],
        ids=["its owner was not asked", "another site", "its count stands still"],
    )
    def test_one_with_a_fault_signs_nobody_in(self, browse, session, phone, faults):
        sign_in_with(browse(), phone)  # so that it has counted once
        client = browse()

        assert sign_in_with(client, phone, **faults).status_code == 409
        assert not is_signed_in(client)

    def test_one_of_another_site_is_refused(self, browse, ash):
        assert add_to(browse(ash), SoftPasskey(site="evil.example")).status_code == 409

    def test_one_that_nobody_added_is_refused(self, browse, session, now):
        client = browse()

        assert sign_in_with(client, SoftPasskey(7)).status_code == 409
        assert not is_signed_in(client)

    def test_one_that_was_removed_opens_nothing(self, browse, session, ash, phone):
        number = session.scalars(select(Passkey.id)).one()
        answer = browse(ash).post(f"/me/security/passkey/{number}/remove")

        assert answer.status_code == 303
        assert sign_in_with(browse(), phone).status_code == 409

    @pytest.mark.parametrize(
        ("age", "status"), [(timedelta(hours=1) - SECOND, 303), (timedelta(hours=1), 409)], ids=["in time", "too late"]
    )
    def test_a_page_is_good_for_an_hour(self, browse, phone, at, age, status):
        client = browse()
        options = options_on(client.get("/sign-in").text)
        at(make.NOON + age)

        assert client.post("/sign-in/passkey", data={"credential": phone.proved(options)}).status_code == status

    def test_what_was_signed_for_one_page_is_worth_nothing_for_another(self, browse, ash, phone):
        client = browse(ash)
        signed = phone.proved(options_on(client.get("/confirm").text))

        assert client.post("/sign-in/passkey", data={"credential": signed}).status_code == 409

    def test_a_challenge_works_once_even_from_a_copied_cookie(self, browse, phone):
        client, copy = browse(), browse()
        options = options_on(client.get("/sign-in").text)
        copy.set_cookie("plenary", client.get_cookie("plenary").value)

        statuses = [
            each.post("/sign-in/passkey", data={"credential": phone.proved(options)}) for each in (client, copy)
        ]

        assert [each.status_code for each in statuses] == [303, 409]


@pytest.mark.parametrize("typed", ["", "{}", "[]", "null", "7", '{"id": 1}', '{"id": "a", "rawId": "é"}', "\ud83d"])
def test_what_is_no_passkey_is_refused_in_words(app, browse, session, now, typed):
    client = browse()
    client.get("/sign-in")

    answer = client.post("/sign-in/passkey", data={"credential": typed.encode("utf-8", "replace")})

    assert answer.status_code == 409
    assert "passkey" in answer.text


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "authenticatorData", "signature"]),
            inner,
        )
    ),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=PARTS)
def test_whatever_a_stranger_sends_is_no_fault_of_ours(app, said):
    with app.app_context():
        for read in (passkeys.credential_id, lambda text: passkeys.made(text, b"challenge")):
            with pytest.raises(NotAPasskey):
                read(json.dumps(said))
