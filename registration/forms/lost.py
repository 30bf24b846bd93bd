from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import InputRequired, Length

from core.fields import Obeys, trimmed
from people.rules import email_key


class LostForm(FlaskForm):
    email = EmailField(
        "Email",
        [InputRequired("Write your email address."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="The address you booked with",
        render_kw={"autocomplete": "email"},
    )
