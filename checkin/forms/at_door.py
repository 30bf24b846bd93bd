"""What a steward types beside a code: whom they look for, and who comes without a ticket."""

from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from checkin.forms.door import LONGEST_LIST
from core.fields import Obeys, readable, trimmed
from core.words import pounds
from people.rules import email_key
from registration.models import Category, Product, ProductKind
from registration.rules import CATEGORY_WORDS, Offer, Place, categories_of

LEAST_LETTERS = 2


class HereForm(FlaskForm):
    """Which door it is, for which list: from the door's page to another and back."""

    place = HiddenField(validators=[Length(max=60)], filters=[readable])
    which = HiddenField(validators=[Length(max=LONGEST_LIST)])

    def here(self) -> dict[str, str]:
        """The same for an address."""
        return {field.name: field.data for field in (self.place, self.which) if field.data}


class FindForm(HereForm):
    words = StringField(
        "Name, organisation or order",
        [InputRequired("Write a part of a name.")],
        filters=[trimmed],
        render_kw={"autocomplete": "off", "type": "search", "autofocus": True, "maxlength": 100},
    )

    def validate_words(self, field) -> None:
        if not LEAST_LETTERS <= len(field.data or "") <= 100:
            raise ValidationError("Write at least two letters.")


class WalkInForm(HereForm):
    """Who comes without a ticket. It costs nothing only where an organiser says so, and why."""

    name = StringField(
        "Name",
        [DataRequired("Write the name for the badge."), Length(max=120)],
        filters=[readable],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        "Email",
        [InputRequired("Write where their ticket goes."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        render_kw={"autocomplete": "off"},
    )
    organisation = StringField(
        "Organisation (optional)", [Length(max=120)], filters=[readable], render_kw={"autocomplete": "off"}
    )
    product = SelectField("Ticket", coerce=int)
    category = SelectField("Category", default="")
    complimentary = BooleanField("It costs nothing: complimentary")
    reason = StringField(
        "Why it costs nothing", [Length(max=300)], filters=[readable], render_kw={"autocomplete": "off"}
    )
    form_key = HiddenField(validators=[InputRequired("Load this page again."), Length(max=50)])

    def offer(self, products: list[Product], offers: dict[int, Offer | None]) -> None:
        """Let one of the event's tickets in person, and one of its categories, be chosen; with what each costs."""
        self.tickets = [each for each in products if each.kind is ProductKind.TICKET and each.in_person]
        self.product.choices = [(each.id, f"{each.name}, {_cost(offers[each.id])}") for each in self.tickets]
        self.categories = categories_of(self.tickets)
        self.category.choices = [("", "Choose…"), *((each.value, CATEGORY_WORDS[each]) for each in self.categories)]
        self.form_key.data = self.form_key.data or str(uuid4())

    def validate_category(self, field) -> None:
        if self.categories and not field.data:
            raise ValidationError("Choose their category.")

    def validate_reason(self, field) -> None:
        if self.complimentary.data and not field.data:
            raise ValidationError("Write why it costs nothing.")

    def place_wanted(self) -> Place:
        category = Category(self.category.data) if self.category.data else Category.STANDARD
        product = next(each for each in self.tickets if each.id == self.product.data)
        return Place(product, self.name.data or "", self.email.data or "", self.organisation.data or "", category)


def _cost(offer: Offer | None) -> str:
    if offer is None or not offer.most:
        return "free"
    return pounds(offer.least) if offer.least == offer.most else f"{pounds(offer.least)} to {pounds(offer.most)}"
