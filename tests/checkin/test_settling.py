"""Who is in by all that was scanned, whatever order it arrived in (R21, CHK-2)."""

from datetime import timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from checkin.models import Entry, Verdict
from checkin.rules import TOLD, Conflict, Fact, Listing, Reason, Settled, Why, settle
from events.models import Event
from tests.checkin.verdicts import FIRST, NOON, SECOND

MINUTE = timedelta(minutes=1)
EVENT = Event(zone="Europe/London", first_day=FIRST, last_day=SECOND)
LISTINGS = {
    "main": Listing(),
    "lounge": Listing(reenters=True),
    "dinner": Listing(entry=Entry.ONCE),
    "stand": Listing(entry=Entry.ALWAYS),
}


def fact(key: str, minutes: float = 0, **more) -> Fact:
    given = {
        "list": "main",
        "verdict": Verdict.ADMITTED,
        "reason": "",
        "device": "1",
        "counter": 0,
        "is_exit": False,
        "undo_of": None,
        "by_hand": "",
        "place": "North",
        "by_id": 1,
        "code_dead_at": None,
    }
    return Fact(key=key, at=NOON + minutes * MINUTE, **given | more)


def exit_of(key: str, minutes: float, **more) -> Fact:
    return fact(key, minutes, is_exit=True, reason=Reason.LEFT, **more)


def undo(key: str, minutes: float, of: str) -> Fact:
    return fact(key, minutes, verdict=Verdict.REFUSED, reason=Reason.UNDONE, undo_of=of)


def settled(*facts: Fact, **more):
    return settle(facts, LISTINGS, EVENT, **more)


def test_the_first_of_two_admits_and_the_other_is_a_conflict():
    early, late = fact("late-comer", 0), fact("first-to-arrive", 5, device="2")

    assert settled(late, early) == ({("main", FIRST): Settled(early)}, [Conflict(Why.TWICE, late, early)])


def test_at_the_same_moment_the_device_its_counter_and_the_key_decide():
    same = [fact("b", counter=2), fact("a", counter=3), fact("c", device="0", counter=9)]

    admissions, conflicts = settled(*same)

    assert admissions[("main", FIRST)].first.key == "c"
    assert [each.fact.key for each in conflicts] == ["b", "a"]


def test_what_did_not_admit_decides_nothing():
    told = [fact("a", verdict=Verdict.AGAIN, reason=Reason.ALREADY_IN), fact("b", verdict=Verdict.REFUSED)]

    assert settled(*told) == ({}, [])


def test_one_who_left_and_came_back_is_inside_once():
    came, left, back = fact("a", list="lounge"), exit_of("b", 5, list="lounge"), fact("c", 9, list="lounge")
    slot = ("lounge", FIRST)

    assert settled(came, left) == ({slot: Settled(came, False, left.at)}, [])
    assert settled(back, came, left) == ({slot: Settled(came, True, back.at)}, [])


def test_where_one_may_not_come_back_it_is_a_conflict_and_they_are_inside():
    came, left, back = fact("a"), exit_of("b", 5), fact("c", 9)

    assert settled(came, left, back) == (
        {("main", FIRST): Settled(came, True, back.at)},
        [Conflict(Why.TWICE, back, came)],
    )


def test_leaving_one_list_leaves_no_other_and_who_never_came_leaves_nothing():
    came = fact("a")

    assert settled(came, exit_of("b", 1, list="lounge"), exit_of("c", 2, list="dinner")) == (
        {("main", FIRST): Settled(came)},
        [],
    )


def test_each_day_has_its_admission_and_a_list_that_lets_in_once_has_one():
    day = 24 * 60
    both = [fact("a"), fact("b", day), fact("c", list="dinner"), fact("d", day, list="dinner")]

    admissions, conflicts = settled(*both)

    assert list(admissions) == [("main", FIRST), ("dinner", FIRST), ("main", SECOND)]
    assert [each.fact.key for each in conflicts] == ["d"]


def test_as_often_as_one_likes_is_no_conflict_and_neither_is_a_steward_s_own_word():
    often = [fact("a", list="stand"), fact("b", 1, list="stand"), fact("c"), fact("d", 1, by_hand="badge lost")]

    assert settled(*often)[1] == []


