"""Domain rule 42: who is too near an abstract, found among authors, organisations, addresses and earlier work."""

import pytest
from sqlalchemy import select

from abstracts.actions import find_conflicts
from abstracts.models import AbstractStatus, Conflict, Reviewer, Stance, Tie
from abstracts.rules import ConflictedChair, Known, Pinned, check_may_lift, conflicts, is_same_organisation, ties
from tests import factories as make

SAME = {
    "spelt alike": ("Northmere Teaching Hospitals NHS Trust", "Northmere Teaching Hospitals NHS Trust"),
    "shortened": ("Northmere NHS Trust", "Northmere Teaching Hospitals NHS Foundation Trust"),
    "one department": ("Department of Surgery, Northmere Hospital", "Northmere Teaching Hospitals NHS Trust, surgery"),
    "a slip of the pen": ("Northmeer Teaching Hospitals", "Northmere Teaching Hospitals"),
    "an accent": ("Dyffryn Glâs University Health Board", "Dyffryn Glas UHB, University Health Board"),
    "capitals": ("STRATHFELL HEALTH BOARD", "Strathfell Health Board"),
    "an apostrophe": ("St Alder’s Hospital", "St Alders Hospital"),
    "nothing but words of many": ("The Royal College", "the royal college"),
}
OTHER = {
    "two towns": ("Northmere Teaching Hospitals NHS Trust", "Saltmarsh Teaching Hospitals NHS Trust"),
    "words of many alone": ("NHS Trust", "National Health Service Foundation Trust"),
    "nothing": ("", ""),
    "one is nothing": ("Northmere NHS Trust", ""),
    "short words that begin alike": ("Lea Hospital", "Leamouth Hospital"),
}


@pytest.mark.parametrize("names", SAME.values(), ids=SAME.keys())
def test_rule_42_two_names_of_one_organisation_are_known_for_one(names):
    assert is_same_organisation(*names)
    assert is_same_organisation(*reversed(names))


@pytest.mark.parametrize("names", OTHER.values(), ids=OTHER.keys())
def test_rule_42_two_organisations_stay_two(names):
    assert not is_same_organisation(*names)


def known(*keys: str, at: tuple[str, ...] = ()) -> Known:
    return Known(frozenset(keys), at)


THEIRS = known("b@y.example", at=("Northmere",))
TIED = {
    "the author": (known("a@north.example"), known("a@north.example"), {Tie.AUTHOR, Tie.MAIL_DOMAIN}),
    "the same trust": (known("a@x.example", at=("Northmere NHS Trust",)), THEIRS, {Tie.ORGANISATION}),
    "a second trust": (known("a@x.example", at=("Elsewhere", "Northmere")), THEIRS, {Tie.ORGANISATION}),
    "the same mail domain": (known("a@mail.north.example"), known("b@north.example"), {Tie.MAIL_DOMAIN}),
    "a trust's own domain": (known("a@north.nhs.uk"), known("b@north.nhs.uk"), {Tie.MAIL_DOMAIN}),
    "two trusts' domains": (known("a@north.nhs.uk"), known("b@south.nhs.uk"), set()),
    "a post box of everybody": (known("a@gmail.com"), known("b@gmail.com"), set()),
    "a post box of the service": (known("a@nhs.net"), known("b@nhs.net"), set()),
    "strangers": (known("a@north.example"), known("b@south.example"), set()),
}  # fmt: skip


@pytest.mark.parametrize(("reviewer", "author", "found"), TIED.values(), ids=TIED.keys())
def test_rule_42_what_ties_a_reviewer_to_an_author(reviewer, author, found):
    assert ties(reviewer, [known("c@elsewhere.example"), author]) == found


def test_rule_42_who_sent_it_in_is_tied_without_being_an_author():
    assert ties(known("a@north.example"), [known("b@south.example")], frozenset({"a@north.example"})) == {Tie.OWNER}


@pytest.fixture
def call(session):
    return make.a_call(make.an_event())


def a_reviewer(call, person, **changes) -> Reviewer:
    given = {"call_id": call.id, "person_id": person.id, "stance": Stance.REVIEWING, "invited_at": make.NOON}
    return make.saved(Reviewer(**given | changes))


def found_in(session) -> set[tuple[int, int, Tie]]:
    rows = session.execute(select(Conflict.abstract_id, Conflict.person_id, Conflict.tie))
    return {tuple(row) for row in rows}


def test_rule_42_authors_trusts_and_earlier_co_authors_are_found_in_the_tables(session, call):
    writer, colleague, friend, stranger = (make.a_person(email=f"{who}@{who}.example") for who in ("w", "c", "f", "s"))
    mine = make.an_abstract(call, status=AbstractStatus.SUBMITTED, authors=0)
    make.an_author(mine, email=writer.email, organisation="Northmere Teaching Hospitals NHS Trust")
    earlier = make.an_abstract(make.a_call(make.an_event()), status=AbstractStatus.SUBMITTED, authors=0)
    make.an_author(earlier, email=writer.email)
    make.an_author(earlier, email=friend.email, position=2)
    a_reviewer(call, writer)
    a_reviewer(call, colleague, organisation="Northmere NHS Trust")
    a_reviewer(call, friend)
    a_reviewer(call, stranger, organisation="Saltmarsh Ambulance NHS Trust")

    new = find_conflicts(session, call=call, now=make.NOON)

    pairs = {(abstract_id, person_id) for abstract_id, person_id, _ in found_in(session)}
    assert pairs == {(mine.id, each.id) for each in (writer, colleague, friend)}
    assert new == len(found_in(session))
    assert find_conflicts(session, call=call, now=make.NOON) == 0


def test_rule_42_a_search_that_compares_names_letter_by_letter_is_noticed(session, call, monkeypatch):
    colleague = make.a_person()
    make.an_abstract(call, status=AbstractStatus.SUBMITTED)
    a_reviewer(call, colleague, organisation="Northmere NHS Trust", most=1)
    monkeypatch.setattr(conflicts, "is_same_organisation", lambda one, other: one == other)
    monkeypatch.setattr(conflicts, "_domains", lambda known: set())

    find_conflicts(session, call=call, now=make.NOON)

    assert found_in(session) == set()


def test_only_a_chair_without_a_conflict_lifts_one_and_nobody_lifts_a_pinned_one():
    mine = Conflict(tie=Tie.ORGANISATION, lifted_at=None, is_pinned=False)
    theirs = Conflict(tie=Tie.MAIL_DOMAIN, lifted_at=None, is_pinned=False)

    check_may_lift(theirs, [])
    check_may_lift(theirs, [Conflict(tie=Tie.COAUTHOR, lifted_at=make.NOON)])
    with pytest.raises(ConflictedChair):
        check_may_lift(theirs, [mine])
    with pytest.raises(Pinned, match="pinned"):
        check_may_lift(Conflict(tie=Tie.BY_CHAIR, is_pinned=True), [])
    with pytest.raises(Pinned, match="own abstract"):
        check_may_lift(Conflict(tie=Tie.AUTHOR, is_pinned=False), [])
