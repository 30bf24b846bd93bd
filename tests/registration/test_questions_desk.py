"""Asking questions at the desk, their versions, and the desk's own answers."""

import pytest
from sqlalchemy import select

from core.diary import DiaryEntry
from people.models import Role
from registration import actions, rules
from registration.models import Answer, Question, QuestionKind
from registration.queries import current_questions
from tests import factories as make
from tests.conftest import words
from tests.registration.filling_in import answers_in, five_places, sends
from tests.registration.standing import opened

URL = "/desk/leaders-2027/questions"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def desk(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


@pytest.fixture
def order(event):
    return five_places(event)


@pytest.fixture
def ticket(order):
    return order.tickets[0]


def a_wording(**changes) -> dict:
    return {"label": "What do you eat?", "kind": "choice", "options": "Anything\nNo meat", "shown_if": "0"} | changes


def labels(session, event) -> list[str]:
    session.expire_all()
    return [each.label for each in current_questions(session, event)]


class TestTheList:
    def test_a_question_is_asked_after_the_others_and_is_its_own_first_version(self, session, event, desk):
        make.a_question(event, label="First")

        assert desk.post(URL, data=a_wording(is_required="y")).location == URL

        question = session.scalars(select(Question).order_by(Question.id.desc())).first()
        assert labels(session, event) == ["First", "What do you eat?"]
        assert (question.first_id, question.version, question.is_required) == (question.id, 1, True)
        assert question.choices == ["Anything", "No meat"]
        assert "What do you eat?" in desk.get(URL).text

    def test_may_be_for_some_products_and_some_answers_alone(self, session, event, desk):
        product, first = make.a_product(event), make.a_question(event, options="Yes\nNo", kind=QuestionKind.CHOICE)

        desk.post(URL, data=a_wording(products=[product.id], shown_if=first.id, shown_if_value="Yes"))

        question = current_questions(session, event)[1]
        assert ([each.id for each in question.products], question.shown_if_id) == ([product.id], first.id)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"label": ""},
            {"label": "x" * 201},
            {"kind": "riddle"},
            {"kind": ""},
            {"options": "Only one"},
            {"products": ["999999"]},
            {"shown_if": "999999", "shown_if_value": "Yes"},
            {"shown_if": "x"},
        ],
        ids=str,
    )
    def test_inv_7_what_is_wrong_comes_back_and_nothing_is_asked(self, session, event, desk, wrong):
        answer = desk.post(URL, data=a_wording(hint="Kept as typed", **wrong))

        assert answer.status_code == 422
        assert "Kept as typed" in answer.text
        assert labels(session, event) == []

    def test_moves_up_and_down_and_stays_at_the_ends(self, session, event, desk):
        first, second, _third = (make.a_question(event, label=each) for each in "ABC")

        desk.post(f"{URL}/{second.id}/move", data={"to": "up"})
        assert labels(session, event) == ["B", "A", "C"]
        desk.post(f"{URL}/{first.id}/move", data={"to": "down"})
        assert labels(session, event) == ["B", "C", "A"]
        desk.post(f"{URL}/{first.id}/move", data={"to": "down"})
        desk.post(f"{URL}/{second.id}/move", data={"to": "up"})
        assert labels(session, event) == ["B", "C", "A"]

    @pytest.mark.parametrize("how_many", [1, 9])
    def test_is_read_in_two_statements_however_long(self, session, event, statements, how_many):
        for _ in range(how_many):
            make.a_question(event)
        session.expire_all()
        event.id  # noqa: B018  read before it is counted
        statements.clear()

        found = current_questions(session, event)

        assert sum(len(each.products) for each in found) == 0
        assert (len(found), len(statements)) == (how_many, 2)


