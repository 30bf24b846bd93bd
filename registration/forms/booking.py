"""Choosing tickets: who books, and a place for each delegate."""

from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import EmailField, FieldList, Form, FormField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.config import Limits
from core.fields import Obeys, readable, trimmed
from people.rules import email_key
from registration.models import Category, Product
from registration.rules import CATEGORY_WORDS, DECLARABLE, Place, categories_of


class DelegateForm(Form):
    """One delegate's place. The first may leave the name empty: it is then the buyer's own."""

    category = SelectField("Which of these fits?", choices=[], validate_choice=False)
    product = RadioField("Ticket", coerce=int, validate_choice=False)
    name = StringField("Name on the badge", [Length(max=120)], filters=[readable], render_kw={"autocomplete": "off"})
    organisation = StringField(
        "Organisation (optional)", [Length(max=120)], filters=[readable], render_kw={"autocomplete": "off"}
    )
    email = EmailField(
        "Their email (optional)",
        [Optional(), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="We send their ticket there. Leave it empty and it comes to you",
        render_kw={"autocomplete": "off"},
    )


class OrderForm(FlaskForm):
    """Who books, and a place for each delegate. Ids are those of the page: delegates-0-name and so on."""

    form_key = HiddenField()
    name = StringField(
        "Your name",
        [DataRequired("Write your name."), Length(max=120)],
        filters=[readable],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        "Your email",
        [InputRequired("Write your email address."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="We send the tickets and every change there",
        render_kw={"autocomplete": "email"},
    )
    delegates = FieldList(FormField(DelegateForm), min_entries=1, max_entries=Limits.delegates_per_order)
    products: list[Product]
    categories: list[Category]

    def validate_form_key(self, field) -> None:
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError("Load this page again, please.") from None

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        offered = {product.id for product in self.products}
        for number, entry in enumerate(self.delegates):
            delegate = entry.form
            if self.categories and self._category_of(delegate) is None:
                delegate.category.errors = ["Choose which price fits."]
                valid = False
            if delegate.product.data not in offered:
                delegate.product.errors = ["Choose a ticket."]
                valid = False
            if number > 0 and not delegate.name.data:
                delegate.name.errors = ["Write the name for this delegate’s badge."]
                valid = False
        return valid

    def rearrange(self, what: str) -> bool:
        """One delegate more (``add``) or fewer (``drop``), if there may be, or the same ones with their prices
        (``update``); false if none of these was asked for."""
        if what == "add" and len(self.delegates) < (self.delegates.max_entries or 0):
            self.offer(self.delegates.append_entry().form)
        if what == "drop" and len(self.delegates) > 1:
            self.delegates.pop_entry()
        return what in {"add", "drop", "update"}

    def offer(self, delegate: Form) -> None:
        """Let ``delegate`` choose among the event's products and categories."""
        delegate.product.choices = [(product.id, product.name) for product in self.products]
        delegate.category.choices = [("", "Choose…"), *((each.value, CATEGORY_WORDS[each]) for each in self.categories)]

    def suggest(self, category: Category | None) -> None:
        """Begin the first delegate with ``category``, where the event asks for one and has it."""
        if category in self.categories:
            self.delegates[0].form.category.data = category.value

    def _category_of(self, delegate: Form) -> Category | None:
        return next((each for each in self.categories if each.value == delegate.category.data), None)

    def chosen(self) -> list[tuple[Product | None, Category | None]]:
        """What stands chosen for each delegate, as far as it is: for the prices that the page shows."""
        by_id = {product.id: product for product in self.products}
        standard = None if self.categories else Category.STANDARD
        forms = [entry.form for entry in self.delegates]
        return [(by_id.get(each.product.data), self._category_of(each) or standard) for each in forms]

    def places(self) -> list[Place]:
        """What was chosen, in the delegates' order; empty names and addresses are the buyer's."""
        by_id = {product.id: product for product in self.products}
        return [
            Place(
                product=by_id[entry.form.product.data],
                name=entry.form.name.data or self.name.data or "",
                email=entry.form.email.data or self.email.data or "",
                organisation=entry.form.organisation.data or "",
                category=self._category_of(entry.form) or Category.STANDARD,
            )
            for entry in self.delegates
        ]


def order_form(products: list[Product], *, name: str = "", email: str = "") -> OrderForm:
    """The form over an event's products, begun with a signed-in person's own name and address."""
    form = OrderForm(name=name, email=email)
    form.products = products
    form.categories = [each for each in categories_of(products) if each in DECLARABLE]
    form.form_key.data = form.form_key.data or str(uuid4())
    for entry in form.delegates:
        form.offer(entry.form)
    return form
