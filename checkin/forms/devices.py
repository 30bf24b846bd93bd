"""A phone of the door, as the desk adds it and as it says who it is."""

import json
from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from checkin.models import AdmissionList
from checkin.rules import usual_shift_end
from core.fields import Checkboxes, Minute, readable
from events.models import Event
from events.rules import at, shown_minute

LONGEST_CODE = 100


class DeviceForm(FlaskForm):
    name = StringField(
        "Name of the phone, or of who holds it",
        [InputRequired("Write a name by which the desk knows this phone."), Length(max=60)],
        filters=[readable],
        description="Doors see it when a ticket comes twice, so “North door” says more than a number",
        render_kw={"autocomplete": "off"},
    )
    lists = Checkboxes("Reads for (none: for every list)")
    shift_ends = Minute("Shift ends", description="On the clocks of the event. The phone forgets everything then")
    holds_names = BooleanField("It may look people up by name without a network")

    def offer(self, lists: list[AdmissionList], *, may_hold_names: bool) -> None:
        """Ask only what there is a choice about."""
        self.lists.choices = [(each.slug, each.name) for each in lists]
        if len(lists) < 2:
            del self.lists
        if not may_hold_names:
            del self.holds_names

    def suggest(self, event: Event, now: datetime) -> None:
        if not self.is_submitted():
            self.shift_ends.data = shown_minute(event, usual_shift_end(event, now))

    def chosen(self, lists: list[AdmissionList]) -> list[AdmissionList]:
        return [each for each in lists if self.lists and each.slug in self.lists.data]

    def shift_ends_at(self, event: Event) -> datetime:
        return at(event, self.shift_ends.data.date(), self.shift_ends.data.time())

    def wants_names(self) -> bool:
        return bool(self.holds_names and self.holds_names.data)


class NamesForm(FlaskForm):
    """Whether the phones of an event's door may hold names at all."""

    door_holds_names = BooleanField("Phones at this door may hold names")


def enrolment_code_in(body: bytes) -> str | None:
    """The code that a phone sends to be enrolled; None if that is not what it sent."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    code = said.get("code") if isinstance(said, dict) else None
    return code if isinstance(code, str) and 0 < len(code) <= LONGEST_CODE else None
