from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length

from abstracts.forms.writing import VersionedForm
from core.fields import readable


class SubmitForm(VersionedForm):
    """Nothing to fill in: the version that was looked at."""


class LateCodeForm(FlaskForm):
    """The code of a letter that lets somebody begin after the call has closed."""

    late_code = StringField(
        "Code from your letter",
        [Length(max=100)],
        filters=[readable],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
