"""A call, what it is made of, and a code by which one comes late, as the desk types them."""

from collections.abc import Callable
from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from abstracts.models import AskedAs, Call, Editing
from abstracts.rules import (
    MOST_LATE_USES,
    CallPart,
    CallSettings,
    PartKind,
    PartWording,
    mark_of_part,
    mark_of_settings,
    wording_of,
)
from core.fields import Minute, in_paragraphs, readable, trimmed
from events.models import Event
from events.rules import at, shown_minute

MOST_WORDS = 2_000
EDITING_WORDS = {
    Editing.OPEN: "Open: authors may change what they sent in until the call closes",
    Editing.LOCKED: "Locked: what is sent in stays as it is",
}
ASKED_AS_WORDS = {AskedAs.WORDS: "Words", AskedAs.CHOICE: "One of several", AskedAs.TICK: "A tick"}
MOMENTS = (
    "opens_at",
    "closes_at",
    "reviews_due_at",
    "decisions_at",
    "accept_by",
    "register_by",
    "supplement_at",
    "embargo_until",
)
CATEGORIES = "Leadership research\nQuality and service improvement\nEducation and faculty\nWork in progress"
HEADINGS = "Background\nApproach\nResults\nImpact\nLearning"


class LocalMinute(Minute):
    """A minute on the clocks of the event; one that may be left out is None."""

    def show(self, event: Event, moment: datetime | None) -> None:
        self.data = shown_minute(event, moment) if moment else None

    def moment(self, event: Event, stored: datetime | None = None) -> datetime | None:
        """In UTC; exactly the ``stored`` one if it was shown and left as it was."""
        if self.data is None:
            return None
        if stored is not None and self.data == shown_minute(event, stored):
            return stored
        return at(event, self.data.date(), self.data.time())


def _day(label: str, hint: str = "") -> LocalMinute:
    return LocalMinute(f"{label} (optional)", [Optional()], description=hint)


def _limit(label: str, least: int, most: int, standard: int) -> IntegerField:
    asked = [InputRequired("Write a number."), NumberRange(least, most, f"From {least} to {most:,}.")]
    return IntegerField(label, asked, default=standard)


def lines_of(typed: str | None) -> str:
    """A filter: each line tidied, and none that is empty."""
    tidy = (readable(line) for line in (typed or "").splitlines())
    return "\n".join(line for line in tidy if line)


