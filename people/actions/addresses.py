"""Another address to sign in with: asked for by the person, proved by both mailboxes."""

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import diary
from core.config import Limits
from core.db import refuse_if_broken
from core.limits import may_once_more
from core.outbox import queue_letter
from people import queries, rules
from people.actions.sign_ins import end_codes
from people.models import AddressChange, SignIn

KEY_BYTES = 16  # 128 bits
OLD, NEW = 0, 1  # which mailbox a letter is for


def ask_for_address(
    session: Session, *, sign_in: SignIn, email: str, secret: str, limits: Limits, now: datetime
) -> None:
    """A letter with a button is on its way to the old mailbox and to the new one; earlier links are over.

    An address that is somebody else's already gets the same: nothing here says who is known. Past the limit of an
    address nothing is sent to it, and nothing says so.
    """
    person = sign_in.person
    key = secrets.token_urlsafe(KEY_BYTES)
    _end_changes(session, person.id, now)
    change = AddressChange(
        person_id=person.id,
        sign_in_id=sign_in.id,
        email=email,
        email_key=rules.email_key(email),
        key=key,
        old_hash=rules.hash_of(rules.address_token(secret, key, "old")),
        new_hash=rules.hash_of(rules.address_token(secret, key, "new")),
        asked_at=now,
        expires_at=now + limits.address_change_life,
    )
    session.add(change)
    session.flush()
    for mailbox, to, counted in ((OLD, person.email, person.email_key), (NEW, email, change.email_key)):
        if may_once_more(
            session,
            act="address",
            actor=counted,
            at_most=limits.letters_per_address,
            window=limits.limit_window,
            now=now,
        ):
            about = {"change_id": change.id, "mailbox": mailbox}
            queue_letter(session, kind="people/email/address", to=to, key=f"{change.id}:{mailbox}", now=now, **about)
    diary.note(session, act="asked for another address", now=now, actor_id=person.id, thing=("person", person.id))


def prove_address(session: Session, *, change: AddressChange, token_hash: str, now: datetime) -> bool:
    """True once both mailboxes have said yes: then the person signs in with the new address, and the old is forgotten.

    Raises AddressLinkIsOver, or AddressTaken, which only the owner of the new mailbox is told.
    """
    rules.check_address_link(change, token_hash, now)
    if token_hash == change.old_hash:
        change.old_proved_at = now
    else:
        holder = queries.person_by_email(session, change.email_key)
        if holder is not None and holder.id != change.person_id:
            raise rules.AddressTaken("This address signs in to Plenary already. Write to us if both should be one.")
        change.new_proved_at = now
    if change.old_proved_at is None or change.new_proved_at is None:
        return False
    _move(session, change, now)
    return True


def _move(session: Session, change: AddressChange, now: datetime) -> None:
    person = change.person
    # Whatever was sent to either mailbox before is over, and so is every browser but the one that asked.
    for key in (person.email_key, change.email_key):
        end_codes(session, key, now)
    others = update(SignIn).where(
        SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.id != change.sign_in_id
    )
    session.execute(others.values(ended_at=now))
    person.email, person.email_key = change.email, change.email_key
    refuse_if_broken(
        session,
        "uq_people_email_key",
        rules.AddressTaken("This address signs in to Plenary already. Write to us if both should be one."),
    )
    _end_changes(session, person.id, now)
    diary.note(session, act="changed their address", now=now, actor_id=person.id, thing=("person", person.id))


def _end_changes(session: Session, person_id: int, now: datetime) -> None:
    open_ones = update(AddressChange).where(AddressChange.person_id == person_id, AddressChange.ended_at.is_(None))
    session.execute(open_ones.values(ended_at=now))
