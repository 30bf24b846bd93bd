"""What cannot be right about scans and phones, in plain words. Pure: no session, no clock."""

from dataclasses import dataclass
from datetime import datetime

from checkin.rules.settling import Why

CLOCK = "clock"
CONFLICT_WORDS = {
    Why.TWICE: "Admitted twice",
    Why.DEAD: "Admitted with a ticket that was given back or replaced",
    Why.REVOKED: "Scanned by a phone that had been taken off",
    CLOCK: "A phone’s clock is wrong",
}
CONFLICT_ADVICE = {
    Why.TWICE: "One ticket was let in at two doors, by a phone that could not know of the other. One of the two people "
    "may have no ticket.",
    Why.DEAD: "A phone without a network let in a ticket that was no longer good. Find out who came on it.",
    Why.REVOKED: "The phone was taken off before this scan, so it admitted nobody. Whoever was shown “admitted” is not "
    "counted.",
    CLOCK: "Its scans are put in order by our clock, as far as the phone knew it. Set the phone’s clock to automatic.",
}


@dataclass(frozen=True)
class Sighting:
    """One reading of a badge: when, at which door or list, by whom and on which phone."""

    at: datetime
    place: str
    by: str
    phone: str


@dataclass(frozen=True)
class Doubt:
    """One thing that cannot be right, with both facts where there are two; ``about`` is the scan's key or a phone's id.

    ``seen_by`` and ``seen_at`` say who has looked at it, if anybody has.
    """

    why: str
    about: str
    name: str
    organisation: str
    code: str
    first: Sighting | None
    then: Sighting | None
    skew_seconds: int = 0
    seen_by: str = ""
    seen_at: datetime | None = None

    @property
    def words(self) -> str:
        return CONFLICT_WORDS[self.why]

    @property
    def advice(self) -> str:
        return CONFLICT_ADVICE[self.why]
