"""Sharing out, from the tables and back: what is barred, what stays, and what the shell says of it."""

import json
from itertools import count

import pytest
from sqlalchemy import func, select

from abstracts.actions import share_out
from abstracts.commands import assigning
from abstracts.models import (
    AbstractStatus,
    Bid,
    Conflict,
    Expertise,
    Redaction,
    Review,
    Reviewer,
    ReviewStatus,
    Rubric,
    Stance,
    Tie,
    Wish,
)
from abstracts.queries import to_share_out
from abstracts.rules import SharedOutMeanwhile, match_weight
from abstracts.solver.sharing import nearness, plan
from tests import factories as make

TODAY = make.NOON.date()
_number = count(1)


@pytest.fixture
def call(session):
    call = make.a_call(make.an_event())
    make.saved(Rubric(call_id=call.id, reviews_each=2, least_reviews=2))
    return call


def a_reviewer(call, **changes) -> Reviewer:
    given = {
        "call_id": call.id,
        "person_id": make.a_person(email=f"reader{next(_number)}@south.example").id,
        "stance": Stance.REVIEWING,
        "invited_at": make.NOON,
    }
    return make.saved(Reviewer(**given | changes))


def abstracts_in_review(call, count: int):
    return [make.an_abstract(call, status=AbstractStatus.IN_REVIEW) for _ in range(count)]


def shared(session, call) -> set[tuple[int, int]]:
    return {tuple(row) for row in session.execute(select(Review.abstract_id, Review.reviewer_id))}


def test_what_weighs_most_is_what_somebody_knows_then_what_they_want():
    assert match_weight(3, Wish.EAGER, 1.0) == 1000
    assert match_weight(0, Wish.RELUCTANT, 0.0) == 0
    assert match_weight(2, Wish.RELUCTANT, 0.0) > match_weight(1, None, 0.4)


def test_each_abstract_gets_those_who_know_its_category(session, call):
    abstracts, experts = abstracts_in_review(call, 2), [a_reviewer(call) for _ in range(2)]
    a_reviewer(call), a_reviewer(call)
    for each in experts:
        make.saved(Expertise(reviewer_id=each.id, category_id=abstracts[0].category_id, level=3))

    found = plan(to_share_out(session, call, TODAY))

    assert found.pairs == {(abstract.id, each.id) for abstract in abstracts for each in experts}
    assert not found.short


def test_rule_42_a_conflict_is_never_shared_out_until_it_is_lifted(session, call):
    (abstract,), (first, second) = abstracts_in_review(call, 1), [a_reviewer(call) for _ in range(2)]
    conflict = Conflict(abstract_id=abstract.id, person_id=first.person_id, tie=Tie.ORGANISATION, found_at=make.NOON)
    make.saved(conflict)

    found = plan(to_share_out(session, call, TODAY))

    assert found.pairs == {(abstract.id, second.id)}
    assert found.short == {abstract.id: 1}
    assert found.other == {abstract.id: 1}
    conflict.lifted_at = make.NOON
    session.flush()
    assert len(plan(to_share_out(session, call, TODAY)).pairs) == 2


def test_drafts_and_who_is_away_or_declined_take_no_part(session, call):
    make.an_abstract(call)
    make.an_abstract(call, status=AbstractStatus.SUBMITTED)
    a_reviewer(call, stance=Stance.DECLINED)
    a_reviewer(call, stance=Stance.INVITED)
    a_reviewer(call, away_until=TODAY)

    given = to_share_out(session, call, TODAY)

    assert (given.abstracts, given.readers) == ((), ())


def test_what_is_begun_stays_what_was_declined_never_comes_back_and_the_rest_changes_little(session, call):
    abstracts, readers = abstracts_in_review(call, 6), [a_reviewer(call, most=4) for _ in range(4)]
    given = to_share_out(session, call, TODAY)
    share_out(session, call=call, given=given, plan=plan(given), by_id=None, today=TODAY, now=make.NOON)
    begun, declined = session.scalars(select(Review).order_by(Review.id).limit(2))
    begun.status, declined.status = ReviewStatus.STARTED, ReviewStatus.DECLINED
    before, gone = shared(session, call), (declined.abstract_id, declined.reviewer_id)
    a_reviewer(call, most=4)
    session.flush()

    given = to_share_out(session, call, TODAY)
    came, went = share_out(session, call=call, given=given, plan=plan(given), by_id=None, today=TODAY, now=make.NOON)

    assert (came, went) == (1, 0)
    assert before <= shared(session, call)
    assert gone not in plan(to_share_out(session, call, TODAY)).pairs
    assert len(abstracts) * 2 == len(shared(session, call)) - 1
    assert len(readers) == 4


