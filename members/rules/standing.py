"""When a membership counts, whose it is, and when an import can still be undone."""

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.errors import Refusal
from core.words import count
from members.models import Membership, RegisterImport, Standing

TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "rev", "lord", "lady"}
# Why the office refuses a claim, in words that tell nobody which numbers there are. A letter holds the place in the
# list only, so a sentence may change and none may move.
REASONS = (
    "What you wrote and what the register holds do not agree. Check the number and the name, and try again.",
    "We could not tell that it is you. Write to us from the address that the register has for you.",
    "You have a membership with us already, and nobody has two.",
)


LONDON = ZoneInfo("Europe/London")


class CannotUndo(Refusal):
    pass


class AlreadyDecided(Refusal):
    pass


class NoEntry(Refusal):
    pass


def day_of(now: datetime) -> date:
    """The day on London's calendars, by which the register reckons."""
    return now.astimezone(LONDON).date()


def is_active_on(membership: Membership, day: date) -> bool:
    """True if the register calls the membership active and ``day`` lies within it, its first and last day included."""
    if membership.standing is not Standing.ACTIVE or day < membership.valid_from:
        return False
    return membership.valid_to is None or day <= membership.valid_to


def may_have(membership: Membership, person_id: int, name: str) -> bool:
    """True if ``person_id`` may have the entry for the asking: it is theirs, or nobody's and of that very name."""
    if membership.person_id is not None:
        return membership.person_id == person_id
    return same_name(membership.name, name)


def same_name(one: str, other: str) -> bool:
    """True for the same words in any order, whatever their accents, capitals and titles."""
    return bool(_words(one)) and _words(one) == _words(other)


def check_may_undo(made: RegisterImport, latest_id: int | None, claimed: int) -> None:
    """Raise CannotUndo unless ``made`` is the latest import that stands and nobody claims what it added."""
    if made.undone_at is not None:
        raise CannotUndo("This import has been undone already.")
    if made.id != latest_id:
        raise CannotUndo("A later import stands on this one. Undo that one first.")
    if claimed:
        people = f"{count(claimed, 'entry', 'entries')} that this import added"
        raise CannotUndo(f"{people} {'has' if claimed == 1 else 'have'} been claimed since, so it cannot be undone.")


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return sorted(word for word in re.findall(r"\w+", letters.replace("’", "").replace("'", "")) if word not in TITLES)
