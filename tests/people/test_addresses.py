"""Another address to sign in with: both mailboxes say yes, and nobody learns who else is known (R10, R11)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.diary import DiaryEntry
from core.outbox import OutgoingLetter, preview
from people.models import AddressChange, Person
from tests import factories as make
from tests.conftest import words
from tests.people.conftest import answer_code, is_signed_in, link_in

NEW = "ash@south.example"


@pytest.fixture
def ash(session, now):
    return make.a_person(email="ash@north.example")


@pytest.fixture
def links(letters):
    """The paths in the newest letters to the old and to the new mailbox."""

    def newest() -> tuple[str, str]:
        (_, old), (_, new) = letters("address")[-2:]
        return link_in(old), link_in(new)

    return newest


def ask(client, email=NEW):
    return client.post("/me/address", data={"email": email})


def address_of(session) -> str:
    session.expire_all()
    return session.scalars(select(Person.email_key).order_by(Person.id)).first()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the old first", "the new first"])
def test_it_changes_once_both_mailboxes_have_said_yes(browse, session, ash, letters, links, order):
    client = browse(ash)
    assert ask(client).location == "/me/security"
    assert [to for to, _ in letters("address")] == ["ash@north.example", NEW]
    both = links()

    assert browse().post(both[order[0]]).status_code == 303
    assert address_of(session) == "ash@north.example"
    assert browse().post(both[order[1]]).status_code == 303

    assert address_of(session) == NEW
    acts = session.scalars(select(DiaryEntry.act).order_by(DiaryEntry.id)).all()
    assert acts == ["asked for another address", "changed their address"]
    kept = session.scalars(select(DiaryEntry)).all()
    assert not any("example" in str(vars(entry)) for entry in kept)


def test_looking_at_a_link_says_nothing_yet(browse, session, ash, links):
    ask(browse(ash))

    for link in links():
        for _ in range(2):
            page = browse().get(link)
            assert page.status_code == 200
            assert "Yes, that was me" in page.text
    assert session.scalars(select(AddressChange.old_proved_at)).all() == [None]


def test_every_other_browser_is_signed_out_and_the_one_that_asked_stays(browse, ash, links):
    client, other = browse(ash), browse(ash)
    ask(client)
    for link in links():
        browse().post(link)

    assert [is_signed_in(each) for each in (client, other)] == [True, False]


def test_codes_to_the_old_mailbox_are_dead_and_the_new_one_signs_in(browse, session, ash, links, ask_code, digits):
    waiting = browse()
    ask_code(waiting, "ash@north.example")
    old_digits = digits()
    client = browse(ash)
    ask(client)
    for link in links():
        browse().post(link)

    assert answer_code(waiting, old_digits).status_code == 409
    newer = browse()
    ask_code(newer, NEW)
    answer_code(newer, digits())
    assert is_signed_in(newer)
    assert session.scalar(select(func.count(Person.id))) == 1


@pytest.fixture
def ask_code(session, now):
    return lambda client, email: client.post("/sign-in", data={"email": email})


class TestSomebodyElses:
    def test_an_address_that_is_taken_gets_the_same_answers_and_letters(self, browse, session, ash, letters):
        make.a_person(email="eve@west.example")
        seen = []
        for email in (NEW, "eve@west.example"):
            client = browse(ash)
            answer = ask(client, email)
            page = words(client.get("/me/security")).replace(email, "…")
            seen.append((answer.status_code, answer.location, page, len(letters("address"))))

        assert seen[0] == seen[1]

    def test_only_its_owner_is_told_and_nothing_changes(self, browse, session, ash, links):
        make.a_person(email="eve@west.example")
        ask(browse(ash), "eve@west.example")
        old, new = links()

        assert browse().post(old).status_code == 303
        refused = browse().post(new)

        assert refused.status_code == 409
        assert "signs in to Plenary already" in refused.text
        assert address_of(session) == "ash@north.example"

    def test_one_that_was_taken_meanwhile_is_refused_by_the_database(self, browse, session, ash, links, monkeypatch):
        ask(browse(ash))
        make.a_person(email=NEW)
        monkeypatch.setattr("people.queries.person_by_email", lambda *_: None)  # neither saw the other
        old, new = links()
        browse().post(old)

        assert browse().post(new).status_code == 409
        assert address_of(session) == "ash@north.example"

    def test_a_mailbox_gets_five_letters_in_a_quarter_of_an_hour_whoever_asks(self, browse, session, now):
        for _ in range(7):
            assert ask(browse(make.a_person()), "victim@west.example").status_code == 303

        to = select(func.count(OutgoingLetter.id)).where(OutgoingLetter.recipient == "victim@west.example")
        assert session.scalar(to) == 5


@pytest.mark.parametrize("typed", ["", "nowhere", "a@north.example,eve@west.example"])
def test_what_is_no_address_is_said_at_its_field(browse, session, ash, typed):
    answer = ask(browse(ash), typed)

    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert session.scalar(select(func.count(AddressChange.id))) == 0


def test_one_person_asks_five_times_in_a_quarter_of_an_hour(browse, ash):
    client = browse(ash)

    assert [ask(client, f"a{n}@south.example").status_code for n in range(6)] == [303] * 5 + [429]


def test_a_letter_that_has_lost_its_reason_is_not_written(browse, ash, letters, at, now):
    ask(browse(ash))
    assert len(letters("address")) == 2
    at(now + timedelta(hours=1))

    assert letters("address") == []


def test_no_link_shows_at_the_desk(app, browse, session, ash):
    ask(browse(ash))
    with app.app_context():
        shown = [preview(session, letter).text for letter in session.scalars(select(OutgoingLetter))]

    assert len(shown) == 2
    assert all("••••••" in text or "%E2%80%A2" in text for text in shown)
