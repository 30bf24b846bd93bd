"""Whose entry it is: by mailbox, by number and name, or as the desk decides; and what a stranger learns: nothing."""

import pytest
from sqlalchemy import select

from core.diary import DiaryEntry
from members import actions, queries, rules
from members.models import Claim, ClaimStatus, Membership
from members.rules import standing
from tests import factories as make
from tests.members.register import an_entry

PAGE = "/me/membership"


def typed(number="0000001", name="Ash Fictum") -> dict:
    return {"number": number, "name": name}


def holder(session, entry) -> int | None:
    session.refresh(entry)
    return entry.person_id


def claims(session) -> list[Claim]:
    return list(session.scalars(select(Claim).order_by(Claim.id)))


class TestByMailbox:
    def test_the_first_look_makes_the_entry_theirs_and_the_diary_says_so(self, browse, session, ash):
        entry = an_entry(email="ash@north.example", networks="GP champions; alumni")

        page = browse(ash).get(PAGE)

        assert page.status_code == 200
        assert "0000001" in page.text
        assert "GP champions, alumni" in page.text
        assert holder(session, entry) == ash.id
        noted = session.scalars(select(DiaryEntry).where(DiaryEntry.object_kind == "membership")).all()
        assert [(each.act, each.actor_id) for each in noted] == [("was matched to a membership", ash.id)]

    def test_a_second_look_changes_nothing(self, browse, session, ash, statements):
        an_entry(email="ash@north.example")
        client = browse(ash)
        client.get(PAGE)
        statements.clear()

        client.get(PAGE)

        assert [each for each in statements if not each.startswith("SELECT")] == []

    def test_a_stranger_sees_how_to_claim_and_no_entry(self, browse, session, ash):
        entry = an_entry(email="other@north.example")

        page = browse(ash).get(PAGE)

        assert "Are you a member?" in page.text
        assert "0000001" not in page.text
        assert holder(session, entry) is None

    @pytest.mark.parametrize("state", list(rules.standing.Standing))
    def test_every_standing_is_shown(self, browse, ash, state):
        an_entry(email="ash@north.example", standing=state)

        page = browse(ash).get(PAGE)

        assert state.value.capitalize() in page.text
        assert ("Member prices are yours" in page.text) is (state.value == "active")


class TestByNumberAndName:
    def test_both_right_make_it_theirs(self, browse, session, ash):
        entry = an_entry()

        answer = browse(ash).post(PAGE, data=typed(" 000 0001 "))

        assert (answer.status_code, answer.location) == (303, PAGE)
        assert holder(session, entry) == ash.id
        assert claims(session) == []

    def test_a_waiting_claim_is_over_once_the_right_number_is_written(self, browse, session, ash):
        entry = an_entry()
        browse(ash).post(PAGE, data=typed("9999999"))

        browse(ash).post(PAGE, data=typed())

        assert holder(session, entry) == ash.id
        assert [each.status for each in claims(session)] == [ClaimStatus.ACCEPTED]

    def test_a_second_claim_takes_the_place_of_the_first(self, browse, session, ash):
        browse(ash).post(PAGE, data=typed("9999998"))
        browse(ash).post(PAGE, data=typed("9999999"))

        assert [each.number for each in claims(session)] == ["9999999"]

    def test_what_was_typed_wrongly_comes_back(self, browse, session, ash):
        answer = browse(ash).post(PAGE, data=typed("", "Ash <b>"))

        assert answer.status_code == 422
        assert 'value="Ash &lt;b&gt;"' in answer.text
        assert claims(session) == []


def unknown(session, ash):
    return typed("9999999")


def of_another_name(session, ash):
    an_entry(name="Dr Hazel Samplewick")
    return typed()


def of_another_person(session, ash):
    an_entry(person_id=make.a_person().id)
    return typed()


def of_anothers_mailbox(session, ash):
    an_entry(email=make.a_person().email)
    return typed()


def beside_ones_own(session, ash):
    an_entry(number="0000002", person_id=ash.id)
    an_entry()
    return typed()


CLASHES = [unknown, of_another_name, of_another_person, of_anothers_mailbox]


def answers(browse, session, ash, clash) -> tuple:
    """All that the browser is told after a claim, and which claim waits."""
    data = clash(session, ash)
    client = browse(ash)
    sent = client.post(PAGE, data=data)
    page = client.get(PAGE)
    told = page.text.replace("<wbr>", "").replace(data["number"], "N").replace(ash.email, "E")
    waiting = [each.status for each in claims(session) if each.person_id == ash.id]
    return (sent.status_code, sent.location, told), waiting


class TestClash:
    @pytest.mark.parametrize("clash", [*CLASHES, beside_ones_own])
    def test_rule_4_what_does_not_fit_waits_for_the_office(self, browse, session, ash, clash):
        _, waiting = answers(browse, session, ash, clash)

        assert waiting == [ClaimStatus.WAITING]
        free = select(Membership).where(Membership.number == "0000001")
        entry = session.scalar(free)
        assert entry is None or entry.person_id != ash.id

    @pytest.mark.parametrize("clash", CLASHES[1:])
    def test_a_stranger_never_learns_whether_a_number_exists(self, browse, session, ash, clash):
        told_of_none, _ = answers(browse, session, make.a_person(name="Ash Fictum"), unknown)

        told, _ = answers(browse, session, ash, clash)

        assert told == told_of_none

    def test_a_planted_answer_that_tells_of_a_number_is_noticed(self, browse, session, ash, monkeypatch):
        claim = actions.claim_membership

        def tell(session, *, number, **given):
            if queries.membership_by_number(session, number) is None:
                raise rules.NoEntry("There is no such number.")
            return claim(session, number=number, **given)

        monkeypatch.setattr(actions, "claim_membership", tell)
        told_of_none, _ = answers(browse, session, make.a_person(name="Ash Fictum"), unknown)

        assert answers(browse, session, ash, of_another_name)[0] != told_of_none

    def test_rule_4_a_planted_claim_that_asks_no_name_is_noticed(self, browse, session, ash, monkeypatch):
        monkeypatch.setattr(standing, "same_name", lambda _kept, _typed: True)

        _, waiting = answers(browse, session, ash, of_another_name)

        assert waiting == []

    def test_the_fifth_claim_of_a_day_is_the_last(self, browse, session, ash):
        client = browse(ash)

        statuses = [client.post(PAGE, data=typed(f"999999{turn}")).status_code for turn in range(6)]

        assert statuses == [303] * 5 + [429]
