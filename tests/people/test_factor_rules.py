"""When a proof is fresh, who owes a second factor, and what an app's digits come to."""

from datetime import timedelta

import pytest

from app import create_app
from core.config import UnsafeSetting
from people import authenticator, rules
from people.models import AddressChange, AuthenticatorApp, Person, Role, SignIn, SignInCode
from people.rules import Proof
from tests.conftest import a_config, an_application
from tests.factories import NOON
from tests.people.conftest import app_digits

SECOND, QUARTER = timedelta(seconds=1), timedelta(minutes=15)
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def a_sign_in(*, two_step: bool = False, **changes) -> SignIn:
    person = Person(two_step_since=NOON if two_step else None)
    given = {"begun_at": NOON, "confirmed_at": None, "second_factor_at": None, "person": person}
    return SignIn(**given | changes)


class TestFresh:
    @pytest.mark.parametrize(
        ("changes", "age", "fresh"),
        [
            ({}, QUARTER - SECOND, True),
            ({}, QUARTER, False),
            ({"confirmed_at": NOON + QUARTER}, 2 * QUARTER - SECOND, True),
            ({"confirmed_at": NOON + QUARTER}, 2 * QUARTER, False),
            ({"confirmed_at": NOON - QUARTER}, QUARTER - SECOND, True),
        ],
        ids=["signed in just before", "too long ago", "confirmed since", "confirmed too long ago", "the later counts"],
    )
    def test_a_proof_is_fresh_for_a_quarter_of_an_hour(self, changes, age, fresh):
        assert rules.is_fresh(a_sign_in(**changes), QUARTER, NOON + age) is fresh


class TestSecondFactor:
    @pytest.mark.parametrize(
        ("two_step", "proved", "lacks"),
        [(False, None, False), (False, NOON, False), (True, None, True), (True, NOON, False)],
    )
    def test_who_switched_it_on_owes_it_in_each_browser(self, two_step, proved, lacks):
        assert rules.lacks_second_factor(a_sign_in(two_step=two_step, second_factor_at=proved)) is lacks

    @pytest.mark.parametrize(
        ("duties", "must"),
        [
            ([], False),
            ([(Role.DOOR, None)], False),
            ([(Role.ORGANISER, "england-2027")], True),
            ([(Role.DOOR, "a"), (Role.REVIEWER, "b")], True),
        ],
        ids=["no duty", "the door", "an organiser of one event", "one of two duties"],
    )
    def test_duties_ask_for_it(self, duties, must):
        assert rules.must_have_second_factor(frozenset(duties), rules.WITH_SECOND_FACTOR) is must

    @pytest.mark.parametrize(
        ("setting", "roles"),
        [
            ("", rules.WITH_SECOND_FACTOR),
            ("none", set()),
            ("finance", {Role.FINANCE}),
            ("organiser, abstract chair", {Role.ORGANISER, Role.ABSTRACT_CHAIR}),
        ],
    )
    def test_the_organisation_says_which(self, setting, roles):
        assert rules.roles_named(setting) == roles

    @pytest.mark.parametrize("setting", ["organizer", "organiser,", "None", "all"])
    def test_a_duty_that_is_none_ends_the_start(self, setting):
        with pytest.raises(UnsafeSetting, match="SECOND_FACTOR_FOR"):
            an_application("sqlite:////tmp/never-opened.sqlite", SECOND_FACTOR_FOR=setting)

    @pytest.mark.parametrize(
        ("changes", "roles"),
        [
            ({}, frozenset()),
            ({"SECOND_FACTOR_FOR": "door"}, {Role.DOOR}),
            ({"APP_ENV": "production"}, rules.WITH_SECOND_FACTOR),
            ({"APP_ENV": "production", "SECOND_FACTOR_FOR": "none"}, frozenset()),
        ],
        ids=["a demo", "a demo that asks", "production", "production that does not ask"],
    )
    def test_a_demo_asks_nobody_unless_it_is_told_to(self, changes, roles):
        app = create_app(a_config("sqlite:////tmp/never-opened.sqlite", **changes))

        assert app.config["SECOND_FACTOR_ROLES"] == roles

    @pytest.mark.parametrize(
        ("sign_in", "is_required", "has_factor", "is_fresh", "proof"),
        [
            (a_sign_in(), False, False, True, Proof.IDENTITY),
            (a_sign_in(), False, True, False, Proof.IDENTITY),
            (a_sign_in(two_step=True), False, True, True, Proof.FACTOR),
            (a_sign_in(), True, True, True, Proof.FACTOR),
            (a_sign_in(), True, False, True, Proof.SET_UP),
            (a_sign_in(), True, False, False, Proof.IDENTITY),
            (a_sign_in(second_factor_at=NOON), True, True, False, Proof.IDENTITY),
        ],
        ids=["nothing", "no duty", "half", "owed", "to set up", "to set up, but first who it is", "proved before"],
    )
    def test_the_page_asks_for_what_is_missing(self, sign_in, is_required, has_factor, is_fresh, proof):
        asked = rules.what_to_prove(sign_in, is_required=is_required, has_factor=has_factor, is_fresh=is_fresh)

        assert asked is proof

    @pytest.mark.parametrize(
        ("is_required", "has_factor", "proved", "may"),
        [
            (True, True, None, False),
            (True, True, NOON, True),
            (True, False, None, True),
            (False, True, None, True),
        ],
        ids=["a mailbox alone", "proved", "the first one", "not required"],
    )
    def test_a_mailbox_replaces_no_factor_of_who_must_have_one(self, is_required, has_factor, proved, may):
        sign_in = a_sign_in(second_factor_at=proved)
        if may:
            rules.check_may_change_factors(sign_in, is_required=is_required, has_factor=has_factor)
        else:
            with pytest.raises(rules.FactorFirst):
                rules.check_may_change_factors(sign_in, is_required=is_required, has_factor=has_factor)

    @pytest.mark.parametrize("app", [None, AuthenticatorApp(proved_at=NOON)], ids=["none", "one in use"])
    def test_only_an_app_that_was_begun_is_proved(self, app):
        with pytest.raises(rules.FactorFirst):
            rules.check_app_to_prove(app)

    def test_five_wrong_tries_are_too_many(self):
        rules.check_tries(4, 5)
        with pytest.raises(rules.TooManyTries):
            rules.check_tries(5, 5)


