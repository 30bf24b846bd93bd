"""Signing in by a mailed code."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.outbox import OutgoingLetter
from people.models import Person, Role, SignIn, SignInCode, WrongCode
from tests import factories as make
from tests.people.conftest import answer_code, is_signed_in

HTMX = {"HX-Request": "true"}
SECOND = timedelta(seconds=1)


def a_wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06}"


class TestAsking:
    def test_known_and_unknown_addresses_get_the_same(self, browse, session, ask):
        make.a_person(email="ash@north.example", role=Role.ORGANISER)
        answers = []
        for email in ("ash@north.example", "eve@west.example"):
            client = browse()
            answer = ask(client, email)
            answers.append((answer.status_code, answer.location, client.get("/sign-in/code").text.replace(email, "…")))

        assert answers[0] == answers[1]
        assert answers[0][:2] == (303, "/sign-in/code")
        assert session.scalar(select(func.count(Person.id))) == 1
        assert len(session.scalars(select(OutgoingLetter)).all()) == 2

    @pytest.mark.parametrize("how_many", [0, 1])
    def test_they_cost_the_same_questions(self, browse, session, ask, statements, how_many):
        for _ in range(how_many):
            make.a_person(email="ash@north.example")
        statements.clear()

        ask(browse())

        assert len(statements) == 6  # two tallies, the person, the codes before, this one, the letter

    def test_the_code_goes_to_the_address_that_was_proved_whatever_is_typed(self, browse, session, ask):
        make.a_person(email="ffion@north.example")

        ask(browse(), "ﬀion@north.example")

        assert session.scalars(select(OutgoingLetter.recipient)).all() == ["ffion@north.example"]

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    @pytest.mark.parametrize("email", ["", "nowhere", "a@north.example,eve@west.example", "ash@north.example\nBcc: x"])
    def test_what_is_no_address_is_said_at_its_field(self, browse, session, now, email, headers):
        answer = browse().post("/sign-in", data={"email": email}, headers=headers)

        assert answer.status_code == 422
        assert '<a href="#email">' in answer.text
        assert 'aria-describedby="email-hint email-error"' in answer.text
        assert session.scalar(select(func.count(SignInCode.id))) == 0

    def test_the_sixth_letter_to_an_address_is_not_sent_and_nothing_says_so(self, browse, session, ask):
        answers = {ask(browse()).status_code for _ in range(6)}

        assert answers == {303}
        assert len(session.scalars(select(OutgoingLetter)).all()) == 5

    def test_one_network_may_ask_thirty_times_whatever_it_claims_to_be(self, browse, session, now):
        statuses = [
            browse()
            .post("/sign-in", data={"email": f"a{n}@north.example"}, headers={"X-Forwarded-For": f"10.0.0.{n}"})
            .status_code
            for n in range(31)
        ]

        assert statuses == [303] * 30 + [429]


class TestCode:
    def test_the_right_one_signs_in_and_makes_the_person_known(self, browse, session, ask, digits):
        client = browse()
        ask(client, "Ash@North.example")

        answer = answer_code(client, digits())

        assert (answer.status_code, answer.location) == (303, "/me")
        assert is_signed_in(client)
        person = session.scalars(select(Person)).one()
        assert (person.email, person.email_key) == ("Ash@North.example", "ash@north.example")

    def test_it_may_be_typed_with_spaces(self, browse, ask, digits):
        client = browse()
        ask(client)

        assert answer_code(client, f" {digits()[:3]} {digits()[3:]} ").status_code == 303

    def test_another_address_of_the_same_letters_is_the_same_person(self, browse, session, ask, digits):
        ash = make.a_person(email="ash@north.example")
        client = browse()
        ask(client, "ASH@NORTH.example")
        answer_code(client, digits())

        assert session.scalars(select(SignIn.person_id)).all() == [ash.id]

    def test_a_wrong_one_is_counted_and_said_at_its_field(self, browse, session, ask, digits):
        client = browse()
        ask(client)

        answer = answer_code(client, a_wrong(digits()))

        assert answer.status_code == 422
        assert "you have 4 tries left" in answer.text
        assert 'aria-invalid="true"' in answer.text
        assert session.scalar(select(func.count(WrongCode.id))) == 1
        assert not is_signed_in(client)

    @pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "١٢٣٤٥٦"])
    def test_what_is_no_code_costs_no_try(self, browse, session, ask, typed):
        client = browse()
        ask(client)

        assert answer_code(client, typed).status_code == 422
        assert session.scalar(select(func.count(WrongCode.id))) == 0

    def test_after_five_wrong_ones_the_right_one_no_longer_works(self, browse, session, ask, digits):
        client = browse()
        ask(client)
        statuses = [answer_code(client, a_wrong(digits())).status_code for _ in range(5)]

        sixth = answer_code(client, digits())

        assert statuses == [422] * 5
        assert sixth.status_code == 409
        assert "no longer works" in sixth.text
        assert not is_signed_in(client)

    def test_tries_are_counted_by_code_and_not_by_cookie(self, browse, session, ask, digits):
        client, copy = browse(), browse()
        ask(client)
        copy.set_cookie("plenary", client.get_cookie("plenary").value)
        for each in (client, copy, client, copy, client):
            answer_code(each, a_wrong(digits()))

        assert answer_code(copy, digits()).status_code == 409

    @pytest.mark.parametrize(
        ("early", "status"), [(SECOND, 303), (timedelta(0), 409)], ids=["in its last second", "a second later"]
    )
    def test_it_works_for_fifteen_minutes(self, browse, ask, digits, monkeypatch, early, status):
        client = browse()
        ask(client)
        monkeypatch.setattr("core.clock.now", lambda: make.NOON + timedelta(minutes=15) - early)

        assert answer_code(client, digits()).status_code == status

    def test_it_works_once(self, browse, ask, digits):
        client, copy = browse(), browse()
        ask(client)
        copy.set_cookie("plenary", client.get_cookie("plenary").value)
        assert answer_code(client, digits()).status_code == 303

        assert answer_code(copy, digits()).status_code == 409
        assert not is_signed_in(copy)

    def test_it_works_in_the_browser_that_asked_alone(self, browse, ask, digits):
        ask(browse())

        assert answer_code(browse(), digits()).status_code == 409

    def test_a_newer_one_ends_an_older_one_of_the_same_address(self, browse, ask, digits):
        older, newer, another = browse(), browse(), browse()
        ask(older)
        old = digits()
        ask(another, "fenn@north.example")
        fenns = digits()
        ask(newer)

        assert answer_code(older, old).status_code == 409
        assert answer_code(newer, digits()).status_code == 303
        assert answer_code(another, fenns).status_code == 303

    def test_one_that_was_not_sent_cannot_be_guessed_and_leaves_the_last_that_was(self, browse, ask, digits):
        last, unsent = browse(), browse()
        for _ in range(5):
            ask(last)
        sent = digits()
        ask(unsent)

        assert answer_code(unsent, digits()).status_code == 409
        assert answer_code(last, sent).status_code == 303

    def test_the_page_for_it_sends_who_asked_for_none_to_ask(self, browse, session, now):
        answer = browse().get("/sign-in/code")

        assert (answer.status_code, answer.location) == (303, "/sign-in")


class TestGoingOn:
    @pytest.mark.parametrize(
        ("next_", "place"),
        [
            ("/desk/", "/desk/"),
            ("", "/me"),
            ("//evil.example", "/me"),
            ("/\\evil.example", "/me"),
            ("https://evil.example/", "/me"),
            ("javascript:alert(1)", "/me"),
            ("/me\r\nSet-Cookie: a=b", "/me"),
        ],
    )
    def test_after_signing_in_leads_to_a_path_of_ours(self, browse, ask, digits, next_, place):
        client = browse()
        ask(client, next=next_)

        answer = answer_code(client, digits())

        assert (answer.status_code, answer.location) == (303, place)
        assert "a=b" not in str(answer.headers)

    def test_who_must_sign_in_first_comes_back(self, browse, session, now):
        page, swap = browse().get("/desk/"), browse().get("/desk/", headers=HTMX)

        assert (page.status_code, page.location) == (303, "/sign-in?next=/desk/")
        assert (swap.status_code, swap.headers["HX-Redirect"]) == (401, "/sign-in?next=/desk/")
        assert swap.text == ""
