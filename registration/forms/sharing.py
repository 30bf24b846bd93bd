from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.form import BaseForm
from wtforms.validators import AnyOf, InputRequired, ValidationError

from registration.models import Say


class WordsField(SelectMultipleField):
    """Exhibitors by the words that a page shows of each (rules.words_seen); words that have changed are no choice."""

    def pre_validate(self, form: BaseForm) -> None:
        if set(self.data or ()) - {value for value, _ in self.choices}:
            raise ValidationError("What is asked has changed since you opened this page. Read it, then tick again.")


class ShareForm(FlaskForm):
    """The exhibitors that a delegate says yes to; those there are to choose from are handed in."""

    exhibitors = WordsField(
        "Exhibitors",
        [InputRequired("Tick at least one exhibitor, or leave this page as it is.")],
        choices=[],
    )


class SayForm(FlaskForm):
    """Yes or no to one of them, each a button; ``seen`` are the words it stands under (rules.words_seen)."""

    say = StringField(validators=[AnyOf([each.value for each in Say])])
    seen = StringField()

    def chosen(self) -> Say:
        return Say(self.say.data)
