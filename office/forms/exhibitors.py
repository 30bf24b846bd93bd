from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from core.fields import Obeys, readable, trimmed
from people.rules import LONGEST_SCOPE, email_key

STAND = {"description": "As it stands on the plan: 12, or Foyer 3"}


class ExhibitorForm(FlaskForm):
    """A new exhibitor, or what it is called, where it stands and what it promises from now on."""

    name = StringField(
        "Name",
        [DataRequired("Write the exhibitor’s name."), Length(max=LONGEST_SCOPE)],
        filters=[readable],
        description="Delegates say yes to it under this name. For another organisation, add another exhibitor",
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


class ChangedExhibitorForm(ExhibitorForm):
    """The same of one that is there; ``promise_version`` is that of the promise that was shown."""

    promise_version = IntegerField(widget=HiddenInput())
    is_open = BooleanField("It takes leads")


class ExhibitorPersonForm(FlaskForm):
    """Who is invited to scan for it."""

    email = EmailField(
        "Email",
        [InputRequired("Write the email address of whoever scans for it."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        render_kw={"autocomplete": "off"},
    )
