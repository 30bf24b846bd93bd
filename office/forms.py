from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Length

from core.fields import trimmed
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
