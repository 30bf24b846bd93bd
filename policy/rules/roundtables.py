"""Who is asked to a roundtable, who has a seat, and what its note may say (domain rules 54 and 55)."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.errors import NotFound, Refusal
from core.words import capitalised, folded
from events.models import Event
from events.rules import is_over
from members.models import CareerStage, Nation
from people.rules import email_key
from policy.models import Invitee, InviteeStatus, Roundtable, Sector

KEEP_NEEDS = timedelta(days=30)
STAGE_WORDS = {CareerStage.GP: "GP", CareerStage.SAS: "SAS doctor"}
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
    # Taken off by mistake, or thought of again: listed once more.
    InviteeStatus.RELEASED: {InviteeStatus.LISTED},
}
# Those who read their invitation; the others are not told that there is one.
READERS = frozenset({InviteeStatus.INVITED, InviteeStatus.ACCEPTED, InviteeStatus.RESERVE, InviteeStatus.DECLINED})


class WrongInviteeMove(Refusal):
    pass


class NobodyToInvite(Refusal):
    pass


class TooLate(Refusal):
    pass


class NotOwner(NotFound):
    """Answered in the words of any address at which there is nothing."""


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
    """One kind of people: how many of them are on the list, would be asked next, are asked, and are coming."""

    words: str
    listed: int
    chosen: int
    asked: int
    coming: int


@dataclass(frozen=True)
class Balance:
    """Who is on a list, kind by kind; ``chosen`` says in words who would be asked next."""

    chosen: str
    kinds: dict[str, list[Share]]


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


def check_may_move_to_wave(invitees: Iterable[Invitee]) -> None:
    """Raise WrongInviteeMove if somebody of them has been asked already: waves are for those who have not."""
    if asked := [each.name for each in invitees if each.status is not InviteeStatus.LISTED]:
        raise WrongInviteeMove(f"These are asked already, or taken off: {', '.join(asked)}.")


def next_wave(invitees: Iterable[Invitee]) -> int | None:
    """The lowest wave in which somebody has not been asked yet."""
    return min((each.wave for each in invitees if each.status is InviteeStatus.LISTED), default=None)


def check_wave(invitees: list[Invitee], reply_by: date, today: date) -> None:
    """Raise NobodyToInvite if all are asked already, or TooLate if the day to answer by has been."""
    if not invitees:
        raise NobodyToInvite("Everybody in this wave has been asked.")
    if reply_by < today:
        raise TooLate("The day to answer by is past. Choose a later one.")


def balance(invitees: Iterable[Invitee], *, ticked: Collection[int] = (), typed: Iterable[NewInvitee] = ()) -> Balance:
    """By nation, role, sector and stage, those on the list and those ``typed`` but not added yet, the most first.

    Chosen are those ``ticked``, by their ids; while nobody is, the next wave.
    """
    people = [each for each in invitees if each.status is not InviteeStatus.RELEASED]
    known = {each.email_key for each in people}
    new = [each for each in typed if email_key(each.email) not in known]
    waves = [each.wave for each in new]
    if (listed := next_wave(people)) is not None:
        waves.append(listed)
    wave = min(waves, default=None)
    counted = [
        _Counted(
            each,
            chosen=each.id in ticked if ticked else (each.status, each.wave) == (InviteeStatus.LISTED, wave),
            asked=each.status in READERS,
            coming=each.status is InviteeStatus.ACCEPTED,
        )
        for each in people
    ]
    counted += [_Counted(each, chosen=not ticked and each.wave == wave) for each in new]
    kinds: dict[str, Callable[[Invitee | NewInvitee], str]] = {
        "Nation": lambda who: who.nation.value.title(),
        "Sector": lambda who: capitalised(who.sector.value),
        "Career stage": lambda who: STAGE_WORDS.get(who.stage, capitalised(who.stage.value)),
        "Role": lambda who: capitalised(who.role) or "Not said",
    }
    words = "Ticked" if ticked else f"Wave {wave}" if wave else ""
    return Balance(words, {kind: _shares(counted, of) for kind, of in kinds.items()})


def check_may_approve_note(roundtable: Roundtable, names: Iterable[str]) -> None:
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
    """The surnames of invitees that stand in the note or its actions, each once, whatever their case or accents."""
    text = folded("\n".join([roundtable.note, *(each.words for each in roundtable.actions)]))
    surnames = {surname for name in names if (surname := _surname(name))}
    return sorted(each for each in surnames if re.search(rf"(?<!\w){re.escape(folded(each))}(?!\w)", text))


def check_is_owner(roundtable: Roundtable, person_id: int) -> None:
    """Raise NotOwner for anybody but its owner, where who came is under the Chatham House Rule (domain rule 55)."""
    if roundtable.is_unattributed and roundtable.owner_id != person_id:
        raise NotOwner("There is nothing at this address.")


@dataclass(frozen=True)
class _Counted:
    who: Invitee | NewInvitee
    chosen: bool
    asked: bool = False
    coming: bool = False


def _shares(people: list[_Counted], kind_of: Callable[[Invitee | NewInvitee], str]) -> list[Share]:
    by_kind: dict[str, list[_Counted]] = {}
    for each in people:
        by_kind.setdefault(kind_of(each.who), []).append(each)
    shares = [
        Share(
            words=words,
            listed=len(those),
            chosen=sum(each.chosen for each in those),
            asked=sum(each.asked for each in those),
            coming=sum(each.coming for each in those),
        )
        for words, those in by_kind.items()
    ]
    return sorted(shares, key=lambda each: (-each.listed, each.words))


def _surname(name: str) -> str:
    """The last word of a name that is no letters after it, as in Prof Sage Hypothet OBE."""
    words = name.split()
    return next((each for each in reversed(words) if not each.isupper()), words[-1] if words else "")
