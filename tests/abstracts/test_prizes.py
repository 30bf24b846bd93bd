"""Prizes: for whom they are, chosen by a chair who is free to, and told to nobody before they are announced."""

import pytest
from sqlalchemy import select

from abstracts.models import AbstractAnswer, AbstractStatus, AskedAs, CallQuestion, Conflict, Decision, Lead, Prize, Tie
from abstracts.rules import prizes as prize_rules
from people.models import Role
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review
from tests.abstracts.test_board_desk import address, shown

NAME = "Best trainee abstract"


@pytest.fixture
def chair(call, now):
    return make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)


@pytest.fixture
def at_desk(browse, chair):
    return browse(chair)


@pytest.fixture
def prize(call):
    return make.saved(Prize(call_id=call.id, name=NAME, lead=Lead.TRAINEE))


@pytest.fixture
def decided(call):
    """A trainee's accepted abstract, a better one by nobody in training, and a trainee's that is declined."""
    rubric, reader = a_rubric(call, reviews_each=1, least_reviews=1), a_reviewer(call)
    found = []
    for lead, total, decision in (
        (Lead.TRAINEE, 20, Decision.POSTER),
        (Lead.NEITHER, 24, Decision.ORAL),
        (Lead.TRAINEE, 8, Decision.DECLINED),
    ):
        found.append(in_review(call, lead=lead, decision=decision, decided_at=make.NOON))
        found[-1].status = AbstractStatus.DECIDED
        a_review(found[-1], reader, rubric, total)
    return found


def choose(at_desk, call, prize, abstract) -> int:
    return at_desk.post(address(call, f"prizes/{prize.id}"), data={"winner": abstract.id}).status_code


def told_of(browse, call, abstract) -> dict[str, bool]:
    """Where the prize is read: by its author, by everybody."""
    home = f"/events/{call.event.slug}/abstracts/{call.slug}"
    pages = {"author": browse(abstract.owner).get(f"{home}/{abstract.number}"), "public": browse().get(home)}
    return {who: NAME in page.text for who, page in pages.items()}


def test_only_what_is_accepted_and_may_win_is_on_the_shortlist(at_desk, session, call, prize, decided):
    page = at_desk.get(address(call, "prizes")).text

    answers = [choose(at_desk, call, prize, each) for each in (decided[1], decided[2], decided[0])]

    assert [f'name="winner" value="{each.id}"' in page for each in decided] == [True, False, False]
    assert answers == [409, 409, 303]
    session.refresh(prize)
    assert prize.winner_id == decided[0].id


def test_a_prize_may_ask_for_a_yes(at_desk, session, call, decided):
    asked = make.saved(CallQuestion(call_id=call.id, label="Were several professions in it?", asked_as=AskedAs.TICK))
    at_desk.post(address(call, "prizes"), data={"name": "Best team", "lead": "", "question": asked.id})
    make.saved(AbstractAnswer(abstract_id=decided[1].id, question_id=asked.id, value="yes"))
    prize = session.scalars(select(Prize)).one()

    assert [choose(at_desk, call, prize, each) for each in decided[:2]] == [409, 303]
    assert "Said yes to “Were several professions in it?”" in shown(at_desk.get(address(call, "prizes")))


def test_rule_45_a_prize_is_announced_after_the_release_and_read_by_nobody_before(
    at_desk, browse, session, call, prize, decided
):
    choose(at_desk, call, prize, decided[0])
    early = at_desk.post(address(call, "prizes/announce")).status_code
    before = told_of(browse, call, decided[0])
    at_desk.post(address(call, "release"))
    released = told_of(browse, call, decided[0])

    told = [at_desk.post(address(call, "prizes/announce")).status_code for _ in range(2)]

    assert (early, told) == (409, [303, 303])
    assert before == released == {"author": False, "public": False}
    assert told_of(browse, call, decided[0]) == {"author": True, "public": True}
    assert choose(at_desk, call, prize, decided[1]) == 409
    assert at_desk.post(address(call, f"prizes/{prize.id}/remove")).status_code == 409


def test_rule_45_a_prize_announced_too_early_is_noticed(at_desk, browse, call, prize, decided, monkeypatch):
    monkeypatch.setattr(prize_rules, "check_may_announce", lambda call: None)
    decided[0].status = AbstractStatus.ACCEPTED
    choose(at_desk, call, prize, decided[0])

    assert at_desk.post(address(call, "prizes/announce")).status_code == 303
    assert told_of(browse, call, decided[0])["author"]


def test_rule_48_the_public_reads_of_it_after_the_embargo(at_desk, browse, session, call, prize, decided):
    call.embargo_until = make.LONG_AFTER
    session.commit()
    choose(at_desk, call, prize, decided[0])
    at_desk.post(address(call, "release"))
    at_desk.post(address(call, "prizes/announce"))

    assert told_of(browse, call, decided[0]) == {"author": True, "public": False}


def test_rule_42_who_is_bound_by_what_could_win_neither_chooses_nor_reads(
    at_desk, browse, session, chair, call, prize, decided
):
    another = browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event))
    choose(another, call, prize, decided[0])
    # Bound by one that was declined, which could have won.
    given = {"tie": Tie.BY_CHAIR, "found_at": make.NOON}
    tie = make.saved(Conflict(abstract_id=decided[2].id, person_id=chair.id, **given))

    page = shown(at_desk.get(address(call, "prizes")))

    assert "another chair chooses" in page
    assert decided[0].title not in page
    assert choose(at_desk, call, prize, decided[0]) == 409
    assert at_desk.post(address(call, f"prizes/{prize.id}/remove")).status_code == 409
    session.delete(tie)
    session.commit()
    assert choose(at_desk, call, prize, decided[0]) == 303


def test_rule_42_a_shortlist_that_does_not_ask_who_is_bound_is_seen(at_desk, chair, call, prize, decided, monkeypatch):
    make.saved(Conflict(abstract_id=decided[2].id, person_id=chair.id, tie=Tie.BY_CHAIR, found_at=make.NOON))
    monkeypatch.setattr("abstracts.queries.prizes._binding", lambda *asked: [])

    assert choose(at_desk, call, prize, decided[0]) == 303


def test_a_name_is_taken_once_and_a_prize_can_be_removed(at_desk, session, call, prize):
    twice = at_desk.post(address(call, "prizes"), data={"name": NAME, "lead": "", "question": ""})
    none = at_desk.post(address(call, "prizes"), data={"name": "", "lead": "", "question": ""})

    assert (twice.status_code, none.status_code) == (409, 422)
    assert "has a prize of that name" in twice.text
    at_desk.post(address(call, f"prizes/{prize.id}/remove"))
    assert session.scalars(select(Prize)).all() == []
