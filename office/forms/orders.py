"""Looking for orders, and what is done to those that were found."""

import enum
from typing import TypeVar
from urllib.parse import parse_qsl

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from core.fields import readable, trimmed
from registration.models import Category, OrderStatus
from registration.rules import CATEGORY_WORDS, LONGEST_NAME_OF_VIEW, LONGEST_NOTE, OrdersWanted, Unproved

LONGEST_REASON = 300
E = TypeVar("E", bound=enum.Enum)
STATUS_WORDS = {
    OrderStatus.REQUESTED: "Asked for",
    OrderStatus.HELD: "Held",
    OrderStatus.AWAITING: "At the till",
    OrderStatus.CONFIRMED: "Booked",
    OrderStatus.EXPIRED: "Hold ended",
    OrderStatus.CANCELLED: "Given back",
}
PROOF_WORDS = {
    Unproved.WAITED_FOR: "Waited for",
    Unproved.TO_DECIDE: "Sent, to be decided",
    Unproved.OWED: "Not proved, difference unpaid",
}


class Act(enum.Enum):
    """What may be done to orders that are ticked."""

    LETTERS = "letters"
    EXPORT = "export"
    NOTE = "note"
    CANCEL = "cancel"
    APPROVE = "approve"
    DECLINE = "decline"


ACT_WORDS = {
    Act.LETTERS: "Send the letters again",
    Act.EXPORT: "Export as CSV",
    Act.NOTE: "Add a note",
    Act.CANCEL: "Cancel",
    Act.APPROVE: "Approve requests",
    Act.DECLINE: "Decline requests",
}
NEEDS_WORDS = {Act.NOTE: "Write the note.", Act.DECLINE: "Write why, in words for the buyers."}


class OrderSearchForm(FlaskForm):
    """A search is a GET: its address can be kept, and it changes nothing. What is not known is not looked for."""

    class Meta:
        csrf = False

    q = StringField("Name, email or order", [Length(max=100)], filters=[trimmed])
    status = SelectField(
        "Status",
        choices=[("", "All"), *((status.value, words) for status, words in STATUS_WORDS.items())],
        default="",
        validate_choice=False,
    )
    category = SelectField(
        "Category",
        choices=[("", "All"), *((category.value, words) for category, words in CATEGORY_WORDS.items())],
        default="",
        validate_choice=False,
    )
    proof = SelectField(
        "Proof of a category",
        choices=[("", "All"), *((each.value, words) for each, words in PROOF_WORDS.items())],
        default="",
        validate_choice=False,
    )
    organisation = StringField("Organisation of a group", [Length(max=120)], filters=[trimmed])
    code = BooleanField("With a code")
    desk = BooleanField("Booked at the desk")

    def wanted(self) -> OrdersWanted:
        return OrdersWanted(
            words=(self.q.data or "")[:100],
            status=_of_value(OrderStatus, self.status.data),
            category=_of_value(Category, self.category.data),
            proof=_of_value(Unproved, self.proof.data),
            organisation=(self.organisation.data or "")[:120],
            has_code=self.code.data,
            at_desk=self.desk.data,
        )

    def query(self) -> dict[str, str]:
        """What this search's address says after the question mark; empty if it looks for every order."""
        wanted = self.wanted()
        said = {
            "q": wanted.words,
            "status": wanted.status.value if wanted.status else "",
            "category": wanted.category.value if wanted.category else "",
            "proof": wanted.proof.value if wanted.proof else "",
            "organisation": wanted.organisation,
            "code": "y" if wanted.has_code else "",
            "desk": "y" if wanted.at_desk else "",
        }
        return {name: value for name, value in said.items() if value}

    def has_more(self) -> bool:
        """True if one of the filters is set that are folded away."""
        return bool(self.query().keys() - {"q", "status"})


def search_in(query: str) -> OrderSearchForm:
    """The search that a part of an address stands for."""
    return OrderSearchForm(MultiDict(parse_qsl(query)))


class ViewForm(FlaskForm):
    """A name for a search; on the list, the search too."""

    name = StringField(
        "Name of this view",
        [
            DataRequired("Write a name for this view."),
            Length(max=LONGEST_NAME_OF_VIEW, message=f"Write at most {LONGEST_NAME_OF_VIEW} characters."),
        ],
        filters=[readable],
        render_kw={"autocomplete": "off"},
    )
    query = StringField(widget=HiddenInput(), validators=[Length(max=1000)])


class NoteForm(FlaskForm):
    words = TextAreaField(
        "Note",
        [
            DataRequired("Write the note."),
            Length(max=LONGEST_NOTE, message=f"Write at most {LONGEST_NOTE} characters."),
        ],
        filters=[readable],
        description="For the desk alone",
        render_kw={"rows": 2},
    )


class ReasonForm(FlaskForm):
    """Why the desk says no. The buyer reads it, and it stays with the order as a note."""

    words = StringField(
        "Reason",
        [DataRequired("Write why, in words for the buyer."), Length(max=LONGEST_REASON)],
        filters=[readable],
        description="The buyer reads it in the letter",
        render_kw={"autocomplete": "off", "maxlength": LONGEST_REASON},
    )


class TickedForm(FlaskForm):
    """Which orders, what is to be done to them, and in which words, where it needs some."""

    order = SelectMultipleField(choices=[], validate_choice=False)
    act = SelectField(
        "With those ticked", choices=[(act.value, words) for act, words in ACT_WORDS.items()], validate_choice=False
    )
    words = StringField("Words", filters=[readable], render_kw={"autocomplete": "off"})

    def chosen_act(self) -> Act:
        return _of_value(Act, self.act.data) or Act.LETTERS

    def references(self) -> list[str]:
        return list(dict.fromkeys(self.order.data or ()))

    def validate_words(self, field) -> None:
        act, longest = self.chosen_act(), LONGEST_REASON
        if act in NEEDS_WORDS and not field.data:
            raise ValidationError(NEEDS_WORDS[act])
        if len(field.data or "") > longest:
            raise ValidationError(f"Write at most {longest} characters.")


def _of_value(kind: type[E], typed: str | None) -> E | None:
    return next((each for each in kind if each.value == typed), None)
