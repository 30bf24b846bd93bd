"""What an author typed on one page, with its types."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from abstracts.models import Concern, Ethics, Lead, PatientConsent, Preference
from members.models import Nation


@dataclass(frozen=True)
class Wording:
    """The text. ``sections`` are the words by heading id; of a heading that is not among them nothing changes."""

    title: str = ""
    category_id: int | None = None
    preference: Preference | None = None
    keywords: tuple[str, ...] = ()
    sections: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Statements:
    """What is declared. ``answers`` are by question id, a tick being “yes”; an empty one takes it back."""

    ethics: Ethics | None = None
    ethics_reference: str = ""
    consent: PatientConsent | None = None
    conflicts: str = ""
    funding: str = ""
    lead: Lead | None = None
    nation: Nation | None = None
    agrees_to_licence: bool = False
    answers: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Judgement:
    """What was typed. ``points`` are by criterion id, only those that were given; ``confidence`` is from 1 to 3."""

    points: Mapping[int, int] = field(default_factory=dict)
    confidence: int | None = None
    to_authors: str = ""
    to_chair: str = ""
    concern: Concern | None = None
