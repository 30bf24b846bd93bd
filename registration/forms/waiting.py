"""Joining a waiting list, and being taken off it."""

from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from core.fields import Obeys, readable, trimmed
from core.words import count
from people.models import Person
from people.rules import email_key
from registration.models import Product
from registration.rules import REMOVALS, places_to_wait_for


class JoinForm(FlaskForm):
    """Who waits, and for how many places. Whoever is signed in is asked only what is not known of them."""

    name = StringField(
        "Your name",
        [DataRequired("Write your name."), Length(max=120)],
        filters=[readable],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        "Your email",
        [InputRequired("Write your email address."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="We write there when a place is yours",
        render_kw={"autocomplete": "email"},
    )
    places = SelectField(
        "How many places?", coerce=int, description="You are offered all of them together, or none", default=1
    )


class RemovalForm(FlaskForm):
    reason = SelectField(
        "Why?", coerce=int, choices=list(enumerate(REMOVALS)), description="They are told so, in these words"
    )


def join_form(product: Product, person: Person | None) -> JoinForm:
    """The form for one product, without what is known of a signed-in person."""
    form = JoinForm()
    places = places_to_wait_for(product)
    form.places.choices = [(number, count(number, "place")) for number in places]
    if person:
        del form.email
        if person.name:
            del form.name
    return form
