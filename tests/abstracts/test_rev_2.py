"""No search, filter, count or page tells a chair of what binds them (REV-2): each equals a filter written here."""

import csv
import io
import re
from dataclasses import dataclass, field, replace
from itertools import cycle

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import true

from abstracts.models import Abstract, AbstractFile, AbstractStatus, Conflict, Decision, Exhibit, Lead, Preference, Tie
from abstracts.rules import STANDING, Flag, lacks
from core.files import StoredFile
from members.models import Nation
from people.models import Role
from tests import factories as make
from tests.abstracts.chair import a_finding, a_likeness
from tests.rig.crawl import said

ONCE = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None}
DESK = "/desk/leaders-2027/abstracts"
ROWS = 4  # of a page, so that there are several
TICK = re.compile(r'name="abstract" value="(\d+)"')
NEXT = re.compile(r'rel="next" href="([^"]+)"')
FOUND = re.compile(r'role="status">(?:(\d+) abstracts?)')
FIGURE = re.compile(r"<dd><a [^>]*status=([a-z+]+)[^>]*>(\d+)")
HIDDEN_WORDS = ("Verbena", "marjoram", "boundly")
WORDS = (
    "",
    "rounds",
    "WARDS",
    "Émile",
    "emile",
    "nobody",
    "1",
    "#2",
    "7",
    "north.example",
    "rounds émile",
    *HIDDEN_WORDS,
)
STATUSES = (AbstractStatus.SUBMITTED, AbstractStatus.IN_REVIEW, AbstractStatus.DECIDED, AbstractStatus.DRAFT)


@dataclass
class Shelf:
    """Every abstract of the event, those that bind the chair, and what the chair's flags are made of."""

    abstracts: list[Abstract]
    bound: set[int]
    flags: dict[int, set[str]] = field(default_factory=dict)
    alike: list[tuple[int, int]] = field(default_factory=list)

    def visible(self) -> list[Abstract]:
        return [each for each in self.abstracts if each.id not in self.bound]


@pytest.fixture
def call(session, now):
    return make.a_call(make.an_event(slug="leaders-2027"), slug="research")


@pytest.fixture
def chair(call):
    return make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event, name="Prof Chair")


@pytest.fixture
def shelf(app, session, call, chair, monkeypatch) -> Shelf:
    """Fourteen abstracts of two calls. Three bind the chair: as author, as owner, and by a conflict."""
    monkeypatch.setitem(app.config, "LIMITS", replace(app.config["LIMITS"], rows_per_page=ROWS))
    late, made = make.a_call(call.event, slug="late"), []
    kinds = zip(cycle(Preference), cycle(Lead), (*Nation, *Nation, *Nation), strict=False)
    for place, (preference, lead, nation) in zip(range(14), kinds, strict=False):
        title = ("Rounds for Émile", "Wards at night", "Rounds and wards")[place % 3]
        where, status = (late if place % 5 == 4 else call), STATUSES[place % 4]
        about = {"preference": preference, "lead": lead, "nation": nation, "status": status}
        if status is AbstractStatus.DECIDED:
            about |= {"decision": Decision.POSTER, "decided_at": make.NOON}
        about |= {"category_id": where.categories[place % 2].id, "title": f"{title} {place:02}"}
        made.append(make.an_abstract(where, chair if place == 3 else None, **about))
    hidden = {3: "Verbena", 6: "marjoram", 10: "boundly"}
    for place, word in hidden.items():
        made[place].sections[0].words = f"Of {word}."
        made[place].authors[0].surname = word
    make.an_author(made[6], position=2, email=chair.email)
    told = {"tie": Tie.BY_CHAIR, "found_at": make.NOON}
    make.saved(Conflict(abstract_id=made[10].id, person_id=chair.id, **told))
    made[13].sections[1].words = ""
    shelf = Shelf(made, {made[place].id for place in hidden})
    for first, second in ((0, 10), (1, 2), (6, 9)):
        a_likeness(made[first], made[second])
        shelf.alike.append((made[first].id, made[second].id))
    for pair in ((0, 1), (4, 6)):
        for place in pair:
            made[place].authors[0].email = made[place].authors[0].email_key = f"presents{pair[0]}@north.example"
    for place in (2, 6, 8):
        a_finding(made[place])
        shelf.flags.setdefault(made[place].id, set()).add("leaks")
    stored = {"name": "f.png", "kind": "image/png", "bytes": 1, "sha256": "0" * 64, "stored_at": make.NOON}
    for place in (5, 10):
        file = make.saved(StoredFile(key=f"{place:032}", purpose="figure of an abstract", **stored))
        exhibit = {"exhibit": Exhibit.FIGURE, "caption": "", "file_id": file.id}
        make.saved(AbstractFile(abstract_id=made[place].id, **exhibit))
        shelf.flags.setdefault(made[place].id, set()).add("figure")
    session.commit()
    for each in made:
        session.refresh(each)
    return shelf


def flags_of(shelf: Shelf, abstract: Abstract) -> set[str]:
    """By what the chair may see: another that they may not see makes nothing like it, and presents nothing."""
    open_ids = {each.id for each in shelf.visible()}
    found = set(shelf.flags.get(abstract.id, ()))
    if any(abstract.id in pair and set(pair) <= open_ids for pair in shelf.alike):
        found.add("alike")
    presenter = abstract.authors[0].email_key
    others = [each for each in shelf.visible() if each.id != abstract.id and each.status in STANDING]
    if abstract.status in STANDING and any(each.authors[0].email_key == presenter for each in others):
        found.add("same-presenter")
    if abstract.status is AbstractStatus.DRAFT and lacks(abstract):
        found.add("incomplete")
    return found


