"""Waiting for a place, being offered one, and giving it back (domain rule 14)."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core import diary
from core.db import insert_once
from core.outbox import queue_letter
from events.models import Event
from people.access import link_token
from people.rules import email_key, hash_of
from registration import queries, rules
from registration.actions.places import begin_reserving, clear_dead, stop_reserving
from registration.codes import ALPHABET
from registration.models import BookingCode, Product, WaitingEntry, WaitingStatus

KEY_BYTES = 16  # 128 bits
OFFER_LETTERS = 26  # 5 bits each
AT_ONCE = 20  # offers in one transaction: buyers of the event wait for it
INSTANT = timedelta(microseconds=1)


def join_waiting(
    session: Session,
    *,
    event: Event,
    product: Product,
    name: str,
    email: str,
    places: int,
    by_id: int | None,
    now: datetime,
    may_write: bool = True,
) -> WaitingEntry:
    """Whoever has that address waits for so many places, and is written to if ``may_write``.

    Who waits for the product already, or has an offer of it, goes on as before: the first entry comes back. Raises
    CannotWait, and then nobody waits.
    """
    rules.check_may_join(product, now)
    if places not in rules.places_to_wait_for(product):
        raise rules.CannotWait(f"{product.name}: nobody can have {places} places in one order. Ask for fewer.")
    joined = insert_once(
        session,
        WaitingEntry,
        key=secrets.token_urlsafe(KEY_BYTES),
        event_id=event.id,
        product_id=product.id,
        name=name,
        email=email,
        email_key=email_key(email),
        places=places,
        status=WaitingStatus.WAITING,
        joined_at=now,
    )
    entry = queries.live_entry(session, product.id, email_key(email))
    if entry is None:
        raise rules.NotWaiting("Your entry has just ended. Load this page again.")
    # Renewed each time, so that the link works again after a change of the program's secret.
    entry.link_hash = hash_of(link_token("waiting", entry.id, 1))
    if joined:
        _note(session, entry, "joined a waiting list", None, by_id, now)
    if may_write:
        _write(session, entry, "joined", now)
    return entry


def leave_waiting(session: Session, *, entry: WaitingEntry, by_id: int | None, now: datetime) -> None:
    """The entry has left the list, and an offer it had is free for who is next. It is locked. Raises NotWaiting."""
    rules.check_may_leave(entry)
    _move(session, entry, WaitingStatus.LEFT, "left a waiting list", by_id, now)


def take_off_list(session: Session, *, entry: WaitingEntry, reason: int, by_id: int, now: datetime) -> None:
    """As ``leave_waiting`` by the desk's hand; they are told why: ``reason`` is a place in REMOVALS."""
    rules.check_may_leave(entry)
    _move(session, entry, WaitingStatus.LEFT, "took off a waiting list", by_id, now, reason=reason)
    _write(session, entry, "removed", now, reason=reason)


def offer_places(
    session: Session, *, event_id: int, life: timedelta, by_id: int | None, now: Callable[[], datetime]
) -> list[WaitingEntry]:
    """Offers that are used or over are settled, and what is free is offered to who waits, in order; to whom, comes
    back.

    An offer keeps its places in all quotas of the product, or it is not made (rules 13 and 14). ``now`` is asked after
    the locks: who bought or gave back meanwhile came first.
    """
    quotas = queries.lock_queue(session, event_id)
    moment = now()
    clear_dead(session, event_id=event_id, now=moment)
    for entry, confirmed in queries.offers_to_settle(session, event_id, moment):
        _settle(session, entry, confirmed, moment)
    served, _ = rules.serve(queries.queue_of(session, event_id, moment), quotas)
    entries = queries.entries_to_offer(session, served[:AT_ONCE])
    for entry in entries:
        _offer(session, entry, life, by_id, moment)
    return entries


def offer_by_hand(session: Session, *, event_id: int, life: timedelta, by_id: int, now: Callable[[], datetime]) -> int:
    """As ``offer_places``, at once; how many were offered theirs. Raises NobodyServed if there is nothing to offer."""
    offered = offer_places(session, event_id=event_id, life=life, by_id=by_id, now=now)
    if not offered:
        raise rules.NobodyServed("Nobody is offered a place: too few are free for who is first, or nobody waits.")
    return len(offered)


def _offer(session: Session, entry: WaitingEntry, life: timedelta, by_id: int | None, now: datetime) -> None:
    ends_at = rules.offer_ends_at(entry.product, life, now)
    code = BookingCode(
        event_id=entry.event_id,
        code="".join(secrets.choice(ALPHABET) for _ in range(OFFER_LETTERS)),
        words="Offer from the waiting list",
        opens_hidden=True,
        uses=entry.places,
        used=0,
        starts_at=now,
        ends_at=ends_at,
        created_at=now,
        products=[entry.product],
    )
    session.add(code)
    session.flush()
    begin_reserving(session, code=code)
    entry.code, entry.offered_at, entry.ends_at = code, now, ends_at
    _move(session, entry, WaitingStatus.OFFERED, "offered a place", by_id, now)
    _write(session, entry, "offer", now)


def _settle(session: Session, entry: WaitingEntry, confirmed: int, now: datetime) -> None:
    if rules.is_over(entry, now):
        _end_offer(session, entry, now)
    to = rules.come_to(entry, confirmed, now)
    if to is None:
        return
    _move(session, entry, to, "settled an offer", None, now)
    if to is WaitingStatus.LAPSED:
        _write(session, entry, "lapsed", now)


def _move(
    session: Session,
    entry: WaitingEntry,
    to: WaitingStatus,
    act: str,
    by_id: int | None,
    now: datetime,
    **more: int,
) -> None:
    before = entry.status
    rules.check_waiting_move(entry, to)
    entry.status = to
    if before is WaitingStatus.OFFERED:
        _end_offer(session, entry, now)
    session.flush()
    _note(session, entry, act, before, by_id, now, **more)


def _end_offer(session: Session, entry: WaitingEntry, now: datetime) -> None:
    """The code keeps no places from now on and opens nothing, so that an order given back does not wake it again."""
    code = entry.code
    if code is None:
        return
    if code.is_reserving:
        stop_reserving(session, code=code)
    code.ends_at = min(code.ends_at, max(now, code.starts_at + INSTANT))
    session.flush()


def _note(
    session: Session,
    entry: WaitingEntry,
    act: str,
    before: WaitingStatus | None,
    by_id: int | None,
    now: datetime,
    **more: int,
) -> None:
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("waiting entry", entry.id),
        event_id=entry.event_id,
        before={"status": before.value} if before else None,
        after={"status": entry.status.value, "product": entry.product_id, "places": entry.places, **more},
    )


def _write(session: Session, entry: WaitingEntry, what: str, now: datetime, **about: int) -> None:
    kind, key = f"registration/email/waiting_{what}", f"{entry.id}:{secrets.token_hex(8)}"
    queue_letter(session, kind=kind, to=entry.email, key=key, now=now, entry_id=entry.id, **about)
