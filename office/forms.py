from flask import current_app
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import Length, ValidationError

from core.fields import trimmed
from core.uploads import PDF, Unfit, Upload, take_in
from registration.models import OrderStatus


class OrderSearchForm(FlaskForm):
    """A search is a GET: its address can be kept, and it changes nothing."""

    class Meta:
        csrf = False

    q = StringField("Name, email or order", [Length(max=100)], filters=[trimmed])
    status = SelectField(
        "Status",
        choices=[("", "All"), *((status.value, status.value.capitalize()) for status in OrderStatus)],
        default="",
        validate_choice=False,
    )

    def chosen_status(self) -> OrderStatus | None:
        return next((status for status in OrderStatus if status.value == self.status.data), None)


class JoiningPackForm(FlaskForm):
    """Its validation reads the file, which takes a while: never inside a transaction."""

    pack = FileField("The joining pack, as a PDF", [FileRequired("Choose a PDF from your computer.")])
    upload: Upload

    def validate_pack(self, field: FileField) -> None:
        given = field.data
        try:
            self.upload = take_in(given.read(), name=given.filename, kinds=(PDF,), limits=current_app.config["LIMITS"])
        except Unfit as refusal:
            raise ValidationError(str(refusal)) from refusal
