"""Codes: found by who types one, and made, changed and ended at the desk."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from core import diary
from core.db import record_apart, refuse_if_broken
from core.limits import one_more, times_so_far
from events.models import Event
from registration import queries, rules
from registration.actions.places import begin_reserving, make_room, stop_reserving
from registration.codes import ALPHABET, CODE_LENGTH
from registration.models import BookingCode, Category, Effect, Product

GUESS = "code of an event"


@dataclass(frozen=True)
class CodeLimits:
    """What may still be changed of a code that has been made. ``budget_pence`` is None for no budget."""

    words: str
    uses: int
    budget_pence: int | None
    starts_at: datetime
    ends_at: datetime
    is_reserving: bool


@dataclass(frozen=True)
class CodeEffect:
    """What a code does, for good: to the price, in pence or in percent, and what it opens."""

    effect: Effect = Effect.NONE
    amount: int = 0
    category: Category | None = None
    opens_hidden: bool = False


def find_code(
    session: Session, *, event: Event, typed: str, place: str, now: datetime, lock: bool = False
) -> BookingCode:
    """The event’s code that somebody typed, good at ``now``; locked if so asked, its quotas before it (R1).

    ``place`` is the network it comes from. Every code that is not good counts there, whatever becomes of the request,
    and past the limit none is looked up any more. Raises CodeNotGood, of which TooManyGuesses is one.
    """
    limits = current_app.config["LIMITS"]
    guesses = {"act": GUESS, "actor": place, "window": limits.limit_window, "now": now}
    if times_so_far(session, **guesses) >= limits.guesses_per_visitor:
        raise rules.TooManyGuesses("Too many codes were tried from your network. Wait fifteen minutes, then try again.")
    code = queries.code_by_words(session, event, rules.plain_code(typed), lock=lock)
    if code is None or not rules.is_good(code, now):
        record_apart(one_more(session, **guesses))
        raise rules.no_such_code()
    return code


def make_codes(
    session: Session,
    *,
    event: Event,
    how_many: int,
    typed: str,
    does: CodeEffect,
    limits: CodeLimits,
    products: list[Product],
    by_id: int | None,
    now: datetime,
) -> list[BookingCode]:
    """So many new codes. One alone is written as ``typed``; of several that is how each begins, and the rest random.

    Where they keep places the event's quotas are locked. ``by_id`` is None for what the program makes by itself.
    Raises WrongCode, and SoldOut if there are not the places to keep.
    """
    rules.check_window(limits.starts_at, limits.ends_at)
    rules.check_making(
        effect=does.effect,
        amount=does.amount,
        is_reserving=limits.is_reserving,
        products=len(products),
        budget_pence=limits.budget_pence,
    )
    begins = rules.plain_code(typed)
    if how_many == 1 and begins and queries.code_by_words(session, event, begins):
        raise rules.there_is_one()
    refuse_if_broken(session, "uq_booking_codes_event_id", rules.there_is_one())
    made = []
    for _ in range(how_many):
        code = BookingCode(
            event_id=event.id,
            code=begins if begins and how_many == 1 else begins + _letters(),
            words=limits.words,
            effect=does.effect,
            amount=does.amount,
            category=does.category,
            opens_hidden=does.opens_hidden,
            uses=limits.uses,
            budget_pence=limits.budget_pence,
            starts_at=limits.starts_at,
            ends_at=limits.ends_at,
            created_at=now,
            products=list(products),
        )
        made.append(code)
    session.add_all(made)
    session.flush()
    for code in made:
        if limits.is_reserving:
            _reserve(session, event, code, now)
        _note(session, code, "made a code", by_id, now, after=_facts(code))
    return made


def change_code(
    session: Session, *, event: Event, code: BookingCode, limits: CodeLimits, by_id: int, now: datetime
) -> None:
    """The code's uses, budget and window are as said, and so are the places that it keeps.

    The event's quotas are locked, and then it. Raises WrongCode below what was used, and SoldOut.
    """
    rules.check_change(
        code,
        uses=limits.uses,
        budget_pence=limits.budget_pence,
        starts_at=limits.starts_at,
        ends_at=limits.ends_at,
    )
    rules.check_making(
        effect=code.effect,
        amount=code.amount,
        is_reserving=limits.is_reserving,
        products=len(code.products),
        budget_pence=limits.budget_pence,
    )
    before = _facts(code)
    if code.is_reserving:
        stop_reserving(session, code=code)
    code.words, code.uses, code.budget_pence = limits.words, limits.uses, limits.budget_pence
    code.starts_at, code.ends_at = limits.starts_at, limits.ends_at
    session.flush()
    if limits.is_reserving and now < code.ends_at:
        _reserve(session, event, code, now)
    _note(session, code, "changed a code", by_id, now, before=before, after=_facts(code))


def end_code(session: Session, *, code: BookingCode, by_id: int | None, now: datetime) -> None:
    """The code is good no longer, and the places that it kept are free. Who has booked with it keeps their place."""
    before = _facts(code)
    if code.is_reserving:
        stop_reserving(session, code=code)
    code.starts_at = min(code.starts_at, now - timedelta(minutes=1))
    code.ends_at = min(code.ends_at, now)
    session.flush()
    _note(session, code, "ended a code", by_id, now, before=before, after=_facts(code))


def _reserve(session: Session, event: Event, code: BookingCode, now: datetime) -> None:
    wanted = rules.reserved_by(code)
    make_room(session, event_id=event.id, quotas=queries.lock_places(session, event), wanted=wanted, now=now)
    begin_reserving(session, code=code)


def _letters() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _facts(code: BookingCode) -> dict:
    """What of it is in the diary: not the code itself, which opens doors, nor its words, which may name somebody."""
    return {
        "effect": code.effect.value,
        "amount": code.amount,
        "category": code.category and code.category.value,
        "uses": code.uses,
        "budget_pence": code.budget_pence,
        "reserving": code.is_reserving,
        "starts_at": code.starts_at.isoformat(),
        "ends_at": code.ends_at.isoformat(),
    }


def _note(
    session: Session,
    code: BookingCode,
    act: str,
    by_id: int | None,
    now: datetime,
    before: dict | None = None,
    after: dict | None = None,
) -> None:
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("booking code", code.id),
        event_id=code.event_id,
        before=before,
        after=after,
    )
