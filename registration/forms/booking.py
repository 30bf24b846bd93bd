"""Choosing tickets: who books, and for each delegate a category, a ticket and what goes with it."""

from collections.abc import Iterable
from typing import cast
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import EmailField, FieldList, Form, FormField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.config import Limits
from core.fields import Obeys, PlainNumber, plain_number, readable, trimmed
from people.rules import NotAnAddress, email_key
from registration.forms.questions import name_of, question_fields, typed_values, unanswered
from registration.models import AddOn, BookingCode, Category, Product, ProductKind, Question, QuestionKind
from registration.rules import CATEGORY_WORDS, Place, asked_of, categories_of, may_choose, missing_from, shows

# What is being typed while new prices arrive stays as it is.
KEPT = {"hx-preserve": "true"}


class DelegateForm(Form):
    """One delegate's place. The first may leave the name empty: it is then the buyer's own.

    ``a_delegate_form`` adds a number for each add-on, ``extra`` and the row's id: ``delegates-0-extra7``.
    """

    category = SelectField("Which of these fits?", choices=[], validate_choice=False)
    product = RadioField("Ticket", coerce=plain_number, validate_choice=False)
    name = StringField(
        "Name on the badge", [Length(max=120)], filters=[readable], render_kw=KEPT | {"autocomplete": "off"}
    )
    organisation = StringField(
        "Organisation (optional)", [Length(max=120)], filters=[readable], render_kw=KEPT | {"autocomplete": "off"}
    )
    email = EmailField(
        "Their email (optional)",
        [Optional(), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="We send their ticket there. Leave it empty and it comes to you",
        render_kw=KEPT | {"autocomplete": "off"},
    )

    def extras(self) -> dict[int, int]:
        """How many of each add-on are chosen, by its row's id; only those of which there is one."""
        numbers = {name: field.data for name, field in self._fields.items() if name.startswith("extra")}
        return {int(name.removeprefix("extra")): number for name, number in numbers.items() if number}


class OrderForm(FlaskForm):
    """Who books, and a place for each delegate. Ids are those of the page: delegates-0-name and so on."""

    form_key = HiddenField()
    name = StringField(
        "Your name",
        [DataRequired("Write your name."), Length(max=120)],
        filters=[readable],
        render_kw=KEPT | {"autocomplete": "name"},
    )
    email = EmailField(
        "Your email",
        [InputRequired("Write your email address."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="We send the tickets and every change there",
        render_kw=KEPT | {"autocomplete": "email"},
    )
    code = StringField(
        "Code (optional)",
        [Length(max=60)],
        filters=[trimmed],
        description="If you were sent one",
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    delegates: FieldList
    products: list[Product]  # the tickets of the event, hidden ones too
    questions: list[Question]
    categories: list[Category]
    booking_code: BookingCode | None = None
    bad_code = ""  # what is wrong with what was typed as one

    def validate_form_key(self, field) -> None:
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError("Load this page again.") from None

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for number, delegate in enumerate(self.delegate_forms()):
            if self.categories and self._category_of(delegate) is None:
                delegate.category.errors = ["Choose which price fits."]
                valid = False
            if self._product_of(delegate) is None:
                delegate.product.errors = ["Choose a ticket."]
                valid = False
            elif not self._goes_together(delegate):
                delegate.product.errors = ["What you had added goes with another ticket. Look at this one again."]
                valid = False
            for question in self._missing(delegate):
                delegate[name_of(question)].errors = [unanswered(question)]
                valid = False
            if number > 0 and not delegate.name.data:
                delegate.name.errors = ["Write the name for this delegate’s badge."]
                valid = False
        return valid

    def use(self, code: BookingCode | None) -> None:
        """Let what ``code`` opens be seen and chosen."""
        self.booking_code = code
        self.categories = [each for each in categories_of(self.products) if self._may_declare(each)]
        for delegate in self.delegate_forms():
            self.offer(delegate)

    def suggest_reserved(self) -> None:
        """Begin the first delegate with the ticket of which the code keeps places, as an offer's link does."""
        code = self.booking_code
        if code is not None and code.is_reserving and len(code.products) == 1:
            self.delegate_forms()[0].product.data = code.products[0].id

    def show_bad_code(self) -> None:
        if self.bad_code:
            self.code.errors = [self.bad_code]

    def rearrange(self, what: str) -> bool:
        """One delegate more (``add``) or fewer (``drop``), if there may be, or the same ones with their prices
        (``update``); false if none of these was asked for."""
        if what == "add" and len(self.delegates) < (self.delegates.max_entries or 0):
            self.offer(self.delegates.append_entry().form)
        if what == "drop" and len(self.delegates) > 1:
            self.delegates.pop_entry()
        return what in {"add", "drop", "update"}

    def offer(self, delegate: DelegateForm) -> None:
        """Let ``delegate`` choose among the event's products and categories."""
        delegate.product.choices = [(product.id, product.name) for product in self.shown()]
        delegate.category.choices = [("", "Choose…"), *((each.value, CATEGORY_WORDS[each]) for each in self.categories)]

    def shown(self) -> list[Product]:
        """The tickets that may be seen here: hidden ones only with a code that opens them."""
        return [product for product in self.products if shows(self.booking_code, product)]

    def of_group(self) -> str:
        """Delegates who come one by one may be of any organisation."""
        return ""

    def add_ons(self) -> list[Product]:
        """What may be added to any of the tickets, each once."""
        return list({each.product_id: each.product for product in self.products for each in product.add_ons}.values())

    def suggest(self, category: Category | None) -> None:
        """Begin the first delegate with ``category``, where the event asks for one and has it."""
        if category in self.categories:
            self.delegates[0].form.category.data = category.value

    def delegate_forms(self) -> list[DelegateForm]:
        return [cast(DelegateForm, entry.form) for entry in self.delegates]

    def chosen(self) -> list[tuple[Product | None, Category | None]]:
        """What stands chosen for each delegate, as far as it is: for the prices that the page shows."""
        standard = None if self.categories else Category.STANDARD
        return [(self._product_of(each), self._category_of(each) or standard) for each in self.delegate_forms()]

    def asked(self, delegate: DelegateForm) -> list[Question]:
        """What is asked here of somebody with what ``delegate`` has chosen; files are asked for on the ticket."""
        product = self._product_of(delegate)
        if product is None:
            return []
        chosen = delegate.extras()
        theirs = {product.id, *(each.product_id for each in product.add_ons if each.id in chosen)}
        asked = asked_of(self.questions, theirs, self.answers(delegate))
        return [each for each in asked if each.kind is not QuestionKind.FILE]

    def answers(self, delegate: DelegateForm) -> dict[int, str]:
        """What was typed for the questions, by their first ids."""
        return typed_values(delegate, self.questions)

    def all_answers(self) -> list[dict[int, str]]:
        return [self.answers(delegate) for delegate in self.delegate_forms()]

    def _missing(self, delegate: DelegateForm) -> list[Question]:
        """What must be answered here and is not: a delegate with an address of their own answers on their ticket."""
        return [] if delegate.email.data else missing_from(self.asked(delegate), self.answers(delegate))

    def places(self) -> list[Place | None]:
        """What was chosen, in the delegates' order; None where that is not known yet. Empty names are the buyer's."""
        chosen = zip(self.delegate_forms(), self.chosen(), strict=True)
        return [self._place(delegate, product, category) for delegate, (product, category) in chosen]

    def whole_places(self) -> list[Place]:
        """The places of a form that is filled in."""
        return [place for place in self.places() if place]

    def _place(self, delegate: DelegateForm, product: Product | None, category: Category | None) -> Place | None:
        if product is None or category is None:
            return None
        numbers = delegate.extras()
        return Place(
            product=product,
            name=delegate.name.data or self.name.data or "",
            email=_address(delegate.email.data) or _address(self.email.data),
            organisation=delegate.organisation.data or "",
            category=category,
            extras=tuple((each, numbers[each.id]) for each in product.add_ons if each.id in numbers),
        )

    def _may_declare(self, category: Category) -> bool:
        return any(may_choose(self.booking_code, product, category) for product in self.shown())

    def _category_of(self, delegate: DelegateForm) -> Category | None:
        return next((each for each in self.categories if each.value == delegate.category.data), None)

    def _product_of(self, delegate: DelegateForm) -> Product | None:
        return next((each for each in self.shown() if each.id == delegate.product.data), None)

    def _goes_together(self, delegate: DelegateForm) -> bool:
        product = self._product_of(delegate)
        return product is not None and delegate.extras().keys() <= {each.id for each in product.add_ons}


def _address(typed: str | None) -> str:
    """What was typed, if it is an address: prices are shown before anything is checked."""
    try:
        return typed if typed and email_key(typed) else ""
    except NotAnAddress:
        return ""


def order_form(products: list[Product], questions: list[Question], **own: str) -> OrderForm:
    """The form over an event's products and what it asks, begun with a person's own name and address, or a code."""
    tickets = [product for product in products if product.kind is ProductKind.TICKET]
    form = _an_order_form([add_on for product in tickets for add_on in product.add_ons], questions)(**own)
    form.products, form.questions = tickets, [each for each in questions if not each.is_staff_only]
    form.form_key.data = form.form_key.data or str(uuid4())
    form.use(None)
    return form


def _an_order_form(add_ons: Iterable[AddOn], questions: Iterable[Question]) -> type[OrderForm]:
    """The form with what this event adds to a ticket and asks; WTForms knows a form's fields by its class."""
    fields = {f"extra{each.id}": _number_of(each) for each in add_ons}
    fields |= question_fields(each for each in questions if not each.is_staff_only)
    delegate = type("DelegateForm", (DelegateForm,), fields)
    entries = FieldList(FormField(delegate), min_entries=1, max_entries=Limits.delegates_per_order)
    return type("OrderForm", (OrderForm,), {"delegates": entries})


def _number_of(add_on: AddOn) -> PlainNumber:
    return PlainNumber(add_on.product.name, least=add_on.least, most=add_on.most)
