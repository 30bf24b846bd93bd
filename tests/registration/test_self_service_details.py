"""A delegate's own part: the badge, the answers and the files; open to the delegate alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.diary import DiaryEntry
from people.models import Role
from registration.documents import ticket_letter
from registration.models import QuestionKind
from tests import factories as make
from tests.conftest import words
from tests.registration.filling_in import answers_in, five_places, sends
from tests.registration.standing import opened

DAY = timedelta(days=1)


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def order(event):
    return five_places(event)


@pytest.fixture
def ticket(order):
    return order.tickets[0]


@pytest.fixture
def delegate(browse, ticket):
    return opened(browse(), ticket)


class TestAnswers:
    def test_are_kept_each_to_its_kind_and_shown_again(self, session, event, ticket, delegate):
        words_ = make.a_question(event)
        many = make.a_question(event, kind=QuestionKind.MANY, options="No nuts\nNo fish\nVegan")
        country = make.a_question(event, kind=QuestionKind.COUNTRY)

        answer = sends(
            delegate,
            ticket,
            **{f"q{words_.id}": "Two\r\nlines", f"q{many.id}": ["Vegan", "No nuts"], f"q{country.id}": "FR"},
        )

        assert answer.status_code == 303
        assert answers_in(session) == {words_.id: "Two\nlines", many.id: "Vegan\nNo nuts", country.id: "FR"}
        assert ticket.filled_in_at == make.NOON
        shown = delegate.get(f"/tickets/{ticket.key}/details").text
        assert "Two\nlines" in shown
        assert shown.count("checked") == 2
        assert '<option selected value="FR">' in shown

    def test_what_is_no_answer_comes_back_and_nothing_typed_is_lost(self, session, event, ticket, delegate):
        day, other = make.a_question(event, kind=QuestionKind.DATE), make.a_question(event)

        answer = sends(
            delegate, ticket, **{f"q{day.id}": "tomorrow", f"q{other.id}": "Kept", "organisation": "New Trust"}
        )

        assert answer.status_code == 422
        assert "year, month and day" in answer.text
        assert all(each in answer.text for each in ("tomorrow", "Kept", "New Trust"))
        assert answers_in(session) == {}
        assert ticket.organisation == "Own Trust"

    def test_a_required_one_left_out_comes_back_and_the_ticket_says_what_is_missing(
        self, session, event, ticket, delegate
    ):
        diet = make.a_question(event, label="What do you eat?", is_required=True)

        assert sends(delegate, ticket, diet).status_code == 422
        assert "Answer “What do you eat?”" in sends(delegate, ticket, diet).text
        page = words(delegate.get(f"/tickets/{ticket.key}"))
        assert "Your part is still missing" in page
        assert "<li>What do you eat?</li>" in page

    def test_an_answer_is_taken_back_by_an_empty_one(self, session, event, ticket, delegate):
        question = make.a_question(event)
        make.an_answer(ticket, question, "Here")

        sends(delegate, ticket, **{f"q{question.id}": ""})

        assert answers_in(session) == {}

    def test_the_diary_names_the_questions_and_not_the_answers(self, session, event, ticket, delegate):
        question = make.a_question(event)

        sends(delegate, ticket, **{f"q{question.id}": "Secret words"})

        entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "filled in answers")).one()
        assert entry.after == {"ticket": 1, "questions": str(question.id)}

    @pytest.mark.parametrize("how_many", [1, 9])
    def test_the_page_asks_the_same_however_many_questions(self, event, ticket, delegate, statements, how_many):
        for _ in range(how_many):
            make.an_answer(ticket, make.a_question(event), "Here")
        path = f"/tickets/{ticket.key}/details"
        statements.clear()

        assert delegate.get(path).text.count("<textarea") == how_many

        assert len(statements) == 5  # the ticket, its add-ons, the questions, their products, the answers


class TestTheBadge:
    def test_is_changed_and_the_order_is_found_by_it(self, session, order, ticket, delegate):
        assert sends(delegate, ticket, name="Dr New Name", organisation="").status_code == 303

        session.expire_all()
        assert (ticket.name, ticket.organisation) == ("Dr New Name", "")
        assert "dr new name" in order.searchable
        assert "dr own" not in order.searchable

    @pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 121}, {"organisation": "x" * 121}], ids=str)
    def test_inv_7_what_is_wrong_changes_nothing(self, session, ticket, delegate, wrong):
        assert sends(delegate, ticket, **wrong).status_code == 422
        session.refresh(ticket)
        assert ticket.name == "Dr Own"


class TestWhoMay:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_the_delegates_part_is_nobody_elses(self, browse, event, order, ticket, method):
        """Not the buyer's, whose order it is; not the desk's, which has a page of its own."""
        organiser = browse(make.a_person(role=Role.ORGANISER, event=event))
        for client in (browse(), opened(browse(), order), opened(browse(), order.tickets[1]), organiser):
            assert getattr(client, method)(f"/tickets/{ticket.key}/details").status_code == 404

    def test_a_part_that_is_open_to_the_buyer_is_noticed(self, browse, order, ticket, monkeypatch):
        monkeypatch.setattr("registration.queries.self_service.may_fill_in", lambda *_: True)

        assert opened(browse(), order).get(f"/tickets/{ticket.key}/details").status_code == 200

    def test_the_buyer_fills_in_for_those_without_an_address_of_their_own(self, browse, session, event, order):
        question, buyer, theirs = make.a_question(event), opened(browse(), order), order.tickets[1]

        assert sends(buyer, theirs, name="Dr 0", **{f"q{question.id}": "Here"}).status_code == 303
        assert answers_in(session) == {question.id: "Here"}

    def test_the_buyer_sees_who_has_and_not_what(self, browse, session, event, order, ticket, delegate):
        question = make.a_question(event)
        sends(delegate, ticket, **{f"q{question.id}": "Secret words"})
        buyer = opened(browse(), order)

        pages = [words(buyer.get(path)) for path in (f"/orders/{order.key}", f"/tickets/{ticket.key}")]

        assert "1 of 5 have" in pages[0]
        assert not any("Secret words" in page for page in pages)

    def test_what_only_the_desk_knows_never_reaches_a_delegate(self, browse, session, event, order, ticket, delegate):
        table = make.a_question(event, label="Which table?", is_staff_only=True)
        hanging = make.a_question(event, label="Beside whom?", shown_if_id=table.id, shown_if_value="Table 4")
        make.an_answer(ticket, table, "Table 4")
        make.an_answer(ticket, hanging, "The mayor")
        sent = {f"q{table.id}": "Table 1", f"q{hanging.id}": "Nobody"}

        answer = sends(delegate, ticket, table, hanging, **sent)
        paths = (f"/tickets/{ticket.key}", f"/tickets/{ticket.key}/details", f"/orders/{order.key}")
        pages = [client.get(path).text for client in (delegate, opened(browse(), order)) for path in paths]

        assert answer.status_code == 303
        assert answers_in(session) == {table.id: "Table 4", hanging.id: "The mayor"}
        assert not [each for each in ("table?", "Table 4", "whom?", "mayor") if any(each in page for page in pages)]


class TestAfterwards:
    def test_the_page_shows_what_was_said_and_takes_no_more(self, session, event, ticket, delegate):
        question = make.a_question(event, label="What do you eat?")
        make.an_answer(ticket, question, "No nuts")
        make.an_answer(ticket, make.a_question(event, is_staff_only=True), "Table 4")
        event.changes_end_at = make.NOON
        session.commit()

        page = delegate.get(f"/tickets/{ticket.key}/details").text

        assert all(each in page for each in ("What do you eat?", "No nuts", "Changes ended"))
        assert "Table 4" not in page
        assert "<form" not in page
        assert sends(delegate, ticket, name="Dr Late").status_code == 409


@pytest.mark.parametrize("staff_only", [False, True])
def test_the_delegates_letter_says_that_questions_wait(app, session, event, ticket, staff_only):
    make.a_question(event, is_staff_only=staff_only)

    with app.app_context():
        draft = ticket_letter(session, masked=True, ticket_id=ticket.id)

    assert draft.context["questions_wait"] is not staff_only
