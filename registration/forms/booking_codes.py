"""A booking code, or many of a kind, as the desk makes, finds and changes them."""

from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from core.fields import Checkboxes, pence_of, readable, trimmed
from core.words import typed_pounds
from events.models import Event
from events.rules import begins_at
from registration.forms.products import LocalMoment, PoundsField
from registration.models import BookingCode, Category, Effect, Product
from registration.rules import BY_INVITATION, CATEGORY_WORDS, MOST_AT_ONCE, WrongCode, check_words, plain_code

EFFECT_WORDS = {
    Effect.NONE: "Nothing off",
    Effect.FIXED: "So many pounds off",
    Effect.PERCENT: "So many percent off",
    Effect.SET_PRICE: "A price of its own, in pounds",
}
MOST_USES = 100_000


class CodeSearchForm(FlaskForm):
    """A search is a GET: its address can be kept, and it changes nothing."""

    class Meta:
        csrf = False

    q = StringField("Code, or whom it is for", [Length(max=100)], filters=[trimmed])


class _Limits(FlaskForm):
    """What may be changed of a code later on."""

    words = StringField(
        "Whom it is for (optional)",
        [Length(max=120)],
        filters=[readable],
        description="The desk reads this, buyers do not",
    )
    uses = IntegerField(
        "Good for how many places",
        [InputRequired("Write how many places."), NumberRange(1, MOST_USES, f"From 1 to {MOST_USES:,}.")],
        default=1,
    )
    budget = PoundsField(
        "At most, in pounds, in all (optional)", description="Once so much has come off, it takes nothing off any more"
    )
    starts = LocalMoment("Good from", description="On the clocks of the event")
    ends = LocalMoment("Good until", description="The first instant at which it is over")
    is_reserving = BooleanField("Keep the places for who has the code")

    def limits(self, event: Event, code: BookingCode | None = None) -> dict:
        """What was typed, for actions.CodeLimits."""
        return {
            "words": self.words.data or "",
            "uses": self.uses.data,
            "budget_pence": self.budget.pence,
            "starts_at": self.starts.moment(event, code and code.starts_at),
            "ends_at": self.ends.moment(event, code and code.ends_at),
            "is_reserving": self.is_reserving.data,
        }


class ChangeCodeForm(_Limits):
    def show(self, event: Event, code: BookingCode) -> None:
        """The code as it stands."""
        self.process(obj=code, budget=typed_pounds(code.budget_pence))
        self.starts.show(event, code.starts_at)
        self.ends.show(event, code.ends_at)


class CodeForm(_Limits):
    how_many = IntegerField(
        "How many codes",
        [InputRequired("Write how many."), NumberRange(1, MOST_AT_ONCE, f"From 1 to {MOST_AT_ONCE}.")],
        default=1,
    )
    code = StringField(
        "Code (optional)",
        [Length(max=20)],
        filters=[trimmed],
        description="Left empty, it is eight random letters. Of several codes, this is how each begins",
        render_kw={"autocomplete": "off"},
    )
    effect = SelectField(
        "What it does to the price", choices=[(each.value, words) for each, words in EFFECT_WORDS.items()]
    )
    amount = StringField(
        "How much (optional)",
        [Length(max=12)],
        filters=[trimmed],
        description="In pounds, or in percent",
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    category = SelectField(
        "Gives the category (optional)",
        choices=[
            ("", "None"),
            *((each.name, CATEGORY_WORDS[each]) for each in CATEGORY_WORDS if each in BY_INVITATION),
        ],
    )
    opens_hidden = BooleanField("Shows hidden tickets")
    products = Checkboxes("Only for (none: for every ticket)", coerce=int)

    def offer(self, products: list[Product]) -> None:
        self.products.choices = [(product.id, product.name) for product in products]

    def suggest(self, event: Event, now: datetime) -> None:
        """Begin with a window from now until the event begins."""
        if not self.is_submitted():
            self.starts.show(event, now)
            self.ends.show(event, begins_at(event))

    def validate_code(self, field) -> None:
        if field.data:
            try:
                check_words(plain_code(field.data))
            except WrongCode as refusal:
                raise ValidationError(str(refusal)) from None

    def validate_amount(self, field) -> None:
        if self.chosen_effect() is Effect.NONE:
            return
        if self.amount_typed() is None:
            percent = self.chosen_effect() is Effect.PERCENT
            raise ValidationError("Write a whole number, like 10." if percent else "Write pounds, like 395 or 395.50.")

    def chosen_effect(self) -> Effect:
        return Effect(self.effect.data)

    def amount_typed(self) -> int | None:
        """In pence, or in percent; None if that is no amount."""
        words, effect = self.amount.data or "", self.chosen_effect()
        if effect is Effect.NONE:
            return 0
        if effect is Effect.PERCENT:
            plain = words.removesuffix("%").strip()
            return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 4 else None
        return pence_of(words)

    def chosen_category(self) -> Category | None:
        return Category[self.category.data] if self.category.data else None
