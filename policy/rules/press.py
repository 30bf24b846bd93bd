"""Who may read a position before the world does, on which terms, and until when (domain rule 51)."""

import csv
import enum
import hashlib
import io
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.errors import NotFound, Refusal
from core.fields import readable
from people.rules import LONDON, NotAnAddress, email_key
from policy.models import Channel, Grant, Launch, PositionStatus
from policy.rules.life import READABLE, has_lifted

USUAL_STAY = timedelta(days=7)  # after the embargo lifts
LONGEST_NAME, LONGEST_OUTLET, LONGEST_ADDRESS, LONGEST_TERMS = 120, 120, 254, 5_000
MOST_AT_ONCE = 100
PRESS_CHANNELS = (Channel.PRESS_NOTICE, Channel.SLIDE)
USUAL_TERMS = (
    "You may read this before it is public, to prepare what you publish. Nothing of it may be published, broadcast or "
    "passed on before the embargo lifts. Your copy carries your name, and we keep a note of each time it is opened. "
    "If the time changes, we tell you."
)


class MayNotInvite(Refusal):
    pass


class WrongExpiry(Refusal):
    pass


class LogIsFrozen(Refusal):
    pass


class TermsChanged(Refusal):
    pass


class Standing(enum.Enum):
    """Where a named person's access stands now."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    TO_ACCEPT_AGAIN = "to accept again"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class TypedGuest:
    """One line of a pasted list. ``problem`` is empty if there is nothing to mend."""

    number: int
    name: str
    outlet: str
    email: str
    problem: str = ""


def standing_of(grant: Grant, now: datetime) -> Standing:
    """How it stands at ``now``; the end itself is no longer inside."""
    if grant.revoked_at is not None:
        return Standing.REVOKED
    if now >= grant.expires_at:
        return Standing.EXPIRED
    if grant.accepted_at is None:
        return Standing.INVITED
    return Standing.ACCEPTED if has_accepted(grant) else Standing.TO_ACCEPT_AGAIN


def has_accepted(grant: Grant) -> bool:
    """True if what they agreed to are the terms as they are now."""
    return grant.accepted_at is not None and grant.terms == grant.launch.terms


def check_may_open(grant: Grant, now: datetime) -> None:
    """Raise NotFound if the grant is revoked or over, or its position neither waits nor is public."""
    is_over = standing_of(grant, now) in (Standing.REVOKED, Standing.EXPIRED)
    if is_over or grant.launch.position.status not in READABLE:
        raise NotFound("There is nothing at this address.")


def check_has_accepted(grant: Grant) -> None:
    """Raise NotFound as long as the terms, as they are now, are not accepted."""
    if not has_accepted(grant):
        raise NotFound("There is nothing at this address.")


def usual_expiry(lifts_at: datetime) -> datetime:
    """When access ends unless somebody says otherwise."""
    return lifts_at + USUAL_STAY


def end_of(last_day: date) -> datetime:
    """The midnight in London that ends the day."""
    return datetime.combine(last_day + timedelta(days=1), time(), LONDON)


def is_waiting(launch: Launch, now: datetime) -> bool:
    """True if the launch is scheduled and its instant is still to come."""
    return launch.position.status is PositionStatus.SCHEDULED and not has_lifted(launch, now)


def last_day_before(end: datetime) -> date:
    """The last day in London that is not wholly after ``end``."""
    return (end - timedelta(microseconds=1)).astimezone(LONDON).date()


def check_may_invite(launch: Launch, now: datetime) -> datetime:
    """The instant that they will wait for. Raises MayNotInvite unless an approved position waits and has terms."""
    if launch.position.status in READABLE and has_lifted(launch, now):
        raise MayNotInvite("This position is public. Whoever you write to can read it now.")
    if not is_waiting(launch, now) or launch.lifts_at is None:
        raise MayNotInvite("Schedule the launch first: until then there is no approved text to show anybody.")
    if not launch.terms:
        raise MayNotInvite("Write the terms first: nobody reads this before they have accepted them.")
    return launch.lifts_at


def check_not_frozen(launch: Launch) -> None:
    """Raise LogIsFrozen after a breach; only to revoke is possible then."""
    if launch.frozen_at is not None:
        raise LogIsFrozen("The position was published after a breach, and who had access stays as it was.")


def check_terms(terms: str, is_anybody_invited: bool) -> None:
    """Raise MayNotInvite for no terms at all where somebody is to accept them."""
    if is_anybody_invited and not terms:
        raise MayNotInvite("Write the terms: there are people who are asked to accept them.")


def check_expiry(launch: Launch, expires_at: datetime, now: datetime) -> None:
    """Raise WrongExpiry if access would be over before it began, or before the embargo lifts."""
    if expires_at <= now:
        raise WrongExpiry("That day is over. Choose a later one, or revoke the access.")
    if launch.lifts_at is not None and expires_at < launch.lifts_at:
        raise WrongExpiry("That is before the embargo lifts. Choose a later day, or revoke the access.")


def digest_of_terms(terms: str) -> str:
    """What tells one text from another, for the form by which somebody accepts it."""
    return hashlib.sha256(terms.encode()).hexdigest()[:16]


def check_terms_shown(shown: str, launch: Launch) -> None:
    """Raise TermsChanged if they were shown other terms than those that hold now."""
    if shown != digest_of_terms(launch.terms):
        raise TermsChanged("The terms have changed since you opened this page. Read them as they are now.")


def read_guests(text: str, invited: Collection[str]) -> list[TypedGuest]:
    """A guest for each line that is not empty: name, outlet and address, parted by tabs, semicolons or commas.

    ``invited`` are the address keys of those who are on the list already. What cannot be used says why.
    """
    lines = text.splitlines()
    mark = next((mark for mark in "\t;," if any(mark in line for line in lines)), ",")
    found: list[TypedGuest] = []
    seen: set[str] = set(invited)
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for row in csv.reader(io.StringIO(line), delimiter=mark) for cell in row]
        if not any(cells):
            continue
        name, outlet, email = [*cells, "", "", ""][:3]
        guest = TypedGuest(number, readable(name) or "", readable(outlet) or "", email)
        problem = _problem(guest, seen, len(cells))
        if not problem:
            seen.add(email_key(email))
        found.append(TypedGuest(number, guest.name, guest.outlet, email, problem))
    return found


def _problem(guest: TypedGuest, seen: Collection[str], cells: int) -> str:
    if cells != 3 or not (guest.name and guest.outlet and guest.email):
        return "Write a name, an outlet and an email address, parted by commas."
    if len(guest.name) > LONGEST_NAME or len(guest.outlet) > LONGEST_OUTLET or len(guest.email) > LONGEST_ADDRESS:
        return "That is longer than there is room for."
    try:
        key = email_key(guest.email)
    except NotAnAddress as refusal:
        return str(refusal)
    return "This address is on the list already." if key in seen else ""
