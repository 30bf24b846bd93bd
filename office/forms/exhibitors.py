from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from core.fields import Obeys, readable, trimmed
from people.rules import LONGEST_SCOPE, email_key

STAND = {"description": "As it stands on the plan: 12, or Foyer 3"}


class ExhibitorForm(FlaskForm):
    """A new exhibitor."""

    name = StringField(
        "Name",
        [DataRequired("Write the exhibitor’s name."), Length(max=LONGEST_SCOPE)],
        filters=[readable],
        description="Delegates say yes to this name, so it cannot be changed afterwards",
        render_kw={"autocomplete": "off"},
    )
    stand = StringField("Stand (optional)", [Length(max=40)], filters=[readable], **STAND)
    promise = TextAreaField(
        "What it does with names",
        [DataRequired("Write what the exhibitor does with names, in its own words."), Length(max=300)],
        filters=[readable],
        description="One or two sentences: what for, how long, who else. It is part of what delegates agree to",
        render_kw={"rows": 3},
    )


class StandPlaceForm(FlaskForm):
    """What may change of one."""

    stand = StringField("Stand (optional)", [Length(max=40)], filters=[readable], **STAND)
    is_open = BooleanField("It takes leads")


class ExhibitorPersonForm(FlaskForm):
    """Who is invited to scan for it."""

    email = EmailField(
        "Email",
        [InputRequired("Write the email address of whoever scans for it."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        render_kw={"autocomplete": "off"},
    )
