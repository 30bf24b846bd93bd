"""Writing an abstract through its pages: what is shown, kept, refused."""

import pytest

from tests import factories as make

HTMX = {"HX-Request": "true"}


@pytest.fixture
def call(session, now):
    return make.a_call(make.an_event(slug="leaders-2027"), slug="research", name="Research")


@pytest.fixture
def abstract(call):
    return make.an_abstract(call)


@pytest.fixture
def author(browse, abstract):
    return browse(abstract.owner)


URL = "/events/leaders-2027/abstracts/research"


def typed(abstract, **changes) -> dict:
    """What the text page sends when nothing was changed."""
    sections = {f"heading_{each.heading_id}": each.words for each in abstract.sections}
    head = {"title": abstract.title, "category": str(abstract.category_id), "preference": "oral or poster"}
    return {"version": abstract.version, "keywords": "leadership, wards", **head, **sections} | changes


def test_every_page_of_a_draft_is_shown(author, abstract):
    for page in ("", "/text", "/statements", "/exhibits", "/check"):
        answer = author.get(f"{URL}/{abstract.number}{page}")
        assert answer.status_code == 200, page
    for page in (URL, "/events/leaders-2027/"):
        assert author.get(page).status_code == 200
    assert author.get("/events/leaders-2027/abstracts/").status_code == 303


def test_the_text_is_kept(author, session, abstract):
    answer = author.post(f"{URL}/1/text", data=typed(abstract, title="Newer"))

    assert answer.status_code == 303
    session.refresh(abstract)
    assert abstract.title == "Newer"
    assert abstract.version == 3