class TestVersions:
    @pytest.fixture
    def question(self, event):
        return make.a_question(event, label="What do you eat?", kind=QuestionKind.CHOICE, options="Anything\nVegan")

    def change(self, desk, question, **changes):
        return desk.post(f"{URL}/{question.id}", data=a_wording(**changes))

    def test_an_earlier_answer_keeps_its_words_and_its_version(self, session, event, desk, order, ticket, question):
        make.an_answer(ticket, question, "Vegan")

        answer = self.change(desk, question, label="What shall we cook?")

        session.expire_all()
        newer = current_questions(session, event)[0]
        assert answer.status_code == 303
        assert (newer.label, newer.version, newer.first_id) == ("What shall we cook?", 2, question.id)
        assert question.replaced_at == make.NOON
        page = words(desk.get(f"/desk/leaders-2027/orders/{order.reference}"))
        assert "What do you eat?" in page
        assert "Vegan" in page
        assert "What shall we cook?" not in page

    def test_words_that_change_under_an_answer_are_noticed(self, session, desk, order, ticket, question):
        make.an_answer(ticket, question, "Vegan")
        question.label = "Whom do you eat?"  # instead of a version
        session.commit()

        assert "What do you eat?" not in desk.get(f"/desk/leaders-2027/orders/{order.reference}").text

    def test_a_delegate_who_saves_again_answers_the_newest(self, session, browse, event, desk, ticket, question):
        make.an_answer(ticket, question, "Vegan")
        self.change(desk, question, options="Vegan\nNo meat")
        newer = current_questions(session, event)[0]

        sends(opened(browse(), ticket), ticket, newer, **{f"q{question.first_id}": "Vegan"})

        assert answers_in(session) == {newer.id: "Vegan"}

    def test_the_desk_that_saves_the_same_says_nothing_anew(self, session, event, desk, order, ticket, question):
        make.an_answer(ticket, question, "Vegan")
        self.change(desk, question, options="Vegan\nNo meat")

        desk.post(
            f"/desk/leaders-2027/orders/{order.reference}/tickets/1/details",
            data={"name": "Dr Own", f"q{question.first_id}": "Vegan"},
        )

        assert answers_in(session) == {question.id: "Vegan"}

    def test_an_old_version_is_not_changed_twice(self, session, desk, question):
        assert self.change(desk, question).status_code == 303

        assert self.change(desk, question).status_code == 409
        assert desk.post(f"{URL}/{question.id}/retire").status_code == 409
        assert desk.post(f"{URL}/{question.id}/move").status_code == 409
        assert "asked no more" in desk.get(f"{URL}/{question.id}").text

    def test_two_changes_at_once_make_one_version(self, app, session, event, question):
        wording = rules.Wording("One")
        with app.app_context():
            actions.change_question(session, question=question, wording=wording, by_id=1, now=make.NOON)
            with pytest.raises(rules.QuestionHasChanged):
                actions.change_question(session, question=question, wording=wording, by_id=1, now=make.NOON)

    def test_a_retired_one_is_asked_no_more_and_its_answers_stay(self, session, event, desk, order, ticket, question):
        make.an_answer(ticket, question, "Vegan")

        assert desk.post(f"{URL}/{question.id}/retire").status_code == 303

        assert labels(session, event) == []
        assert "Vegan" in desk.get(f"/desk/leaders-2027/orders/{order.reference}").text

    def test_what_was_the_desks_own_never_becomes_the_delegates(self, session, event, desk, ticket):
        table = make.a_question(event, is_staff_only=True)
        make.an_answer(ticket, table, "Table 4")

        assert self.change(desk, table).status_code == 422
        assert self.change(desk, table, is_staff_only="y").status_code == 303

    def test_each_deed_is_in_the_diary(self, session, desk, question):
        self.change(desk, question)

        entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "changed a question")).one()
        assert (entry.object_kind, entry.object_id, entry.after) == ("question", question.id, {"version": 2})


class TestTheDesksAnswers:
    @pytest.fixture
    def url(self, order):
        return f"/desk/leaders-2027/orders/{order.reference}/tickets/1/details"

    def test_the_desk_fills_in_what_is_its_own_and_the_delegates(self, session, event, desk, order, ticket, url):
        table, diet = make.a_question(event, label="Table", is_staff_only=True), make.a_question(event)
        said = {"name": "Dr Own", "organisation": "Own Trust", f"q{table.id}": "4", f"q{diet.id}": "No nuts"}

        assert desk.post(url, data=said).status_code == 303

        assert answers_in(session) == {table.id: "4", diet.id: "No nuts"}
        assert ticket.filled_in_at is None  # the delegate has not
        assert "Table (desk only)" in words(desk.get(f"/desk/leaders-2027/orders/{order.reference}"))

    def test_the_desk_is_bound_by_no_deadline(self, session, event, desk, url):
        question = make.a_question(event)
        event.changes_end_at = make.NOON
        session.commit()

        assert desk.post(url, data={"name": "Dr Own", f"q{question.id}": "Late"}).status_code == 303
        assert answers_in(session) == {question.id: "Late"}

    @pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 121}], ids=str)
    def test_inv_7_what_is_wrong_changes_nothing(self, session, event, desk, url, wrong):
        question = make.a_question(event)

        assert desk.post(url, data={f"q{question.id}": "Kept"} | wrong).status_code == 422
        assert session.scalars(select(Answer)).all() == []

    def test_an_answer_of_another_event_is_not_there(self, browse, session, event, order, ticket):
        other = make.an_event(slug="other")
        desk = browse(make.a_person(role=Role.ORGANISER, event=other))
        question = make.a_question(event)

        assert desk.get(f"/desk/other/questions/{question.id}").status_code == 404
        assert desk.get(f"/desk/other/orders/{order.reference}/tickets/1/details").status_code == 404
