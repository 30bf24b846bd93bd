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
