import io

from flask import current_app
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from core.fields import readable, trimmed
from members.rules import REASONS, NotARegister, Problems, entries_of, how_read


class MemberSearchForm(FlaskForm):
    """A search is a GET: its address can be kept, and it changes nothing."""

    class Meta:
        csrf = False

    q = StringField("Name, number or email", [Length(max=100)], filters=[trimmed])


class RegisterForm(FlaskForm):
    """The register's file, if it can be read at all; what is wrong in its lines is the preview's to say."""

    register = FileField("The register, as a CSV file", [FileRequired("Choose a CSV file from your computer.")])
    content: bytes

    def validate_register(self, field: FileField) -> None:
        self.content = field.data.read()
        most = current_app.config["LIMITS"].upload_bytes
        if len(self.content) > most:
            said = f"That file is larger than {most // 2**20} MB. Send it in parts, or use flask members import."
            raise ValidationError(said)
        file = io.BytesIO(self.content)
        try:
            encoding, _ = how_read(file)
            next(entries_of(file, encoding, Problems()), None)
        except NotARegister as refusal:
            raise ValidationError(str(refusal)) from None


class ClaimForm(FlaskForm):
    number = StringField(
        "Membership number",
        [InputRequired("Write your membership number."), Length(max=40)],
        filters=[trimmed],
        description="It is on your membership card and on every letter about your subscription",
        render_kw={"autocomplete": "off"},
    )
    name = StringField(
        "Your name",
        [DataRequired("Write your name."), Length(max=200)],
        filters=[readable],
        description="As we have it as a member; a title makes no difference",
        render_kw={"autocomplete": "name"},
    )


class RefusalForm(FlaskForm):
    reason = SelectField("What we write to them", choices=list(enumerate(REASONS)), coerce=int)
