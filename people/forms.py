from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from core.fields import Obeys, trimmed
from people.models import Channel, Purpose
from people.rules import CONSENT_WORDS, Subject, email_key


class SignInForm(FlaskForm):
    email = EmailField(
        "Email",
        [InputRequired("Write your email address."), Length(max=254), Obeys(email_key)],
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


class ConsentForm(FlaskForm):
    """One tick for each purpose and channel; what is not ticked is not agreed to."""

    agreed = SelectMultipleField(
        choices=[(f"{purpose.value}-{channel.value}", words) for (purpose, channel), words in CONSENT_WORDS.items()],
    )

    def wanted(self) -> frozenset[Subject]:
        ticked = [name.split("-") for name in self.agreed.data or ()]
        return frozenset((Purpose(purpose), Channel(channel)) for purpose, channel in ticked)
