"""The chair's list: what it finds, what it says of each, and that it asks the database a handful of times."""

import pytest
from sqlalchemy import select, update

from abstracts.models import Abstract, AbstractStatus, Agreement, CallQuestion, Lead, Likeness, Preference
from abstracts.rules import Flag
from members.models import Nation
from people.models import Role
from tests import factories as make
from tests.abstracts.chair import SUBMITTED, a_finding, a_likeness
from tests.rig.plans import asked

DESK = "/desk/leaders-2027/abstracts"
MOST = 7


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def call(event):
    call = make.a_call(event, slug="main", name="Main")
    make.saved(CallQuestion(call_id=call.id, label="Is it new?", is_required=True))
    return call


@pytest.fixture
def chair(browse, event):
    return browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=event))


@pytest.fixture
def found(chair):
    """The titles on the page that the search leads to."""

    def titles(**query) -> set[str]:
        page = chair.get(DESK, query_string=query).text
        return {title for title in ("Åse’s rounds", "Plain", "Draft", "Twice", "Elsewhere") if f">{title}</a>" in page}

    return titles


@pytest.fixture
def sent(session, event, call) -> dict[str, Abstract]:
    """An abstract for each thing to look for, by its title."""
    other = make.a_call(event, slug="other", name="Other")
    rounds = make.an_abstract(call, title="Åse’s rounds", status=SUBMITTED, lead=Lead.STUDENT, authors=2)
    rounds.authors[0].surname, rounds.authors[0].organisation = "Bjørnstad", "Ysbyty Gwynédd"
    rounds.authors[1].agreement = Agreement.DECLINED
    plain = make.an_abstract(call, title="Plain", status=SUBMITTED, preference=Preference.POSTER)
    draft = make.an_abstract(call, title="Draft", ethics=None)
    twice = make.an_abstract(other, title="Twice", status=SUBMITTED, category_id=other.categories[1].id)
    twice.authors[0].email_key = plain.authors[0].email_key
    elsewhere = make.an_abstract(other, title="Elsewhere", nation=Nation.ELSEWHERE, status=AbstractStatus.IN_REVIEW)
    a_finding(elsewhere)
    a_finding(plain, is_hint=True)
    a_likeness(rounds, plain)
    make.an_abstract(make.a_call(make.an_event()), title="Foreign", status=SUBMITTED)
    session.commit()
    return {each.title: each for each in (rounds, plain, draft, twice, elsewhere)}


EVERY = {"Åse’s rounds", "Plain", "Draft", "Twice", "Elsewhere"}


FOUND = [
    ({}, EVERY),
    ({"status": "draft"}, {"Draft"}),
    ({"status": "in review"}, {"Elsewhere"}),
    ({"call": "other"}, {"Twice", "Elsewhere"}),
    ({"call": "nothing"}, set()),
    ({"flag": "leaks"}, {"Elsewhere"}),  # a hint flags nothing
    ({"flag": "declined"}, {"Åse’s rounds"}),
    ({"flag": "alike"}, {"Åse’s rounds", "Plain"}),
    ({"flag": "same-presenter"}, {"Plain", "Twice"}),
    ({"flag": "incomplete"}, {"Draft"}),
    ({"flag": "figure"}, set()),
    ({"preference": "poster"}, {"Plain"}),
    ({"lead": "student"}, {"Åse’s rounds"}),
    ({"nation": "elsewhere"}, {"Elsewhere"}),
    ({"status": "submitted", "call": "main"}, {"Åse’s rounds", "Plain"}),
    ({"status": "nothing there is", "category": "x"}, EVERY),
    ({"q": "ASE"}, {"Åse’s rounds"}),  # without its ring, in other letters
    ({"q": "bjornstad"}, set()),  # ø is a letter of its own, not an accent
    ({"q": "bjørnSTAD"}, {"Åse’s rounds"}),
    ({"q": "ysbyty gwynedd"}, {"Åse’s rounds"}),
    ({"q": "gwynedd nothing"}, set()),
    ({"q": "say under results"}, EVERY),
    ({"q": "1", "call": "main"}, {"Åse’s rounds"}),
    ({"q": "#2", "call": "main"}, {"Plain"}),
    ({"q": "wards", "status": "draft"}, {"Draft"}),
    ({"q": "%"}, set()),
]