class TestApp:
    @pytest.mark.parametrize(
        ("steps", "last", "found"),
        [(-2, 0, None), (-1, 0, -1), (0, 0, 0), (1, 0, 1), (2, 0, None), (0, "now", None), (1, "now", 1)],
        ids=["too old", "just over", "now", "just to come", "too early", "used", "after the used one"],
    )
    def test_digits_hold_for_their_half_minute_and_those_beside_it_once(self, steps, last, found):
        this = int(NOON.timestamp()) // 30
        step = authenticator.app_step(APP_SECRET, app_digits(APP_SECRET, NOON, steps), this if last else 0, NOON)

        assert step == (None if found is None else this + found)

    def test_what_is_sealed_opens_for_that_person_under_that_secret_alone(self):
        kept = authenticator.sealed("secret", 7, APP_SECRET)

        assert APP_SECRET not in kept
        assert authenticator.unsealed("secret", 7, kept) == APP_SECRET
        assert authenticator.unsealed("another", 7, kept) is None
        assert authenticator.unsealed("secret", 8, kept) is None
        assert authenticator.unsealed("secret", 7, "no such seal") is None

    def test_a_recovery_code_has_seventy_nine_bits_and_is_known_however_it_is_spelt(self):
        code = authenticator.new_recovery_code()
        printed = authenticator.in_groups(code)

        assert (len(code), len(printed)) == (16, 19)
        assert authenticator.recovery_hash(1, f" {printed.upper()} ") == authenticator.recovery_hash(1, code)
        assert authenticator.recovery_hash(2, code) != authenticator.recovery_hash(1, code)

    def test_a_new_secret_has_a_hundred_and_sixty_bits(self):
        assert len(authenticator.new_secret()) == 32  # letters of 5 bits


class TestAddressLinks:
    def a_change(self, **changes) -> AddressChange:
        given = {"old_hash": "old", "new_hash": "new", "expires_at": NOON}
        return AddressChange(**given | {"old_proved_at": None, "new_proved_at": None, "ended_at": None} | changes)

    @pytest.mark.parametrize(
        ("changes", "moment", "is_open"),
        [
            ({}, NOON - SECOND, True),
            ({}, NOON, False),
            ({"new_proved_at": NOON - SECOND}, NOON - SECOND, True),
            ({"old_proved_at": NOON - SECOND}, NOON - SECOND, False),
            ({"ended_at": NOON - SECOND}, NOON - SECOND, False),
        ],
        ids=["in its last second", "over", "the other was pressed", "pressed", "replaced"],
    )
    def test_the_link_to_the_old_mailbox_is_open(self, changes, moment, is_open):
        assert rules.is_address_link_open(self.a_change(**changes), "old", moment) is is_open

    def test_the_two_mailboxes_have_links_of_their_own(self):
        tokens = {rules.address_token("secret", "key", mailbox) for mailbox in ("old", "new")}

        assert len(tokens) == 2
        assert {len(token) for token in tokens} == {22}


@pytest.mark.parametrize(
    ("changes", "moment", "is_open"),
    [({}, NOON - SECOND, True), ({}, NOON, False), ({"used_at": NOON}, NOON - SECOND, False)],
)
def test_a_code_is_awaited_until_it_is_used_or_over(changes, moment, is_open):
    assert rules.is_code_open(SignInCode(**{"expires_at": NOON, "used_at": None} | changes), moment) is is_open
