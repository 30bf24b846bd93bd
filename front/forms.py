from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional

from core.fields import readable


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
