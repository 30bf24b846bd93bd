"""Whose entry it is: what a person says, and what the office decides."""

from datetime import datetime

from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session, aliased

from core import diary
from core.db import refuse_if_broken
from core.diary import DiaryEntry
from core.outbox import queue_letter
from members import queries, rules
from members.models import Claim, ClaimStatus, Membership
from people.models import Person
from people.queries import person_by_email

LETTER = "members/email/claim"


def claim_membership(session: Session, *, person: Person, number: str, name: str, now: datetime) -> Membership | None:
    """The entry, which is the person's from now on; or None, and the office decides.

    An unknown number, another name and an entry that is somebody else's all end as the same waiting claim, so that
    nobody learns which numbers there are. A claim that waits already is replaced.
    """
    number = rules.tidy_number(number)
    entry = queries.membership_by_number(session, number, lock=True)
    own = queries.membership_of(session, person.id)
    named = person_by_email(session, entry.email_key) if entry else None
    waiting = queries.last_claim_of(session, person.id, lock=True)
    if waiting is not None and waiting.status is not ClaimStatus.WAITING:
        waiting = None
    # Whoever has proved the mailbox that the register names comes before whoever knows a name.
    is_free = named in {None, person} and (own is None or own is entry)
    if entry is not None and is_free and rules.may_have(entry, person.id, name):
        _hand_over(session, entry, person.id, by_id=person.id, now=now, act="claimed a membership")
        if waiting is not None:
            waiting.membership_id = entry.id
            waiting.status, waiting.decided_at = ClaimStatus.ACCEPTED, now
        return entry
    if waiting is None:
        waiting = Claim(person_id=person.id, status=ClaimStatus.WAITING, made_at=now)
        session.add(waiting)
        refuse_if_broken(session, "uq_membership_claims_*", rules.AlreadyDecided("You have asked already."))
    waiting.number, waiting.name, waiting.membership_id = number, name, entry.id if entry else None
    waiting.made_at = now
    session.flush()
    _note(session, "asked for a membership", waiting, person.id, now)
    return None


def found_by_mailbox(*, membership: Membership, person: Person, now: datetime) -> tuple[Update, DiaryEntry]:
    """What to record apart once somebody has looked at the entry that names their mailbox: it is theirs."""
    other = aliased(Membership)
    has_one = select(other.id).where(other.person_id == person.id).exists()
    free = update(Membership).where(Membership.id == membership.id, Membership.person_id.is_(None), ~has_one)
    entry = diary.entry(
        act="was matched to a membership",
        now=now,
        actor_id=person.id,
        thing=("membership", membership.id),
        after={"person": person.id},
    )
    return free.values(person_id=person.id).execution_options(synchronize_session=False), entry


def accept_claim(session: Session, *, claim: Claim, by_id: int, now: datetime) -> None:
    """The entry is the claimant's, whoever had it before, and they are told. Raises AlreadyDecided or NoEntry."""
    _check_waits(claim)
    entry = queries.membership_by_number(session, claim.number, lock=True)
    if entry is None:
        raise rules.NoEntry("The register has no entry with this number. Import it first, or refuse the claim.")
    _hand_over(session, entry, claim.person_id, by_id=by_id, now=now, act="gave a membership")
    claim.membership_id = entry.id
    _decide(session, claim, ClaimStatus.ACCEPTED, by_id, now, reason=-1)


def refuse_claim(session: Session, *, claim: Claim, reason: int, by_id: int, now: datetime) -> None:
    """Nothing is the claimant's, and they are told why: ``reason`` is a place in REASONS. Raises AlreadyDecided."""
    _check_waits(claim)
    _decide(session, claim, ClaimStatus.REFUSED, by_id, now, reason=reason)


def _check_waits(claim: Claim) -> None:
    if claim.status is not ClaimStatus.WAITING:
        raise rules.AlreadyDecided(f"This claim was {claim.status.value} meanwhile.")


def _hand_over(session: Session, entry: Membership, person_id: int, *, by_id: int, now: datetime, act: str) -> None:
    before = entry.person_id
    if before == person_id:
        return
    own = queries.membership_of(session, person_id)
    if own is not None and own.person_id == person_id:
        own.person_id = None
        session.flush()  # nobody has two, not even for the length of a statement
    entry.person_id = person_id
    refuse_if_broken(session, "uq_memberships_person_id", rules.AlreadyDecided("You have a membership already."))
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("membership", entry.id),
        before={"person": before} if before else None,
        after={"person": person_id},
    )


def _decide(session: Session, claim: Claim, status: ClaimStatus, by_id: int, now: datetime, *, reason: int) -> None:
    claim.status, claim.decided_at, claim.decided_by_id = status, now, by_id
    _note(session, f"{status.value} a claim", claim, by_id, now, after={"reason": reason} if reason >= 0 else None)
    queue_letter(
        session, kind=LETTER, to=claim.person.email, key=str(claim.id), now=now, claim_id=claim.id, reason=reason
    )


def _note(session: Session, act: str, claim: Claim, by_id: int, now: datetime, after: dict | None = None) -> None:
    diary.note(session, act=act, now=now, actor_id=by_id, thing=("membership claim", claim.id), after=after)
