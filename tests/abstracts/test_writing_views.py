"""Writing an abstract through its pages: what is shown, kept, refused, and what it costs."""

import pytest
from sqlalchemy import func, select

from abstracts.models import Abstract, AbstractStatus, AskedAs, CallQuestion, Editing, Lead
from core.outbox import OutgoingLetter
from tests import factories as make
from tests.abstracts.pages import URL, a_text
from tests.abstracts.pages import statements as declared_by
from tests.conftest import words

HTMX = {"HX-Request": "true"}
PARTS = ("", "/text", "/statements", "/exhibits", "/check")


def test_a_person_begins_an_abstract_and_a_double_click_begins_no_second(browse, session, open_call):
    client = browse(make.a_person())

    first, second = client.post(URL), client.post(URL)

    assert (first.status_code, first.location, second.location) == (303, f"{URL}/1", f"{URL}/1")
    assert session.scalar(select(func.count(Abstract.id))) == 1


def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(browse, open_call):
    page = browse().get(URL).text

    assert f"/sign-in?next={URL}" in page
    assert "<button>Start" not in page
    assert browse().post(URL).location.startswith("/sign-in")


@pytest.mark.parametrize("page", PARTS)
def test_the_pages_of_an_abstract_are_its_writers_alone(browse, author, abstract, page):
    assert author.get(f"{URL}/1{page}").status_code == 200
    assert browse(make.a_person()).get(f"{URL}/1{page}").status_code == 404
    assert browse().get(f"{URL}/1{page}").status_code == 303


def test_the_text_is_saved_however_incomplete_and_the_next_part_follows(author, session, abstract):
    answer = author.post(f"{URL}/1/text", data=a_text(abstract, title="", keywords="a, b;c\nb"))

    session.refresh(abstract)
    assert (answer.status_code, answer.location) == (303, f"{URL}/1/authors")
    assert (abstract.title, abstract.keyword_list, abstract.version) == ("", ["a", "b", "c"], 3)


def test_the_statements_are_saved(author, session, abstract):
    call_id = abstract.call_id
    words_asked = make.saved(CallQuestion(call_id=call_id, label="What helps?"))
    tick = make.saved(CallQuestion(call_id=call_id, label="New?", asked_as=AskedAs.TICK))
    choice = make.saved(CallQuestion(call_id=call_id, label="Which?", asked_as=AskedAs.CHOICE, options="One\nTwo"))
    said = {f"question_{words_asked.id}": "A ramp", f"question_{tick.id}": "y", f"question_{choice.id}": "Three"}

    answer = author.post(f"{URL}/1/statements", data=declared_by(abstract, lead="student", **said))

    session.refresh(abstract)
    assert answer.status_code == 303
    assert abstract.lead is Lead.STUDENT
    assert {each.question_id: each.value for each in abstract.answers} == {words_asked.id: "A ramp", tick.id: "yes"}


def test_a_page_that_saves_by_itself_is_told_when_and_the_new_version(author, abstract):
    typed = a_text(abstract, title="Newer", do="autosave")

    answer = author.post(f"{URL}/1/text", data=typed, headers=HTMX)

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="saved"')
    assert 'name="version" id="version" value="3"' in answer.text
    assert "Saved" in words(answer)


def test_the_same_words_again_change_nothing_whatever_the_version(author, session, abstract):
    for _ in range(2):
        assert author.post(f"{URL}/1/text", data=a_text(abstract, version=2)).status_code == 303

    session.refresh(abstract)
    assert abstract.version == 2


def test_a_text_beyond_all_limits_is_refused_and_stays_on_the_page(author, session, abstract):
    long = "word " * 4001
    heading = f"heading_{abstract.sections[0].heading_id}"

    answer = author.post(f"{URL}/1/text", data=a_text(abstract, **{heading: long, "title": "Kept"}))
    by_itself = author.post(f"{URL}/1/text", data=a_text(abstract, **{heading: long, "do": "autosave"}), headers=HTMX)

    assert (answer.status_code, by_itself.status_code) == (422, 422)
    assert "more than 20,000 characters" in answer.text
    assert "Kept" in answer.text
    assert "4,001 of" in answer.text or "4,001 words" in answer.text
    assert "Not saved. That is more than 20,000 characters" in by_itself.text
    session.refresh(abstract)
    assert abstract.version == 2


def test_a_form_without_its_version_is_refused(author, session, abstract):
    typed = a_text(abstract, title="Newer")
    del typed["version"]

    assert author.post(f"{URL}/1/text", data=typed).status_code == 422

    session.refresh(abstract)
    assert abstract.title != "Newer"


