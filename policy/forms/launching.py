"""A launch as the desk types it: its setting, its instant, what each channel says, and its run sheet."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from core.fields import Minute, Obeys, in_paragraphs, readable, trimmed
from core.uploads import DOCX, JPEG, PDF, PNG
from core.words import clock_time
from events.models import Event
from events.rules import shown_minute
from members.models import Nation
from people.models import Duty
from people.rules import email_key
from policy import rules
from policy.forms.writing import NATIONS
from policy.models import Channel, Launch, LaunchAsset

ASSET_KINDS = (PDF, PNG, JPEG, DOCX)
# The public reads the first two as plain text wherever they are pasted.
HINTS = {
    Channel.PRESS_NOTICE: "For named journalists before the moment, and for everybody after it. Markdown",
    Channel.WEB_SUMMARY: "What stands on the Faculty’s own site. Markdown",
    Channel.SOCIAL_TEXT: "Plain text, as it is posted",
    Channel.SLIDE: "The words on the slide; the slide itself as a PDF or a picture",
    Channel.MEMBER_LETTER: "What members read who agreed to news by email. Plain text; we add greeting and link",
}


class VersionForm(FlaskForm):
    """``version`` is that of the launch as the page showed it, so that two who change it overwrite nothing."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Load this page again.")])


class LaunchForm(VersionForm):
    event = SelectField("Event at which it is launched", [InputRequired("Choose the event.")], coerce=int)
    nation = RadioField("Nation", choices=[(each.value, each.value.title()) for each in NATIONS])
    lead = SelectField("Regional lead", coerce=int)
    champion = StringField(
        "Champion’s email (optional)",
        [Optional(), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="A senior fellow. They may read and write it from then on",
        render_kw={"inputmode": "email", "autocomplete": "off"},
    )

    def settings(self) -> dict[str, Any]:
        """What is stored of it but the champion, whom an address names."""
        nation = Nation(self.nation.data) if self.nation.data else None
        return {"event_id": self.event.data, "nation": nation, "lead_id": self.lead.data or None}


def launch_form(
    launch: Launch | None, events: Iterable[Event], leads: Sequence[Duty], nation: Nation | None, *, is_sent: bool
) -> LaunchForm:
    """The form of a launch, or of none yet: in the nation of the position, if it is for one alone."""
    nation = launch.nation if launch else nation
    stored = {"version": launch.version if launch else 0, "nation": nation.value if nation else None}
    if launch is not None:
        champion = launch.champion.email if launch.champion else ""
        stored |= {"event": launch.event_id, "lead": launch.lead_id or 0, "champion": champion}
    form = LaunchForm(data=stored, **({} if is_sent else {"formdata": None}))
    held = {event.id: event.name for event in events}
    named = {duty.person_id: f"{duty.person.known_as} ({duty.scope.title()})" for duty in leads}
    if launch is not None:
        held.setdefault(launch.event_id, launch.event.name)
        if launch.lead is not None:
            named.setdefault(launch.lead.id, launch.lead.known_as)
    form.event.choices = list(held.items())
    form.lead.choices = [(0, "Nobody yet"), *named.items()]
    return form


class InstantForm(VersionForm):
    """The minute that the event's clocks will show. ``turn`` is asked only for an hour that comes twice."""

    lifts = Minute("Moment when the embargo lifts")
    turn = RadioField("Which of the two", [Optional()], choices=[("first", "The first"), ("second", "The second")])
    because = TextAreaField(
        "Why it moves",
        [Length(max=600)],
        filters=[in_paragraphs],
        description="Kept with the move; everybody with access is told of the new moment",
        render_kw={"rows": 2},
    )

    def moment(self, event: Event) -> datetime:
        """What was meant, in UTC. Raises NotAMoment or TwoMoments."""
        turn = {"first": False, "second": True}.get(self.turn.data or "")
        return rules.moment_meant(event.zone, self.lifts.data, second_time=turn)

    def ask_which(self, event: Event, moments: tuple[datetime, datetime]) -> None:
        """Offer both, each as London and the world call it."""
        names = ("The first, before the clocks go back", "The second, after it")
        self.turn.choices = [
            (value, f"{words}: {clock_time(each, 'UTC')} UTC")
            for value, words, each in zip(("first", "second"), names, moments, strict=True)
        ]
        self.turn.errors = ["Choose which of the two you mean."]


def instant_form(launch: Launch) -> InstantForm:
    lifts = shown_minute(launch.event, launch.lifts_at) if launch.lifts_at else None
    return InstantForm(formdata=None, version=launch.version, lifts=lifts)


class WelshReasonForm(VersionForm):
    because = TextAreaField(
        "Why there are no Welsh texts (optional)",
        [Length(max=600)],
        filters=[in_paragraphs],
        description="Recorded; with a reason the launch may be scheduled without them",
        render_kw={"rows": 2},
    )


class AssetForm(FlaskForm):
    seen = HiddenField(validators=[InputRequired("Load this page again.")])
    words = TextAreaField("Words", [Length(max=20_000)], filters=[in_paragraphs], render_kw={"rows": 12})
    file = FileField("A file (optional)", description="A PDF, a PNG or JPEG picture, or a Word document; 10 MB at most")
    drops_file = BooleanField("Take the file away")

    def chosen_file(self) -> FileStorage | None:
        given = self.file.data
        return given if isinstance(given, FileStorage) and given.filename else None


def asset_form(asset: LaunchAsset | None, mark: str) -> AssetForm:
    return AssetForm(seen=mark, words=asset.words if asset else "")


class StepForm(FlaskForm):
    at = Minute("When")
    words = StringField("What is done", [DataRequired("Write what is done."), Length(max=200)], filters=[readable])
    owner = StringField("Who does it (optional)", [Length(max=120)], filters=[readable])

    def moment(self, event: Event) -> datetime:
        """Of two that the clocks show alike the first. Raises NotAMoment."""
        return rules.moment_meant(event.zone, self.at.data, second_time=False)
