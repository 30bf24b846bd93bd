"""What may tell a reviewer who wrote an abstract, and what its author is asked to do about it (domain rule 41)."""

import enum
from dataclasses import dataclass


class Kind(enum.Enum):
    """What was found; ``says`` is for the author."""

    NAME = "name"
    INITIALS = "initials"
    ORGANISATION = "organisation"
    EMAIL = "email"
    WEB = "web"
    ORCID = "orcid"
    PHONE = "phone"
    ETHICS = "ethics"
    GRANT = "grant"
    OWN_WORK = "own_work"
    PLACE = "place"

    @property
    def says(self) -> str:
        return SAYS[self]


SAYS = {
    Kind.NAME: "An author’s name is in the text. Write “the lead author”, or leave it out.",
    Kind.INITIALS: "An author’s initials are in the text. Write “one of the authors”, or leave them out.",
    Kind.ORGANISATION: "An author’s organisation is in the text. Write what it is, such as “a teaching hospital”.",
    Kind.EMAIL: "An email address is in the text. Leave it out; we have yours.",
    Kind.WEB: "A web address or account name is in the text. Leave it out, or describe what is there.",
    Kind.ORCID: "An ORCID number is in the text. Leave it out; add it beside the author’s name instead.",
    Kind.PHONE: "A telephone number is in the text. Leave it out.",
    Kind.ETHICS: "An ethics or registration number is in the text. Put it under ethics, which reviewers do not see.",
    Kind.GRANT: "A grant’s number is in the text. Put it under funding, which reviewers do not see.",
    Kind.OWN_WORK: "The text speaks of your own earlier work. Write as of others’: “An earlier study found”.",
    Kind.PLACE: "The text speaks of your own place of work. Write what it is, such as “at one district hospital”.",
}


@dataclass(frozen=True)
class Named:
    """An author, with all by which somebody could know them; each as typed, and empty where it is not known."""

    given_names: str = ""
    surname: str = ""
    organisations: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    orcid: str = ""


@dataclass(frozen=True)
class Leak:
    """``words`` stand at ``start`` to ``end`` of ``field``, counted in characters as typed.

    A hint tells little by itself, and is to be shown more quietly.
    """

    kind: Kind
    field: str
    words: str
    start: int
    end: int
    is_hint: bool = False