def wanted(shelf: Shelf, query: dict[str, str]) -> list[int]:
    """The ids that a search should find, the latest first."""
    said = {
        "call": lambda each: each.call.slug,
        "status": lambda each: each.status.value,
        "category": lambda each: str(each.category_id),
        "preference": lambda each: each.preference.value,
        "lead": lambda each: each.lead.value,
        "nation": lambda each: each.nation.value,
    }
    found = shelf.visible()
    for name, value in query.items():
        if name == "flag":
            found = [each for each in found if value in flags_of(shelf, each)]
        elif name != "q":
            found = [each for each in found if said[name](each) == value]
    sought = query.get("q", "").removeprefix("#").strip()
    if sought:
        numbered = [each for each in found if str(each.number) == sought]
        found = numbered or [each for each in found if all(one in text_of(each) for one in plain(sought).split())]
    return sorted((each.id for each in found), reverse=True)


def plain(words: str) -> str:
    return words.casefold().replace("é", "e")


def text_of(abstract: Abstract) -> str:
    owner, parts = abstract.owner, [abstract.title, abstract.keywords, *(each.words for each in abstract.sections)]
    parts += [owner.name, owner.email]
    for each in abstract.authors:
        parts += [each.given_names, each.surname, each.email, each.organisation, each.second_organisation, each.town]
    return plain("\n".join(parts))


@st.composite
def queries(draw, shelf: Shelf) -> dict[str, str]:
    """A search in which some of the boxes are filled in."""
    calls = sorted({each.call.slug for each in shelf.abstracts})
    offered = {
        "q": WORDS,
        "status": [each.value for each in AbstractStatus],
        "flag": [each.value for each in Flag],
        "call": [*calls, "nowhere"],
        "category": sorted({str(each.category_id) for each in shelf.abstracts}),
        "preference": [each.value for each in Preference],
        "lead": [each.value for each in Lead],
        "nation": [each.value for each in Nation],
    }
    names = draw(st.lists(st.sampled_from(sorted(offered)), unique=True, max_size=3))
    chosen = {name: draw(st.sampled_from(offered[name])) for name in names}
    return {name: value for name, value in chosen.items() if value}


def listed(browser, query: dict[str, str]) -> tuple[list[int], int]:
    """The ids on all pages of the list, and how many there are said to be."""
    ids: list[int] = []
    answer = browser.get(DESK, query_string=query)
    how_many = int(found[1]) if (found := FOUND.search(answer.text)) else 0
    while True:
        ids += map(int, TICK.findall(answer.text))
        if not (after := NEXT.search(answer.text)):
            return ids, how_many
        answer = browser.get(after[1].replace("&amp;", "&"))


def exported(browser, query: dict[str, str]) -> set[str]:
    rows = csv.DictReader(
        io.StringIO(browser.get(f"{DESK}/export.csv", query_string=query).text.removeprefix("\ufeff"))
    )
    return {row["Title"] for row in rows}


def check(browser, shelf: Shelf, query: dict[str, str]) -> None:
    ids = wanted(shelf, query)
    assert listed(browser, query) == (ids, len(ids))


def test_rev_2_every_search_of_a_bound_chair_finds_what_they_may_see_and_counts_it(browse, chair, shelf):
    browser = browse(chair)

    @given(queries(shelf))
    @settings(max_examples=40, **ONCE)
    def searched(query):
        check(browser, shelf, query)

    searched()


@pytest.mark.parametrize("word", HIDDEN_WORDS)
def test_rev_2_a_word_of_what_binds_the_chair_finds_what_no_word_finds(browse, chair, shelf, word):
    browser = browse(chair)
    pages = {each: browser.get(DESK, query_string={"q": each}) for each in (word, "Q" * len(word))}

    found, none = (said(answer).replace(each, "") for each, answer in pages.items())
    assert found == none


@pytest.mark.parametrize("query", [{}, {"status": "decided"}, {"flag": "figure"}, {"q": "rounds"}], ids=str)
def test_rev_2_an_export_holds_what_the_list_shows(browse, chair, shelf, query):
    titles = {each.id: each.title for each in shelf.abstracts}

    assert exported(browse(chair), query) == {titles[each] for each in wanted(shelf, query)}


def figures(browser) -> dict[str, int]:
    return {status.replace("+", " "): int(number) for status, number in FIGURE.findall(browser.get(DESK).text)}


def counted(shelf: Shelf) -> dict[str, int]:
    statuses = [each.status.value for each in shelf.visible()]
    return {each: statuses.count(each) for each in sorted(set(statuses))}


def test_rev_2_no_figure_counts_what_binds_the_chair(browse, chair, shelf, session):
    browser = browse(chair)
    pages = [f"{DESK}/statistics", f"{DESK}/statistics?call=research", f"{DESK}/calls"]
    before = [said(browser.get(each)) for each in pages]

    assert figures(browser) == counted(shelf)
    for each in shelf.abstracts:
        if each.id in shelf.bound:
            each.status, each.lead, each.withdrawn_at = AbstractStatus.WITHDRAWN, Lead.STUDENT, make.NOON
    session.commit()
    assert [said(browser.get(each)) for each in pages] == before


@pytest.mark.parametrize("planted", ["list", "figures"])
def test_rev_2_a_planted_desk_that_does_not_ask_who_is_bound_is_noticed(browse, chair, shelf, monkeypatch, planted):
    monkeypatch.setattr("abstracts.queries.desk_list.is_open_to", lambda *_: true())
    browser = browse(chair)

    @given(queries(shelf))
    @settings(max_examples=200, phases=(Phase.generate,), **ONCE)
    def searched(query):
        check(browser, shelf, query)

    if planted == "figures":
        assert figures(browser) != counted(shelf)
    else:
        with pytest.raises(AssertionError):
            searched()
