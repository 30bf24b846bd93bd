"""Booking for somebody else at the desk."""

from dataclasses import replace

from wtforms import BooleanField, EmailField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from core.fields import Obeys, readable, trimmed
from people.rules import email_key
from registration.forms.booking import OrderForm, order_form
from registration.models import Category, Product
from registration.rules import Place

LONGEST_REASON = 300


class DeskOrderForm(OrderForm):
    """As a buyer's form, with every ticket and category of the event; and it may cost nothing, with a reason.

    Nothing is asked here that the delegates are asked: they answer on their own tickets.
    """

    name = StringField(
        "Name of the buyer",
        [DataRequired("Write whom it is for."), Length(max=120)],
        filters=[readable],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        "Email of the buyer",
        [InputRequired("Write the buyer’s email address."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="The letters go there",
        render_kw={"autocomplete": "off"},
    )
    organisation = StringField(
        "Organisation (optional)",
        [Length(max=120)],
        filters=[readable],
        description="It stands on the badges of those who have no other",
        render_kw={"autocomplete": "off"},
    )
    code = StringField("Code (optional)", [Length(max=60)], filters=[trimmed], render_kw={"autocomplete": "off"})
    complimentary = BooleanField("It costs nothing: complimentary")
    reason = StringField(
        "Why it is complimentary",
        [Length(max=LONGEST_REASON)],
        filters=[readable],
        description="It stays with the order as a note",
        render_kw={"autocomplete": "off"},
    )

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.complimentary.data and not self.reason.data:
            self.reason.errors = ["Write why it costs nothing."]
            valid = False
        if self.complimentary.data and self.code.data:
            self.code.errors = ["What is complimentary needs no code. Leave one of the two out."]
            valid = False
        return valid

    def shown(self) -> list[Product]:
        """Every ticket: hidden ones, those that need approval, and those that are not on sale now."""
        return self.products

    def of_group(self) -> str:
        return self.organisation.data or ""

    def places(self) -> list[Place | None]:
        """As a buyer's, and who has no organisation of their own is from the order's."""
        own = self.of_group()
        return [place and replace(place, organisation=place.organisation or own) for place in super().places()]

    def _may_declare(self, category: Category) -> bool:
        return True


def desk_order_form(products: list[Product]) -> DeskOrderForm:
    """The form over all that an event has."""
    begun = order_form(products, [])  # for its numbers of add-ons, which are fields of the event's own class
    form = type("DeskOrderForm", (DeskOrderForm, type(begun)), {})()
    form.products, form.questions = begun.products, []
    form.form_key.data = form.form_key.data or begun.form_key.data
    form.use(None)
    return form
