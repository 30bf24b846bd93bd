"""What the pages of an abstract share: its version as it was read, and boxes for long texts."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from abstracts.rules import LONGEST
from core.fields import in_paragraphs

AUTOSAVE = "autosave"
BIGGEST = 2**31 - 1
TOO_LONG = Length(max=LONGEST, message=f"That is more than {LONGEST:,} characters. Shorten it, then save.")


class VersionedForm(FlaskForm):
    """A page that was made from one version of an abstract. ``do`` is “autosave” while its script saves by itself."""

    version = IntegerField(
        widget=HiddenInput(),
        # A browser that opens the page again must not bring the old version back with it.
        render_kw={"autocomplete": "off"},
        validators=[InputRequired("Load this page again, then save. Copy what you typed first.")],
    )
    do = HiddenField()

    @property
    def is_autosave(self) -> bool:
        return self.do.data == AUTOSAVE


def differences(typed: VersionedForm, saved: VersionedForm) -> tuple[list[Field], list[tuple[Field, str]]]:
    """The typed fields that say what is saved, and those that do not, each with what is saved in words."""
    alike, unlike = [], []
    for field in typed:
        if field.name in {"version", "do", "csrf_token"}:
            continue
        other = saved[field.name]
        if (field.data or "") == (other.data or ""):
            alike.append(field)
        else:
            unlike.append((field, _in_words(other)))
    return alike, unlike


def _in_words(field: Field) -> str:
    if isinstance(field, BooleanField):
        return "Ticked" if field.data else "Not ticked"
    if isinstance(field, SelectField):  # a RadioField is one too
        return next((label for value, label in field.choices if value and value == field.data), "")
    return field.data or ""


def long_text(label: str, *, rows: int = 5, description: str = "") -> TextAreaField:
    """A box for a text on many lines, kept as typed."""
    return TextAreaField(
        label,
        [TOO_LONG],
        filters=[in_paragraphs],
        description=description,
        render_kw={"rows": rows, "dir": "auto", "autocomplete": "off"},
    )
