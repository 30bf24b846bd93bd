from flask import current_app
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.validators import DataRequired, Length, ValidationError

from core.fields import readable
from core.uploads import JPEG, PDF, PNG, Unfit, Upload, take_in


class ProofForm(FlaskForm):
    """Words or a file, or both. Its validation reads the file, which takes a while: never inside a transaction."""

    words = StringField(
        "Number, or what you want to tell us", [Length(max=200)], filters=[readable], render_kw={"autocomplete": "off"}
    )
    file = FileField("A letter or a card (optional)")
    upload: Upload | None = None

    def validate_words(self, field: StringField) -> None:
        if not field.data and not self.file.data:
            raise ValidationError("Write a number, or choose a file.")

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            return
        kinds, limits = (PDF, PNG, JPEG), current_app.config["LIMITS"]
        try:
            self.upload = take_in(field.data.read(), name=field.data.filename, kinds=kinds, limits=limits)
        except Unfit as refusal:
            raise ValidationError(str(refusal)) from refusal


class RefusalForm(FlaskForm):
    note = StringField(
        "Why not?",
        [DataRequired("Write why, in words for the delegate."), Length(max=300)],
        filters=[readable],
        description="The buyer reads it",
    )