def test_a_plan_from_before_somebody_declared_a_conflict_is_refused(session, call):
    (abstract,), (reader, _) = abstracts_in_review(call, 1), [a_reviewer(call) for _ in range(2)]
    given = to_share_out(session, call, TODAY)
    late = Conflict(abstract_id=abstract.id, person_id=reader.person_id, tie=Tie.BY_REVIEWER, found_at=make.NOON)
    make.saved(late)

    with pytest.raises(SharedOutMeanwhile):
        share_out(session, call=call, given=given, plan=plan(given), by_id=None, today=TODAY, now=make.NOON)

    assert shared(session, call) == set()


def test_bids_and_their_own_words_count(session, call):
    (abstract,), readers = abstracts_in_review(call, 1), [a_reviewer(call) for _ in range(3)]
    readers[0].interests = "Rounds that listen: leadership on wards"
    make.saved(Bid(reviewer_id=readers[1].id, abstract_id=abstract.id, wish=Wish.EAGER))
    make.saved(Bid(reviewer_id=readers[2].id, abstract_id=abstract.id, wish=Wish.RELUCTANT))

    given = to_share_out(session, call, TODAY)

    assert nearness(given)[0][0] > nearness(given)[0][1] == 0
    assert plan(given).pairs == {(abstract.id, readers[0].id), (abstract.id, readers[1].id)}


def test_rule_40_what_sharing_out_reads_is_the_redacted_copy_and_no_author(session, call):
    (abstract,) = abstracts_in_review(call, 1)
    make.saved(Redaction(abstract_id=abstract.id, field="title", words="", of_version=2, made_at=make.NOON))

    (to_read,) = to_share_out(session, call, TODAY).abstracts

    assert abstract.title not in to_read.words
    assert "What we say under Impact." in to_read.words
    assert not any(each.surname in to_read.words or each.organisation in to_read.words for each in abstract.authors)


def test_it_asks_as_much_for_forty_as_for_one(session, call, statements):
    def asked(count):
        abstracts_in_review(call, count)
        session.expire_all()
        session.refresh(call)
        statements.clear()
        to_share_out(session, call, TODAY)
        return len(statements)

    assert asked(1) == asked(40)


def test_the_shell_says_what_it_shared_out_and_what_it_could_not(app, session, call):
    abstracts_in_review(call, 2)
    reader = a_reviewer(call, most=1)
    slug, name = call.event.slug, reader.person.name

    dry = app.test_cli_runner().invoke(args=["reviews", "assign", slug, "--dry-run", "--json"])
    kept_dry = session.scalar(select(func.count(Review.id)))
    told = json.loads(app.test_cli_runner().invoke(args=["reviews", "assign", slug, "--json"]).stdout)
    again = app.test_cli_runner().invoke(args=["reviews", "assign", slug])

    assert (dry.exit_code, kept_dry) == (0, 0)
    assert json.loads(dry.stdout)["reviews"] == 1
    assert (told["reviews"], told["new"], told["loads"]) == (1, 1, {name: 1})
    assert any("lacks" in line for line in told["short"])
    assert f"It would help if {name} took 1 more." in told["would_help"]
    assert "1 reviews, 0 of them new." in again.stdout


def test_the_shell_says_in_one_sentence_that_there_is_no_such_call(app):
    found = app.test_cli_runner().invoke(args=["reviews", "assign", "nowhere"])

    assert (found.exit_code, found.stderr) == (1, "Error: There is no such call.\n")


def test_a_plan_that_is_outrun_each_time_is_given_up(app, call, monkeypatch):
    def outrun(*_, **__):
        raise SharedOutMeanwhile("Something has changed.")

    monkeypatch.setattr(assigning.actions, "share_out", outrun)

    found = app.test_cli_runner().invoke(args=["reviews", "assign", call.event.slug])

    assert (found.exit_code, found.stderr) == (1, "Error: Something has changed.\n")
