"""Withdrawing, the chair's arrows, and one poster for each presenter (domain rules 38, 45, 47)."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from abstracts import queries
from abstracts.actions import (
    choose_presenter,
    decide_abstract,
    send_to_review,
    take_back_to_submitted,
    undo_decision,
    withdraw_abstract,
)
from abstracts.models import Abstract, AbstractStatus, Agreement, Decision
from abstracts.queries import same_presenter
from abstracts.rules import (
    NEXT_STATUSES,
    SENT_IN,
    ChangedElsewhere,
    MayNotChange,
    SecondPoster,
    WrongMove,
    counts_as_sent,
    shown_status,
)
from core.diary import DiaryEntry
from people.models import Role
from tests import factories as make

BY = {"by_id": None, "now": make.NOON}
STATUS = AbstractStatus


@pytest.fixture(autouse=True)
def _in_the_application(app):
    with app.app_context():
        yield


def presented_by(call, email: str, **changes) -> Abstract:
    """An abstract in review that somebody with this address presents."""
    abstract = make.an_abstract(call, authors=0, **{"status": STATUS.IN_REVIEW} | changes)
    make.an_author(abstract, email=email)
    make.session.refresh(abstract)
    return abstract


class TestWithdrawing:
    def test_rule_38_still_works_after_the_deadline_and_keeps_the_number(self, session, call):
        abstract = make.an_abstract(call, status=STATUS.SUBMITTED)
        after = call.closes_at + timedelta(days=1)

        withdraw_abstract(session, abstract=abstract, version=abstract.version, by_id=None, now=after)

        assert (abstract.status, abstract.withdrawn_at, abstract.number) == (STATUS.WITHDRAWN, after, 1)
        assert not counts_as_sent(abstract)

    def test_rule_38_a_withdrawal_that_asked_whether_the_call_is_open_would_be_noticed(
        self, session, call, monkeypatch
    ):
        def only_while_open(abstract):
            raise MayNotChange("The call has closed.")

        monkeypatch.setattr("abstracts.actions.life.rules.check_may_withdraw", only_while_open)

        with pytest.raises(MayNotChange):
            self.test_rule_38_still_works_after_the_deadline_and_keeps_the_number(session, call)

    @pytest.mark.parametrize("status", [STATUS.SUBMITTED, STATUS.IN_REVIEW, STATUS.DECIDED, STATUS.ACCEPTED])
    def test_is_possible_until_it_is_presented(self, session, call, status):
        decided = {"decision": Decision.ORAL} if status not in (STATUS.SUBMITTED, STATUS.IN_REVIEW) else {}
        abstract = make.an_abstract(call, status=status, **decided)

        withdraw_abstract(session, abstract=abstract, version=abstract.version, **BY)

        assert abstract.status is STATUS.WITHDRAWN

    @pytest.mark.parametrize("status", [STATUS.DRAFT, STATUS.DECLINED, STATUS.PRESENTED, STATUS.PUBLISHED])
    def test_is_not_possible_for_a_draft_or_once_presented(self, session, call, status):
        abstract = make.an_abstract(call, status=status, decision=Decision.ORAL)

        with pytest.raises(MayNotChange, match="cannot be withdrawn"):
            withdraw_abstract(session, abstract=abstract, version=abstract.version, **BY)

    def test_asks_the_version_and_pressing_twice_withdraws_once(self, session, call, letters):
        abstract = make.an_abstract(call, status=STATUS.SUBMITTED)
        with pytest.raises(ChangedElsewhere):
            withdraw_abstract(session, abstract=abstract, version=1, **BY)

        for _ in "12":
            withdraw_abstract(session, abstract=abstract, version=2, **BY)

        assert letters("withdrawn") == [abstract.owner.email, abstract.authors[0].email]
        assert session.query(DiaryEntry).filter_by(act="abstract withdrawn").count() == 1

    def test_tells_owner_authors_and_the_chairs_of_the_event_each_once(self, session, call, letters):
        here, elsewhere = call.event, make.an_event()
        chair = make.a_person(role=Role.ABSTRACT_CHAIR, event=here)
        chair_of_all = make.a_person(role=Role.ABSTRACT_CHAIR)
        for role, event in ((Role.ABSTRACT_CHAIR, elsewhere), (Role.ORGANISER, here)):
            make.a_person(role=role, event=event)
        abstract = make.an_abstract(call, authors=2, status=STATUS.SUBMITTED)
        make.an_author(abstract, position=3, email=abstract.owner.email)
        make.an_author(abstract, position=4, agreement=Agreement.DECLINED)
        session.refresh(abstract)

        withdraw_abstract(session, abstract=abstract, version=abstract.version, **BY)

        told = [abstract.owner.email, *(each.email for each in abstract.authors[:2])]
        assert sorted(letters("withdrawn")) == sorted(told)
        assert letters("withdrawn_chair") == [chair.email, chair_of_all.email]


class TestTheArrows:
    def test_each_action_goes_along_its_own_arrow(self, session, call):
        abstract = make.an_abstract(call, status=STATUS.SUBMITTED)
        seen = []
        for deed, more in (
            (send_to_review, {}),
            (take_back_to_submitted, {}),
            (send_to_review, {}),
            (decide_abstract, {"decision": Decision.ORAL}),
            (undo_decision, {}),
        ):
            for _ in "12":  # pressed twice
                deed(session, abstract=abstract, **more, **BY)
            seen.append((abstract.status, abstract.decision))

        review = (STATUS.IN_REVIEW, None)
        assert seen == [review, (STATUS.SUBMITTED, None), review, (STATUS.DECIDED, Decision.ORAL), review]
        assert session.query(DiaryEntry).filter_by(object_id=abstract.id, object_kind="abstract").count() == 5

    @pytest.mark.parametrize("status", STATUS)
    def test_no_action_takes_another_arrow(self, session, call, status):
        deeds = {
            send_to_review: (STATUS.SUBMITTED, STATUS.IN_REVIEW),
            take_back_to_submitted: (STATUS.IN_REVIEW, STATUS.SUBMITTED),
            undo_decision: (STATUS.DECIDED, STATUS.IN_REVIEW),
        }
        for deed, (start, end) in deeds.items():
            if status in (start, end):
                continue
            abstract = make.an_abstract(call, status=status, decision=Decision.ORAL)
            with pytest.raises(WrongMove):
                deed(session, abstract=abstract, **BY)
        if status is not STATUS.IN_REVIEW:
            abstract = make.an_abstract(call, status=status, decision=Decision.ORAL)
            with pytest.raises(WrongMove):
                decide_abstract(session, abstract=abstract, decision=Decision.POSTER, **BY)

    def test_every_status_is_reached_and_three_are_the_end(self):
        assert set().union(*NEXT_STATUSES.values()) == set(STATUS) - {STATUS.DRAFT}
        assert {each for each, onward in NEXT_STATUSES.items() if not onward} == {
            STATUS.DECLINED,
            STATUS.PUBLISHED,
            STATUS.WITHDRAWN,
        }
        assert STATUS.WITHDRAWN not in SENT_IN

    @pytest.mark.parametrize("decision", Decision)
    def test_rule_45_no_decision_shows_before_its_release(self, session, call, decision):
        abstract = make.an_abstract(call, status=STATUS.IN_REVIEW)

        decide_abstract(session, abstract=abstract, decision=decision, **BY)

        assert shown_status(abstract) is STATUS.IN_REVIEW


class TestOnePosterEach:
    def test_rule_47_a_second_poster_of_one_presenter_is_refused_and_names_the_first(self, session, call):
        other_call = make.a_call(call.event)
        first, second = presented_by(call, "ash@north.example"), presented_by(other_call, "ash@north.example")
        decide_abstract(session, abstract=first, decision=Decision.POSTER, **BY)

        with pytest.raises(SecondPoster, match=f"abstract {first.number} of {call.name}"):
            decide_abstract(session, abstract=second, decision=Decision.POSTER, **BY)

        assert (second.status, second.decision, second.poster_key) == (STATUS.IN_REVIEW, None, None)

    @pytest.mark.parametrize("decision", [Decision.ORAL, Decision.DECLINED, Decision.WAITLISTED])
    def test_rule_47_anything_but_a_poster_may_be_beside_it(self, session, call, decision):
        first, second = presented_by(call, "ash@north.example"), presented_by(call, "ash@north.example")
        decide_abstract(session, abstract=first, decision=Decision.POSTER, **BY)

        decide_abstract(session, abstract=second, decision=decision, **BY)

        assert second.decision is decision

    def test_rule_47_another_event_has_its_own_posters(self, session, call):
        elsewhere = make.a_call(make.an_event())
        for each in (call, elsewhere):
            decide_abstract(session, abstract=presented_by(each, "ash@x.example"), decision=Decision.POSTER, **BY)

    @pytest.mark.parametrize("frees", ["withdraw", "undo"])
    def test_rule_47_withdrawing_or_undoing_frees_it(self, session, call, frees):
        first, second = presented_by(call, "ash@north.example"), presented_by(call, "ash@north.example")
        decide_abstract(session, abstract=first, decision=Decision.POSTER, **BY)
        if frees == "withdraw":
            withdraw_abstract(session, abstract=first, version=first.version, **BY)
        else:
            undo_decision(session, abstract=first, **BY)

        decide_abstract(session, abstract=second, decision=Decision.POSTER, **BY)

        assert (first.poster_key, second.poster_key) == (None, "ash@north.example")

    def test_rule_47_another_presenter_takes_the_poster_over_unless_they_have_one(self, session, call):
        first, second = presented_by(call, "ash@north.example"), presented_by(call, "bay@north.example")
        third = make.an_author(second, position=2, email="ash@north.example")
        fourth = make.an_author(second, position=3, email="cicely@north.example")
        session.refresh(second)
        for each in (first, second):
            decide_abstract(session, abstract=each, decision=Decision.POSTER, **BY)

        choose_presenter(session, author=fourth, version=second.version, at_desk=True, **BY)
        assert second.poster_key == "cicely@north.example"
        with pytest.raises(SecondPoster):
            choose_presenter(session, author=third, version=second.version, at_desk=True, **BY)

    def test_rule_47_without_the_question_the_database_still_says_no(self, session, call, monkeypatch):
        monkeypatch.setattr(queries, "poster_of", lambda *_, **__: None)
        first, second = presented_by(call, "ash@north.example"), presented_by(call, "ash@north.example")
        decide_abstract(session, abstract=first, decision=Decision.POSTER, **BY)

        with pytest.raises(IntegrityError), session.begin_nested():
            decide_abstract(session, abstract=second, decision=Decision.POSTER, **BY)
        assert "uq_abstracts_event_id" in session.info["refusals"]

    def test_rule_47_without_question_and_constraint_two_posters_would_be_seen(self, session, call, monkeypatch):
        monkeypatch.setattr(queries, "poster_of", lambda *_, **__: None)
        monkeypatch.setattr("abstracts.actions.posters.rules.poster_key_for", lambda *_: None)

        with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
            self.test_rule_47_a_second_poster_of_one_presenter_is_refused_and_names_the_first(session, call)

    def test_rule_47_abstracts_of_one_presenter_are_flagged_before_any_decision(self, session, call):
        other_call, elsewhere = make.a_call(call.event), make.a_call(make.an_event())
        green = {"category_id": call.categories[1].id}
        pair = [presented_by(call, "ash@x.example"), presented_by(call, "ash@x.example", **green)]
        pair.append(presented_by(other_call, "ash@x.example"))
        for status in (STATUS.DRAFT, STATUS.WITHDRAWN):
            presented_by(call, "ash@x.example", status=status)
        presented_by(elsewhere, "ash@x.example")
        presented_by(call, "bay@x.example")

        assert same_presenter(session, call.event) == [pair]
        assert session.scalars(select(Abstract.poster_key).where(Abstract.poster_key.is_not(None))).all() == []