def test_abstracts_are_found_by_each_filter_and_by_words(sent, found):
    for query, titles in FOUND:
        assert found(**query) == titles, query


def test_an_address_finds_what_its_owner_wrote(sent, found):
    assert found(q=sent["Plain"].owner.email.upper()) == {"Plain"}


def test_a_category_is_a_filter_of_its_own(sent, found):
    assert found(category=str(sent["Twice"].category_id)) == {"Twice"}


def test_each_row_says_what_to_look_at_and_how_much_a_draft_lacks(sent, chair):
    page = chair.get(DESK).text

    for words in ("May tell who wrote it", "A co-author declined", "Much like another", "Presenter of several"):
        assert f">{words}</span>" in page
    assert "Lacks 2 things" in page  # its ethics, and the question that must be answered
    assert "Foreign" not in page


def test_the_statuses_are_counted_over_all_pages_and_lead_to_their_filter(sent, chair):
    page = chair.get(DESK, query_string={"q": "Plain"}).text

    assert 'status=submitted">3<' in page
    assert 'status=draft">1<' in page


def many(call, number: int) -> None:
    for each in range(number):
        is_draft = each % 3 == 0
        make.an_abstract(call, authors=2, **({"ethics": None} if is_draft else {"status": SUBMITTED}))


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_a_list_asks_as_often_however_long_it_is(engine, call, chair, rows):
    many(call, rows)
    for query in ({}, {"q": "rounds"}, {"flag": "incomplete"}, {"flag": "leaks", "q": "a"}):
        with asked(engine) as few:
            assert chair.get(DESK, query_string=query).status_code == 200

        assert len(few) <= MOST, query


def test_the_next_page_begins_where_the_first_ends_and_keeps_the_search(call, chair, session):
    many(call, 60)
    first = chair.get(DESK, query_string={"q": "rounds", "status": "submitted"}).text
    assert "40 abstracts found" in first
    page = chair.get(DESK, query_string={"flag": "incomplete"}).text
    assert "20 abstracts found" in page

    page = chair.get(DESK, query_string={"q": "rounds"}).text
    fiftieth = session.scalars(select(Abstract.id).order_by(Abstract.id.desc()).offset(49)).first()
    assert f"q=rounds&amp;before={fiftieth}" in page
    assert chair.get(DESK, query_string={"q": "rounds", "before": fiftieth}).text.count('class="tick"') == 10


def test_a_number_that_no_table_can_have_is_no_filter(sent, found):
    assert found(category="99999999999", before="99999999999") == EVERY


def test_a_likeness_that_was_dismissed_is_no_flag(sent, session, found):
    session.execute(update(Likeness).values(dismissed_at=make.NOON))
    session.commit()

    assert found(flag=Flag.ALIKE.value) == set()


def test_planted_faults_of_the_search_are_seen(sent, found, monkeypatch):
    with monkeypatch.context() as planted:
        planted.setattr("abstracts.rules.holds_all", lambda *_: True)
        assert found(q="gwynedd nothing") == EVERY
    with monkeypatch.context() as planted:
        planted.setattr("abstracts.rules.folded", lambda words: words)
        assert found(q="ASE") == set()


def test_a_planted_list_that_asks_for_each_row_is_seen(engine, call, chair, monkeypatch):
    many(call, 9)
    monkeypatch.setattr("abstracts.queries.desk_list.FOR_LACKS", ())
    with asked(engine) as few:
        chair.get(DESK)

    assert len(few) > MOST
