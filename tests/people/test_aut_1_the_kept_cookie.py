"""AUT-1, the kept cookie: a copy from before opens nothing after, and what costs something asks anew."""

from datetime import timedelta

import pytest
from flask import session as cookie
from sqlalchemy import select

from core.db import db
from core.db import session as units
from people.access import signed_in
from people.models import Passkey, SignInCode
from people.rules import digits_for
from tests import factories as make
from tests import walked, walker
from tests.access_matrix import ACTORS, FRESH, MATRIX
from tests.conftest import an_application
from tests.people.conftest import answer_code, is_signed_in
from tests.walker import Step, Walker

SECOND, QUARTER = timedelta(seconds=1), timedelta(minutes=15)


@pytest.fixture
def servers(app_that_commits, now):
    """Two servers over one database."""
    other = an_application(app_that_commits.config["DATABASE_URL"])
    yield app_that_commits, other
    with other.app_context():
        db.engine.dispose()


def newest_digits(app) -> str:
    with app.app_context():
        code = units.scalars(select(SignInCode).order_by(SignInCode.id.desc())).first()
        digits = digits_for(app.config["SECRET_KEY"], code)
        units.remove()
    return digits


def still_open(servers) -> set[tuple[str, str]]:
    """Copies of the cookie that open something when they should not: (taken when, used when)."""
    client, jar, wrong = servers[0].test_client(), {}, set()

    def sign_in() -> None:
        client.post("/sign-in", data={"email": "ash@north.example"})
        assert answer_code(client, newest_digits(servers[0])).status_code == 303

    def confirm() -> None:
        client.post("/confirm/letter")
        assert client.post("/confirm/code", data={"code": newest_digits(servers[0])}).status_code == 303

    def opens(server, kept: str) -> bool:
        copy = server.test_client()
        copy.set_cookie("plenary", kept)
        return is_signed_in(copy)

    steps = {
        "asked": lambda: client.post("/sign-in", data={"email": "ash@north.example"}),
        "signed in": sign_in,
        "confirmed": confirm,
        "signed in again": sign_in,
        "signed out": lambda: client.post("/sign-out"),
    }
    for name, step in steps.items():
        step()
        jar[name] = client.get_cookie("plenary").value
        good = {name} - {"asked", "signed out"}
        wrong |= {
            (taken, name)
            for taken, kept in jar.items()
            for server in servers
            if opens(server, kept) is not (taken in good)
        }
    return wrong


def test_only_the_newest_cookie_opens_anything(servers):
    assert still_open(servers) == set()


@pytest.mark.parametrize(
    ("where", "fault", "seen"),
    [
        ("people.actions.sign_out", lambda session, **_: None, ("signed in again", "signed out")),
        ("people.actions.sign_ins.sign_out", lambda session, **_: None, ("confirmed", "signed in again")),
        ("people.actions.confirm_by_code", lambda session, **_: cookie["sign_in"], ("signed in", "confirmed")),
    ],
    ids=["signing out ends nothing", "signing in again leaves the old key", "confirming leaves the old key"],
)
def test_a_planted_fault_of_a_key_is_seen(servers, monkeypatch, where, fault, seen):
    monkeypatch.setattr(where, fault)

    assert seen in still_open(servers)


class TestFresh:
    """Money, addresses and factors ask whoever proved more than a quarter of an hour ago that it is them."""

    @pytest.fixture
    def unasked(self, app, session, now, tmp_path, monkeypatch):
        """The views that act, or show their form, so long after the sign-in."""
        monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}/kept")
        walk = Walker(app, session.get_bind(), walked.build(app, session))

        def after(age: timedelta) -> set[str]:
            monkeypatch.setattr("core.clock.now", lambda: make.NOON + age)
            found = set()
            for rule in walker.rules_of(app):
                if rule.endpoint in FRESH:
                    row = MATRIX[rule.endpoint]
                    thing = "own" if "own" in row else ""
                    allowed = next(n for n, status in enumerate(row[thing].split()) if status not in {"in", "404"})
                    method = "POST" if "POST" in rule.methods else "GET"
                    answer = walk.answer(rule, Step(ACTORS[allowed], thing, method, as_htmx=False))
                    asked = b"Confirm first" in answer.data or (answer.location or "").startswith("/confirm")
                    if not asked:
                        found.add(rule.endpoint)
            return found

        return after

    def test_the_table_names_every_such_view_and_no_other(self, app):
        assert {name for name, view in app.view_functions.items() if getattr(view, "needs_fresh", False)} == FRESH

    def test_after_a_quarter_of_an_hour_each_asks(self, unasked):
        assert unasked(QUARTER) == set()

    def test_a_second_before_none_asks(self, unasked):
        assert unasked(QUARTER - SECOND) == FRESH

    def test_a_planted_view_that_forgets_to_ask_is_seen(self, app, unasked, monkeypatch):
        bare = app.view_functions["people.remove_passkey"].__wrapped__.__wrapped__
        monkeypatch.setitem(app.view_functions, "people.remove_passkey", signed_in(bare))

        assert unasked(QUARTER) == {"people.remove_passkey"}

    def test_a_page_leads_to_the_proof_and_back(self, browse, session, digits, at, now):
        client = browse(make.a_person())
        at(now + QUARTER)
        asked = client.get("/me/address")
        assert (asked.status_code, asked.location) == (303, "/confirm?next=/me/address")

        client.post("/confirm/letter", data={"next": "/me/address"})
        answer = client.post("/confirm/code", data={"code": digits(), "next": "/me/address"})

        assert (answer.status_code, answer.location) == (303, "/me/address")
        assert client.get("/me/address").status_code == 200

    @pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
    def test_a_form_that_comes_too_late_changes_nothing_and_says_where_to_go(self, browse, session, at, now, headers):
        ash = make.a_person()
        kept = {"credential_id": "c", "public_key": "k", "sign_count": 0, "name": "Phone", "added_at": now}
        passkey = make.saved(Passkey(person_id=ash.id, **kept))
        client = browse(ash)
        at(now + QUARTER)
        from_form = {"Referer": "http://localhost/me/security", **headers}

        answer = client.post(f"/me/security/passkey/{passkey.id}/remove", headers=from_form)

        assert answer.status_code == 409
        assert "/confirm?next=/me/security" in answer.text
        assert session.scalars(select(Passkey.name)).all() == ["Phone"]

    @pytest.mark.parametrize("referer", ["https://evil.example/x", "http://localhost//evil.example", "javascript:x"])
    def test_it_leads_back_to_pages_of_ours_alone(self, browse, session, at, now, referer):
        client = browse(make.a_person())
        at(now + QUARTER)

        answer = client.post("/me/security/app/begin", headers={"Referer": referer})

        assert "evil" not in answer.text
        assert 'href="/confirm"' in answer.text

    def test_a_code_for_another_mailbox_confirms_nothing(self, browse, session, digits, at, now):
        ash = make.a_person()
        client = browse(ash)
        client.post("/confirm/letter")
        ash.email_key = "moved@north.example"
        session.commit()

        assert client.post("/confirm/code", data={"code": digits()}).status_code == 409

    def test_the_sixth_code_in_a_quarter_of_an_hour_is_refused_in_words(self, browse, session, now):
        client = browse(make.a_person())
        answers = [client.post("/confirm/letter") for _ in range(6)]

        assert [each.status_code for each in answers] == [303] * 5 + [429]
        assert "too many codes" in answers[-1].text

    def test_a_demos_one_click_is_a_sign_in_as_any_other(self, app, browse, session, now):
        client = app.test_client()
        client.post("/demo/sign-in/0")

        assert client.get("/me/address").status_code == 200
