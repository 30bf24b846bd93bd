"""What a chair says of presenters: answers noted for them, dates, tickets, boards, and what a call asks."""

from collections.abc import Iterable
from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from abstracts.models import Author, Decision, Presenting
from abstracts.rules import STANDING_WORDS, Standing, plain_board
from core.fields import Minute, Obeys, in_paragraphs, readable, trimmed
from events.models import Event
from events.rules import at, shown_minute

LONGEST = 300
TAKES, TURNS_DOWN = "take", "turn-down"
ON_CLOCKS = "The first moment that is too late, on the clocks of the event"


def moment_of(event: Event, field: Minute) -> datetime | None:
    """What was typed on the event's clocks, in UTC; None for nothing."""
    return at(event, field.data.date(), field.data.time()) if field.data else None


def shown(event: Event, moment: datetime | None) -> datetime | None:
    return shown_minute(event, moment) if moment else None


class StandingForm(FlaskForm):
    """A filter is a GET: its address can be kept. What is not known is not looked for."""

    class Meta:
        csrf = False

    standing = SelectField(
        "Show", choices=[("", "All"), *((each.value, words) for each, words in STANDING_WORDS.items())], default=""
    )

    def wanted(self) -> Standing | None:
        known = {each.value: each for each in Standing}
        return known.get(self.standing.data or "")


class AnswerForm(FlaskForm):
    answer = RadioField(
        "Their answer",
        [InputRequired("Choose what they said.")],
        choices=[(TAKES, "They take the place"), (TURNS_DOWN, "They turn it down: it is withdrawn, for good")],
    )
    reason = StringField("Why they turn it down (optional)", [Length(max=LONGEST)], filters=[readable])


class DatesForm(FlaskForm):
    answer_by = Minute("Answer by (optional)", [Optional()], description=ON_CLOCKS)
    register_by = Minute("Registered and paid by (optional)", [Optional()], description=ON_CLOCKS)


class TicketForm(FlaskForm):
    code = StringField(
        "Code of their ticket",
        [Length(max=20)],
        filters=[trimmed],
        description="Eight letters under its QR code. Leave it empty to go by the address alone",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def plain_code(self) -> str:
        """The code as tickets hold it."""
        return "".join((self.code.data or "").split()).replace("-", "").upper()


class BoardForm(FlaskForm):
    board = StringField(
        "Board", [DataRequired("Write the board’s number."), Length(max=30), Obeys(plain_board)], filters=[trimmed]
    )


class PresenterForm(FlaskForm):
    author = RadioField("Who presents it instead", [InputRequired("Choose one of the authors.")], coerce=int)

    def offer(self, authors: Iterable[Author]) -> "PresenterForm":
        self.author.choices = [(each.id, each.name) for each in authors]
        return self


class OfferForm(FlaskForm):
    decision = RadioField(
        "Offer it as",
        [InputRequired("Choose a talk or a poster.")],
        choices=[(Decision.ORAL.value, "A talk"), (Decision.POSTER.value, "A poster")],
    )
    answer_by = Minute("Answer by (optional)", [Optional()], description=ON_CLOCKS)


class PresentingForm(FlaskForm):
    issues_codes = BooleanField("Each presenter gets a code of their own for the price of speakers")
    swap_until = Minute("Another presenter may be named until (optional)", [Optional()], description=ON_CLOCKS)
    final_until = Minute(
        "Authors may correct their words once until (optional)",
        [Optional()],
        description="Left empty they may not; the day of the supplement ends it too",
    )
    board_prefix = StringField(
        "Boards begin with",
        [DataRequired("Write a letter or two, like P."), Length(max=3), Obeys(plain_board)],
        filters=[trimmed],
        description="Then come the category and the number: P2.07",
    )
    hanging = TextAreaField(
        "When posters hang (optional)",
        [Length(max=LONGEST)],
        filters=[in_paragraphs],
        description="Authors of posters read it: when to put up, stand beside and take down",
        render_kw={"rows": 3},
    )

    def show(self, event: Event, presenting: Presenting) -> None:
        """Fill it with what the call asks now."""
        self.issues_codes.data = presenting.issues_codes
        self.swap_until.data = shown(event, presenting.swap_until)
        self.final_until.data = shown(event, presenting.final_until)
        self.board_prefix.data, self.hanging.data = presenting.board_prefix, presenting.hanging
