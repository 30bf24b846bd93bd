"""Who is asked to a roundtable, who has a seat, and what its note may say (domain rules 54 and 55)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from core.errors import Refusal
from events.models import Event
from events.rules import is_over
from members.models import CareerStage, Nation
from policy.models import Invitee, InviteeStatus, Roundtable, Sector

KEEP_NEEDS = timedelta(days=30)
NEXT_INVITEE = {
    InviteeStatus.LISTED: {InviteeStatus.INVITED, InviteeStatus.RELEASED},
    InviteeStatus.INVITED: {
        InviteeStatus.ACCEPTED,
        InviteeStatus.RESERVE,
        InviteeStatus.DECLINED,
        InviteeStatus.RELEASED,
    },
    InviteeStatus.ACCEPTED: {InviteeStatus.DECLINED, InviteeStatus.RELEASED},
    InviteeStatus.RESERVE: {InviteeStatus.ACCEPTED, InviteeStatus.DECLINED, InviteeStatus.RELEASED},
    # Who has changed their mind: a seat if there is one, else they wait for one.
    InviteeStatus.DECLINED: {InviteeStatus.ACCEPTED, InviteeStatus.RESERVE, InviteeStatus.RELEASED},
    InviteeStatus.RELEASED: {InviteeStatus.INVITED},
}
# Those who read their invitation; the others are not told that there is one.
READERS = frozenset({InviteeStatus.INVITED, InviteeStatus.ACCEPTED, InviteeStatus.RESERVE, InviteeStatus.DECLINED})


class WrongInviteeMove(Refusal):
    pass


class NobodyToInvite(Refusal):
    pass


class TooLate(Refusal):
    pass


class NotOwner(Refusal):
    status = 404


class NoteNotReady(Refusal):
    pass


class NoteChanged(Refusal):
    pass


class NoteIsShared(Refusal):
    pass


class SeatsTaken(Refusal):
    pass


@dataclass(frozen=True)
class NewRoundtable:
    """What its desk says of a roundtable; hours are those of London's clocks."""

    name: str
    question: str
    day: date
    begins: time
    ends: time
    venue: str
    town: str
    contact_email: str
    seats: int
    is_unattributed: bool


@dataclass(frozen=True)
class NewInvitee:
    """Somebody to be asked."""

    name: str
    email: str
    role: str
    nation: Nation
    sector: Sector
    stage: CareerStage
    wave: int


@dataclass(frozen=True)
class Share:
    """One kind of people and how many of them are chosen, asked, and coming: counts."""

    words: str
    listed: int
    asked: int
    coming: int


def check_invitee_move(current: InviteeStatus, to: InviteeStatus) -> None:
    """Raise WrongInviteeMove unless the arrow is drawn."""
    if to not in NEXT_INVITEE[current]:
        raise WrongInviteeMove(f"Somebody who is {current.value} cannot become {to.value}.")


def check_may_answer(event: Event, now: datetime) -> None:
    """Raise TooLate once the roundtable is over."""
    if is_over(event, now):
        raise TooLate("This roundtable is over. Thank you all the same.")


def answer_of(roundtable: Roundtable, current: InviteeStatus, *, comes: bool) -> InviteeStatus:
    """What an answer makes of somebody: a seat while one is free, else a place among the reserves; or declined."""
    if not comes:
        return InviteeStatus.DECLINED
    if current is InviteeStatus.ACCEPTED:
        return current
    return InviteeStatus.ACCEPTED if roundtable.taken < roundtable.seats else InviteeStatus.RESERVE


def next_wave(invitees: Iterable[Invitee]) -> int | None:
    """The lowest wave in which somebody has not been asked yet."""
    return min((each.wave for each in invitees if each.status is InviteeStatus.LISTED), default=None)


def check_wave(invitees: list[Invitee], reply_by: date, today: date) -> None:
    """Raise NobodyToInvite if all are asked already, or TooLate if the day to answer by has been."""
    if not invitees:
        raise NobodyToInvite("Everybody in this wave has been asked.")
    if reply_by < today:
        raise TooLate("The day to answer by is past. Choose a later one.")


def balance(invitees: Iterable[Invitee]) -> dict[str, list[Share]]:
    """By nation, sector and stage, those on the list: how many are chosen, asked and coming, the most first."""
    people = [each for each in invitees if each.status is not InviteeStatus.RELEASED]
    return {
        "Nation": _shares(people, [each.nation for each in people]),
        "Sector": _shares(people, [each.sector for each in people]),
        "Career stage": _shares(people, [each.stage for each in people]),
    }


def check_may_approve(roundtable: Roundtable, names: Iterable[str]) -> None:
    """Raise NoteNotReady if there are no words, or if under the Chatham House Rule they name somebody who was there."""
    if not roundtable.note.strip():
        raise NoteNotReady("Write the note first.")
    if roundtable.is_unattributed and (named := names_in(roundtable, names)):
        raise NoteNotReady(f"Under the Chatham House Rule the note names nobody. Take out: {', '.join(named)}.")


def check_seats(roundtable: Roundtable, seats: int) -> None:
    """Raise SeatsTaken if more people have a seat already."""
    if seats < roundtable.taken:
        raise SeatsTaken(f"{roundtable.taken} people have a seat. Release some of them first.")


def check_may_write_note(roundtable: Roundtable, version: int) -> None:
    """Raise NoteIsShared once those who came have read it, or NoteChanged if it is not ``version`` any more."""
    if roundtable.shared_at is not None:
        raise NoteIsShared("The note is shared with those who came, so it stays as it is.")
    if roundtable.note_version != version:
        raise NoteChanged("Somebody else has saved the note meanwhile. Compare theirs with yours, and save again.")


def check_may_share(roundtable: Roundtable) -> None:
    """Raise NoteNotReady unless the note is approved as it stands."""
    if roundtable.approved_at is None:
        raise NoteNotReady("Approve the note before you share it.")


def names_in(roundtable: Roundtable, names: Iterable[str]) -> list[str]:
    """The surnames of invitees that stand in the note or its actions, each once."""
    words = {
        _plain(word)
        for text in (roundtable.note, *(each.words for each in roundtable.actions))
        for word in text.split()
    }
    return sorted({name.split()[-1] for name in names if name.split() and _plain(name.split()[-1]) in words})


def check_is_owner(roundtable: Roundtable, person_id: int) -> None:
    """Raise NotOwner for anybody but its owner, where who came is under the Chatham House Rule (domain rule 55)."""
    if roundtable.is_unattributed and roundtable.owner_id != person_id:
        raise NotOwner("There is no page at this address.")


def needs_are_due(event: Event, today: date) -> bool:
    """True once what people need has been kept for as long as it may be (domain rule 57)."""
    return today >= event.last_day + KEEP_NEEDS


def _plain(word: str) -> str:
    return word.strip(".,;:!?()[]“”‘’\"'").removesuffix("’s").removesuffix("'s").casefold()


def _shares(people: list[Invitee], kinds: list[Enum]) -> list[Share]:
    asked = {InviteeStatus.INVITED, InviteeStatus.ACCEPTED, InviteeStatus.RESERVE, InviteeStatus.DECLINED}
    counts = {
        "listed": Counter(kinds),
        "asked": Counter(kind for kind, each in zip(kinds, people, strict=True) if each.status in asked),
        "coming": Counter(
            kind for kind, each in zip(kinds, people, strict=True) if each.status is InviteeStatus.ACCEPTED
        ),
    }
    return [
        Share(kind.value, number, counts["asked"][kind], counts["coming"][kind])
        for kind, number in sorted(counts["listed"].items(), key=lambda each: (-each[1], each[0].value))
    ]
