from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from core.fields import Obeys, trimmed
from people.rules import email_key


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
