"""Fields for questions that are known only at run time: in the delegate's own part and in the booking."""

from collections.abc import Iterable

from flask_wtf.file import FileField
from wtforms import Form, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from core.fields import readable
from registration.models import BadgePart, Question, QuestionKind
from registration.rules import LONGEST_ORGANISATION, LONGEST_TEXT, NotAnAnswer, check_answer, countries

MOST_RADIOS = 7
PRINTED = "It is printed on your badge"
BADGE_WORDS = {
    BadgePart.PRONOUNS: PRINTED,
    BadgePart.JOB_ROLE: PRINTED,
    BadgePart.PHOTOS: "A small mark on your badge tells our staff, without words",
}


def name_of(question: Question) -> str:
    """The name of a question's field, the same for all its versions: q12."""
    return f"q{question.first_id}"


def unanswered(question: Question) -> str:
    """What stands beside a question that must be answered, and in the summary, where it stands alone."""
    return f"Answer “{question.label}”{'' if question.label.endswith('?') else '.'}"


def question_fields(questions: Iterable[Question], *, with_files: bool = False) -> dict[str, UnboundField]:
    """A field for each question by its name, in their order, to make a form class of: type("…", (Form,), fields).

    What was typed must answer its question; nothing must be answered. Files are for a form that goes by itself.
    """
    return {name_of(each): _field(each) for each in questions if with_files or each.kind is not QuestionKind.FILE}


def typed_values(form: Form, questions: Iterable[Question]) -> dict[int, str]:
    """What was typed for those questions that have a field in ``form``, by their first ids; files left out."""
    found = {}
    for each in questions:
        if each.first_id is not None and each.kind is not QuestionKind.FILE and name_of(each) in form:
            found[each.first_id] = typed_value(form[name_of(each)].data)
    return found


def typed_value(data) -> str:
    """A field's data as an answer holds it: of many, a line each."""
    return "\n".join(data) if isinstance(data, list) else (data or "")


def begun_with(questions: Iterable[Question], values: dict[int, str]) -> dict[str, object]:
    """Earlier answers as the data that their fields begin with, by name."""
    return {
        name_of(each): values[each.first_id].splitlines() if each.kind is QuestionKind.MANY else values[each.first_id]
        for each in questions
        if each.first_id in values and each.kind is not QuestionKind.FILE
    }


class Answers:
    """A validator: what was typed is an answer to the question. If not, the rule's words are the field's error."""

    def __init__(self, question: Question) -> None:
        self._question = question

    def __call__(self, _form, field) -> None:
        try:
            check_answer(self._question, typed_value(field.data))
        except NotAnAnswer as refusal:
            raise ValidationError(str(refusal)) from None


def in_lines(typed: str | None) -> str | None:
    """A filter for words on several lines: each readable, none empty at either end."""
    return "\n".join(readable(line) or "" for line in typed.splitlines()).strip() if typed else typed


def _field(question: Question) -> UnboundField:
    label = question.label if question.is_required else f"{question.label} (optional)"
    hint = question.hint
    if question.badge_part:
        hint = ". ".join(filter(None, (hint.rstrip("."), BADGE_WORDS[question.badge_part])))
    given = {"description": hint, "validators": [Answers(question)]}
    # What is being typed while the booking's new prices arrive stays as it is.
    off = {"autocomplete": "off", "hx-preserve": "true"}
    match question.kind:
        case QuestionKind.CHOICE if len(question.choices) <= MOST_RADIOS:
            none = [] if question.is_required else [("", "No answer")]
            choices = [*none, *((each, each) for each in question.choices)]
            return RadioField(label, choices=choices, default="", validate_choice=False, **given)
        case QuestionKind.CHOICE:
            choices = [("", "Choose…"), *((each, each) for each in question.choices)]
            return SelectField(label, choices=choices, validate_choice=False, **given)
        case QuestionKind.MANY:
            each_a_box = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
            choices = [(each, each) for each in question.choices]
            return SelectMultipleField(label, choices=choices, validate_choice=False, **each_a_box, **given)
        case QuestionKind.COUNTRY:
            choices = [("", "Choose…"), *countries().items()]
            return SelectField(label, choices=choices, validate_choice=False, **given)
        case QuestionKind.DATE:
            return StringField(label, widget=DateInput(), filters=[readable], render_kw=off, **given)
        case QuestionKind.NUMBER:
            return StringField(label, filters=[readable], render_kw=off | {"inputmode": "decimal"}, **given)
        case QuestionKind.ORGANISATION:
            return StringField(label, filters=[readable], render_kw=off | {"maxlength": LONGEST_ORGANISATION}, **given)
        case QuestionKind.FILE:
            return FileField(label, description=question.hint)
    return TextAreaField(label, filters=[in_lines], render_kw=off | {"rows": 3, "maxlength": LONGEST_TEXT}, **given)
