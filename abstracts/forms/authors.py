"""Who is named as an author, and the buttons beside each."""

from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from abstracts.forms.writing import VersionedForm
from abstracts.models import Author
from abstracts.rules import LONGEST_NAME, LONGEST_PLACE, AuthorDetails, orcid_of
from core.fields import Obeys, readable, trimmed
from people.rules import email_key

PLACE = {"list": "organisations", "dir": "auto", "autocomplete": "off"}
NAME = {"dir": "auto", "autocomplete": "off"}


class PressForm(VersionedForm):
    """A button that was pressed on a page made from one version; ``to`` is the place in the order, or the role."""

    to = HiddenField()

    @property
    def position(self) -> int:
        """The wanted place in the order; the last one if nothing sensible was sent."""
        typed = self.to.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 999


class AuthorForm(VersionedForm):
    """One author. The version is that of the abstract when the page was made."""

    given_names = StringField("Given names (optional)", [Length(max=LONGEST_NAME)], filters=[readable], render_kw=NAME)
    surname = StringField(
        "Family name",
        [DataRequired("Write the family name, or the only name somebody has."), Length(max=LONGEST_NAME)],
        filters=[readable],
        render_kw=NAME,
    )
    email = EmailField(
        "Email",
        [InputRequired("Write the author’s email address."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="Once you submit, we ask there whether they are an author. It is not published",
        render_kw={"autocomplete": "off"},
    )
    organisation = StringField(
        "Organisation",
        [DataRequired("Say where this author works or studies."), Length(max=LONGEST_PLACE)],
        filters=[readable],
        render_kw=PLACE,
    )
    town = StringField("Town (optional)", [Length(max=LONGEST_PLACE)], filters=[readable], render_kw=NAME)
    second_organisation = StringField(
        "Second organisation (optional)", [Length(max=LONGEST_PLACE)], filters=[readable], render_kw=PLACE
    )
    orcid = StringField(
        "ORCID iD (optional)",
        [Length(max=60), Obeys(orcid_of)],
        filters=[trimmed],
        description="Sixteen characters, like 0000-0002-1825-0097",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def details(self) -> AuthorDetails:
        """What was typed, with the ORCID iD as it is printed."""
        return AuthorDetails(
            given_names=self.given_names.data or "",
            surname=self.surname.data or "",
            email=self.email.data or "",
            organisation=self.organisation.data or "",
            town=self.town.data or "",
            second_organisation=self.second_organisation.data or "",
            orcid=orcid_of(self.orcid.data or ""),
        )

    @classmethod
    def about(cls, author: Author) -> "AuthorForm":
        """The form that begins with what is known of this author, at the abstract's version now."""
        return cls(obj=author, version=author.abstract.version)
