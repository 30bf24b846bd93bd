"""Who is named as an author, in which order, and who of them presents."""

import pytest
from sqlalchemy.exc import IntegrityError

from abstracts.actions import (
    add_author,
    change_author,
    choose_corresponding,
    choose_presenter,
    move_author,
    remove_author,
)
from abstracts.models import AbstractStatus, Agreement, Author, Editing
from abstracts.rules import (
    AuthorDetails,
    CallClosed,
    ChangedElsewhere,
    MayNotChange,
    NamedAlready,
    NotAnOrcid,
    NotComplete,
    TooManyAuthors,
    orcid_of,
    places_typed,
)
from core.diary import DiaryEntry
from tests import factories as make

ASH = AuthorDetails("Ash", "Fictum", "ash.fictum@north.example", "Halcyon Medical School", "Mereport")


@pytest.fixture(autouse=True)
def _in_the_application(app):
    with app.app_context():
        yield


def by_nobody(abstract, now=make.NOON) -> dict:
    return {"version": abstract.version, "by_id": None, "now": now}


def surnames(session, abstract) -> list[str]:
    session.expire_all()
    return [each.surname for each in abstract.authors]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        (" https://orcid.org/0000-0002-1694-233X ", "0000-0002-1694-233X"),
        ("000000021694233x", "0000-0002-1694-233X"),
        ("", ""),
    ],
)
def test_an_orcid_is_read_however_it_is_written(typed, printed):
    assert orcid_of(typed) == printed


@pytest.mark.parametrize(
    "typed", ["0000-0002-1825-0098", "0000-0002-1825-009", "٠000-0002-1825-0097", "https://elsewhere.example/1", "me"]
)
def test_an_orcid_with_a_wrong_figure_is_none(typed):
    with pytest.raises(NotAnOrcid):
        orcid_of(typed)


def test_every_slip_of_one_figure_in_an_orcid_is_noticed():
    right, unnoticed = "000000021825009", []
    for at in range(15):
        for figure in set("0123456789") - {right[at]}:
            slipped = f"{right[:at]}{figure}{right[at + 1 :]}7"
            try:
                unnoticed.append(orcid_of(slipped))
            except NotAnOrcid:
                continue

    assert unnoticed == []


def test_an_author_is_added_last_and_pressing_twice_names_them_once(session, call):
    abstract = make.an_abstract(call)
    version = abstract.version

    twice = [
        add_author(session, abstract=abstract, details=ASH, version=version, by_id=None, now=make.NOON) for _ in "12"
    ]

    assert twice[0] is twice[1]
    assert surnames(session, abstract)[1:] == ["Fictum"]
    assert (twice[0].position, twice[0].email_key, abstract.version) == (2, "ash.fictum@north.example", version + 1)


def test_rule_39_eleven_authors_are_taken_and_a_twelfth_is_not(session, call):
    abstract = make.an_abstract(call, authors=10)
    add_author(session, abstract=abstract, details=ASH, **by_nobody(abstract))

    with pytest.raises(TooManyAuthors, match="11 authors at most"):
        add_author(session, abstract=abstract, details=AuthorDetails("A", "B", "ab@x.example"), **by_nobody(abstract))

    assert len(abstract.authors) == 11


@pytest.mark.parametrize("email", ["ASH.Fictum@NORTH.example", " ash.fictum@north.example", "ash.fictum@north.example"])
def test_one_address_however_written_is_one_author(session, call, email):
    abstract = make.an_abstract(call)
    make.an_author(abstract, position=2, email="ash.fictum@north.example", surname="Fictum")
    session.refresh(abstract)

    with pytest.raises(NamedAlready, match="Fictum has this address already"):
        add_author(session, abstract=abstract, details=AuthorDetails("A", "B", email), **by_nobody(abstract))


def test_the_database_too_lets_an_address_be_named_once_and_one_author_present(session, call):
    abstract = make.an_abstract(call, authors=2)
    again = {"abstract_id": abstract.id, "position": 3, "given_names": "", "surname": "X", "email": "x@y.example"}

    def add(broken: dict) -> None:
        with session.begin_nested():
            session.add(Author(**again, **broken))

    for broken in ({"email_key": abstract.authors[0].email_key}, {"email_key": "x@y.example", "is_presenter": True}):
        with pytest.raises(IntegrityError):
            add(broken)


def test_authors_move_up_and_down_and_beyond_the_ends_is_an_end(session, call):
    abstract = make.an_abstract(call, authors=3)
    first, second, third = [each.surname for each in abstract.authors]

    move_author(session, author=abstract.authors[2], position=1, **by_nobody(abstract))
    assert surnames(session, abstract) == [third, first, second]
    version = abstract.version
    move_author(session, author=abstract.authors[0], position=0, version=1, by_id=None, now=make.NOON)
    assert abstract.version == version  # it stands there already
    move_author(session, author=abstract.authors[0], position=999, **by_nobody(abstract))

    assert surnames(session, abstract) == [first, second, third]
    assert [each.position for each in abstract.authors] == [1, 2, 3]