@pytest.mark.parametrize(("minutes", "inside"), [(15, False), (15.001, True), (-0.001, True)])
def test_what_is_taken_back_in_time_never_was(minutes, inside):
    admissions, _ = settled(fact("a"), undo("u", minutes, of="a"))

    assert bool(admissions) is inside


def test_a_scan_taken_back_gives_the_admission_to_the_next_one():
    admissions, conflicts = settled(fact("a"), fact("b", 1, device="2"), undo("u", 2, of="a"))

    assert admissions[("main", FIRST)].first.key == "b"
    assert conflicts == []


def test_taking_back_takes_what_the_phone_told_alone_too():
    assert settled(fact("a" + TOLD), undo("u", 2, of="a")) == ({}, [])


def test_an_undo_that_was_too_late_when_it_was_told_takes_nothing_back():
    late = undo("u", 2, of="a")._replace(reason=Reason.TOO_LATE)

    assert len(settled(fact("a"), late)[0]) == 1


def test_chk_5_a_dead_ticket_that_was_let_in_is_inside_and_a_conflict():
    came = fact("a", 10)

    for died, wrong in ((came.at, True), (came.at + MINUTE, False), (None, False)):
        in_all = settled(came, cancelled_at=died), settled(came._replace(code_dead_at=died))
        for admissions, conflicts in in_all:
            assert len(admissions) == 1
            assert [each.why for each in conflicts] == [Why.DEAD] * wrong


def test_a_revoked_phone_admits_nobody_and_is_named():
    stolen = fact("a", reason=Reason.REVOKED)

    assert settled(stolen) == ({}, [Conflict(Why.REVOKED, stolen, None)])


def test_a_list_that_is_there_no_more_counts_nobody():
    assert settled(fact("a", list="gone")) == ({}, [])


FACTS = st.lists(
    st.builds(
        fact,
        key=st.uuids().map(str),
        minutes=st.integers(0, 40),
        list=st.sampled_from(list(LISTINGS)),
        verdict=st.sampled_from(Verdict),
        reason=st.sampled_from(["", Reason.LEFT, Reason.UNDONE, Reason.REVOKED]),
        device=st.sampled_from("12345"),
        counter=st.integers(0, 3),
        is_exit=st.booleans(),
        undo_of=st.none(),
    ),
    max_size=9,
    unique_by=lambda each: each.key,
)


@st.composite
def with_undos(draw) -> list[Fact]:
    facts = draw(FACTS)
    takes_back = draw(st.lists(st.sampled_from(facts), max_size=2)) if facts else []
    undos = [undo(f"undo-{number}", draw(st.integers(0, 60)), each.key) for number, each in enumerate(takes_back)]
    return facts + undos


@settings(max_examples=200, deadline=None)
@given(with_undos().flatmap(lambda facts: st.tuples(st.just(facts), st.permutations(facts))))
def test_chk_2_any_order_of_arrival_settles_the_same(both):
    in_one_order, in_another = both

    assert settled(*in_one_order) == settled(*in_another)


def test_chk_2_a_rule_that_goes_by_arrival_is_noticed(monkeypatch):
    monkeypatch.setattr("checkin.rules.settling.sorted", lambda facts, **_: list(facts), raising=False)

    @settings(max_examples=200, deadline=None, phases=(Phase.generate,), database=None)
    @given(with_undos().flatmap(lambda facts: st.tuples(st.just(facts), st.permutations(facts))))
    def in_any_order(both):
        assert settled(*both[0]) == settled(*both[1])

    with pytest.raises(AssertionError):
        in_any_order()


@settings(max_examples=100, deadline=None)
@given(with_undos())
def test_each_admission_is_the_earliest_that_admits_and_each_other_one_is_accounted_for(facts):
    admissions, conflicts = settled(*facts)

    for (list_name, _), each in admissions.items():
        assert each.first.list == list_name
        assert each.first.verdict is Verdict.ADMITTED
        assert each.moved_at is None or each.moved_at >= each.first.at
    assert all(each.fact.verdict is Verdict.ADMITTED for each in conflicts)
    firsts = {each.first.key for each in admissions.values()}
    assert firsts.isdisjoint(each.fact.key for each in conflicts)
