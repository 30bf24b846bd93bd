"""The figure and the table: a file and a caption each."""

from flask import current_app
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage

from abstracts.forms.writing import VersionedForm, long_text
from abstracts.models import Abstract, Exhibit
from abstracts.rules import KINDS, exhibit_of, takes
from core.uploads import Unfit, Upload, take_in

SENT_AS = {
    Exhibit.FIGURE: "A PNG or JPEG picture, or a PDF; 10 MB at most",
    Exhibit.TABLE: "A Word document (.docx), a PDF, or a PNG or JPEG picture; 10 MB at most",
}


class ExhibitForm(VersionedForm):
    """One of the two. Its fields are named after it, since both stand on one page."""

    exhibit: Exhibit
    has_file: bool = False

    def chosen_file(self) -> FileStorage | None:
        given = self["file"].data
        return given if isinstance(given, FileStorage) and given.filename else None

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if valid and not self.has_file and self.chosen_file() is None:
            self["file"].errors = [f"Choose the file of the {self.exhibit.value}."]
            return False
        return valid

    def show_unfit(self, problem: str) -> None:
        """Say at the field what is wrong with the file."""
        self["file"].errors = [problem]


def exhibit_forms(abstract: Abstract, sent: Exhibit | None = None) -> dict[Exhibit, ExhibitForm]:
    """A form for each exhibit that the call takes or the abstract has; ``sent`` is the one that was sent now."""
    forms = {}
    for exhibit in Exhibit:
        kept = exhibit_of(abstract, exhibit)
        if kept or takes(abstract.call, exhibit):
            forms[exhibit] = _form(abstract, exhibit, kept.caption if kept else "", kept is not None, exhibit is sent)
    return forms


def _form(abstract: Abstract, exhibit: Exhibit, caption: str, has_file: bool, is_sent: bool) -> ExhibitForm:
    what = exhibit.value
    fields = {
        "file": FileField(f"Another {what}" if has_file else f"The {what}", description=SENT_AS[exhibit]),
        "caption": long_text("Its caption", rows=2, description=f"What the {what} shows, in a sentence"),
    }
    given = {} if is_sent else {"formdata": None}
    form = type("ExhibitOfCallForm", (ExhibitForm,), fields)(
        version=abstract.version, caption=caption, prefix=f"{what}-", **given
    )
    form.exhibit, form.has_file = exhibit, has_file
    return form


def read_exhibit(given: FileStorage, exhibit: Exhibit) -> tuple[Upload | None, str]:
    """The file made clean of what tells of its maker, or why it cannot be taken. Never inside a transaction."""
    limits = current_app.config["LIMITS"]
    try:
        return take_in(given.read(), name=given.filename or "", kinds=KINDS[exhibit], limits=limits, blind=True), ""
    except Unfit as refusal:
        return None, str(refusal)
