"""What follows a launch, as it is typed: places on the trail, coverage, polls, answers and comments."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField, URLField
from wtforms.validators import URL, DataRequired, InputRequired, Length, ValidationError

from core.fields import Minute, in_paragraphs, readable, trimmed
from events.models import Event
from policy import rules
from policy.models import MentionKind, Poll

LONDON = "Europe/London"
KINDS = {
    MentionKind.LAUNCHED: "Launched",
    MentionKind.DISCUSSED: "Discussed",
    MentionKind.REITERATED: "Taken up again",
}
# Those that the organisation has always worked with; any other is typed.
OUTLETS = ("BMJ Leader", "HSJ", "BMJ")


class MentionForm(FlaskForm):
    event = SelectField("Event", [InputRequired("Choose the event.")], coerce=int)
    kind = RadioField(
        "What happens there",
        [InputRequired("Choose one.")],
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        default=MentionKind.DISCUSSED.value,
    )
    session = StringField("Session (optional)", [Length(max=160)], filters=[readable])
    on = DateField("Day", [InputRequired("Write the day.")])

    def offer(self, events: Iterable[Event]) -> "MentionForm":
        """The form with these events to choose from."""
        self.days = {each.id: (each.first_day, each.last_day) for each in events}
        self.event.choices = [(each.id, each.name) for each in events]
        return self

    def validate_on(self, field: DateField) -> None:
        first, last = self.days.get(self.event.data, (field.data, field.data))
        if not first <= field.data <= last:
            raise ValidationError("The event is not held on that day.")

    def values(self) -> dict[str, Any]:
        """What was typed, as it is stored."""
        kind, words = MentionKind(self.kind.data), self.session.data or ""
        return {"event_id": self.event.data, "kind": kind, "part": words, "on": self.on.data}


class CoverageForm(FlaskForm):
    outlet = StringField(
        "Outlet",
        [DataRequired("Write its name."), Length(max=120)],
        filters=[readable],
        description=f"{', '.join(OUTLETS)}, or any other",
    )
    url = URLField(
        "Address",
        [DataRequired("Write where it stands."), Length(max=1_000), URL(message="Write its address, like https://…")],
        filters=[trimmed],
    )
    on = DateField("Day", [InputRequired("Write the day.")])
    words = StringField("What it says, in a line (optional)", [Length(max=300)], filters=[readable])

    def values(self) -> dict[str, Any]:
        """What was typed, as it is stored."""
        return {"outlet": self.outlet.data, "url": self.url.data, "on": self.on.data, "words": self.words.data or ""}


class PollForm(FlaskForm):
    question = StringField("Question", [DataRequired("Write the question."), Length(max=300)], filters=[readable])
    options = TextAreaField(
        "Answers",
        [DataRequired("Write the answers."), Length(max=1_200)],
        filters=[in_paragraphs],
        description=f"{rules.POLL_CHOICES[0]} to {rules.POLL_CHOICES[-1]}, one on each line",
        render_kw={"rows": 4},
    )
    opens = Minute("Opens", description="On London’s clocks. Nobody is asked before the position is live")
    closes = Minute("Closes", description="Results are read from then on, by everybody, and by nobody before")

    def validate_options(self, field: TextAreaField) -> None:
        lines = self.lines()
        if len(lines) not in rules.POLL_CHOICES:
            raise ValidationError(
                f"Write {rules.POLL_CHOICES[0]} to {rules.POLL_CHOICES[-1]} answers, one on each line."
            )
        if len(set(lines)) < len(lines):
            raise ValidationError("Two of the answers are the same.")

    def lines(self) -> list[str]:
        """The answers to choose from."""
        return [line.strip() for line in (self.options.data or "").splitlines() if line.strip()]

    def window(self) -> tuple[datetime, datetime]:
        """Its two moments in UTC, of two that the clocks show alike the first. Raises NotAMoment."""
        opens, closes = (rules.moment_meant(LONDON, each.data, second_time=False) for each in (self.opens, self.closes))
        return opens, closes


def new_poll_form(now: datetime) -> PollForm:
    """An empty one, from the next hour on for three weeks."""
    hour = now.astimezone(ZoneInfo(LONDON)).replace(minute=0, second=0, microsecond=0, tzinfo=None)
    return PollForm(formdata=None, opens=hour + timedelta(hours=1), closes=hour + timedelta(weeks=3))


class PollAnswerForm(FlaskForm):
    choice = RadioField("Your answer", [InputRequired("Choose one of the answers.")], coerce=int)

    def ask(self, poll: Poll) -> "PollAnswerForm":
        """The form with the poll's answers to choose from."""
        self.choice.choices = list(enumerate(poll.choices))
        return self


class CommentForm(FlaskForm):
    words = TextAreaField(
        "Your comment",
        [
            DataRequired("Write what you want to say."),
            Length(max=rules.LONGEST_COMMENT, message=f"Use {rules.LONGEST_COMMENT:,} characters at most."),
        ],
        filters=[in_paragraphs],
        render_kw={"rows": 5},
    )
