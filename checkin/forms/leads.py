from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from checkin.forms.door import LONGEST_TEXT
from core.fields import in_paragraphs
from registration.models import Rating

LONGEST_NOTE = 1000


class StandForm(FlaskForm):
    """A badge, scanned or typed."""

    code = StringField(
        "Code",
        [InputRequired("Scan a badge, or type the eight letters under its code."), Length(max=LONGEST_TEXT)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class LeadForm(FlaskForm):
    """What the exhibitor thinks of a lead."""

    rating = SelectField(
        "How promising", choices=[("", "Not rated"), *((each.value, each.name.title()) for each in Rating)]
    )
    note = TextAreaField(
        "Note (optional)",
        [Length(max=LONGEST_NOTE, message="Write 1,000 characters at most.")],
        filters=[in_paragraphs],
        description="Whoever it is about may ask to read it",
        render_kw={"rows": 3},
    )

    def chosen_rating(self) -> Rating | None:
        return Rating(self.rating.data) if self.rating.data else None
