"""Setting up a roundtable, listing whom to ask, answering an invitation, and the note."""

import re
from collections.abc import Sequence
from datetime import date

from flask import current_app
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from core.fields import Obeys, in_paragraphs, readable, trimmed
from core.uploads import PDF, Unfit, Upload, take_in
from core.web import row_number
from members.models import CareerStage, Nation
from people.rules import NotAnAddress, email_key
from policy.models import Roundtable, Sector
from policy.rules import NewInvitee, NewRoundtable

LONGEST_NAME, LONGEST_TEXT, MOST_SEATS, MOST_PASTED, MOST_WAVES = 120, 5000, 60, 200, 9
PARTS = ("name", "email", "role", "nation", "sector", "stage")


class RoundtableForm(FlaskForm):
    name = StringField(
        "What it is called", [InputRequired("Give it a name."), Length(max=LONGEST_NAME)], filters=[readable]
    )
    question = TextAreaField(
        "What is to be talked about",
        [Length(max=LONGEST_TEXT)],
        filters=[in_paragraphs],
        description="Those who are invited read it. A line that begins with # is a heading",
    )
    day = DateField("Day", [InputRequired("Choose the day.")])
    begins = TimeField("Begins", [InputRequired("Say when it begins.")])
    ends = TimeField("Ends", [InputRequired("Say when it ends.")])
    venue = StringField("Venue", [InputRequired("Say where it is."), Length(max=LONGEST_NAME)], filters=[readable])
    town = StringField("Town", [Length(max=LONGEST_NAME)], filters=[readable])
    contact_email = EmailField(
        "Questions go to", [InputRequired("Write an email address."), Obeys(email_key)], filters=[trimmed]
    )
    seats = IntegerField(
        "Seats",
        [InputRequired("Say how many seats."), NumberRange(2, MOST_SEATS, f"Between 2 and {MOST_SEATS}.")],
        default=18,
    )
    is_unattributed = BooleanField("Under the Chatham House Rule", default=True)

    def validate_ends(self, field: TimeField) -> None:
        if field.data and self.begins.data and field.data <= self.begins.data:
            raise ValidationError("It ends after it begins.")

    def made(self) -> NewRoundtable:
        return NewRoundtable(
            name=self.name.data or "",
            question=self.question.data or "",
            day=self.day.data,
            begins=self.begins.data,
            ends=self.ends.data,
            venue=self.venue.data or "",
            town=self.town.data or "",
            contact_email=self.contact_email.data or "",
            seats=self.seats.data or 0,
            is_unattributed=self.is_unattributed.data,
        )


