"""The page of the authors and that of a withdrawal: plain, by htmx, and by who may not."""

import re
from contextlib import nullcontext

import pytest
from sqlalchemy import select

from abstracts.models import Abstract, AbstractStatus, Author, Editing
from tests import factories as make

HTMX = {"HX-Request": "true"}
ASH = {
    "given_names": "Ash",
    "surname": "Fictum",
    "email": "ash.fictum@north.example",
    "organisation": "Halcyon Medical School",
    "orcid": "https://orcid.org/0000-0002-1694-233X",
}


@pytest.fixture
def abstract(session, call, now):
    return make.an_abstract(call, authors=2)


@pytest.fixture
def path(abstract):
    call = abstract.call
    return f"/events/{call.event.slug}/abstracts/{call.slug}/{abstract.number}"


@pytest.fixture
def owner(browse, abstract):
    return browse(abstract.owner)


def names(session, abstract) -> list[str]:
    found = select(Author.surname).where(Author.abstract_id == abstract.id)
    return list(session.scalars(found.order_by(Author.position)))


def test_an_author_is_named_and_stands_on_the_page(session, owner, abstract, path):
    typed = ASH | {"version": abstract.version}
    assert 'value="Northmere Teaching Hospitals NHS Trust"' in owner.get(f"{path}/authors/new").text

    answer = owner.post(f"{path}/authors/new", data=typed)

    assert (answer.status_code, answer.location) == (303, f"{path}/authors")
    shown = owner.get(f"{path}/authors").text
    assert "Ash Fictum is named as an author." in shown
    assert "ORCID 0000-0002-1694-233X" in shown
    assert names(session, abstract)[-1] == "Fictum"


def test_one_may_name_another_at_once(owner, abstract, path):
    answer = owner.post(f"{path}/authors/new", data=ASH | {"version": abstract.version, "do": "another"})

    assert answer.location == f"{path}/authors/new"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"surname": ""}, "Write the family name"),
        ({"email": "nowhere"}, "Write the email address in full"),
        ({"organisation": " "}, "Say where this author works or studies."),
        ({"orcid": "0000-0002-1825-0098"}, "One of the figures of this ORCID iD is wrong."),
        ({"surname": "x" * 121}, "121"),
        ({"version": ""}, "Load this page again"),
    ],
)
def test_what_is_wrongly_typed_comes_back_with_all_the_rest(session, owner, abstract, path, typed, words):
    answer = owner.post(f"{path}/authors/new", data=ASH | {"version": abstract.version, "town": "Mereport"} | typed)

    assert answer.status_code == 422
    assert words in answer.text or "longer than 120" in answer.text
    assert 'value="Mereport"' in answer.text
    assert len(names(session, abstract)) == 2


def test_an_address_that_is_taken_is_refused_beside_its_box(owner, abstract, path):
    taken = abstract.authors[1]

    answer = owner.post(f"{path}/authors/new", data=ASH | {"version": abstract.version, "email": taken.email.upper()})

    assert answer.status_code == 422
    assert f"{taken.name} has this address already." in answer.text
    assert 'value="Fictum"' in answer.text


def test_a_page_that_is_behind_keeps_what_was_typed_and_can_be_sent_again(session, owner, abstract, path):
    author = abstract.authors[1]
    old = ASH | {"version": abstract.version - 1}

    refused = owner.post(f"{path}/authors/{author.id}", data=old)
    version = re.search(r'name="version"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="version"', refused.text)
    again = owner.post(f"{path}/authors/{author.id}", data=ASH | {"version": version[1] or version[2]})

    assert refused.status_code == 409
    assert "changed in another window" in refused.text
    assert 'value="Fictum"' in refused.text
    assert again.status_code == 303
    assert names(session, abstract)[1] == "Fictum"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_buttons_move_choose_and_remove(session, owner, abstract, path, headers):
    first, second = names(session, abstract)
    author = abstract.authors[1]

    def press(deed: str, **typed) -> str:
        session.refresh(abstract)
        data = {"version": abstract.version} | typed
        answer = owner.post(f"{path}/authors/{author.id}/{deed}", data=data, headers=headers, follow_redirects=True)
        assert answer.status_code == 200
        assert ("<html" in answer.text) is (headers == {})
        assert 'id="authors"' in answer.text
        return answer.text

    assert "is author 1 now" in press("move", to="1")
    assert names(session, abstract) == [second, first]
    assert "presents it." in press("choose", to="presenter")
    assert "We write to" in press("choose", to="corresponding")
    session.expire_all()
    assert (author.is_presenter, author.is_corresponding) == (True, True)
    assert "is no author any more" in press("remove")
    assert names(session, abstract) == [first]


def test_a_button_on_a_page_that_is_behind_changes_nothing_and_shows_how_it_stands(session, owner, abstract, path):
    before = names(session, abstract)

    answer = owner.post(
        f"{path}/authors/{abstract.authors[1].id}/move", data={"version": 1, "to": "1"}, follow_redirects=True
    )

    assert "The authors were changed in another window." in answer.text
    assert names(session, abstract) == before


