"""What the desk says of a question."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from core.fields import readable
from registration.forms.questions import in_lines
from registration.models import BadgePart, Product, Question, QuestionKind
from registration.rules import KIND_WORDS, Wording

MOST_LETTERS_OF_OPTIONS = 3000


class QuestionForm(FlaskForm):
    """One version of a question; the products and the other questions are handed in."""

    label = StringField(
        "Question",
        [DataRequired("Write the question."), Length(max=200)],
        filters=[readable],
        render_kw={"autocomplete": "off"},
    )
    hint = StringField(
        "Hint (optional)",
        [Length(max=300)],
        filters=[readable],
        description="It stands under the question",
        render_kw={"autocomplete": "off"},
    )
    kind = RadioField("What is an answer?", choices=[(each.value, words) for each, words in KIND_WORDS.items()])
    options = TextAreaField(
        "Options",
        [Length(max=MOST_LETTERS_OF_OPTIONS)],
        filters=[in_lines],
        description="For one or any of several: each on a line of its own",
        render_kw={"rows": 4},
    )
    is_required = BooleanField("It must be answered (it never holds up a booking, nor the door)")
    is_staff_only = BooleanField("For the desk alone: delegates never see it")
    products = SelectMultipleField(
        "Which tickets and add-ons is it for?",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="Choose none, and it is for all",
    )
    shown_if = SelectField("Only after an answer to this question (optional)", coerce=int, default=0)
    shown_if_value = StringField(
        "The answer that brings it up",
        [Length(max=200)],
        filters=[readable],
        description="Exactly as the option is written",
        render_kw={"autocomplete": "off"},
    )
    badge_part = SelectField(
        "On the badge",
        choices=[
            ("", "No: answers stay off the badge"),
            (BadgePart.PRONOUNS.value, "Yes, as the pronouns"),
            (BadgePart.JOB_ROLE.value, "Yes, as the job role"),
            (BadgePart.PHOTOS.value, "Yes, as the photo preference: a mark without words"),
        ],
        default="",
        description="Delegates are told so. Answers given before that stay off the badge",
    )
    by_id: dict[int, Product]

    def wording(self) -> Wording:
        """What was typed, as the rules judge it."""
        return Wording(
            label=self.label.data or "",
            hint=self.hint.data or "",
            kind=QuestionKind(self.kind.data),
            options="\n".join(line for line in (self.options.data or "").splitlines() if line),
            is_required=self.is_required.data,
            is_staff_only=self.is_staff_only.data,
            shown_if_id=self.shown_if.data or None,
            shown_if_value=self.shown_if_value.data or "",
            badge_part=BadgePart(self.badge_part.data) if self.badge_part.data else None,
            products=tuple(self.by_id[number] for number in self.products.data or []),
        )


def question_form(products: list[Product], questions: list[Question], question: Question | None = None) -> QuestionForm:
    """The form for a new question, or begun with the one that is to be changed."""
    begun: dict[str, object] = {"kind": QuestionKind.TEXT.value}
    if question is not None:
        begun = {
            **{name: getattr(question, name) for name in ("label", "hint", "options", "is_required", "is_staff_only")},
            "kind": question.kind.value,
            "products": [product.id for product in question.products],
            "shown_if": question.shown_if_id or 0,
            "shown_if_value": question.shown_if_value,
            "badge_part": question.badge_part.value if question.badge_part else "",
        }
    form = QuestionForm(data=begun)
    form.by_id = {product.id: product for product in products}
    form.products.choices = [(product.id, product.name) for product in products]
    others = [
        (each.first_id, each.label) for each in questions if question is None or each.first_id != question.first_id
    ]
    form.shown_if.choices = [(0, "Everybody"), *others]
    return form
