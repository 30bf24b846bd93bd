"""A regional conference with a launch, on one form."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, IntegerField, RadioField, SelectField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from core.errors import Refusal
from core.fields import Minute, Obeys, readable, trimmed
from events.rules import HOME_ZONE
from members.models import Nation
from office.forms.desk import Day
from people.models import Duty
from people.rules import email_key
from policy import rules as of_policy
from policy.models import Goal

MOST_PLACES = 5_000


class Hour(TimeField):
    """An hour and a minute, which a browser without a clock of its own lets one type."""

    def process_formdata(self, valuelist) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Write the time like 08:30.") from None


class RegionalForm(FlaskForm):
    """``today``, the nations and the leads are handed in; ``form_key`` makes one conference of two presses."""

    today: date
    lead_of: dict[int, list[str]]
    form_key = HiddenField()
    nation = SelectField("Nation")
    lead = SelectField("Regional lead", coerce=int, description="Runs the event and its launch")
    name = StringField(
        "Name of the conference",
        [DataRequired("Write the name of the conference."), Length(max=120)],
        filters=[readable],
        description="Delegates read it. It says nothing of the position",
    )
    day = Day("Day", [InputRequired("Choose the day.")])
    doors_open = Hour("Doors open", [InputRequired("Write when the doors open, like 08:30.")])
    closes = Hour("Closes", [InputRequired("Write when it closes, like 17:00.")])
    venue = StringField("Venue", [DataRequired("Write the name of the venue."), Length(max=120)], filters=[readable])
    town = StringField("Town", [DataRequired("Write the town."), Length(max=80)], filters=[readable])
    capacity = IntegerField(
        "Places in the hall",
        [InputRequired("Write how many places there are."), NumberRange(1, MOST_PLACES, "Write 1 to 5,000 places.")],
    )
    contact = EmailField(
        "Contact for delegates",
        [InputRequired("Write an email address for questions."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        render_kw={"autocomplete": "off"},
    )
    title = StringField(
        "Working title of the position",
        [DataRequired("Write a working title."), Length(max=160)],
        filters=[readable],
        description="Only those who work on it read it before the launch",
    )
    goal = RadioField(
        "The goal it serves",
        [InputRequired("Choose the goal that it serves.")],
        choices=[(each.value, each.value.capitalize()) for each in Goal],
    )
    champion = EmailField(
        "Champion’s email (optional)",
        [Optional(), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="A senior fellow, who may read and write the position from then on",
        render_kw={"autocomplete": "off"},
    )
    lifts = Minute("Moment when the embargo lifts", description="On the clocks of the United Kingdom; a whole minute")

    def moment(self, now: datetime) -> datetime | None:
        """The launch's instant in UTC; None, with an error at its field, unless the clocks show it once and later."""
        try:
            meant = of_policy.moment_meant(HOME_ZONE, self.lifts.data)
            of_policy.check_instant(meant, now)
        except of_policy.TwoMoments:
            self.lifts.errors = [
                "The clocks show that hour twice. Choose another for now: the page of the launch lets you say which."
            ]
        except Refusal as refusal:
            self.lifts.errors = [str(refusal)]
        else:
            return meant
        return None

    def validate_form_key(self, field) -> None:
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError("Load this page again.") from None

    def validate_lead(self, field) -> None:
        if self.nation.data not in self.lead_of.get(field.data, ()):
            raise ValidationError("Choose somebody who leads in that nation.")

    def validate_day(self, field) -> None:
        if field.data <= self.today:
            raise ValidationError("Choose a day after today.")

    def validate_closes(self, field) -> None:
        if self.doors_open.data and field.data <= self.doors_open.data:
            raise ValidationError("It closes after the doors open.")


def regional_form(nations: Sequence[Nation], leads: Sequence[Duty], own_id: int, today: date) -> RegionalForm:
    """The form, with what most conferences have; who asks leads it if they lead the nation."""
    form = RegionalForm(doors_open=time(8, 30), closes=time(17), capacity=120)
    form.today, form.lead_of, named = today, {}, {}
    for duty in leads:
        form.lead_of.setdefault(duty.person_id, []).append(duty.scope)
        leads_in = " and ".join(scope.title() for scope in form.lead_of[duty.person_id])
        named[duty.person_id] = f"{duty.person.known_as} ({leads_in})"
    form.nation.choices = [(each.value, each.value.title()) for each in nations]
    form.lead.choices = list(named.items())
    form.form_key.data = form.form_key.data or str(uuid4())
    if not form.is_submitted() and own_id in form.lead_of:
        form.lead.data = own_id
    return form
