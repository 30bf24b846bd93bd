"""The board's figures and what is done from it: of many at once, by the rule, and never of what binds the chair."""

import re

import pytest
from sqlalchemy import select, true

from abstracts.models import Abstract, AbstractStatus, Conflict, Decision, Preference, Review, Tie
from abstracts.rules import suggesting
from people.models import Role
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review
from tests.abstracts.test_board_desk import address, shown

SEEN = re.compile(r'name="seen" value="([^"]+)"')


@pytest.fixture
def rubric(call, now):
    return a_rubric(call)


@pytest.fixture
def chair(call):
    return make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)


@pytest.fixture
def at_desk(browse, chair):
    return browse(chair)


@pytest.fixture
def reviewed(call, rubric):
    """Four abstracts with three reviews each, from a talk to below the line."""
    readers = [a_reviewer(call) for _ in range(3)]
    abstracts = []
    for totals in ((22, 23, 24), (14, 15, 16), (5, 6, 7), (22, 24, 23)):
        abstracts.append(in_review(call))
        for reader, total in zip(readers, totals, strict=True):
            a_review(abstracts[-1], reader, rubric, total)
    return abstracts


def bound(abstract, chair):
    given = {"tie": Tie.BY_CHAIR, "found_at": make.NOON}
    return make.saved(Conflict(abstract_id=abstract.id, person_id=chair.id, **given))


def figures(at_desk, call) -> dict[str, str]:
    """What the chair reads on every page that counts, without tokens and marks."""
    pages = {
        each: shown(at_desk.get(address(call, each)))
        for each in ("board", "board/method", "board/suggestion", "release")
    }
    return {name: " ".join(text.split()) for name, text in pages.items()}


def decide_quietly(session, abstract, decision: Decision) -> None:
    abstract.status, abstract.decision, abstract.decided_at = AbstractStatus.DECIDED, decision, make.NOON
    session.commit()


def scored_otherwise(session, abstract) -> None:
    """Other scores, and another spread, for each of its reviews."""
    reviews = session.scalars(select(Review).where(Review.abstract_id == abstract.id).order_by(Review.id))
    for place, review in enumerate(reviews):
        for score in review.scores:
            score.points = 5 if place else 0
    session.commit()


def test_the_board_says_how_often_each_is_above_the_line(at_desk, call, reviewed):
    text = shown(at_desk.get(address(call, "board")))

    assert re.search(r"Talk: in (more than 99|\d+) of 100", text)
    assert re.search(r"Poster: in (more than 99|\d+) of 100", text)
    assert "Tie at 23.0, settled by who came first" in " ".join(text.split())


def test_rule_42_no_figure_moves_with_what_binds_the_chair(at_desk, session, chair, call, reviewed):
    bound(reviewed[1], chair)
    before = figures(at_desk, call)

    decide_quietly(session, reviewed[1], Decision.ORAL)
    scored_otherwise(session, reviewed[1])

    assert figures(at_desk, call) == before
    assert "1 more is with another chair" in before["board"]


def test_rule_42_a_planted_board_that_counts_what_binds_is_seen(at_desk, session, chair, call, reviewed, monkeypatch):
    monkeypatch.setattr("abstracts.queries.board.is_open_to", lambda _: true())
    bound(reviewed[1], chair)
    before = figures(at_desk, call)

    decide_quietly(session, reviewed[1], Decision.ORAL)
    scored_otherwise(session, reviewed[1])

    after = figures(at_desk, call)
    assert {name for name in before if before[name] == after[name]} == set()


def test_rule_42_the_release_waits_for_what_another_chair_decides(at_desk, session, chair, call, reviewed):
    bound(reviewed[1], chair)
    for each in (reviewed[0], reviewed[2], reviewed[3]):
        decide_quietly(session, each, Decision.POSTER)

    page = shown(at_desk.get(address(call, "release")))

    assert "1 more is with another chair" in " ".join(page.split())
    assert at_desk.post(address(call, "release")).status_code == 409


def test_the_suggestion_is_looked_at_kept_once_and_each_taken_back(at_desk, session, call, rubric, reviewed):
    reviewed[0].preference = Preference.POSTER
    session.commit()
    unread, asked = in_review(call), at_desk.get(address(call, "board/suggestion")).text
    seen = SEEN.search(asked).group(1)

    answers = [at_desk.post(address(call, "board/suggestion"), data={"seen": seen}) for _ in range(2)]

    session.expire_all()
    assert [each.status_code for each in answers] == [303, 303]
    decided = [Decision.POSTER, Decision.POSTER, Decision.DECLINED, Decision.ORAL]
    assert [each.decision for each in reviewed] == decided
    assert unread.decision is None
    assert "Left out: 1" in shown(at_desk.get(address(call, "board/suggestion")))
    at_desk.post(address(call, f"board/{reviewed[3].number}"), data={"decision": ""})
    session.refresh(reviewed[3])
    assert reviewed[3].decision is None


