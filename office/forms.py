import re

from flask import current_app
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from core.fields import trimmed
from core.uploads import PDF, Unfit, Upload, take_in
from registration.models import OrderStatus

BIGGEST = 2**31 - 1


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


class RefundForm(FlaskForm):
    """How much of one payment goes back, in pounds as people write them, and whether the order ends with it."""

    payment = IntegerField(
        widget=HiddenInput(), validators=[InputRequired("Load this page again."), NumberRange(1, BIGGEST)]
    )
    left = IntegerField(
        widget=HiddenInput(), validators=[InputRequired("Load this page again."), NumberRange(0, BIGGEST)]
    )
    amount = StringField(
        "Amount in pounds",
        [InputRequired("Write how much goes back, like 45.00.")],
        filters=[trimmed],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    cancel = BooleanField("Cancel the order too: its places are free, and its codes admit nobody")

    def validate_amount(self, field) -> None:
        if self.pence() <= 0:
            raise ValidationError("Write how much goes back, like 45.00.")

    def pence(self) -> int:
        """What was typed, in pence; 0 if that is no amount."""
        typed = re.fullmatch(r"£?\s*([0-9]{1,6})(?:\.([0-9]{2}))?", (self.amount.data or "").replace(",", ""))
        return int(typed[1]) * 100 + int(typed[2] or 0) if typed else 0
