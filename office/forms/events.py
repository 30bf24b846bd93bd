"""An event's particulars, in English and in Welsh, and who finds it."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from core.fields import Obeys, in_paragraphs, readable, trimmed
from events.models import Event, Visibility
from events.rules import SHOWN_BY_HAND
from office.forms.desk import Day
from office.forms.regional import Hour
from people.rules import email_key

SHOWN_WORDS = {
    Visibility.DRAFT: "A draft: nobody but the desk finds it",
    Visibility.UNLISTED: "Unlisted: whoever has its address finds it",
    Visibility.PUBLIC: "Public: it is listed, and anybody finds it",
}
IN_WELSH = ("name_cy", "summary_cy", "getting_in_cy")
WELSH_KEYS = {"lang": "cy", "spellcheck": "true"}


class VersionForm(FlaskForm):
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Load this page again.")])


class EventForm(VersionForm):
    name = StringField("Name", [DataRequired("Write its name."), Length(max=120)], filters=[readable])
    name_cy = StringField("Name in Welsh", [Length(max=120)], filters=[readable], render_kw=WELSH_KEYS)
    summary = TextAreaField("Summary", [Length(max=600)], filters=[in_paragraphs], render_kw={"rows": 3})
    summary_cy = TextAreaField(
        "Summary in Welsh", [Length(max=600)], filters=[in_paragraphs], render_kw=WELSH_KEYS | {"rows": 3}
    )
    getting_in = TextAreaField(
        "Getting in",
        [Length(max=2_000)],
        filters=[in_paragraphs],
        description="Steps, lifts, loops, parking, trains",
        render_kw={"rows": 4},
    )
    getting_in_cy = TextAreaField(
        "Getting in, in Welsh", [Length(max=2_000)], filters=[in_paragraphs], render_kw=WELSH_KEYS | {"rows": 4}
    )
    first_day = Day("First day", [InputRequired("Choose the day.")])
    last_day = Day("Last day", [InputRequired("Choose the day.")])
    doors_open = Hour("Doors open", [InputRequired("Write when the doors open, like 08:30.")])
    closes = Hour("Closes", [InputRequired("Write when it closes, like 17:00.")])
    venue = StringField("Venue", [Length(max=120)], filters=[readable])
    town = StringField("Town", [Length(max=80)], filters=[readable])
    contact_email = EmailField(
        "Contact for delegates",
        [InputRequired("Write an email address for questions."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        render_kw={"autocomplete": "off"},
    )

    def validate_last_day(self, field) -> None:
        if self.first_day.data and field.data < self.first_day.data:
            raise ValidationError("The last day is not before the first.")

    def validate_closes(self, field) -> None:
        is_one_day = self.first_day.data == self.last_day.data
        if is_one_day and self.doors_open.data and field.data <= self.doors_open.data:
            raise ValidationError("It closes after the doors open.")

    def particulars(self) -> dict[str, Any]:
        """What is stored of the event; what was left empty is an empty word."""
        return {name: field.data or "" for name, field in self._fields.items() if name not in NOT_STORED}


NOT_STORED = ("version", "csrf_token")


def event_form(event: Event, *, in_wales: bool, is_sent: bool) -> EventForm:
    """The form of an event; outside Wales it asks for no Welsh, and leaves what there is."""
    form = EventForm(obj=event) if is_sent else EventForm(formdata=None, obj=event)
    if not in_wales:
        for name in IN_WELSH:
            del form[name]
    return form


class ShownForm(VersionForm):
    shown = RadioField(
        "Who finds it",
        [InputRequired("Choose who finds it.")],
        choices=[(each.value, SHOWN_WORDS[each]) for each in SHOWN_BY_HAND],
    )
    sure = BooleanField("Yes, show it like that from now on", [InputRequired("Tick this to go on.")])

    def chosen(self) -> Visibility:
        return Visibility(self.shown.data)