class InviteesForm(FlaskForm):
    """People to ask, a line each, as they come from a spreadsheet or are typed."""

    people = TextAreaField(
        "People, a line each",
        [InputRequired("Write or paste at least one line.")],
        filters=[in_paragraphs],
        description="Name; email; role; nation; sector; career stage, from a spreadsheet or parted by semicolons",
        render_kw={"rows": 6, "dir": "auto"},
    )
    wave = IntegerField(
        "Wave",
        [InputRequired("Say in which wave they are asked."), NumberRange(1, MOST_WAVES, f"From 1 to {MOST_WAVES}.")],
        default=1,
    )

    listed: Sequence[NewInvitee] = ()  # those of the lines that can be read, however many others cannot

    def validate_people(self, field: TextAreaField) -> None:
        lines = [line for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_PASTED:
            raise ValidationError(f"At most {MOST_PASTED} lines at a time.")
        self.listed = listed = []
        problems = []
        for number, line in enumerate(lines, start=1):
            try:
                listed.append(_person(line, self.wave.data or 1))
            except ValueError as problem:
                problems.append(f"Line {number}: {problem}")
        if problems:
            raise ValidationError(" ".join(problems[:5]))


class TicksForm(FlaskForm):
    """Those of the list who are ticked, to be asked with another wave."""

    ticked = SelectMultipleField("Ticked", coerce=row_number, choices=[], validate_choice=False)
    to_wave = IntegerField(
        "Wave", [InputRequired("Say which wave."), NumberRange(1, MOST_WAVES, f"From 1 to {MOST_WAVES}.")], default=2
    )

    def validate_ticked(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Tick somebody in the list first.")


class WaveForm(FlaskForm):
    reply_by = DateField("Answer by", [InputRequired("Choose the day to answer by.")])


class SeatsForm(FlaskForm):
    seats = IntegerField(
        "Seats", [InputRequired("Say how many seats."), NumberRange(2, MOST_SEATS, f"Between 2 and {MOST_SEATS}.")]
    )


class InvitationForm(FlaskForm):
    comes = RadioField(
        "Will you come?", [InputRequired("Choose one.")], choices=[("yes", "Yes, I will come"), ("no", "No, I can’t")]
    )
    needs = TextAreaField(
        "What do you need to take part, or to eat? (optional)",
        [Length(max=500)],
        filters=[in_paragraphs],
        description="Those who run the evening read it, and it is deleted 30 days afterwards",
        render_kw={"rows": 3},
    )


class RoundtablePaperForm(FlaskForm):
    """A paper to read before. Its validation reads the file, which takes a while: never inside a transaction."""

    title = StringField("Title", [InputRequired("Give it a title."), Length(max=LONGEST_NAME)], filters=[readable])
    file = FileField("The PDF", [FileRequired("Choose a PDF from your computer.")])
    upload: Upload

    def validate_file(self, field: FileField) -> None:
        given = field.data
        try:
            self.upload = take_in(given.read(), name=given.filename, kinds=(PDF,), limits=current_app.config["LIMITS"])
        except Unfit as refusal:
            raise ValidationError(str(refusal)) from refusal


class NoteForm(FlaskForm):
    version = HiddenField()
    words = TextAreaField(
        "What was said",
        [Length(max=20 * LONGEST_TEXT)],
        filters=[in_paragraphs],
        description="What, and never by whom. A line that begins with # is a heading",
        render_kw={"rows": 14},
    )
    actions = TextAreaField(
        "What follows from it, a line each",
        [Length(max=LONGEST_TEXT)],
        filters=[in_paragraphs],
        description="With a day if there is one: Publish the figures; 2027-02-01",
        render_kw={"rows": 4},
    )

    def show(self, roundtable: Roundtable) -> None:
        self.version.data = str(roundtable.note_version)
        self.words.data = roundtable.note
        self.actions.data = "\n".join(
            f"{each.words}; {each.due_on}" if each.due_on else each.words for each in roundtable.actions
        )

    def validate_version(self, field: HiddenField) -> None:
        if not (field.data or "").isdecimal():
            field.data = "0"  # a version that never was: compared, and refused as changed

    def validate_actions(self, field: TextAreaField) -> None:
        for number, (_, typed) in enumerate(_apart(field.data), start=1):
            if typed:
                try:
                    date.fromisoformat(typed)
                except ValueError as problem:
                    raise ValidationError(f"Line {number}: write the day as 2027-02-01.") from problem

    def follows(self) -> list[tuple[str, date | None]]:
        """Each action with its day, if it has one."""
        return [(words, date.fromisoformat(typed) if typed else None) for words, typed in _apart(self.actions.data)]


def _apart(typed: str | None) -> list[tuple[str, str]]:
    parts = [line.rpartition(";") for line in (typed or "").splitlines() if line.strip()]
    return [(before.strip() or after.strip(), after.strip() if mark else "") for before, mark, after in parts]


def _person(line: str, wave: int) -> NewInvitee:
    """Whom a line names. Raises ValueError with what is wrong with it."""
    cells = [readable(cell) or "" for cell in re.split(r"[\t;]", line)]
    given = dict(zip(PARTS, [*cells, *[""] * len(PARTS)], strict=False))
    if not given["name"]:
        raise ValueError("write a name first.")
    try:
        email_key(given["email"])
    except NotAnAddress as problem:
        raise ValueError(f"“{given['email']}” is no email address.") from problem
    return NewInvitee(
        name=given["name"][:LONGEST_NAME],
        email=given["email"],
        role=given["role"][:LONGEST_NAME],
        nation=_kind(Nation, given["nation"], Nation.ELSEWHERE),
        sector=_kind(Sector, given["sector"], Sector.OTHER),
        stage=_kind(CareerStage, given["stage"], CareerStage.OTHER),
        wave=wave,
    )


def _kind(kinds, typed: str, otherwise):
    """The one of ``kinds`` that is meant; ``otherwise`` for an empty cell. Raises ValueError for what none is."""
    plain = typed.casefold()
    if not plain:
        return otherwise
    for kind in kinds:
        if kind.value.casefold() == plain:
            return kind
    raise ValueError(f"“{typed}” is none of: {', '.join(kind.value for kind in kinds)}.")
