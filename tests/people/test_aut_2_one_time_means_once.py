"""AUT-2, one-time means once: a code or link works once, not after a newer one, and not after its end."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from core.db import db, reading
from core.db import session as units
from people import actions, rules
from people.models import AddressChange, AuthenticatorApp, Duty, Person, RecoveryCode, Role, SignIn
from people.rules import hash_of
from tests import factories as make
from tests.people.conftest import app_digits, link_in, set_up_app

SECOND, HOUR, WEEK = timedelta(seconds=1), timedelta(hours=1), timedelta(days=7)
EMAIL = "ash@north.example"


@dataclass
class Thing:
    """One thing that was handed out: how it is used, in what, and how long it lives."""

    path: str
    data: dict
    client: object
    life: timedelta
    cookie: str = ""  # as it was then, if that is what makes it work

    def used(self) -> int:
        if self.cookie:
            self.client.set_cookie("plenary", self.cookie)
        return self.client.post(self.path, data=self.data).status_code


@pytest.fixture
def hand_out(app, browse, session, ask, digits, letters):
    """Hand Ash a new one of a kind."""
    ash = make.a_person(email=EMAIL)
    signed_in = browse(ash)

    def a_code() -> Thing:
        client = browse()
        ask(client, EMAIL)
        return Thing(
            "/sign-in/code", {"code": digits()}, client, timedelta(minutes=15), client.get_cookie("plenary").value
        )

    def a_confirmation() -> Thing:
        signed_in.post("/confirm/letter")
        return Thing("/confirm/code", {"code": digits()}, signed_in, timedelta(minutes=15))

    def an_address_link(which: int) -> Thing:
        signed_in.post("/me/address", data={"email": "ash@south.example"})
        return Thing(link_in(letters("address")[-2 + which][1]), {}, browse(), HOUR)

    def an_invitation() -> Thing:
        offer = {"email": EMAIL, "role": Role.DOOR, "event_id": None, "life": WEEK, "by_id": None}
        token = actions.offer_duty(session, now=make.NOON, **offer)
        session.commit()
        return Thing(f"/invitations/{token}", {}, signed_in, WEEK)

    kinds = {
        "a code": a_code,
        "a confirmation": a_confirmation,
        "the old mailbox's link": lambda: an_address_link(0),
        "the new mailbox's link": lambda: an_address_link(1),
        "an invitation": an_invitation,
    }
    return lambda kind: kinds[kind]()


KINDS = ("a code", "a confirmation", "the old mailbox's link", "the new mailbox's link", "an invitation")
REPLACED = KINDS[:-1]  # two invitations may be for two duties


def text_of(answer) -> str:
    return re.sub(r'nonce="[^"]+"', "", answer.text)


def uses(thing: Thing) -> list[int]:
    return [thing.used() for _ in range(2)]


@pytest.mark.parametrize("kind", KINDS)
def test_it_works_once(hand_out, kind):
    assert uses(hand_out(kind)) == [303, 409]


@pytest.mark.parametrize("kind", REPLACED)
def test_a_newer_one_ends_it(hand_out, kind):
    old, new = hand_out(kind), hand_out(kind)
    kept_in_old = {"/confirm/code"}  # one browser, which knows the newer one only

    assert old.used() == (422 if old.path in kept_in_old else 409)
    assert new.used() == 303


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("early", "status"), [(SECOND, 303), (timedelta(0), 409)], ids=["in its last second", "then"])
def test_it_works_until_its_end(hand_out, at, kind, early, status):
    thing = hand_out(kind)
    at(make.NOON + thing.life - early)

    assert thing.used() == status


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "code" not in kind and "confirmation" not in kind])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_link_that_is_looked_at_does_nothing(hand_out, kind, method):
    thing = hand_out(kind)
    for _ in range(3):
        assert getattr(thing.client, method)(thing.path).status_code == 200

    assert thing.used() == 303


@pytest.mark.parametrize("kind", ["the old mailbox's link", "the new mailbox's link"])
def test_a_used_link_and_an_old_one_show_the_same_page(browse, hand_out, at, kind):
    used = hand_out(kind)
    used.used()
    page = text_of(browse().get(used.path))
    old = hand_out(kind)
    at(make.NOON + HOUR)

    assert text_of(browse().get(old.path)) == page
    assert "This link is over" in page


def test_a_link_of_one_purpose_opens_no_other(hand_out, session):
    link, invitation = hand_out("the old mailbox's link"), hand_out("an invitation")
    tokens = {each.path.rpartition("/")[2] for each in (link, invitation)}

    for token in tokens:
        wrong = {f"/address/{token}", f"/invitations/{token}"} - {link.path, invitation.path}
        assert {link.client.post(path).status_code for path in wrong} <= {303, 404}
    assert session.scalar(select(func.count(Duty.id))) == 0
    assert session.scalars(select(AddressChange.old_proved_at)).all() == [None]


def test_tokens_are_long_and_kept_hashed(hand_out, session):
    token = hand_out("the new mailbox's link").path.rpartition("/")[2]
    change = session.scalars(select(AddressChange)).one()

    assert len(token) == 22  # characters of 6 bits
    assert change.new_hash == hash_of(token)
    assert token not in (change.key, change.old_hash)


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("a code", "check_open"),
        ("the old mailbox's link", "check_address_link"),
        ("the new mailbox's link", "check_address_link"),
        ("an invitation", "check_invitation"),
    ],
)
def test_a_planted_fault_of_a_rule_is_seen(hand_out, monkeypatch, kind, where):
    monkeypatch.setattr(rules, where, lambda *_: None)

    assert uses(hand_out(kind)) == [303, 303]


class TestAtOnce:
    """A dozen presses at one moment are one press, in threads of one process and on both databases."""

    PRESSES = 8

    @pytest.fixture
    def shop(self, app_that_commits, now, monkeypatch):
        app_that_commits.config["PROPAGATE_EXCEPTIONS"] = False
        monkeypatch.setattr(make, "session", units)
        yield app_that_commits
        with app_that_commits.app_context():
            db.engine.dispose()

    @pytest.fixture
    def ash(self, shop, now):
        """Ash, signed in, with the second step on: the browser, the app's secret and the recovery codes."""
        client = shop.test_client()
        with shop.app_context():
            person = make.a_person(email=EMAIL)
            times = {"begun_at": now, "seen_at": now, "expires_at": make.LONG_AFTER}
            make.saved(SignIn(person_id=person.id, key_hash=hash_of("a key"), **times))
            units.remove()
        with client.session_transaction() as cookie:
            cookie["sign_in"] = "a key"
        return client, *set_up_app(client, now)

    def pressed(self, shop, cookie: str, path: str, data: dict) -> list[int]:
        start = threading.Barrier(self.PRESSES)

        def press(_) -> int:
            client = shop.test_client()
            client.set_cookie("plenary", cookie)
            start.wait()
            return client.post(path, data=data).status_code

        with ThreadPoolExecutor(self.PRESSES) as pool:
            return sorted(pool.map(press, range(self.PRESSES)))

    def how_often(self, shop, kind: str, ash, at) -> int:
        """How many of the presses went through; each had the same cookie, whose key the first of them replaces."""
        client, secret, codes = ash
        at(make.NOON + timedelta(minutes=1))
        typed = codes[0] if kind == "recovery" else app_digits(secret, make.NOON + timedelta(minutes=1))
        statuses = self.pressed(shop, client.get_cookie("plenary").value, "/confirm/app", {"app_code": typed})
        # Who comes after has a dead key, and is sent to sign in.
        with shop.app_context(), reading():
            entries = units.execute(
                select(func.count()).select_from(RecoveryCode).where(RecoveryCode.used_at.is_not(None))
            ).scalar_one()
            steps = units.scalars(select(AuthenticatorApp.last_step)).one()
        assert set(statuses) <= {303, 422, 429}
        return entries if kind == "recovery" else steps

    def test_a_recovery_code_pressed_at_once_is_used_once(self, shop, ash, at):
        assert self.how_often(shop, "recovery", ash, at) == 1

    def test_two_uses_of_one_half_minute_cannot_both_pass(self, shop, ash, now):
        _client, secret, _codes = ash
        with shop.app_context(), reading():
            app = units.scalars(select(AuthenticatorApp)).one()
            units.expunge(app)  # as two requests have it that read before either wrote
            app.last_step = 0
            typed = app_digits(secret, now, 1)
            key = shop.config["SECRET_KEY"]
            results = [actions.use_app(units, app=app, secret=key, typed=typed, now=now) for _ in range(2)]

        assert results == [True, False]

    def test_an_address_link_pressed_at_once_is_one_change(self, shop, ash, now):
        client, _secret, _codes = ash
        client.post("/me/address", data={"email": "ash@south.example"})
        with shop.app_context(), reading():
            change = units.scalars(select(AddressChange)).one()
            tokens = [rules.address_token(shop.config["SECRET_KEY"], change.key, box) for box in ("old", "new")]
        statuses = [self.pressed(shop, "", f"/address/{token}", {}) for token in tokens]

        assert statuses == [[303] + [409] * (self.PRESSES - 1)] * 2
        with shop.app_context(), reading():
            assert units.scalars(select(Person.email_key)).all() == ["ash@south.example"]

    def test_a_planted_use_without_its_guard_is_seen(self, shop, ash, now, monkeypatch):
        def use_without_asking(session, *, app, secret, typed, now):
            session.execute(update(AuthenticatorApp).where(AuthenticatorApp.id == app.id).values(last_step=1))
            return True

        monkeypatch.setattr(actions, "use_app", use_without_asking)

        with pytest.raises(AssertionError):
            self.test_two_uses_of_one_half_minute_cannot_both_pass(shop, ash, now)
