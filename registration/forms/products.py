"""A product, the add-ons that go with a ticket, and a quota, as the desk sets them up."""

from collections.abc import Mapping
from datetime import date, datetime

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from core.fields import Checkboxes, Minute, pence_of, readable, trimmed
from core.words import day
from events.models import Event
from events.rules import at, begins_at, days, shown_minute
from registration.models import Product, ProductKind, Quota, Vat

MOST = 100_000
KIND_WORDS = {ProductKind.TICKET: "Ticket: it admits one person", ProductKind.ADD_ON: "Add-on: it goes with a ticket"}
VAT_WORDS = {
    Vat.EXEMPT: "Exempt (education)",
    Vat.STANDARD: "Standard rate, included in the price",
    Vat.NOT_REGISTERED: "Not registered for VAT",
}


class LocalMoment(Minute):
    """A minute on the clocks of the event."""

    def show(self, event: Event, moment: datetime) -> None:
        self.data = shown_minute(event, moment)

    def moment(self, event: Event, stored: datetime | None = None) -> datetime:
        """In UTC; exactly the ``stored`` one if it was shown and left as it was."""
        if stored is not None and self.data == shown_minute(event, stored):
            return stored
        return at(event, self.data.date(), self.data.time())


class PoundsField(StringField):
    """An amount as people write it; ``pence`` is None if nothing was typed."""

    def __init__(self, label: str, validators=(), **given) -> None:
        keywords = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(label, [*validators, _is_amount], filters=[trimmed], render_kw=keywords, **given)

    @property
    def pence(self) -> int | None:
        return pence_of(self.data)


def _is_amount(_form, field) -> None:
    if field.data and pence_of(field.data) is None:
        raise ValidationError("Write pounds, like 395 or 395.50.")


class ProductForm(FlaskForm):
    name = StringField("Name", [InputRequired("Write what it is called."), Length(max=80)], filters=[readable])
    hint = StringField(
        "Hint (optional)", [Length(max=200)], filters=[readable], description="What is in it, beneath its name"
    )
    kind = SelectField("Kind", choices=[(each.value, words) for each, words in KIND_WORDS.items()])
    price = PoundsField(
        "Price for everybody, in pounds", description="The matrix can say more, once there are price periods"
    )
    vat = SelectField("VAT", choices=[(each.value, words) for each, words in VAT_WORDS.items()])
    quotas = Checkboxes("Takes a place in each of", [InputRequired("Choose at least one.")], coerce=int)
    sales_open = LocalMoment("Sale opens", description="On the clocks of the event")
    sales_close = LocalMoment("Sale closes", description="The first instant at which it is shut")
    position = IntegerField(
        "Position", [InputRequired("Write a number."), NumberRange(0, 999)], default=0, description="Lowest first"
    )
    in_person = BooleanField("In person: its delegates come through the door", default=True)
    only_day = SelectField("Admits on", default="", description="A ticket for one day opens the door on that day alone")
    is_hidden = BooleanField("Hidden: only a code shows it")
    needs_approval = BooleanField("Asked for: the desk says yes first")
    least_per_order = IntegerField(
        "Least in one order", [InputRequired("Write 1 if one is enough."), NumberRange(1, MOST)], default=1
    )
    most_per_order = IntegerField("Most in one order (optional)", [Optional(), NumberRange(1, MOST)])
    most_per_person = IntegerField("Most for one person (optional)", [Optional(), NumberRange(1, MOST)])
    is_new = True

    def offer(self, quotas: list[Quota]) -> None:
        self.quotas.choices = [(quota.id, quota.name) for quota in quotas]

    def offer_days(self, event: Event, product: Product | None = None) -> None:
        """The event's days to choose from, and the one that the product is for, should the event have moved."""
        stored = product and product.only_day
        offered = sorted({*days(event), *([stored] if stored else [])})
        self.only_day.choices = [("", "Every day"), *((each.isoformat(), day(each)) for each in offered)]

    def validate_price(self, field) -> None:
        if self.is_new and field.pence is None:
            raise ValidationError("Write what it costs in pounds, like 395 or 395.50, or 0.")

    def suggest(self, event: Event, now: datetime) -> None:
        """Begin a new one with a sale from now until the event begins."""
        if not self.is_submitted():
            self.sales_open.show(event, now)
            self.sales_close.show(event, begins_at(event))

    def show(self, event: Event, product: Product) -> None:
        """The product as it stands; what it costs is the matrix's."""
        only_day = product.only_day.isoformat() if product.only_day else ""
        self.process(obj=product, kind=product.kind.value, vat=product.vat.value, only_day=only_day)
        self.quotas.data = [quota.id for quota in product.quotas]
        self.sales_open.show(event, product.sales_open_at)
        self.sales_close.show(event, product.sales_close_at)

    def particulars(self, event: Event, product: Product | None = None) -> dict:
        """What was typed, for actions.Particulars."""
        return {
            "name": self.name.data,
            "hint": self.hint.data or "",
            "vat": Vat(self.vat.data),
            "position": self.position.data,
            "in_person": self.in_person.data,
            "is_hidden": self.is_hidden.data,
            "needs_approval": self.needs_approval.data,
            "least_per_order": self.least_per_order.data,
            "most_per_order": self.most_per_order.data,
            "most_per_person": self.most_per_person.data,
            "only_day": date.fromisoformat(self.only_day.data) if self.only_day.data else None,
            "sales_open_at": self.sales_open.moment(event, product and product.sales_open_at),
            "sales_close_at": self.sales_close.moment(event, product and product.sales_close_at),
        }


class AddOnsForm(FlaskForm):
    """For each add-on of the event whether it goes with one ticket, and how many of it."""

    def lay_out(self, parent: Product, add_ons: list[Product], typed: Mapping[str, str] | None = None) -> None:
        """A row for each add-on: as it stands, or as it was ``typed``."""
        there = {each.product_id: each for each in parent.add_ons}
        self.rows = []
        for product in add_ons:
            name, one = f"add-on-{product.id}", there.get(product.id)
            row = {"product": product, "name": name, "is_on": one is not None, "error": ""}
            row |= {"least": str(one.least if one else 0), "most": str(one.most if one else 1)}
            row["is_included"] = bool(one and one.is_included)
            if typed is not None:
                row |= {"is_on": name in typed, "is_included": f"{name}-included" in typed}
                row |= {each: typed.get(f"{name}-{each}", "").strip() for each in ("least", "most")}
            self.rows.append(row)

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for row in self.rows:
            numbers = [row["least"], row["most"]]
            if row["is_on"] and not all(each.isascii() and each.isdigit() and len(each) < 4 for each in numbers):
                row["error"], valid = "Write how many at least and at most.", False
        return valid

    def wanted(self) -> dict[Product, tuple[int, int, bool]]:
        """The least, the most, and whether it is included, by add-on."""
        on = [row for row in self.rows if row["is_on"]]
        return {row["product"]: (int(row["least"]), int(row["most"]), row["is_included"]) for row in on}


class QuotaForm(FlaskForm):
    name = StringField("Name", [InputRequired("Write what is counted."), Length(max=60)], filters=[readable])
    capacity = IntegerField(
        "Places", [InputRequired("Write how many places there are."), NumberRange(0, MOST, f"From 0 to {MOST:,}.")]
    )
