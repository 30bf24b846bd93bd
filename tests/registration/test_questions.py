"""Which questions a delegate is asked, and what is an answer to one."""

import pytest
from wtforms import Form

from registration import rules
from registration.forms import begun_with, question_fields, typed_values
from registration.models import Product, Question, QuestionKind

DINNER, TALKS = Product(id=1, name="Dinner"), Product(id=2, name="Talks")
YES_NO = "Yes\nNo"


def a_question(first_id=1, **given) -> Question:
    plain = {"label": f"Question {first_id}", "kind": QuestionKind.TEXT, "options": "", "is_staff_only": False}
    return Question(id=first_id, first_id=first_id, **plain | given)


def ids(asked) -> list[int]:
    return [each.first_id for each in asked]


class TestWhatIsAsked:
    def test_a_question_without_products_is_for_every_ticket_and_one_with_them_for_those_alone(self):
        questions = [a_question(1), a_question(2, products=[DINNER]), a_question(3, products=[TALKS])]

        assert ids(rules.asked_of(questions, {2}, {})) == [1, 3]
        assert ids(rules.asked_of(questions, {1, 2}, {})) == [1, 2, 3]  # a ticket and its add-on

    @pytest.mark.parametrize(
        ("answer", "asked"),
        [("", [1]), ("No", [1]), ("Yes", [1, 2]), ("No\nYes", [1, 2]), ("Yes, but", [1])],
        ids=["not answered", "another answer", "that answer", "among several", "only part of the words"],
    )
    def test_a_condition_is_met_by_one_line_of_the_answer(self, answer, asked):
        questions = [a_question(1), a_question(2, shown_if_id=1, shown_if_value="Yes")]

        assert ids(rules.asked_of(questions, {1}, {1: answer})) == asked

    def test_what_hangs_on_a_question_that_is_not_asked_is_not_asked_whatever_was_answered_before(self):
        questions = [
            a_question(1),
            a_question(2, shown_if_id=1, shown_if_value="Yes"),
            a_question(3, shown_if_id=2, shown_if_value="Yes"),
        ]

        assert ids(rules.asked_of(questions, {1}, {1: "Yes", 2: "Yes"})) == [1, 2, 3]
        assert ids(rules.asked_of(questions, {1}, {1: "No", 2: "Yes"})) == [1]

    def test_the_order_is_the_questions_own_even_if_a_later_one_brings_up_an_earlier(self):
        questions = [a_question(2, shown_if_id=1, shown_if_value="Yes"), a_question(1)]

        assert ids(rules.asked_of(questions, {1}, {1: "Yes"})) == [2, 1]

    def test_a_question_for_the_desk_alone_is_asked_there_alone_with_what_hangs_on_it(self):
        questions = [a_question(1, is_staff_only=True), a_question(2, shown_if_id=1, shown_if_value="Yes")]

        assert ids(rules.asked_of(questions, {1}, {1: "Yes"})) == []
        assert ids(rules.asked_of(questions, {1}, {1: "Yes"}, at_desk=True)) == [1, 2]

    def test_questions_that_wait_for_each_other_are_never_asked(self):
        questions = [
            a_question(1, shown_if_id=2, shown_if_value="Yes"),
            a_question(2, shown_if_id=1, shown_if_value="Yes"),
        ]

        assert rules.asked_of(questions, {1}, {1: "Yes", 2: "Yes"}) == []

    def test_only_a_required_one_is_missing(self):
        questions = [a_question(1, is_required=True), a_question(2)]

        assert ids(rules.missing_from(questions, {})) == [1]
        assert rules.missing_from(questions, {1: "Here"}) == []


GOOD = {
    "no answer": (QuestionKind.CHOICE, ""),
    "as many letters as there may be": (QuestionKind.TEXT, "x" * 500),
    "a choice": (QuestionKind.CHOICE, "Yes"),
    "all of many": (QuestionKind.MANY, YES_NO),
    "a day": (QuestionKind.DATE, "2028-02-29"),
    "a number": (QuestionKind.NUMBER, "12"),
    "half a number": (QuestionKind.NUMBER, "2.5"),
    "a country": (QuestionKind.COUNTRY, "GB"),
    "an organisation": (QuestionKind.ORGANISATION, "x" * 120),
}
BAD = {
    "a letter too many": (QuestionKind.TEXT, "x" * 501),
    "no choice": (QuestionKind.CHOICE, "Maybe"),
    "two choices of one": (QuestionKind.CHOICE, YES_NO),
    "one of many that is none": (QuestionKind.MANY, "Yes\nMaybe"),
    "one of many twice": (QuestionKind.MANY, "Yes\nYes"),
    "a day that is not": (QuestionKind.DATE, "2027-02-29"),
    "a day in our words": (QuestionKind.DATE, "17 March 2027"),
    "a day without hyphens": (QuestionKind.DATE, "20270317"),
    "a number in words": (QuestionKind.NUMBER, "twelve"),
    "no number": (QuestionKind.NUMBER, "nan"),
    "a number without end": (QuestionKind.NUMBER, "9" * 10),
    "the European Union": (QuestionKind.COUNTRY, "EU"),
    "the whole world": (QuestionKind.COUNTRY, "001"),
    "a country by name": (QuestionKind.COUNTRY, "France"),
    "an organisation without end": (QuestionKind.ORGANISATION, "x" * 121),
    "a typed file": (QuestionKind.FILE, "a.pdf"),
}