class TestASubmittedAbstract:
    @pytest.fixture
    def abstract(self, open_call):
        return make.an_abstract(open_call, status=AbstractStatus.SUBMITTED)

    def test_is_changed_whole_while_the_call_is_open(self, author, session, abstract):
        answer = author.post(f"{URL}/1/text", data=a_text(abstract, title="Newer"))

        session.refresh(abstract)
        assert (answer.status_code, answer.location) == (303, f"{URL}/1")
        assert (abstract.title, abstract.status) == ("Newer", AbstractStatus.SUBMITTED)

    def test_stays_complete_and_says_what_the_change_would_lack(self, author, session, abstract):
        answer = author.post(f"{URL}/1/text", data=a_text(abstract, title="", keywords="kept, here"))

        assert answer.status_code == 422
        assert "Give it a title." in answer.text
        assert "kept, here" in answer.text or "kept\nhere" in answer.text
        session.refresh(abstract)
        assert (abstract.title, abstract.version) == ("Rounds that listen 1", 2)

    def test_is_locked_where_the_call_says_so_and_what_was_typed_can_be_copied(self, author, session, abstract):
        abstract.call.editing = Editing.LOCKED
        session.commit()

        answer = author.post(f"{URL}/1/text", data=a_text(abstract, title="Newer"))

        assert answer.status_code == 409
        assert "locked once they are submitted" in answer.text
        assert "Newer" in answer.text
        assert author.get(f"{URL}/1/text").location == f"{URL}/1"

    def test_does_not_save_by_itself(self, author, abstract):
        assert "hx-post" not in author.get(f"{URL}/1/text").text

    def test_is_shown_with_its_number_and_what_comes_next(self, author, abstract):
        page = words(author.get(f"{URL}/1"))

        assert "Your abstract is in" in page
        assert "Delete this draft" not in page
        assert author.post(f"{URL}/1/delete").status_code == 409


def test_submitting_sends_it_in_with_one_receipt_and_twice_is_once(author, session, abstract):
    for _ in range(2):
        answer = author.post(f"{URL}/1/check", data={"version": 2})
        assert (answer.status_code, answer.location) == (303, f"{URL}/1")

    session.refresh(abstract)
    assert (abstract.status, abstract.version) == (AbstractStatus.SUBMITTED, 3)
    letters = session.scalars(select(OutgoingLetter.kind)).all()
    assert letters.count("abstracts/email/submitted") == 1


def test_an_abstract_that_lacks_something_is_not_sent_and_says_what(author, session, abstract):
    abstract.title = ""
    session.commit()

    answer = author.post(f"{URL}/1/check", data={"version": 2})

    assert answer.status_code == 422
    assert "Give it a title." in answer.text
    session.refresh(abstract)
    assert abstract.status is AbstractStatus.DRAFT


def test_a_draft_is_deleted_and_is_not_there_any_more(author, session, abstract):
    assert author.post(f"{URL}/1/delete").status_code == 303
    assert author.get(f"{URL}/1").status_code == 404
    assert session.scalar(select(func.count(Abstract.id))) == 0


def test_the_preview_for_reviewers_names_nobody_and_the_programme_names_all(author, session, abstract):
    page = author.get(f"{URL}/1/check").text
    reviewed, _, published = page.partition("As the programme")

    for name in (abstract.authors[0].surname, abstract.authors[0].organisation):
        assert name not in reviewed.partition("As reviewers")[2]
        assert name in published


@pytest.mark.parametrize("authors", [1, 3])
def test_saving_and_submitting_cost_the_same_few_questions(browse, session, open_call, statements, authors):
    abstract = make.an_abstract(open_call, authors=authors)
    client = browse(abstract.owner)

    def cost(path: str, data: dict, **given) -> int:
        statements.clear()
        assert client.post(f"{URL}/1/{path}", data=data, **given).status_code < 400
        return len(statements)

    changed = {f"heading_{each.heading_id}": f"{each.words} More." for each in abstract.sections}
    saved = cost("text", a_text(abstract, do="autosave", **changed), headers=HTMX)
    declared = cost("statements", declared_by(abstract, version=3, funding="Nobody.", do="autosave"), headers=HTMX)
    submitted = cost("check", {"version": 4})

    # Each author is asked by a letter that is counted and queued.
    assert (saved, declared, submitted) == (8, 6, 14 + 5 * authors)