def test_who_presents_and_who_is_written_to_change_hands(session, call):
    abstract = make.an_abstract(call, authors=3)
    second, third = abstract.authors[1:]

    choose_presenter(session, author=third, **by_nobody(abstract))
    choose_corresponding(session, author=second, **by_nobody(abstract))

    session.expire_all()
    assert [each.is_presenter for each in abstract.authors] == [False, False, True]
    assert [each.is_corresponding for each in abstract.authors] == [False, True, False]


def test_a_removed_author_leaves_no_gap(session, call):
    abstract = make.an_abstract(call, authors=3)
    first, _, third = [each.surname for each in abstract.authors]

    remove_author(session, author=abstract.authors[1], **by_nobody(abstract))

    assert surnames(session, abstract) == [first, third]
    assert [each.position for each in abstract.authors] == [1, 2]


def test_an_older_version_changes_no_author(session, call):
    abstract = make.an_abstract(call, authors=2)
    old = {"version": abstract.version - 1, "by_id": None, "now": make.NOON}
    author = abstract.authors[1]

    for deed in (
        lambda: add_author(session, abstract=abstract, details=ASH, **old),
        lambda: change_author(session, author=author, details=ASH, **old),
        lambda: move_author(session, author=author, position=1, **old),
        lambda: choose_presenter(session, author=author, **old),
        lambda: remove_author(session, author=author, **old),
    ):
        with pytest.raises(ChangedElsewhere):
            deed()

    assert len(abstract.authors) == 2


def test_another_address_is_asked_anew_and_ends_the_old_link(session, call, letters):
    abstract = make.an_abstract(call, authors=2, status=AbstractStatus.SUBMITTED)
    author = abstract.authors[1]
    author.agreement, author.answered_at = Agreement.CONFIRMED, make.NOON

    change_author(session, author=author, details=ASH, **by_nobody(abstract))

    assert (author.agreement, author.answered_at, author.link_version) == (Agreement.WAITING, None, 2)
    assert letters("named") == ["ash.fictum@north.example"]


def test_another_name_leaves_the_answer_as_it_is(session, call, letters):
    abstract = make.an_abstract(call, authors=2, status=AbstractStatus.SUBMITTED)
    author = abstract.authors[1]
    author.agreement = Agreement.CONFIRMED

    change_author(
        session, author=author, details=AuthorDetails("Ash", "Fictum", author.email, "Elsewhere"), **by_nobody(abstract)
    )

    assert (author.agreement, author.link_version, letters("named")) == (Agreement.CONFIRMED, 1, [])


def test_a_submitted_abstract_stays_complete(session, call):
    abstract = make.an_abstract(call, authors=2, status=AbstractStatus.SUBMITTED)

    with pytest.raises(NotComplete, match="which author presents"):
        remove_author(session, author=abstract.authors[0], **by_nobody(abstract))


@pytest.mark.parametrize(
    ("status", "editing", "late", "refusal"),
    [
        (AbstractStatus.SUBMITTED, Editing.LOCKED, False, MayNotChange),
        (AbstractStatus.IN_REVIEW, Editing.OPEN, False, MayNotChange),
        (AbstractStatus.SUBMITTED, Editing.OPEN, True, CallClosed),
        (AbstractStatus.DRAFT, Editing.OPEN, True, CallClosed),
    ],
    ids=["locked on submission", "in review", "submitted, too late", "a draft, too late"],
)
def test_rule_38_no_author_changes_where_nothing_may(session, status, editing, late, refusal):
    call = make.a_call(make.an_event(), editing=editing)
    abstract = make.an_abstract(call, status=status)

    with pytest.raises(refusal):
        add_author(
            session, abstract=abstract, details=ASH, **by_nobody(abstract, call.closes_at if late else make.NOON)
        )


def test_organisations_are_suggested_once_each(session, call):
    abstract = make.an_abstract(call, authors=2)
    make.an_author(abstract, position=3, organisation="Halcyon", second_organisation="Mereport Trust")
    session.refresh(abstract)

    assert places_typed(abstract.authors) == ["Northmere Teaching Hospitals NHS Trust", "Halcyon", "Mereport Trust"]


def test_the_diary_knows_authors_by_their_ids_alone(session, call):
    abstract = make.an_abstract(call)
    author = add_author(session, abstract=abstract, details=ASH, **by_nobody(abstract))
    change_author(session, author=author, details=AuthorDetails("Bay", "Leaf", "bay@x.example"), **by_nobody(abstract))

    entries = session.query(DiaryEntry).filter_by(object_kind="abstract").all()
    assert [each.act for each in entries] == ["named an author", "changed an author"]
    said = repr([(each.before, each.after) for each in entries])
    assert not any(word in said for word in ("Ash", "Fictum", "Leaf", "example"))
