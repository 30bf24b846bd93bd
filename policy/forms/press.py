"""Inviting named people to read early, their terms, and what ends it."""

from collections.abc import Callable, Collection
from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from core.fields import Obeys, in_paragraphs, readable, trimmed
from people.rules import email_key
from policy.models import GuestKind
from policy.rules import TypedGuest, end_of
from policy.rules.press import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_OUTLET, LONGEST_TERMS, MOST_AT_ONCE

KIND_WORDS = {
    GuestKind.PRESS: "Press: to prepare what they publish",
    GuestKind.PARTNER: "Partner: a courtesy copy",
}
KINDS = [(kind.value, words) for kind, words in KIND_WORDS.items()]
OFF = {"autocomplete": "off"}


def _kind() -> RadioField:
    return RadioField("Why do they read it early?", choices=KINDS, default=GuestKind.PRESS.value)


def _until() -> DateField:
    words = "The last day, in UK time. Left empty, it ends a week after the embargo lifts"
    return DateField("Access until (optional)", [Optional()], description=words)


class GuestForm(FlaskForm):
    name = StringField(
        "Name",
        [InputRequired("Write their name."), Length(max=LONGEST_NAME)],
        filters=[readable],
        description="It stands on every page they read",
        render_kw={"dir": "auto", **OFF},
    )
    outlet = StringField(
        "Outlet or organisation",
        [InputRequired("Write where they work."), Length(max=LONGEST_OUTLET)],
        filters=[readable],
        render_kw={"dir": "auto", **OFF},
    )
    email = EmailField(
        "Email",
        [InputRequired("Write their email address."), Length(max=LONGEST_ADDRESS), Obeys(email_key)],
        filters=[trimmed],
        description="They sign in with this address, and nobody else can",
        render_kw=OFF,
    )
    kind = _kind()
    until = _until()
    invited: Collection[str] = ()

    def validate_email(self, field: Field) -> None:
        if not field.errors and email_key(field.data or "") in self.invited:
            raise ValidationError("This address is on the list already.")

    def guest(self) -> TypedGuest:
        return TypedGuest(1, self.name.data or "", self.outlet.data or "", self.email.data or "")

    @property
    def guest_kind(self) -> GuestKind:
        return GuestKind(self.kind.data)

    @property
    def expires_at(self) -> datetime | None:
        return end_of(self.until.data) if self.until.data else None


class GuestListForm(FlaskForm):
    """``read`` makes guests of what was pasted, before the form is validated."""

    guests = TextAreaField(
        "People",
        [InputRequired("Paste the list.")],
        filters=[in_paragraphs],
        description="One person on each line: name, outlet, email. From a sheet, copy the three columns",
        render_kw={"rows": 6, "dir": "auto", **OFF},
    )
    list_kind = _kind()
    list_until = _until()
    read: Callable[[str], list[TypedGuest]]

    def validate_guests(self, field: Field) -> None:
        found = self.read(field.data or "")
        if len(found) > MOST_AT_ONCE:
            raise ValidationError(f"That is more than {MOST_AT_ONCE} people. Invite them in parts.")
        wrong = [each for each in found if each.problem]
        if wrong:
            others = f" {len(wrong) - 1} more to mend after it." if len(wrong) > 1 else ""
            raise ValidationError(f"Line {wrong[0].number}: {wrong[0].problem}{others}")

    @property
    def guest_kind(self) -> GuestKind:
        return GuestKind(self.list_kind.data)

    @property
    def expires_at(self) -> datetime | None:
        return end_of(self.list_until.data) if self.list_until.data else None


class TermsForm(FlaskForm):
    terms = TextAreaField(
        "What they agree to",
        [Length(max=LONGEST_TERMS)],
        filters=[in_paragraphs],
        render_kw={"rows": 6},
    )


class ExpiryForm(FlaskForm):
    until = DateField(
        "Access until",
        [InputRequired("Choose the last day.")],
        description="The last day, in UK time",
    )


class RevokeForm(FlaskForm):
    tell = BooleanField("Tell them by letter")


class AcceptForm(FlaskForm):
    seen = HiddenField()
    is_accepted = BooleanField(
        "I have read the terms and accept them", [InputRequired("Tick this if you accept the terms.")]
    )


class BreachForm(FlaskForm):
    is_meant = BooleanField("Publish it now, for everybody", [InputRequired("Tick this if it is to be published now.")])
