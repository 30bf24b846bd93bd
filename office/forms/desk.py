"""The joining pack, refunds, duties and people."""

from datetime import date

from flask import current_app
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, EmailField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from core.errors import Refusal
from core.fields import Obeys, pence_of, readable, trimmed
from core.uploads import PDF, Unfit, Upload, take_in
from people.models import Role
from people.rules import LONGEST_SCOPE, NATIONS, ROLE_WORDS, check_last_day, check_scope, email_key

BIGGEST = 2**31 - 1
NO_NETWORK = "Write the name of the network, in 120 characters at most."


class JoiningPackForm(FlaskForm):
    """Its validation reads the file, which takes a while: never inside a transaction."""

    pack = FileField("The joining pack, as a PDF", [FileRequired("Choose a PDF from your computer.")])
    upload: Upload

    def validate_pack(self, field: FileField) -> None:
        given = field.data
        try:
            self.upload = take_in(given.read(), name=given.filename, kinds=(PDF,), limits=current_app.config["LIMITS"])
        except Unfit as refusal:
            raise ValidationError(str(refusal)) from refusal


class RefundForm(FlaskForm):
    """How much of one payment goes back, in pounds as people write them, and whether the order ends with it."""

    payment = IntegerField(
        widget=HiddenInput(), validators=[InputRequired("Load this page again."), NumberRange(1, BIGGEST)]
    )
    left = IntegerField(
        widget=HiddenInput(), validators=[InputRequired("Load this page again."), NumberRange(0, BIGGEST)]
    )
    amount = StringField(
        "Amount in pounds",
        [InputRequired("Write how much goes back, like 45.00.")],
        filters=[trimmed],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    cancel = BooleanField("Cancel the order too: its places are free, and its codes admit nobody")

    def validate_amount(self, field) -> None:
        if self.pence() <= 0:
            raise ValidationError("Write how much goes back, like 45.00.")

    def pence(self) -> int:
        """What was typed, in pence; 0 if that is no amount."""
        return pence_of(self.amount.data) or 0


class Day(DateField):
    """A date, which a browser without a calendar of its own lets one type."""

    def process_formdata(self, valuelist) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Write the day as year, month and day, like 2027-03-17.") from None


# An exhibitor's people are invited from its own page, since their duty is for it alone.
OFFERED = {role: words for role, words in ROLE_WORDS.items() if role is not Role.EXHIBITOR}


class DutyForm(FlaskForm):
    """What is offered to whom. ``today`` and, on the desk of all events, the events are handed in."""

    today: date
    email = EmailField(
        "Email",
        [InputRequired("Write the email address of whoever is to have the duty."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        render_kw={"autocomplete": "off"},
    )
    role = SelectField("Duty", choices=[(role.value, words.capitalize()) for role, words in OFFERED.items()])
    event = SelectField("Where", coerce=str)
    nation = SelectField(
        "Nation (regional leads only)",
        choices=[("", "None"), *((nation, nation.title()) for nation in NATIONS)],
    )
    network = StringField(
        "Network (convenors only)", [Optional(), Length(max=LONGEST_SCOPE, message=NO_NETWORK)], filters=[readable]
    )
    ends_on = Day("Last day (optional)", [Optional()], description="Without one, the duty stands until it is ended")

    def chosen_role(self) -> Role:
        return Role(self.role.data)

    def chosen_event(self) -> int | None:
        return int(self.event.data) if self.event and self.event.data else None

    def scope(self) -> str:
        """The nation of a regional lead, the network of a convenor; what was typed for another role is dropped."""
        typed = {Role.REGIONAL_LEAD: self.nation, Role.CONVENOR: self.network}.get(self.chosen_role())
        return (typed.data or "") if typed else ""

    def validate_ends_on(self, field) -> None:
        _obey(check_last_day, field.data, self.today)

    def validate_nation(self, field) -> None:
        if self.role.data == Role.REGIONAL_LEAD.value:
            _obey(check_scope, Role.REGIONAL_LEAD, field.data)

    def validate(self, **given) -> bool:
        """An empty optional field stops asking, so that the network is asked about here."""
        is_right = super().validate(**given)
        if self.role.data == Role.CONVENOR.value and not self.network.data:
            self.network.errors = [NO_NETWORK]
            return False
        return is_right


class PeopleSearchForm(FlaskForm):
    class Meta:
        csrf = False

    q = StringField("Name or email", [Length(max=100)], filters=[trimmed])


class MergeForm(FlaskForm):
    other = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, BIGGEST)])


def _obey(rule, *given) -> None:
    try:
        rule(*given)
    except Refusal as refusal:
        raise ValidationError(str(refusal)) from None