class TestAnAnswer:
    @pytest.mark.parametrize(("kind", "value"), GOOD.values(), ids=GOOD)
    def test_fits_its_question(self, kind, value):
        rules.check_answer(a_question(kind=kind, options=YES_NO), value)

    @pytest.mark.parametrize(("kind", "value"), BAD.values(), ids=BAD)
    def test_that_does_not_fit_is_refused(self, kind, value):
        with pytest.raises(rules.NotAnAnswer):
            rules.check_answer(a_question(kind=kind, options=YES_NO), value)

    def test_is_shown_in_words(self):
        assert rules.in_words(a_question(kind=QuestionKind.COUNTRY), "FR") == "France"
        assert rules.in_words(a_question(kind=QuestionKind.MANY), YES_NO) == "Yes, No"

    def test_a_country_is_one_of_those_with_two_letters(self):
        assert {"GB", "IE", "FR"} <= rules.countries().keys()
        assert not {"EU", "UN", "EZ", "XA", "XB", "ZZ", "QO", "001"} & rules.countries().keys()
        assert all(len(code) == 2 for code in rules.countries())


class TestAWording:
    def test_is_good_with_options_and_a_condition_that_can_be_met(self):
        asked = [a_question(1, kind=QuestionKind.CHOICE, options=YES_NO)]

        rules.check_wording(
            rules.Wording("Which?", kind=QuestionKind.MANY, options="A\nB", shown_if_id=1, shown_if_value="No"), asked
        )

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"kind": QuestionKind.CHOICE, "options": "Yes"}, "two options or more"),
            ({"kind": QuestionKind.MANY, "options": "Yes\nYes"}, "none of them twice"),
            ({"kind": QuestionKind.MANY, "options": "\n".join(map(str, range(31)))}, "30 options at most"),
            ({"shown_if_id": 9, "shown_if_value": "Yes"}, "Choose the question"),
            ({"shown_if_id": 1}, "write the answer"),
            ({"shown_if_id": 1, "shown_if_value": "Maybe"}, "no answer"),
            ({"shown_if_id": 2, "shown_if_value": "x"}, "wait for each other"),
            ({"shown_if_id": 3, "shown_if_value": "x"}, "wait for each other"),
        ],
        ids=[
            "one option",
            "an option twice",
            "too many",
            "no such question",
            "no answer",
            "not an option",
            "itself",
            "a circle",
        ],
    )
    def test_that_gives_no_choice_or_can_never_be_asked_is_refused(self, given, says):
        asked = [
            a_question(1, kind=QuestionKind.CHOICE, options=YES_NO),
            a_question(2),
            a_question(3, shown_if_id=2, shown_if_value="x"),
        ]

        with pytest.raises(rules.NotAQuestion, match=says):
            rules.check_wording(rules.Wording("Which?", **given), asked, first_id=2)


class Typed(dict):
    def getlist(self, name):
        given = self.get(name, [])
        return given if isinstance(given, list) else [given]


class TestFields:
    @pytest.fixture
    def questions(self):
        options = {"options": YES_NO}
        return [a_question(number, kind=kind, **options) for number, kind in enumerate(QuestionKind, start=1)]

    def form(self, questions, typed=None, **given):
        return type("Asked", (Form,), question_fields(questions))(Typed(typed) if typed else None, **given)

    def test_each_question_but_a_file_has_a_field_under_its_first_id(self, questions):
        files = [f"q{each.first_id}" for each in questions if each.kind is QuestionKind.FILE]

        assert len(files) == 1
        assert question_fields(questions).keys() == {f"q{each.first_id}" for each in questions} - {*files}
        assert question_fields(questions, with_files=True).keys() == {f"q{each.first_id}" for each in questions}

    def test_what_is_typed_comes_out_by_first_id_of_many_a_line_each(self):
        questions = [a_question(7), a_question(8, kind=QuestionKind.MANY, options=YES_NO)]

        form = self.form(questions, {"q7": " two  words \r\n\r\n here ", "q8": ["Yes", "No"]})

        assert form.validate()
        assert typed_values(form, questions) == {7: "two words\n\nhere", 8: YES_NO}

    def test_what_is_no_answer_is_the_fields_own_error(self):
        questions = [a_question(7, kind=QuestionKind.CHOICE, options=YES_NO)]

        form = self.form(questions, {"q7": "Maybe"})

        assert not form.validate()
        assert form.errors == {"q7": ["Choose one of these."]}

    def test_nothing_must_be_answered(self, questions):
        assert self.form(questions, {"other": "x"}).validate()

    def test_an_earlier_answer_is_there_again(self):
        questions = [a_question(7), a_question(8, kind=QuestionKind.MANY, options=YES_NO)]

        form = self.form(questions, data=begun_with(questions, {7: "words", 8: "No", 99: "of another"}))

        assert "words" in form.q7()
        assert [option.data for option in form.q8 if option.checked] == ["No"]

    def test_only_an_optional_one_says_so(self):
        form = self.form([a_question(7), a_question(8, is_required=True)])

        assert (form.q7.label.text, form.q8.label.text) == ("Question 7 (optional)", "Question 8")
