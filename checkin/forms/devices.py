"""A phone of the door, as the desk adds it and as it says who it is."""

import json

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from checkin.models import AdmissionList
from core.fields import Checkboxes, Minute, readable

LONGEST_CODE = 100


class DeviceForm(FlaskForm):
    name = StringField(
        "Name of the phone, or of who holds it",
        [InputRequired("Write a name by which the desk knows this phone."), Length(max=60)],
        filters=[readable],
        description="Doors see it when a ticket comes twice, so “North door” says more than a number",
        render_kw={"autocomplete": "off"},
    )
    lists = Checkboxes("Reads for (none: for every list)", coerce=int)
    shift_ends = Minute("Shift ends", description="On the clocks of the event. The phone forgets everything then")
    holds_names = BooleanField("This phone may look people up by name without a network")

    def offer(self, lists: list[AdmissionList], *, may_hold_names: bool) -> None:
        """Ask only what there is a choice about."""
        self.lists.choices = [(each.id, each.name) for each in lists]
        if not lists:
            del self.lists
        if not may_hold_names:
            del self.holds_names

    def chosen_lists(self) -> list[int]:
        return self.lists.data or [] if self.lists else []


class NamesForm(FlaskForm):
    door_holds_names = BooleanField("Phones may hold the names of delegates")


def enrolment_code_in(body: bytes) -> str | None:
    """The code that a phone sends to be enrolled; None if that is not what it sent."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    code = said.get("code") if isinstance(said, dict) else None
    return code if isinstance(code, str) and 0 < len(code) <= LONGEST_CODE else None
