"""Looking for abstracts, what is done to those that were found, redactions, and messages to authors."""

import enum
from typing import TypeVar
from urllib.parse import parse_qsl

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from abstracts.models import AbstractStatus, Call, Lead, Preference
from abstracts.rules import FLAG_WORDS, LONGEST_REDACTION, AbstractsWanted, Flag
from abstracts.rules.figures import LEAD_WORDS
from core.fields import in_paragraphs, plain_number, readable, trimmed
from core.words import capitalised
from members.models import Nation

E = TypeVar("E", bound=enum.Enum)
ALL = ("", "All")
LONGEST_MESSAGE = 5_000
LARGEST = 2**31 - 1


class AbstractAct(enum.Enum):
    """What may be done to abstracts that are ticked."""

    REVIEW = "review"
    BACK = "back"
    CATEGORY = "category"
    MESSAGE = "message"


ABSTRACT_ACT_WORDS = {
    AbstractAct.REVIEW: "Send to review",
    AbstractAct.BACK: "Take back from review",
    AbstractAct.CATEGORY: "Move to another category",
    AbstractAct.MESSAGE: "Write to the authors",
}


def _choices(kind: type[enum.Enum]) -> list[tuple[str, str]]:
    return [ALL, *((each.value, capitalised(each.value)) for each in kind)]


class AbstractSearchForm(FlaskForm):
    """A search is a GET: its address can be kept, and it changes nothing. What is not known is not looked for."""

    class Meta:
        csrf = False

    q = StringField("Number, title, text or name", [Length(max=100)], filters=[trimmed])
    call = SelectField("Call", choices=[ALL], default="", validate_choice=False)
    status = SelectField("Status", choices=_choices(AbstractStatus), default="", validate_choice=False)
    category = SelectField("Category", choices=[ALL], default="", validate_choice=False)
    flag = SelectField(
        "To look at",
        choices=[ALL, *((each.value, words) for each, words in FLAG_WORDS.items())],
        default="",
        validate_choice=False,
    )
    preference = SelectField("Preference", choices=_choices(Preference), default="", validate_choice=False)
    lead = SelectField(
        "Led by",
        choices=[ALL, *((each.value, words) for each, words in LEAD_WORDS.items())],
        default="",
        validate_choice=False,
    )
    nation = SelectField(
        "Nation",
        choices=[ALL, *((each.value, each.value.title()) for each in Nation)],
        default="",
        validate_choice=False,
    )

    def offer(self, calls: list[Call]) -> None:
        """The calls of the event and their categories; of several calls each category says which."""
        self.call.choices = [ALL, *((each.slug, each.name) for each in calls)]
        several = len(calls) > 1
        self.category.choices = [ALL] + [
            (str(each.id), f"{each.name} ({call.name})" if several else each.name)
            for call in calls
            for each in call.categories
        ]

    def wanted(self) -> AbstractsWanted:
        return AbstractsWanted(
            words=(self.q.data or "")[:100],
            call_slug=(self.call.data or "")[:60],
            status=of_value(AbstractStatus, self.status.data),
            category_id=plain_row(self.category.data),
            flag=of_value(Flag, self.flag.data),
            preference=of_value(Preference, self.preference.data),
            lead=of_value(Lead, self.lead.data),
            nation=of_value(Nation, self.nation.data),
        )

    def query(self) -> dict[str, str]:
        """What this search's address says after the question mark; empty if it looks for every abstract."""
        wanted = self.wanted()
        chosen = ("status", "flag", "preference", "lead", "nation")
        said = {name: value.value for name in chosen if (value := getattr(wanted, name))}
        said |= {"category": str(wanted.category_id)} if wanted.category_id else {}
        said |= {"q": wanted.words, "call": wanted.call_slug}
        return {name: value for name, value in said.items() if value}

    def has_more(self) -> bool:
        """True if one of the filters is set that are folded away."""
        return bool(self.query().keys() & {"preference", "lead", "nation"})


def search_for(query: str) -> AbstractSearchForm:
    """The search that a part of an address stands for."""
    return AbstractSearchForm(MultiDict(parse_qsl(query)))


class TickedAbstractsForm(FlaskForm):
    """Which abstracts, and what is to be done to them; for a move, to which category."""

    abstract = SelectMultipleField(choices=[], validate_choice=False)
    act = SelectField(
        "With those ticked",
        choices=[(act.value, words) for act, words in ABSTRACT_ACT_WORDS.items()],
        validate_choice=False,
    )
    category = SelectField("Category", choices=[], validate_choice=False)

    def chosen_act(self) -> AbstractAct:
        return of_value(AbstractAct, self.act.data) or AbstractAct.REVIEW

    def ids(self) -> list[int]:
        """What is ticked, each once, without what is no number."""
        found = (plain_row(each) for each in self.abstract.data or ())
        return list(dict.fromkeys(each for each in found if each))

    def category_id(self) -> int | None:
        return plain_row(self.category.data)

    def offer(self, calls: list[Call]) -> None:
        """The categories of these calls that are offered."""
        several = len(calls) > 1
        self.category.choices = [
            (str(each.id), f"{each.name} ({call.name})" if several else each.name)
            for call in calls
            for each in call.categories
            if not each.is_retired
        ]


class RedactionForm(FlaskForm):
    """What reviewers read in place of a field. ``version`` and ``seen`` say what the page was shown."""

    words = TextAreaField(
        "What reviewers read",
        [Length(max=LONGEST_REDACTION)],
        filters=[in_paragraphs],
        description="Left empty, they read nothing there",
        render_kw={"rows": 10},
    )
    version = HiddenField()
    seen = HiddenField()

    def shown_version(self) -> int:
        return plain_row(self.version.data) or 0


class MessageForm(FlaskForm):
    """Words to the authors of some abstracts: of those named, or of all that ``query`` finds."""

    subject = StringField(
        "Subject",
        [DataRequired("Write a subject."), Length(max=120, message="Write at most 120 characters.")],
        filters=[readable],
        render_kw={"autocomplete": "off"},
    )
    words = TextAreaField(
        "Words",
        [
            DataRequired("Write the message."),
            Length(max=LONGEST_MESSAGE, message=f"Write at most {LONGEST_MESSAGE:,} characters."),
        ],
        filters=[in_paragraphs],
        render_kw={"rows": 12},
    )
    abstract = SelectMultipleField(choices=[], validate_choice=False)
    query = HiddenField(validators=[Length(max=1000)])

    def ids(self) -> list[int]:
        found = (plain_row(each) for each in self.abstract.data or ())
        return list(dict.fromkeys(each for each in found if each))


def plain_row(typed: str | None) -> int | None:
    """A row's number as typed in an address; None for what is none."""
    try:
        number = plain_number(typed or "")
    except ValueError:
        return None
    return number if number <= LARGEST else None


def of_value(kind: type[E], typed: str | None) -> E | None:
    return next((each for each in kind if each.value == typed), None)
