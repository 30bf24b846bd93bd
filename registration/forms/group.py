"""Booking for a group: who leads it, and a list of its delegates."""

from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import EmailField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.config import Limits
from core.fields import Obeys, plain_number, readable, trimmed
from core.words import count
from people.rules import email_key
from registration.models import BookingCode, Category, Product, Question
from registration.rules import (
    BY_INVITATION,
    CATEGORY_WORDS,
    GROUP_FROM,
    ListedDelegate,
    Place,
    categories_of,
    public_tickets,
    read_list,
)


class GroupForm(FlaskForm):
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
        description="The order and its price go there; each delegate gets their own ticket",
        render_kw={"autocomplete": "email"},
    )
    organisation = StringField(
        "Organisation",
        [DataRequired("Write which organisation the delegates are from."), Length(max=120)],
        filters=[readable],
        description="One for the whole list. It stands on the badges",
        render_kw={"autocomplete": "organization"},
    )
    product = SelectField("Ticket", coerce=plain_number, description="For whoever has none in the list")
    category = SelectField("Which of these fits most of them?", description="For whoever has none in the list")
    people = TextAreaField(
        "Delegates",
        [Length(max=50_000, message="That is longer than a list of a hundred people. Book it in parts.")],
        description="One on each line: name, email, then category and ticket where they differ. "
        "Paste the rows of a spreadsheet as they are",
        render_kw={"rows": 10, "spellcheck": "false", "autocomplete": "off"},
    )
    products: list[Product]
    categories: list[Category]
    booking_code: BookingCode | None = None
    delegates: list[ListedDelegate]
    questions: tuple[Question, ...] = ()

    def validate_form_key(self, field) -> None:
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError("Load this page again.") from None

    def validate_people(self, field) -> None:
        most = Limits.delegates_per_group
        if len(self.delegates) < GROUP_FROM:
            raise ValidationError(f"A group is {GROUP_FROM} people or more. Fewer are booked one by one.")
        if len(self.delegates) > most:
            raise ValidationError(f"The list has {len(self.delegates)} people. {most} is the most for one order.")
        wrong = [each.number for each in self.delegates if each.problem]
        if wrong:
            raise ValidationError(f"{count(len(wrong), 'line')} cannot be booked yet. Look at line {wrong[0]} first.")

    def read(self) -> None:
        """Read the list as it stands now."""
        self.delegates = read_list(
            self.people.data or "",
            products=self.products,
            categories=self.categories,
            product=next((each for each in self.products if each.id == self.product.data), None),
            category=next(
                (each for each in self.categories if self.category and each.value == self.category.data), None
            ),
        )

    def of_group(self) -> str:
        return self.organisation.data or ""

    def all_answers(self) -> list[dict[int, str]]:
        """Nobody answers for others: each delegate is asked on their own ticket."""
        return []

    def places(self) -> list[Place | None]:
        """A place for each line of the list; None for one that cannot be booked yet."""
        return [self._place(each) if not each.problem else None for each in self.delegates]

    def whole_places(self) -> list[Place]:
        return [place for place in self.places() if place]

    def _place(self, listed: ListedDelegate) -> Place | None:
        if listed.product is None:
            return None
        organisation, category = self.organisation.data or "", listed.category or Category.STANDARD
        return Place(listed.product, listed.name, listed.email, organisation, category)


class ListFileForm(FlaskForm):
    """The list as a file, read into the box where it can be mended."""

    file = FileField("Or a file: CSV or Excel (.xlsx)")


def group_form(products: list[Product], **own: str) -> GroupForm:
    """The form over the tickets that everybody may see, begun with a signed-in person's own name and address."""
    form = GroupForm(**own)
    form.products = public_tickets(products)
    form.categories = [each for each in categories_of(form.products) if each not in BY_INVITATION]
    form.product.choices = [(each.id, each.name) for each in form.products]
    form.category.choices = [(each.value, CATEGORY_WORDS[each]) for each in form.categories]
    form.form_key.data = form.form_key.data or str(uuid4())
    if not form.categories:
        del form.category
    form.read()
    return form
