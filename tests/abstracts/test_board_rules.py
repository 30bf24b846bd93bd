"""The board's lines without a page: ties by the rubric's rule, what is near a line, categories, and suggestions."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from abstracts.models import Decision, Preference, Review
from abstracts.queries import board_of, calibrated_scores, scores_given
from abstracts.rules import budget, suggesting
from abstracts.rules.board import (
    BoardFlag,
    BoardOrder,
    BoardWanted,
    TieRule,
    balances,
    flags_of,
    in_a_hundred,
    is_near,
    wanted_lines,
)
from abstracts.rules.suggesting import NO_SLOT, POSTER_ONLY, suggestions
from tests import factories as make
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review


@pytest.fixture
def rubric(call):
    return a_rubric(call, oral_slots=2, poster_boards=2)


@pytest.fixture
def readers(call):
    return [a_reviewer(call) for _ in range(3)]


def reviewed(call, rubric, readers, *totals: int, **changes):
    abstract = in_review(call, **changes)
    for reader, total in zip(readers, totals, strict=False):
        a_review(abstract, reader, rubric, total)
    return abstract


def suggested(session, call, rubric) -> dict[int, tuple[Decision, str, bool]]:
    """By abstract: its decision, why, and whether a tie rule made it."""
    lines = board_of(session, call)
    room = budget(rubric, (each.abstract.decision for each in lines))
    found = suggestions(lines, call, room)
    return {each.line.abstract.id: (each.decision, each.why, each.by_tie) for each in found.decided}


def test_rule_44_a_tie_says_what_settled_it(session, call, rubric, readers):
    # Those with as many points for the fourth criterion are told apart by time alone.
    early = reviewed(call, rubric, readers, 19, 19, 19)
    late = reviewed(call, rubric, readers, 19, 19, 19, submitted_at=make.NOON + timedelta(hours=1))
    alone = reviewed(call, rubric, readers, 10, 10, 10)
    impact = reviewed(call, rubric, readers, 19, 19, 19, submitted_at=make.NOON + timedelta(hours=2))
    fourth = next(each.id for each in rubric.criteria if each.breaks_ties)
    for review in session.scalars(select(Review).where(Review.abstract_id == impact.id).order_by(Review.id)):
        points = {each.criterion_id: each for each in review.scores}
        points[fourth].points, points[rubric.criteria[0].id].points = 5, points[rubric.criteria[0].id].points - 1
    session.commit()

    lines = board_of(session, call)

    assert [each.abstract.id for each in lines] == [impact.id, early.id, late.id, alone.id]
    assert [each.settled_by for each in lines] == [TieRule.CRITERION, TieRule.TIME, TieRule.TIME, None]


def test_what_is_near_a_line_is_told_by_how_often_it_is_above_it(session, call, rubric, readers):
    for totals in ((24, 23, 24), (13, 12, 14), (5, 6, 5), (19, 21, 20)):
        reviewed(call, rubric, readers, *totals)
    fair = calibrated_scores(session, call, scores_given(session, call), rubric)

    lines = board_of(session, call, fair=fair.abstracts)

    assert [is_near(each, rubric) for each in lines] == [False, True, True, False]
    assert [is_near(each, rubric) for each in board_of(session, call)] == [False, True, True, False]
    assert [each.tally.mean for each in wanted_lines(lines, BoardWanted(flag=BoardFlag.NEAR), rubric)] == [20, 13]


def test_lines_are_found_by_category_decision_and_flag_and_put_in_order(session, call, rubric, readers):
    wide = reviewed(call, rubric, readers, 10, 20, 21)
    high = reviewed(call, rubric, readers, 24, 24, 24, category_id=None)
    unread = in_review(call, decision=None)
    lines = board_of(session, call)

    def ids(**asked) -> list[int]:
        return [each.abstract.id for each in wanted_lines(lines, BoardWanted(**asked), rubric)]

    assert ids() == [high.id, wide.id, unread.id]
    assert ids(category_id=wide.category_id) == [wide.id, unread.id]
    assert ids(by_decision=True) == [high.id, wide.id, unread.id]
    assert ids(by_decision=True, decision=Decision.ORAL) == []
    assert ids(flag=BoardFlag.WIDE) == [wide.id]
    assert ids(flag=BoardFlag.FEW) == [unread.id]
    assert ids(order=BoardOrder.SPREAD) == [wide.id, high.id, unread.id]
    assert BoardFlag.WIDE in flags_of(lines[1], rubric)
    assert [(each.category, each.sent_in, each.accepted) for each in balances(lines, call.categories)][-1] == (
        "No category",
        1,
        0,
    )


def test_the_rule_fills_the_places_in_their_order_and_names_what_a_tie_decided(session, call, rubric, readers):
    first = reviewed(call, rubric, readers, 24, 24, 24)
    tied = reviewed(call, rubric, readers, 22, 22, 22)
    too_late = reviewed(call, rubric, readers, 22, 22, 22, submitted_at=make.NOON + timedelta(hours=1))
    low = reviewed(call, rubric, readers, 5, 5, 6)
    wide, few = reviewed(call, rubric, readers, 10, 20, 21), reviewed(call, rubric, readers, 20, 20)

    found = suggested(session, call, rubric)

    assert found == {
        first.id: (Decision.ORAL, "", False),
        tied.id: (Decision.ORAL, "", True),
        too_late.id: (Decision.POSTER, NO_SLOT, True),
        low.id: (Decision.DECLINED, "", False),
    }
    left = suggestions(board_of(session, call), call, budget(rubric, []))
    assert [each.abstract.id for each in left.to_chair] == [wide.id]
    assert [each.abstract.id for each in left.too_few] == [few.id]


def test_who_would_show_a_poster_only_is_never_suggested_for_a_talk(session, call, rubric, readers, monkeypatch):
    abstract = reviewed(call, rubric, readers, 24, 24, 24, preference=Preference.POSTER)

    assert suggested(session, call, rubric)[abstract.id] == (Decision.POSTER, POSTER_ONLY, False)
    # A rule that does not ask for the preference is noticed.
    monkeypatch.setattr(suggesting, "Preference", SimpleNamespace(POSTER=None))
    assert suggested(session, call, rubric)[abstract.id][0] is Decision.ORAL


def test_what_is_decided_takes_its_place_and_is_suggested_no_more(session, call, rubric, readers):
    given = {"decision": Decision.ORAL, "decided_at": make.NOON}
    taken = [reviewed(call, rubric, readers, 15, 15, 15, **given) for _ in range(2)]
    best = reviewed(call, rubric, readers, 24, 24, 24)

    found = suggested(session, call, rubric)

    assert found[best.id][:2] == (Decision.POSTER, NO_SLOT)
    assert not {each.id for each in taken} & set(found)


def test_without_boards_or_posters_there_is_the_waiting_list(session, call, rubric, readers):
    call.offers_poster = False
    session.commit()
    abstract = reviewed(call, rubric, readers, 15, 15, 15)

    assert suggested(session, call, rubric)[abstract.id][0] is Decision.WAITLISTED


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0 of 100"),
        (0.004, "fewer than 1 of 100"),
        (0.83, "83 of 100"),
        (0.995, "more than 99 of 100"),
        (1.0, "100 of 100"),
    ],
)
def test_a_share_is_said_in_words(share, words):
    assert in_a_hundred(share) == words
