"""AUT-6, who is here, and how often? Known and unknown get the same; guesses are counted by whom and from where."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.middleware.proxy_fix import ProxyFix

from core.outbox import OutgoingLetter
from people import actions, queries
from people.models import Role
from people.rules import CodeIsOver
from tests import factories as make
from tests.people.conftest import answer_code, set_up_app
from tests.people.soft_passkey import SoftPasskey, add_to, sign_in_with

KNOWN, UNKNOWN, PRIVILEGED = "ash@north.example", "nobody@north.example", "iris@north.example"
QUARTER = timedelta(minutes=15)


@pytest.fixture
def people(session, now):
    make.a_person(email=KNOWN)
    make.a_person(email=PRIVILEGED, role=Role.ORGANISER)


def told(answer, email: str) -> tuple:
    """All that an answer tells, but what is by chance."""
    body = re.sub(r'nonce="[^"]+"|data-options=\'[^\']+\'', "", answer.text).replace(email, "…")
    chance = {"Set-Cookie", "Content-Security-Policy", "Content-Length", "X-Request-Id"}
    headers = {name: value for name, value in answer.headers if name not in chance}
    return answer.status_code, re.sub(r"[0-9A-F]{4}-[0-9A-F]{4}", "", body), tuple(sorted(headers.items()))


@pytest.fixture
def answers(browse, session, ask, statements, people):
    """What somebody who asks for a code learns of an address: the answers, the questions they cost, the letters."""

    def of(email: str) -> tuple:
        client = browse()
        statements.clear()
        asked = told(ask(client, email), email)
        cost = len(statements)
        page = told(client.get("/sign-in/code"), email)
        wrong = told(answer_code(client, "000000"), email)
        letters = session.scalars(select(OutgoingLetter).where(OutgoingLetter.recipient == email)).all()
        return asked, cost, page, wrong, len(letters)

    return of


def test_a_known_an_unknown_and_an_organisers_address_get_the_same(answers):
    seen = [answers(email) for email in (KNOWN, UNKNOWN, PRIVILEGED)]

    assert seen[0] == seen[1] == seen[2]
    assert seen[0][0][0] == 303
    assert seen[0][4] == 1


def test_a_planted_word_for_unknown_addresses_is_seen(answers, monkeypatch):
    known = actions.ask_for_code

    def tell(session, *, email, **more):
        if email == UNKNOWN:
            raise CodeIsOver("Nobody signs in with this address.")
        return known(session, email=email, **more)

    monkeypatch.setattr(actions, "ask_for_code", tell)

    with pytest.raises(AssertionError):
        test_a_known_an_unknown_and_an_organisers_address_get_the_same(answers)


def test_a_planted_question_for_known_addresses_alone_is_seen(answers, monkeypatch, session):
    by_email = queries.person_by_email

    def ask_twice(session, key):
        person = by_email(session, key)
        return person and by_email(session, key)

    monkeypatch.setattr(queries, "person_by_email", ask_twice)

    assert answers(KNOWN)[1] != answers(UNKNOWN)[1]


def test_the_time_they_take_tells_nothing(browse, session, ask, people, monkeypatch):
    monkeypatch.setattr("people.actions.sign_ins.may_once_more", lambda *_, **__: True)
    monkeypatch.setattr("people.views.sign_in.may_once_more", lambda *_, **__: True)
    took: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    client = browse()
    for turn in range(120):
        email = (KNOWN, UNKNOWN)[turn % 2]
        began = time.perf_counter()
        ask(client, email)
        took[email].append(time.perf_counter() - began)

    known, unknown = (statistics.median(each[10:]) for each in took.values())
    spread = statistics.quantiles(took[UNKNOWN][10:], n=4)
    # Nearer to each other than half of one's own tries are among themselves, or within a fifth.
    assert abs(known - unknown) < max(spread[2] - spread[0], 0.2 * unknown)


class TestHowOften:
    @pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP"])
    def test_what_a_browser_says_of_its_network_is_not_believed(self, browse, session, now, header):
        statuses = [
            browse()
            .post("/sign-in", data={"email": f"a{n}@north.example"}, headers={header: f"10.0.0.{n}"})
            .status_code
            for n in range(31)
        ]

        assert statuses == [303] * 30 + [429]

    def test_a_planted_belief_in_it_is_seen(self, app, browse, session, now, monkeypatch):
        monkeypatch.setattr(app, "wsgi_app", ProxyFix(app.wsgi_app, x_for=1))

        with pytest.raises(AssertionError):
            self.test_what_a_browser_says_of_its_network_is_not_believed(browse, session, now, "X-Forwarded-For")

    def test_guesses_at_the_second_step_are_counted_by_person_over_all_browsers(self, browse, session, now, at):
        ash = make.a_person()
        set_up_app(browse(ash), now)
        at(now + timedelta(minutes=1))
        statuses = [browse(ash).post("/confirm/app", data={"app_code": "000000"}).status_code for _ in range(6)]

        assert statuses == [422] * 5 + [429]

    def test_a_planted_step_that_does_not_count_is_seen(self, browse, session, now, at, monkeypatch):
        monkeypatch.setattr("people.views.confirm.record_apart", lambda *_: None)

        with pytest.raises(AssertionError):
            self.test_guesses_at_the_second_step_are_counted_by_person_over_all_browsers(browse, session, now, at)

    def test_who_guesses_for_somebody_locks_nobody_out_for_long(self, browse, session, ask, digits, at, now):
        ash = make.a_person(email=KNOWN)
        phone = SoftPasskey()
        add_to(browse(ash), phone)
        for _ in range(8):
            thief = browse()
            ask(thief, KNOWN)
            for _ in range(5):
                answer_code(thief, "000000")

        assert sign_in_with(browse(), phone).status_code == 303  # at once
        at(now + QUARTER)
        client = browse()
        client.post("/sign-in", data={"email": KNOWN})
        assert answer_code(client, digits()).status_code == 303
