"""A delegate's own part, and who comes instead."""

from collections.abc import Collection

from flask import current_app
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import EmailField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from core.fields import Obeys, readable, trimmed
from core.uploads import JPEG, PDF, PNG, Unfit, Upload, take_in
from people.rules import email_key
from registration.forms.questions import begun_with, name_of, question_fields, typed_values, unanswered
from registration.models import Answer, Category, Question, QuestionKind, Ticket
from registration.rules import CATEGORY_WORDS, asked_of, products_of_ticket, values_of

BIGGEST = 2**31 - 1


class DetailsForm(FlaskForm):
    """The badge and the answers. ``a_details_form`` adds a field for each question that is asked."""

    name = StringField(
        "Name on the badge",
        [DataRequired("Write the name for the badge."), Length(max=120)],
        filters=[readable],
        render_kw={"autocomplete": "name"},
    )
    organisation = StringField(
        "Organisation (optional)",
        [Length(max=120)],
        filters=[readable],
        description="It stands under the name on the badge",
        render_kw={"autocomplete": "organization"},
    )
    shown = HiddenField()  # which questions the page asked: one that comes up afterwards was not left out
    questions: list[Question]
    was_shown: set[str]
    earlier: dict[int, str]
    bringing: Collection[int | None]  # the first ids of those whose answers bring up others

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for question in self.questions:
            field = self[name_of(question)]
            is_answered = field.data or (question.kind is QuestionKind.FILE and question.first_id in self.earlier)
            if (
                question.is_required
                and not is_answered
                and not field.errors
                and str(question.first_id) in self.was_shown
            ):
                field.errors = [unanswered(question)]
                valid = False
        return valid

    def values(self) -> dict[int, str]:
        """What was typed, by the questions' first ids."""
        return typed_values(self, self.questions)

    def chosen_files(self) -> dict[int, FileStorage]:
        """The files that were chosen, by the questions' first ids."""
        files = [each for each in self.questions if each.kind is QuestionKind.FILE and each.first_id]
        return {each.first_id or 0: self[name_of(each)].data for each in files if self[name_of(each)].data}

    def show_unfit(self, unfit: dict[int, str]) -> None:
        """Say beside each file that could not be taken why not."""
        self.validate()
        for question in self.questions:
            if question.first_id in unfit:
                self[name_of(question)].errors = [unfit[question.first_id]]

    def ask(self, questions: list[Question]) -> None:
        """Let the form hold fields for these questions only."""
        self.questions = questions
        self.was_shown = set((self.shown.data or "").split())
        self.shown.data = " ".join(str(each.first_id) for each in questions)
        names = {name_of(each) for each in questions}
        for name in [each for each in self._fields if each.startswith("q") and each[1:].isdigit()]:
            if name not in names:
                del self[name]


def details_form(
    ticket: Ticket, questions: list[Question], answers: list[Answer], *, at_desk: bool = False
) -> DetailsForm:
    """The form over what this ticket's delegate is asked, begun with what they have said and changed by what is typed.

    A question that an answer on the form brings up is there at once; one whose condition is not met is not.
    """
    earlier = values_of(answers)
    begun = {"name": ticket.name, "organisation": ticket.organisation, **begun_with(questions, earlier)}
    form = type("DetailsForm", (DetailsForm,), question_fields(questions, with_files=True))(data=begun)
    form.earlier = earlier
    form.bringing = {each.shown_if_id for each in questions if at_desk or not each.is_staff_only} - {None}
    typed = earlier | (typed_values(form, questions) if form.is_submitted() else {})
    form.ask(asked_of(questions, products_of_ticket(ticket), typed, at_desk=at_desk))
    return form


def read_files(chosen: dict[int, FileStorage]) -> tuple[dict[int, Upload], dict[int, str]]:
    """The files found fit to keep, and what is wrong with the others. It takes a while: never inside a transaction."""
    fit, unfit = {}, {}
    for first_id, given in chosen.items():
        kinds, limits = (PDF, PNG, JPEG), current_app.config["LIMITS"]
        try:
            fit[first_id] = take_in(given.read(), name=given.filename or "", kinds=kinds, limits=limits)
        except Unfit as refusal:
            unfit[first_id] = str(refusal)
    return fit, unfit


class SubstituteForm(FlaskForm):
    """Who comes instead. ``agreed`` is the difference that was shown and agreed to, in pence."""

    name = StringField(
        "Name on the badge",
        [DataRequired("Write the name of whoever comes."), Length(max=120)],
        filters=[readable],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        "Their email",
        [InputRequired("Write their email address."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="We send their ticket there",
        render_kw={"autocomplete": "off"},
    )
    organisation = StringField(
        "Organisation (optional)", [Length(max=120)], filters=[readable], render_kw={"autocomplete": "off"}
    )
    category = SelectField("Which of these fits them?", choices=[], validate_choice=False)
    version = IntegerField(
        widget=HiddenInput(), validators=[InputRequired("Load this page again."), NumberRange(0, BIGGEST)]
    )
    agreed = IntegerField(widget=HiddenInput(), default=0, validators=[Optional(), NumberRange(0, BIGGEST)])
    categories: list[Category]

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.categories and self.category.data not in {each.value for each in self.categories}:
            self.category.errors = ["Choose which price fits."]
            return False
        return valid

    def chosen_category(self) -> Category:
        """The category that was chosen; the standard one where an event asks for none."""
        return Category(self.category.data) if self.categories else Category.STANDARD


def substitute_form(ticket: Ticket, categories: list[Category]) -> SubstituteForm:
    """The form for whoever comes instead, among ``categories``, begun with the one that was paid for."""
    form = SubstituteForm(version=ticket.link_version, category=ticket.line.category.value)
    form.categories = categories
    form.category.choices = [("", "Choose…"), *((each.value, CATEGORY_WORDS[each]) for each in categories)]
    return form