class CallForm(FlaskForm):
    """``seen`` is the mark of what the page was shown, so that two who change a call do not overwrite each other."""

    name = StringField("Name", [DataRequired("Write what it is called."), Length(max=120)], filters=[readable])
    slug = StringField(
        "Address",
        [DataRequired("Write its address, like main."), Length(max=40)],
        filters=[trimmed],
        description="The last part of its page’s address: small letters, figures and dashes",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    introduction = TextAreaField(
        "Introduction (optional)",
        [Length(max=MOST_WORDS)],
        filters=[in_paragraphs],
        description="Authors read it on the page of the call",
        render_kw={"rows": 4},
    )
    is_public = BooleanField("Public: anybody may read it and begin an abstract")
    opens_at = LocalMinute("Opens", description="On the clocks of the event")
    closes_at = LocalMinute("Closes", description="The first instant that is too late, on the clocks of the event")
    editing = RadioField("After it was sent in", choices=[(each.value, words) for each, words in EDITING_WORDS.items()])
    title_letters = _limit("Characters in the title", 10, 500, 160)
    word_limit = _limit("Words in all", 10, 5000, 250)
    conflict_word_limit = _limit("Words on interests", 0, 1000, 100)
    coauthor_limit = _limit("Co-authors", 0, 100, 10)
    keyword_limit = _limit("Keywords", 0, 20, 3)
    takes_figure = BooleanField("A figure may be added", default=True)
    takes_table = BooleanField("A table may be added", default=True)
    offers_oral = BooleanField("Talks are given", default=True)
    offers_poster = BooleanField("Posters are shown", default=True)
    licence = TextAreaField(
        "Licence for the journal (optional)",
        [Length(max=MOST_WORDS)],
        filters=[in_paragraphs],
        description="What authors agree to; left empty, nobody is asked",
        render_kw={"rows": 3},
    )
    reviews_due_at = _day("Reviews are due")
    decisions_at = _day("Decisions go out")
    accept_by = _day("Authors accept by")
    register_by = _day("Presenters register by")
    supplement_at = _day("Copy for the supplement")
    embargo_until = _day("Embargo of the journal ends")
    seen = HiddenField()
    is_sure = BooleanField("Yes, save it all the same")

    def show(self, event: Event, call: Call) -> None:
        """The call as it stands."""
        self.process(obj=call, seen=mark_of_settings(call))
        self.editing.data = call.editing.value
        self.show_moments(event, call)

    def show_moments(self, event: Event, call: Call) -> None:
        for name in MOMENTS:
            self[name].show(event, getattr(call, name))

    def suggest(self, event: Event, opens_at: datetime, closes_at: datetime) -> None:
        """Begin a new one with this window."""
        if not self.is_submitted():
            self.editing.data = Editing.OPEN.value
            self.opens_at.show(event, opens_at)
            self.closes_at.show(event, closes_at)

    def settings(self, event: Event, call: Call | None = None) -> CallSettings:
        """What was typed; a moment that was left as it was shown is exactly what ``call`` has."""
        plain = {name: self[name].data or "" for name in ("name", "slug", "introduction", "licence")}
        ticked = ("is_public", "takes_figure", "takes_table", "offers_oral", "offers_poster")
        limits = ("title_letters", "word_limit", "conflict_word_limit", "coauthor_limit", "keyword_limit")
        moments = {name: self[name].moment(event, getattr(call, name) if call else None) for name in MOMENTS}
        others = {name: self[name].data for name in (*ticked, *limits)}
        return CallSettings(**plain, **others, **moments, editing=Editing(self.editing.data))


class NewCallForm(CallForm):
    categories = TextAreaField(
        "Categories (optional)",
        [Length(max=MOST_WORDS)],
        filters=[lines_of],
        default=CATEGORIES,
        description="Each on a line of its own. More can be added later",
        render_kw={"rows": 6},
    )
    headings = TextAreaField(
        "Headings of the text (optional)",
        [Length(max=MOST_WORDS)],
        filters=[lines_of],
        default=HEADINGS,
        description="Each on a line of its own, in their order",
        render_kw={"rows": 6},
    )


class PartForm(FlaskForm):
    """A category, a heading or a question; each kind has the fields that it needs (part_form)."""

    name = StringField(
        "Name", [DataRequired("Write it."), Length(max=200)], filters=[readable], render_kw={"autocomplete": "off"}
    )
    hint = StringField(
        "Hint (optional)",
        [Length(max=300)],
        filters=[readable],
        description="Authors read it beneath",
        render_kw={"autocomplete": "off"},
    )
    seen = HiddenField()
    wording: Callable[[], PartWording]


class CategoryForm(PartForm):
    def wording(self) -> PartWording:
        return PartWording(self.name.data or "", self.hint.data or "")


class HeadingForm(PartForm):
    word_limit = IntegerField(
        "Words at most (optional)",
        [Optional(), NumberRange(1, 5000, "From 1 to 5,000.")],
        description="Its own limit, beside the limit of the whole text",
    )
    is_required = BooleanField("Something must stand there", default=True)
    is_sure = BooleanField("Yes, save it all the same")

    def wording(self) -> PartWording:
        limits = {"word_limit": self.word_limit.data, "is_required": self.is_required.data}
        return PartWording(self.name.data or "", self.hint.data or "", **limits)


class QuestionForm(PartForm):
    asked_as = RadioField(
        "What is an answer?",
        choices=[(each.value, words) for each, words in ASKED_AS_WORDS.items()],
        default=AskedAs.WORDS.value,
    )
    options = TextAreaField(
        "Options (optional)",
        [Length(max=MOST_WORDS)],
        filters=[lines_of],
        description="For one of several: each on a line of its own",
        render_kw={"rows": 4},
    )
    is_required = BooleanField("It must be answered")
    is_for_reviewers = BooleanField("Reviewers read the answer: ask nothing that tells who wrote it")

    def wording(self) -> PartWording:
        asked = {"asked_as": AskedAs(self.asked_as.data), "options": self.options.data or ""}
        ticked = {"is_required": self.is_required.data, "is_for_reviewers": self.is_for_reviewers.data}
        return PartWording(self.name.data or "", self.hint.data or "", **asked, **ticked)


FORMS = {PartKind.CATEGORY: CategoryForm, PartKind.HEADING: HeadingForm, PartKind.QUESTION: QuestionForm}


def part_form(kind: PartKind, part: CallPart | None = None) -> PartForm:
    """The form for a new part of that kind, or begun with the one that is to be changed."""
    form = FORMS[kind](prefix=f"{kind.value}-")
    if part is not None and not form.is_submitted():
        said = wording_of(part)
        form.process(obj=said, seen=mark_of_part(part))
        if isinstance(form, QuestionForm):
            form.asked_as.data = said.asked_as.value
    return form


class LateEntryForm(FlaskForm):
    words = StringField(
        "Whom it is for",
        [DataRequired("Write whom it is for."), Length(max=120)],
        filters=[readable],
        description="The desk reads this, authors do not",
    )
    uses = IntegerField(
        "Good for how many abstracts",
        [InputRequired("Write how many."), NumberRange(1, MOST_LATE_USES, f"From 1 to {MOST_LATE_USES}.")],
        default=1,
    )
    ends_at = LocalMinute("Good until", description="The first instant that is too late, on the clocks of the event")

    def validate_ends_at(self, field) -> None:
        if field.data is None:
            raise ValidationError("Write the day and the time.")
