"""What is said in a discussion of an abstract."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import HiddenInput

from abstracts.rules.discussing import LONGEST_REMARK
from core.fields import in_paragraphs

FIRST_WORDS = "Your scores are far apart. What do you see in it that the others may have missed?"


class RemarkForm(FlaskForm):
    words = TextAreaField(
        "What you want to say",
        [
            DataRequired("Write what you want to say."),
            Length(max=LONGEST_REMARK, message=f"Write at most {LONGEST_REMARK:,} characters."),
        ],
        filters=[in_paragraphs],
        render_kw={"rows": 4, "dir": "auto", "autocomplete": "off"},
    )


class ChairsRemarkForm(RemarkForm):
    """``opens`` says that the page it stood on had the discussion closed."""

    opens = BooleanField(widget=HiddenInput())
