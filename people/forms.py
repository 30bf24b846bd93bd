from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.fields import Obeys, readable, trimmed
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


class PasskeyForm(FlaskForm):
    """What the script puts in, of which nobody types a letter."""

    credential = HiddenField(validators=[InputRequired(), Length(max=10_000)])
    next = HiddenField(validators=[Length(max=500)])


class NewPasskeyForm(PasskeyForm):
    name = StringField(
        "Name of this passkey",
        [DataRequired("Give it a name by which you will know it, like Work laptop."), Length(max=60)],
        filters=[readable],
        description="Like Work laptop, or the name of your phone",
        render_kw={"autocomplete": "off"},
    )


class ConfirmForm(CodeForm):
    next = HiddenField(validators=[Length(max=500)])


class AppForm(FlaskForm):
    """Six digits of an app, or one of the codes on paper."""

    app_code = StringField(
        "Code from your app",
        [InputRequired("Type the six digits that your app shows, or a recovery code."), Length(max=40)],
        filters=[lambda typed: "".join((typed or "").split())],
        description="Six digits, or one of your recovery codes",
        render_kw={"autocomplete": "one-time-code", "class": "digits"},
    )
    next = HiddenField(validators=[Length(max=500)])

    @property
    def is_digits(self) -> bool:
        typed = self.app_code.data or ""
        return len(typed) == 6 and typed.isascii() and typed.isdigit()


class AddressForm(FlaskForm):
    email = EmailField(
        "New email address",
        [InputRequired("Write your new email address."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="An address that you can read mail at now",
        render_kw={"autocomplete": "email"},
    )


class ConsentForm(FlaskForm):
    """One tick for each purpose and channel; what is not ticked is not agreed to."""

    agreed = SelectMultipleField(
        choices=[(f"{purpose.value}-{channel.value}", words) for (purpose, channel), words in CONSENT_WORDS.items()],
    )

    def wanted(self) -> frozenset[Subject]:
        ticked = [name.split("-") for name in self.agreed.data or ()]
        return frozenset((Purpose(purpose), Channel(channel)) for purpose, channel in ticked)
