"""AUT-5, same letters, other person: one rule for addresses everywhere; mail goes only to a proved one."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.outbox import OutgoingLetter
from people import actions, rules
from people.models import Invitation, Person, Role
from tests import factories as make
from tests.people.conftest import answer_code

# Kept as it was proved; another spelling of the same mailbox; the same letters of another mailbox.
SAME = [
    ("mike@north.example", "MIKE@North.Example"),
    ("mike@north.example", " mike@north.example "),
    ("mike@north.example", "mike@north.example."),
    ("mike@north.example", "ｍｉｋｅ@north.example"),
    ("kate@north.example", "\u212aate@north.example"),
    ("ffion@north.example", "ﬀion@north.example"),
    ("a@xn--mnchen-3ya.example", "a@MÜNCHEN.example"),
]
OTHER = [
    ("mike@north.example", "mıke@north.example"),
    ("mike@north.example", "mike@norTH.example.org"),
    ("a@strasse.example", "a@straße.example"),
    ("paypal@north.example", "pаypal@north.example"),  # the second has a Cyrillic а
    ("a@github.example", "a@gıthub.example"),
    ("ash@north.example", "ash+@north.example"),
]
CONFUSABLE = {
    "i": "iIıİíìɩ",
    "k": "kK\u212aк",
    "f": "fFﬀƒ",
    "s": "sSſßѕ",
    "a": "aAａаá",
    "e": "eEｅеé",
    "o": "oOоο0",
    "m": "mMｍм",
}
NAMES = st.lists(st.sampled_from(sorted(CONFUSABLE)), min_size=1, max_size=6)


@st.composite
def spellings(draw) -> tuple[str, str]:
    """Two addresses that look alike, letter by letter."""
    names = draw(NAMES)
    pair = ["".join(draw(st.sampled_from(CONFUSABLE[letter])) for letter in names) for _ in range(2)]
    return f"{pair[0]}@north.example", f"{pair[1]}@north.example"


@pytest.fixture
def doors(browse, session, ask, digits, now):
    """For a proved address and another that is typed: through which doors they are taken for one person."""

    def taken_for_one(proved: str, typed: str) -> set[str]:
        person = make.a_person(email=proved, email_key=rules.email_key(proved))
        found = set()
        client = browse()
        ask(client, typed)
        letter = session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id.desc())).first()
        if letter.recipient == proved:
            found.add("the letter")
        answer_code(client, digits())
        if session.scalars(select(Person).order_by(Person.id.desc())).first() is person:
            found.add("the sign-in")
        token = actions.offer_duty(
            session, email=typed, role=Role.DOOR, event_id=None, life=make.HOLD, by_id=None, now=now
        )
        session.commit()
        if browse(person).post(f"/invitations/{token}").status_code == 303:
            found.add("an invitation")
        browse(person).post("/me/address", data={"email": typed})
        invited = session.scalars(select(Invitation.email_key)).one()
        assert invited == rules.email_key(typed)
        return found

    return taken_for_one


ALL_DOORS = {"the letter", "the sign-in", "an invitation"}


@pytest.mark.parametrize(("proved", "typed"), SAME)
def test_another_spelling_is_the_same_person_at_each_door(doors, proved, typed):
    assert doors(proved, typed) == ALL_DOORS


@pytest.mark.parametrize(("proved", "typed"), OTHER)
def test_the_same_letters_are_another_person_at_each_door(doors, proved, typed):
    assert doors(proved, typed) == set()


def fold_like_cve_2019_19844(address: str) -> str:
    return address.upper().lower()


def test_a_planted_rule_that_folds_too_much_is_seen(doors, monkeypatch):
    for module in ("people.rules", "people.forms"):
        monkeypatch.setattr(f"{module}.email_key", fold_like_cve_2019_19844)

    assert doors("mike@north.example", "mıke@north.example") == ALL_DOORS


def test_a_planted_door_with_a_rule_of_its_own_is_seen(doors, monkeypatch):
    by_key = "people.queries.person_by_email"

    def by_letters(session, key: str):
        return next((each for each in session.scalars(select(Person)) if each.email[0] == key[0]), None)

    monkeypatch.setattr(by_key, by_letters)

    assert "the letter" in doors("mike@north.example", "mıke@north.example")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pair=spellings())
def test_whatever_is_typed_mail_goes_to_the_proved_address_or_to_no_known_one(app, session, pair):
    proved, typed = pair
    undone = session.begin_nested()
    try:
        person = Person(name="", email=proved, email_key=rules.email_key(proved), created_at=make.NOON)
        session.add(person)
        session.flush()
        with app.app_context():
            actions.ask_for_code(session, email=typed, limits=app.config["LIMITS"], now=make.NOON)
        session.flush()
        to = session.scalars(select(OutgoingLetter.recipient)).one()
        # Two are one only if a reader of Unicode says so without our rule.
        plain = [unicodedata.normalize("NFKC", each.partition("@")[0]).casefold() for each in pair]
        is_one = (
            unicodedata.normalize("NFKC", plain[0]).casefold() == unicodedata.normalize("NFKC", plain[1]).casefold()
        )
        assert to == (proved if is_one else typed)
    finally:
        undone.rollback()


@pytest.mark.parametrize("name", ["mıke", "MİKE", "ſam", "ﬀ", "ΐ", "ǰ", "ẞ"])
def test_both_databases_find_a_key_by_itself_alone(session, now, name):
    key = rules.email_key(f"{name}@north.example")
    person = make.a_person(email=f"{name}@north.example", email_key=key)

    found = session.scalars(select(Person).where(Person.email_key == key)).all()
    assert found == [person]
    for other in {key.upper(), key.swapcase(), unicodedata.normalize("NFD", key)} - {key}:
        assert session.scalars(select(Person).where(Person.email_key == other)).all() == []
