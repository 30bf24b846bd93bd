"""An admission list, as the desk sets it up."""

from datetime import date, datetime

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from checkin.models import AdmissionList, Entry
from checkin.rules import LONGEST_NAME, ListSays, list_version
from core.fields import Checkboxes, Minute, readable
from core.words import day
from events.models import Event
from events.rules import at, days, shown_minute
from registration.models import Product, ProductKind

MOST = 100_000
ENTRY_WORDS = {
    Entry.DAILY: "Once a day",
    Entry.ONCE: "Once, on whichever day",
    Entry.ALWAYS: "As often as they come",
}


class ListForm(FlaskForm):
    name = StringField(
        "Name",
        [InputRequired("Write what stewards call it."), Length(max=LONGEST_NAME)],
        filters=[readable],
        description="As stewards choose it on their phones: Dinner, Tuesday, Speakers’ lounge",
    )
    only_on = SelectField("Day", default="")
    opens = Minute("Opens (optional)", [Optional()], description="Before it, nobody is admitted; on the event’s clocks")
    closes = Minute("Closes (optional)", [Optional()], description="From this minute on, nobody is admitted")
    capacity = IntegerField(
        "Room for (optional)",
        [Optional(), NumberRange(1, MOST, f"From 1 to {MOST:,}.")],
        description="While so many are inside, nobody else is admitted",
    )
    entry = SelectField("One ticket is admitted", choices=[(each.value, words) for each, words in ENTRY_WORDS.items()])
    reenters = BooleanField("Who has left may come back: stewards scan people out, and in again")
    counts_inside = BooleanField("Counts for the house: whoever is admitted here is inside", default=True)
    unpaid_may_enter = BooleanField("Tickets that are not paid yet are admitted, with a mark")
    products = Checkboxes("Admits", coerce=int)
    position = IntegerField(
        "Position", [InputRequired("Write a number."), NumberRange(0, 999)], default=0, description="Lowest first"
    )
    seen = HiddenField()

    def offer(self, event: Event, products: list[Product], admission_list: AdmissionList | None = None) -> None:
        """The days and products to choose from: the event's, and the day that the list has."""
        stored = admission_list and admission_list.day
        offered = sorted({*days(event), *([stored] if stored else [])})
        self.only_on.choices = [("", "Any day"), *((each.isoformat(), day(each)) for each in offered)]
        words = {ProductKind.TICKET: "{}", ProductKind.ADD_ON: "{} (add-on)"}
        self.products.choices = [(each.id, words[each.kind].format(each.name)) for each in products]

    def show(self, event: Event, admission_list: AdmissionList) -> None:
        """The list as it stands."""
        if self.is_submitted():
            return
        only_on = admission_list.day.isoformat() if admission_list.day else ""
        self.process(obj=admission_list, entry=admission_list.entry.value, only_on=only_on)
        self.products.data = [product.id for product in admission_list.products]
        self.seen.data = list_version(admission_list)
        for field, moment in ((self.opens, admission_list.opens_at), (self.closes, admission_list.closes_at)):
            field.data = moment and shown_minute(event, moment)

    def says(self, event: Event, stored: AdmissionList | None = None) -> ListSays:
        return ListSays(
            name=self.name.data or "",
            day=date.fromisoformat(self.only_on.data) if self.only_on.data else None,
            opens_at=_moment(event, self.opens.data, stored and stored.opens_at),
            closes_at=_moment(event, self.closes.data, stored and stored.closes_at),
            capacity=self.capacity.data,
            entry=Entry(self.entry.data),
            reenters=self.reenters.data,
            counts_inside=self.counts_inside.data,
            unpaid_may_enter=self.unpaid_may_enter.data,
            position=self.position.data or 0,
        )


class RemoveListForm(FlaskForm):
    """A button, and the list as it was seen."""

    seen = HiddenField()


def _moment(event: Event, typed: datetime | None, stored: datetime | None) -> datetime | None:
    """In UTC; exactly the stored one if it was shown and left as it was."""
    if typed is None or (stored is not None and typed == shown_minute(event, stored)):
        return stored if typed is not None else None
    return at(event, typed.date(), typed.time())