def test_who_has_answered_stands_beside_each_author(session, call, browse, now):
    abstract = make.an_abstract(call, authors=3, status=AbstractStatus.SUBMITTED)
    for author, answer in zip(abstract.authors, ("CONFIRMED", "DECLINED", "WAITING"), strict=True):
        author.agreement = type(author.agreement)[answer]
    session.commit()

    address = f"/events/{call.event.slug}/abstracts/{call.slug}/{abstract.number}/authors"
    text = browse(abstract.owner).get(address).text

    for words in ("1 agrees.", "1 says no.", "1 has not answered.", "Says no", "No answer yet"):
        assert words in text
    assert text.count("Send the letter again") == 1


def test_a_locked_list_is_shown_and_says_why(session, browse, now):
    call = make.a_call(make.an_event(), editing=Editing.LOCKED)
    abstract = make.an_abstract(call, status=AbstractStatus.SUBMITTED)
    client, address = browse(abstract.owner), f"/events/{call.event.slug}/abstracts/{call.slug}/1/authors"

    assert "locked once they are submitted" in client.get(address).text
    assert "Name another author" not in client.get(address).text
    assert client.get(f"{address}/new").status_code == 409
    assert client.post(f"{address}/new", data=ASH | {"version": abstract.version}).status_code == 409


def test_nobody_else_finds_the_pages(session, browse, abstract, path):
    author = abstract.authors[0]
    for client in (browse(make.a_person()), browse(make.a_person(email=author.email))):
        for page in ("authors", "authors/new", f"authors/{author.id}", "withdraw"):
            assert client.get(f"{path}/{page}").status_code == 404
    assert browse().get(f"{path}/authors").status_code == 303
    assert browse().get(f"{path}/authors", headers=HTMX).status_code == 401


def test_another_abstracts_author_is_not_there(session, owner, call, abstract, path):
    foreign = make.an_abstract(call).authors[0]

    assert owner.get(f"{path}/authors/{foreign.id}").status_code == 404
    assert owner.post(f"{path}/authors/{foreign.id}/remove", data={"version": 2}).status_code == 404


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_costs_the_same_few_questions(session, call, browse, now, statements, how_many):
    abstract = make.an_abstract(call, authors=how_many)
    client, address = browse(abstract.owner), f"/events/{call.event.slug}/abstracts/{call.slug}/{abstract.number}"
    statements.clear()

    assert client.get(f"{address}/authors").status_code == 200

    # Who asks; the abstract; its call's categories, headings and questions; sections, authors, files, answers.
    assert len(statements) == 9


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_what_would_make_a_submitted_one_incomplete_is_undone_and_said(session, call, browse, now, headers):
    abstract = make.an_abstract(call, authors=2, status=AbstractStatus.SUBMITTED)
    client, before = browse(abstract.owner), names(session, abstract)
    at = f"/events/{call.event.slug}/abstracts/{call.slug}/{abstract.number}/authors"
    presenter, pressed = abstract.authors[0].id, {"version": abstract.version}

    answer = client.post(f"{at}/{presenter}/remove", data=pressed, headers=headers, follow_redirects=True)

    assert "must stay complete. Say which author presents it." in answer.text
    assert names(session, abstract) == before
    call.categories[0].is_retired = True
    session.commit()
    refused = client.post(f"{at}/new", data=ASH | pressed)
    assert refused.status_code == 422
    assert "Choose another category." in refused.text
    assert 'value="Fictum"' in refused.text
    assert names(session, abstract) == before


def test_what_came_before_the_refusal_would_be_seen_if_it_were_kept(session, call, browse, now, monkeypatch):
    monkeypatch.setattr("abstracts.views.authors.session.begin_nested", nullcontext)

    with pytest.raises(AssertionError):
        test_what_would_make_a_submitted_one_incomplete_is_undone_and_said(session, call, browse, now, {})


class TestWithdrawal:
    @pytest.fixture
    def abstract(self, session, call, now):
        return make.an_abstract(call, authors=2, status=AbstractStatus.SUBMITTED)

    def test_is_looked_at_and_then_pressed_also_after_the_call(self, session, owner, abstract, path, monkeypatch):
        monkeypatch.setattr("core.clock.now", lambda: abstract.call.closes_at)
        asked = owner.get(f"{path}/withdraw").text
        session.expire_all()
        assert abstract.status is AbstractStatus.SUBMITTED

        answer = owner.post(f"{path}/withdraw", data={"version": abstract.version}, follow_redirects=True)

        assert "You cannot undo it." in asked
        assert "It is withdrawn." in answer.text
        session.expire_all()
        assert abstract.status is AbstractStatus.WITHDRAWN

    def test_of_an_older_version_is_asked_again(self, session, owner, abstract, path):
        answer = owner.post(f"{path}/withdraw", data={"version": 1}, follow_redirects=True)

        assert "was changed in another window" in answer.text
        assert session.get_one(Abstract, abstract.id).status is AbstractStatus.SUBMITTED

    def test_of_a_draft_says_to_delete_it(self, owner, session, abstract, path):
        abstract.status, abstract.submitted_at = AbstractStatus.DRAFT, None
        session.commit()

        assert "It is a draft" in owner.get(f"{path}/withdraw").text
        assert owner.post(f"{path}/withdraw", data={"version": abstract.version}).status_code == 409
