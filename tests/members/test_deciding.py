"""A claim at the desk: accepted with whatever that moves, refused with a reason, decided once."""

import pytest
from sqlalchemy import func, select

from core.diary import DiaryEntry
from core.outbox import OutgoingLetter, compose
from members import actions, queries, rules
from members.models import ClaimStatus
from tests import factories as make
from tests.factories import NOON
from tests.members.register import an_entry

PAGE = "/me/membership"


@pytest.fixture
def claim(session, ash):
    an_entry(name="Dr Hazel Samplewick")
    return make.a_claim(ash, "0000001")


def test_lists_claims_with_what_the_register_has(browse, session, claim, head):
    make.a_claim(make.a_person(), "9999999")

    page = browse(head).get("/desk/members/claims")

    assert "2 claims to decide" in page.text
    assert "Dr Hazel Samplewick" in page.text
    assert "No such number" in page.text


def test_accepting_hands_the_entry_over_and_writes_a_letter(app, browse, session, claim, ash, head):
    answer = browse(head).post(f"/desk/members/claims/{claim.id}/accept")

    assert (answer.status_code, answer.location) == (303, "/desk/members/claims")
    assert queries.membership_of(session, ash.id).number == "0000001"
    session.refresh(claim)
    assert (claim.status, claim.decided_by_id, claim.decided_at) == (ClaimStatus.ACCEPTED, head.id, NOON)
    letter = session.scalars(select(OutgoingLetter)).one()
    assert letter.recipient == ash.email
    with app.test_request_context():
        assert "found your membership" in compose(session, letter, masked=False).text


def test_accepting_takes_the_entry_from_whoever_had_it_and_the_old_one_from_the_claimant(
    session, claim, ash, head, app
):
    before = make.a_person()
    queries.membership_by_number(session, "0000001").person_id = before.id
    old = an_entry(number="0000002", person_id=ash.id)

    with app.app_context():
        actions.accept_claim(session, claim=claim, by_id=head.id, now=NOON)
        session.commit()

    assert queries.membership_of(session, ash.id).number == "0000001"
    assert (old.person_id, queries.membership_of(session, before.id)) == (None, None)
    noted = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "gave a membership")).one()
    assert (noted.before, noted.after) == ({"person": before.id}, {"person": ash.id})


@pytest.mark.parametrize("reason", range(len(rules.REASONS)))
def test_refusing_says_why_in_a_letter(app, browse, session, claim, ash, head, reason):
    answer = browse(head).post(f"/desk/members/claims/{claim.id}/refuse", data={"reason": reason})

    assert answer.status_code == 303
    session.refresh(claim)
    assert claim.status is ClaimStatus.REFUSED
    with app.test_request_context():
        letter = compose(session, session.scalars(select(OutgoingLetter)).one(), masked=False)
    assert rules.REASONS[reason] in letter.text
    assert "Not found to be yours" in browse(ash).get(PAGE).text


@pytest.mark.parametrize("reason", ["", "99", "x"])
def test_refusing_without_a_reason_shows_the_claim_again(browse, session, claim, head, reason):
    answer = browse(head).post(f"/desk/members/claims/{claim.id}/refuse", data={"reason": reason})

    assert answer.status_code == 422
    assert session.scalar(select(func.count(OutgoingLetter.id))) == 0


def test_a_claim_is_decided_once(browse, session, claim, head):
    browse(head).post(f"/desk/members/claims/{claim.id}/refuse", data={"reason": 0})

    again = browse(head).post(f"/desk/members/claims/{claim.id}/accept")

    assert again.status_code == 409
    assert "refused meanwhile" in again.text


def test_a_number_that_is_nowhere_cannot_be_accepted(browse, session, ash, head):
    claim = make.a_claim(ash, "9999999")

    assert browse(head).post(f"/desk/members/claims/{claim.id}/accept").status_code == 409
    assert "It is theirs" not in browse(head).get(f"/desk/members/claims/{claim.id}").text
