from collections.abc import Iterable

from flask import current_app
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from abstracts.models import Author
from core.fields import readable
from core.uploads import PDF, Unfit, Upload, take_in


class NameForm(FlaskForm):
    name = StringField(
        "Your name",
        [Optional(), Length(max=120)],
        filters=[readable],
        description="As it should stand on a badge",
        render_kw={"autocomplete": "name"},
    )


class SearchForm(FlaskForm):
    """What is looked for; the address holds it, and nothing is changed by it."""

    class Meta:
        csrf = False

    words = StringField("What are you looking for?", [Optional(), Length(max=100)], filters=[readable])


class TurnDownForm(FlaskForm):
    reason = StringField(
        "Why (optional)", [Length(max=300)], filters=[readable], description="The organisers alone read it"
    )


class PresenterForm(FlaskForm):
    author = RadioField("Who presents it instead", [InputRequired("Choose one of the authors.")], coerce=int)

    def offer(self, authors: Iterable[Author]) -> "PresenterForm":
        self.author.choices = [(each.id, each.name) for each in authors]
        return self


class PresentedForm(FlaskForm):
    """A poster or slides. Its validation reads the file, which takes a while: never inside a transaction."""

    file = FileField("The PDF", [FileRequired("Choose a PDF from your computer.")])
    upload: Upload

    def validate_file(self, field: FileField) -> None:
        given, limits = field.data, current_app.config["LIMITS"]
        try:
            self.upload = take_in(given.read(), name=given.filename, kinds=(PDF,), limits=limits)
        except Unfit as refusal:
            raise ValidationError(str(refusal)) from refusal
