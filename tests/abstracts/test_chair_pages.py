"""The chair's desk: its pages open to whoever chairs the abstracts of the event, and to nobody else."""

import pytest

from abstracts.models import AbstractFile, Exhibit
from people.models import Role
from tests import factories as make
from tests.abstracts.chair import SUBMITTED, a_finding, a_likeness, a_redaction

DESK = "/desk/leaders-2027/abstracts"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def call(event):
    return make.a_call(event, slug="main", name="Main call")


@pytest.fixture
def chair(browse, event):
    return browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=event))


@pytest.fixture
def abstract(call):
    abstract = make.an_abstract(call, authors=2, status=SUBMITTED)
    a_finding(abstract)
    a_redaction(abstract, "keywords")
    a_likeness(abstract, make.an_abstract(call, status=SUBMITTED))
    return abstract


def pages(call, abstract) -> list[str]:
    calls, one = f"{DESK}/calls", f"{DESK}/main/{abstract.number}"
    heading = f"{calls}/main/headings/{call.headings[0].id}"
    return [
        DESK,
        calls,
        f"{calls}/new",
        f"{calls}/main",
        f"{calls}/main/parts",
        f"{calls}/main/late",
        f"{calls}/main/categories/{call.categories[0].id}",
        heading,
        one,
        f"{one}/redact/title",
        f"{one}/redact/keywords",
        f"{DESK}/ticked",
        f"{DESK}/ticked?act=category&abstract={abstract.id}",
        f"{DESK}/ticked?act=review&abstract={abstract.id}",
        f"{DESK}/message",
        f"{DESK}/messages",
        f"{DESK}/statistics",
        f"{DESK}/statistics?call=main",
    ]


def test_each_page_opens_for_the_chair(chair, call, abstract):
    assert {path: chair.get(path).status_code for path in pages(call, abstract)} == dict.fromkeys(
        pages(call, abstract), 200
    )


@pytest.mark.parametrize("who", ["a reviewer", "the author", "another event’s chair", "an organiser"])
def test_no_page_is_there_for_anybody_else(browse, event, call, abstract, who):
    asks = {
        "a reviewer": lambda: make.a_person(role=Role.REVIEWER, event=event),
        "the author": lambda: abstract.owner,
        "another event’s chair": lambda: make.a_person(role=Role.ABSTRACT_CHAIR, event=make.an_event()),
        "an organiser": lambda: make.a_person(role=Role.ORGANISER, event=event),
    }[who]()
    browser = browse(asks)

    assert {browser.get(path).status_code for path in pages(call, abstract)} == {404}


def test_a_chair_who_runs_nothing_finds_the_way_from_their_own_page_and_from_the_desk(chair, call):
    assert f'href="{DESK}"' in chair.get("/me").text
    assert f'href="{DESK}"' in chair.get("/desk/").text
    page = chair.get(DESK).text
    assert "/desk/leaders-2027/orders" not in page  # which would not open for them


def test_an_organiser_who_chairs_too_finds_it_beside_the_orders(browse, event, call):
    both = make.a_person(role=Role.ORGANISER, event=event)
    assert f'href="{DESK}"' not in browse(both).get("/desk/leaders-2027/orders").text
    make.saved(make.Duty(person_id=both.id, event_id=event.id, role=Role.ABSTRACT_CHAIR))

    assert f'href="{DESK}"' in browse(both).get("/desk/leaders-2027/orders").text


def test_one_abstract_shows_what_is_to_be_looked_at(chair, abstract):
    page = chair.get(f"{DESK}/main/{abstract.number}").text

    assert f"<mark>{abstract.title.split()[0]}</mark>" in page
    assert "1 passage may tell who wrote it" in page
    assert "Reviewers read nothing here" in page
    assert "91 % of the words are the same" in page
    assert "Send it to review" not in page


def test_a_file_comes_down_under_the_name_it_is_kept_under(app, chair, session, abstract, stored_file):
    kept = AbstractFile(abstract_id=abstract.id, exhibit=Exhibit.FIGURE, file_id=stored_file.id, caption="A figure.")
    make.saved(kept)

    answer = chair.get(f"{DESK}/main/{abstract.number}/figure")

    assert answer.status_code == 200
    assert stored_file.name in answer.headers["Content-Disposition"]
    assert chair.get(f"{DESK}/main/{abstract.number}/table").status_code == 404


@pytest.fixture
def stored_file(app, session):
    from core import files
    from core.files import StoredFile

    with app.app_context():
        key = files.store().write(b"a picture")
    kept = {"key": key, "name": "abstract-1-figure.png", "kind": "image/png", "bytes": 9, "sha256": "0" * 64}
    return make.saved(StoredFile(**kept, stored_at=make.NOON, purpose="abstract"))
