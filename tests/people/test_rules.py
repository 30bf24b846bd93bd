from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import rules
from people.models import Invitation, Person, SignInCode
from people.rules import CodeIsOver, InvitationIsOver, InvitedSomebodyElse, NotAnAddress, email_key
from tests.factories import NOON

SECOND = timedelta(seconds=1)


class TestEmailKey:
    @pytest.mark.parametrize(
        ("typed", "other"),
        [
            ("Ash@North.Example", "ash@north.example"),
            (" ash@north.example ", "ash@north.example"),
            ("ash@north.example.", "ash@north.example"),
            ("ash@ＮＯＲＴＨ.example", "ash@north.example"),
            ("ａｓｈ@north.example", "ash@north.example"),
            ("\u212aate@north.example", "kate@north.example"),
            ("ﬀion@north.example", "ffion@north.example"),
            ("a@MÜNCHEN.example", "a@xn--mnchen-3ya.example"),
            ("sia\u0302n@north.example", "si\u00e2n@north.example"),
        ],
        ids=[
            "capitals",
            "spaces around",
            "a dot at the end",
            "full width domain",
            "full width name",
            "Kelvin sign",
            "ligature",
            "a domain in its own script",
            "an accent of its own",
        ],
    )
    def test_one_address_in_two_spellings_has_one_key(self, typed, other):
        assert email_key(typed) == email_key(other)

    @pytest.mark.parametrize(
        ("typed", "other"),
        [
            ("mıke@north.example", "mike@north.example"),
            ("a@straße.example", "a@strasse.example"),
            ("a@gıthub.example", "a@github.example"),
            ("ash+fees@north.example", "ash@north.example"),
            ("ash@north.example", "ash@north.example.org"),
        ],
        ids=["dotless i", "sharp s, two domains", "dotless i, two domains", "a tag", "a longer domain"],
    )
    def test_two_mailboxes_that_look_alike_have_two_keys(self, typed, other):
        assert email_key(typed) != email_key(other)

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "ash",
            "@north.example",
            "ash@",
            "ash@.",
            "as h@north.example",
            "ash\u200b@north.example",
            "ash\u202e@north.example",
            "ash\r\nBcc: eve@west.example",
            "ash@north.example\nBcc: eve@west.example",
            "ash@north..example",
            "ash@-north.example",
            "ash@north.example,eve@west.example",
            "eve@west.example,ash@north.example",
            "ash;eve@west.example",
            "<eve@west.example>ash@north.example",
            '"ash"@north.example',
            "ash＠north.example",
            f"ash@{'n' * 64}.example",
        ],
    )
    def test_what_could_not_be_written_to_or_would_reach_others_is_no_address(self, typed):
        with pytest.raises(NotAnAddress):
            email_key(typed)

    @given(st.emails() | st.builds("{}@{}".format, st.text(min_size=1), st.text(min_size=1) | st.just("north.example")))
    @example("ΐ\u0345@north.example")
    @example("ǰ\u0323@north.example")
    def test_the_key_of_a_key_is_that_key(self, typed):
        try:
            key = email_key(typed)
        except NotAnAddress:
            return
        assert email_key(key) == key


class TestCodes:
    def a_code(self, **changes) -> SignInCode:
        return SignInCode(**{"key": "k", "expires_at": NOON, "used_at": None} | changes)

    @pytest.mark.parametrize(
        ("moment", "wrong_tries", "used"),
        [(NOON, 0, None), (NOON - SECOND, 5, None), (NOON - SECOND, 0, NOON - 2 * SECOND)],
        ids=["at its last second", "after five wrong tries", "used"],
    )
    def test_a_code_is_over(self, moment, wrong_tries, used):
        with pytest.raises(CodeIsOver):
            rules.check_open(self.a_code(used_at=used), wrong_tries, 5, moment)

    def test_a_code_that_was_never_asked_for_is_over(self):
        with pytest.raises(CodeIsOver):
            rules.check_open(None, 0, 5, NOON)

    def test_a_code_is_open_until_its_last_second_and_its_last_try(self):
        rules.check_open(self.a_code(), 4, 5, NOON - SECOND)

    def test_its_digits_depend_on_the_secret_and_on_the_asking(self):
        code, other = self.a_code(), self.a_code(key="another")

        digits = rules.digits_for("secret", code)

        assert len(digits) == 6
        assert digits.isdigit()
        assert rules.is_right("secret", code, digits)
        assert not rules.is_right("another", code, digits)
        assert not rules.is_right("secret", other, digits)

    @pytest.mark.parametrize(("left", "words"), [(2, "2 tries left"), (1, "1 try left"), (0, "no tries left")])
    def test_a_wrong_code_says_how_often_one_may_still_try(self, left, words):
        assert words in rules.wrong_code_words(left)


class TestInvitations:
    def an_invitation(self, **changes) -> Invitation:
        return Invitation(**{"email_key": "ash@north.example", "expires_at": NOON, "taken_at": None} | changes)

    ASH = Person(email_key="ash@north.example")

    def test_an_invitation_is_open_until_its_last_second(self):
        rules.check_invitation(self.an_invitation(), self.ASH, NOON - SECOND)

    @pytest.mark.parametrize(
        ("taken_at", "moment"), [(None, NOON), (NOON - 2 * SECOND, NOON - SECOND)], ids=["at its last second", "taken"]
    )
    def test_an_invitation_is_over(self, taken_at, moment):
        with pytest.raises(InvitationIsOver):
            rules.check_invitation(self.an_invitation(taken_at=taken_at), self.ASH, moment)

    def test_an_invitation_is_for_nobody_else(self):
        with pytest.raises(InvitedSomebodyElse):
            rules.check_invitation(self.an_invitation(), Person(email_key="eve@west.example"), NOON - SECOND)


class TestTokens:
    def test_a_link_has_128_bits_and_is_the_same_until_its_version_moves_on(self):
        token = rules.link_token("secret", "order", 7, 1)

        assert len(token) == 22  # characters of 6 bits
        assert rules.link_token("secret", "order", 7, 1) == token

    @pytest.mark.parametrize(
        "other", [("another", "order", 7, 1), ("secret", "ticket", 7, 1), ("secret", "order", 8, 1)]
    )
    def test_no_two_things_share_a_link(self, other):
        assert rules.link_token(*other) != rules.link_token("secret", "order", 7, 1)

    def test_a_newer_version_ends_the_older_link(self):
        assert rules.link_token("secret", "order", 7, 2) != rules.link_token("secret", "order", 7, 1)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0", "Edge"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on iPhone"),
        ("<script>alert(1)</script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_would(agent, words):
    assert rules.browser_words(agent) == words
