from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from core.errors import Refusal
from people import rules


class WholeAddress:
    """A validator: the address can be written to. Its words are the rule's."""

    def __call__(self, _form, field) -> None:
        try:
            rules.email_key(field.data or "")
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None


def trimmed(value: str | None) -> str | None:
    """What was typed, on one line: a name with a line break would write lines of its own in a letter."""
    return " ".join(value.split()) if value else value


class SignInForm(FlaskForm):
    email = EmailField(
        "Email",
        [InputRequired("Write your email address."), Length(max=254), WholeAddress()],
        filters=[trimmed],
        description="Use the address your membership or your ticket is under",
        render_kw={"autocomplete": "email"},
    )
    next = HiddenField(validators=[Length(max=500)])


class CodeForm(FlaskForm):
    code = StringField(
        "Six-digit code",
        [InputRequired("Type the six digits from the email."), Length(max=20)],
        filters=[lambda typed: "".join((typed or "").split())],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "digits"},
    )

    def validate_code(self, field) -> None:
        if not (len(field.data) == 6 and field.data.isascii() and field.data.isdigit()):
            raise ValidationError("Type six digits, as in the email.")


class NameForm(FlaskForm):
    name = StringField(
        "Your name",
        [Optional(), Length(max=120)],
        filters=[trimmed],
        description="As it should stand on a badge",
        render_kw={"autocomplete": "name"},
    )
