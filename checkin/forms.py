from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from core.fields import trimmed


class ScanForm(FlaskForm):
    """One reading. The hidden key is the page's own, so that a scan sent twice is known for one."""

    code = StringField(
        "Code",
        [InputRequired("Scan a ticket, or type the eight letters under its QR."), Length(max=4096)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    place = StringField("Which door is this?", [Length(max=60)], filters=[trimmed], render_kw={"autocomplete": "off"})
    key = HiddenField(validators=[InputRequired("Load this page again."), Length(max=50)])
