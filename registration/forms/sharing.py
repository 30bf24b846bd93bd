from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.validators import AnyOf, InputRequired

from registration.models import Say


class ShareForm(FlaskForm):
    """The exhibitors that a delegate says yes to; those there are to choose from are handed in."""

    exhibitors = SelectMultipleField(
        "Exhibitors",
        [InputRequired("Tick at least one exhibitor, or leave this page as it is.")],
        coerce=int,
        choices=[],
    )


class SayForm(FlaskForm):
    """Yes or no to one of them, each a button."""

    say = StringField(validators=[AnyOf([each.value for each in Say])])

    def chosen(self) -> Say:
        return Say(self.say.data)
