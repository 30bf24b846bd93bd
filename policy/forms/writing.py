"""A position as the desk types it: its beginning, its words in two languages, and the lists that go with them."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField, URLField
from wtforms.validators import URL, DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core.fields import Obeys, in_paragraphs, readable, trimmed
from core.uploads import PDF, Unfit, Upload, take_in
from members.models import Nation
from people.rules import NotAnAddress, email_key
from policy import rules
from policy.models import Evidence, Goal, Language, Position, PositionAnswer, Spokesperson
from policy.queries import Part

NATIONS = tuple(each for each in Nation if each is not Nation.ELSEWHERE)
LANGUAGE_WORDS = {Language.ENGLISH: "English", Language.WELSH: "Welsh"}
ADDRESS = "Write its address, like https://…"
MARKDOWN = "Markdown: # for a heading, - for a list, **bold**, [words](https://address)"
LONG, SHORT = 40_000, 600
# Each field of a text: its label, its hint, its rows (none for a line) and how long it may be.
FIELDS: dict[str, tuple[str, str, int, int]] = {
    "title": ("Title", "", 0, 160),
    "frame": ("Frame", "One sentence that says what we hold", 2, SHORT),
    "key_lines": (
        "Key lines",
        f"{rules.FEWEST_KEY_LINES} to {rules.MOST_KEY_LINES}, one on each line",
        6,
        2_000,
    ),
    "summary": ("Summary", MARKDOWN, 6, 6_000),
    "body": ("Full text", MARKDOWN, 16, LONG),
    "changed": ("What changed in this version", "Readers see it above the text", 2, SHORT),
}


class NewPositionForm(FlaskForm):
    title = StringField("Title", [DataRequired("Write its title."), Length(max=160)], filters=[readable])
    slug = StringField(
        "Address",
        [DataRequired("Write its address, like time-to-lead."), Length(max=60), Obeys(rules.check_slug)],
        filters=[trimmed],
        description="The last part of its page’s address: small letters, figures, dashes; public from the launch on",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    goal = RadioField(
        "The goal it serves",
        [InputRequired("Choose the goal that it serves.")],
        choices=[(each.value, each.value.capitalize()) for each in Goal],
    )
    nations = SelectMultipleField(
        "Nations",
        [InputRequired("Choose at least one nation.")],
        choices=[(each.value, each.value.title()) for each in NATIONS],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def chosen(self) -> dict[str, Any]:
        """What ``actions.make_position`` is told."""
        nations = [Nation(each) for each in self.nations.data or ()]
        return {
            "slug": self.slug.data,
            "title": self.title.data,
            "goal": Goal(self.goal.data),
            "nations": nations,
        }


class TextsForm(FlaskForm):
    """All words of a version, each field in both languages; ``seen`` is the mark of what the page was shown."""

    seen = HiddenField(validators=[InputRequired("Load this page again.")])

    def pair(self, name: str) -> dict[Language, Any]:
        """A field in each language in which it can be written."""
        return {language: self[f"{language.value}_{name}"] for language in Language}

    def names(self) -> list[str]:
        return [name for name in rules.WORDS if f"en_{name}" in self]

    def words(self) -> dict[Language, dict[str, str]]:
        """What was typed, by language and field; what the form does not ask is empty."""
        return {
            language: {
                name: (self[f"{language.value}_{name}"].data or "") if name in self.names() else ""
                for name in rules.WORDS
            }
            for language in Language
        }


def texts_form(position: Position, *, is_first: bool, is_sent: bool) -> TextsForm:
    """The form of the version in hand; the first version has nothing that changed."""
    names = [each for each in FIELDS if not (is_first and each == "changed")]
    fields, stored = {}, {}
    for language in Language:
        kept = rules.words_of(position.text_in(language, position.version))
        for name in names:
            label, hint, rows, most = FIELDS[name]
            fields[f"{language.value}_{name}"] = _words(
                f"{label} in {LANGUAGE_WORDS[language]}", hint, rows, most, language, needed=name == "title"
            )
            stored[f"{language.value}_{name}"] = kept[name]
    kind = type("TextsOfVersionForm", (TextsForm,), fields)
    given = {} if is_sent else {"formdata": None}
    return kind(data={**stored, "seen": rules.mark_of_texts(position)}, **given)


def _words(label: str, hint: str, rows: int, most: int, language: Language, *, needed: bool):
    must = [DataRequired("Write its title in English.")] if needed and language is Language.ENGLISH else []
    checks = [*must, Length(max=most, message=f"Write {most:,} characters at most.")]
    language_of = {"lang": language.value}
    if not rows:
        return StringField(label, checks, filters=[readable], description=hint, render_kw=language_of)
    return TextAreaField(
        label, checks, filters=[in_paragraphs], description=hint, render_kw={"rows": rows, **language_of}
    )


class PaperForm(FlaskForm):
    """Its validation reads the file, which takes a while: never inside a transaction."""

    paper = FileField("The paper, as a PDF", [FileRequired("Choose a PDF from your computer.")])
    upload: Upload

    def validate_paper(self, field: FileField) -> None:
        given, limits = field.data, current_app.config["LIMITS"]
        try:
            self.upload = take_in(given.read(), name=given.filename, kinds=(PDF,), limits=limits)
        except Unfit as refusal:
            raise ValidationError(str(refusal)) from refusal


class PartForm(FlaskForm):
    """An entry of one of the lists. ``fields`` are the names of what is stored."""

    seen = HiddenField()
    fields: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """What was typed, as it is stored."""
        typed = {name: self[name].data for name in self.fields}
        return {name: "" if value is None else value for name, value in typed.items()}


class AnswerForm(PartForm):
    fields = ("language", "question", "answer", "is_public")
    language = RadioField(
        "Language", default="en", choices=[(each.value, words) for each, words in LANGUAGE_WORDS.items()]
    )
    question = StringField(
        "Question", [DataRequired("Write the question as it will be asked."), Length(max=300)], filters=[readable]
    )
    answer = TextAreaField(
        "Answer",
        [DataRequired("Write what is answered."), Length(max=4_000)],
        filters=[in_paragraphs],
        render_kw={"rows": 3},
    )
    is_public = BooleanField("Readers see it too; otherwise only spokespeople and the press do")

    def values(self) -> dict[str, Any]:
        return super().values() | {"language": Language(self.language.data)}


class SpokespersonForm(PartForm):
    fields = ("name", "role", "contact", "speaks_welsh")
    name = StringField("Name", [DataRequired("Write their name."), Length(max=120)], filters=[readable])
    role = StringField("Role (optional)", [Length(max=160)], filters=[readable])
    contact = StringField(
        "How the press reaches them (optional)",
        [Length(max=200)],
        filters=[trimmed],
        description="A number or an address",
    )
    speaks_welsh = BooleanField("Speaks Welsh")


class EvidenceForm(PartForm):
    fields = ("label", "url")
    label = StringField("What it is", [DataRequired("Write what it is."), Length(max=300)], filters=[readable])
    url = URLField(
        "Address",
        [
            DataRequired("Write its address, like https://…"),
            URL(message="Write its address, like https://…"),
            Length(max=500),
        ],
        filters=[trimmed],
    )

    def validate_url(self, field: URLField) -> None:
        if not (field.data or "").startswith(("https://", "http://")):
            raise ValidationError(ADDRESS)


FORMS: dict[type[Part], type[PartForm]] = {
    PositionAnswer: AnswerForm,
    Spokesperson: SpokespersonForm,
    Evidence: EvidenceForm,
}


def part_form(kind: type[Part], part: Part | None = None, *, mark: str = "", is_sent: bool = True) -> PartForm:
    """The form of an entry, or of a new one; one that was not sent shows what is stored."""
    stored: Mapping[str, Any] = {}
    if part is not None:
        stored = {name: getattr(part, name) for name in FORMS[kind].fields}
        stored |= {"language": stored["language"].value} if "language" in stored else {}
    given = {} if is_sent else {"formdata": None}
    return FORMS[kind](prefix=f"part-{part.id}-" if part else "", data={**stored, "seen": mark}, **given)


class ApproversForm(FlaskForm):
    """Who approves, one address a line, in their order."""

    addresses = TextAreaField(
        "Who approves it",
        [DataRequired("Name at least one person who approves it."), Length(max=2_000)],
        filters=[in_paragraphs],
        description="Email addresses, one on each line, in the order in which they are asked",
        render_kw={"rows": 4, "spellcheck": "false"},
    )

    def listed(self) -> list[str]:
        return [line.strip() for line in (self.addresses.data or "").splitlines() if line.strip()]

    def validate_addresses(self, _field) -> None:
        for each in self.listed():
            try:
                email_key(each)
            except NotAnAddress as refusal:
                raise ValidationError(f"{each}: {refusal}") from None


class SeenForm(FlaskForm):
    """A button, with the mark of what was read before it was pressed."""

    seen = HiddenField(validators=[InputRequired("Load this page again.")])


class ReasonForm(FlaskForm):
    because = TextAreaField(
        "Why",
        [DataRequired("Write why, for who comes to its page."), Length(max=SHORT)],
        filters=[in_paragraphs],
        description="Readers of its page are told, if it had been public",
        render_kw={"rows": 2},
    )