def test_rule_45_a_suggestion_that_something_changed_under_keeps_nothing(at_desk, session, call, reviewed, monkeypatch):
    seen = SEEN.search(at_desk.get(address(call, "board/suggestion")).text).group(1)
    decide_quietly(session, reviewed[0], Decision.WAITLISTED)

    answer = at_desk.post(address(call, "board/suggestion"), data={"seen": seen})

    session.expire_all()
    assert answer.status_code == 409
    assert [each.decision for each in reviewed] == [Decision.WAITLISTED, None, None, None]
    # Without the guard it would have kept what nobody looked at.
    monkeypatch.setattr(suggesting, "check_same_suggestions", lambda shown, found: None)
    assert at_desk.post(address(call, "board/suggestion"), data={"seen": seen}).status_code == 303
    session.expire_all()
    assert reviewed[0].decision is Decision.WAITLISTED
    assert reviewed[1].decision is not None


def test_those_ticked_are_decided_together_and_what_cannot_be_is_said(at_desk, session, call, rubric, reviewed):
    unread = in_review(call)
    ids = [each.id for each in (*reviewed[:2], unread)]
    kept = f"{address(call, 'board/ticked')}?flag=near"

    answer = at_desk.post(kept, data={"abstract": ids, "decision": "declined"})
    page = shown(at_desk.get(answer.location))

    session.expire_all()
    assert [each.decision for each in (*reviewed, unread)] == [Decision.DECLINED, Decision.DECLINED, None, None, None]
    assert "flag=near" in answer.location
    assert f"Not done for {unread.number}. 0 of at least 3 reviews are in" in " ".join(page.split())


def test_rule_42_a_bound_chair_decides_nothing_by_ticking_or_by_the_rule(at_desk, session, chair, call, reviewed):
    bound(reviewed[0], chair)
    seen = SEEN.search(at_desk.get(address(call, "board/suggestion")).text).group(1)

    at_desk.post(address(call, "board/suggestion"), data={"seen": seen})
    at_desk.post(address(call, "board/ticked"), data={"abstract": [each.id for each in reviewed], "decision": "oral"})

    session.expire_all()
    assert [each.decision for each in reviewed] == [None, *[Decision.ORAL] * 3]


def test_one_decision_takes_the_place_of_another_until_the_release(at_desk, session, call, reviewed):
    there = address(call, f"board/{reviewed[0].number}")

    answers = [at_desk.post(there, data={"decision": each}) for each in ("oral", "waitlisted")]

    session.refresh(reviewed[0])
    assert [each.status_code for each in answers] == [303, 303]
    assert reviewed[0].decision is Decision.WAITLISTED


def test_after_the_release_the_board_is_read_and_changed_no_more(at_desk, session, call, reviewed):
    for each in reviewed:
        decide_quietly(session, each, Decision.DECLINED)
    at_desk.post(address(call, "release"))

    page = at_desk.get(address(call, "board")).text

    assert reviewed[0].title in page
    assert "Keep for all ticked" not in page
    assert at_desk.post(address(call, f"board/{reviewed[0].number}"), data={"decision": "oral"}).status_code == 409


def test_the_method_page_names_reviewers_to_the_chair_and_the_public_one_nobody(
    at_desk, browse, session, call, reviewed
):
    names = {each.reviewer.person.known_as for each in session.scalars(select(Review).order_by(Review.id))}

    method = at_desk.get(address(call, "board/method")).text
    judging = browse().get(f"/events/{call.event.slug}/abstracts/{call.slug}/judging")

    assert all(name in method for name in names)
    assert "Abstract" in method
    assert judging.status_code == 200
    assert not any(name in judging.text for name in names)
    assert all(criterion in judging.text for criterion in ("Importance", "Impact", "From 20 points", "From 13 points"))


def test_figures_have_their_names_on_a_phone(at_desk, call, reviewed):
    page = at_desk.get(address(call, "board")).text

    row = page[page.index(f'id="abstract-{reviewed[0].number}"') :].split("</tr>")[0]
    named = re.findall(r'<span class="narrow">([^<]+?) </span>', row)
    assert named == ["Rank", "Mean", "If all were equally strict", "Above the line", "Reviews"]


def test_the_board_asks_as_much_for_sixty_as_for_three_and_one(at_desk, call, rubric, statements):
    readers = [a_reviewer(call) for _ in range(3)]

    def asked(rows: int) -> int:
        while make.session.query(Abstract).count() < rows:
            abstract = in_review(call)
            for reader in readers[: 3 if rows <= 3 else 1]:
                a_review(abstract, reader, rubric, 15)
        at_desk.get(address(call, "board"))
        statements.clear()
        at_desk.get(address(call, "board"))
        return len(statements)

    assert len({asked(rows) for rows in (1, 3, 60)}) == 1
