"""Placing an order, giving it back, and finding it again."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from core import diary
from core.db import refuse_if_broken
from core.outbox import queue_letter
from events.models import Event
from events.rules import local_day
from people.access import link_token
from people.rules import email_key, hash_of
from registration import queries, rules
from registration.actions.holds import add_up, take_places, tell_to_pay
from registration.actions.places import draws_of, make_room, move, renew_uses
from registration.codes import ALPHABET, CODE_LENGTH
from registration.models import BookingCode, Extra, Order, OrderLine, OrderStatus, Quota, RevokedCode, Ticket
from registration.rules import Charge, Place

KEY_BYTES = 16  # 128 bits
REFERENCE_LENGTH = 6


@dataclass(frozen=True)
class Desk:
    """Who places an order for somebody else at the desk, and whether it costs nothing."""

    person_id: int
    is_complimentary: bool = False


def place_order(
    session: Session,
    *,
    event: Event,
    form_key: str,
    buyer_id: int | None,
    name: str,
    email: str,
    places: list[Place],
    quotas: list[Quota],
    hold: timedelta,
    now: datetime,
    code: BookingCode | None = None,
    organisation: str = "",
    desk: Desk | None = None,
) -> Order:
    """Take the places: a free order is confirmed at once, one with a price is held for ``hold`` (domain rules 1, 9).

    One with a product that needs approval is only asked for, and takes nothing. ``quotas`` are locked
    (queries.lock_quotas), and so is ``code``. Raises NotOnSale, NotSoldTo, NotAllowed, CodeNotGood or SoldOut, and
    then nothing is taken: a product that draws on several quotas takes all of them or none (domain rules 11 and 13).
    The ``desk`` may sell what is hidden, needs approval or is not on sale now; the buyer is sent a link to pay.
    """
    if code:
        rules.check_code(code, now)
        renew_uses(session, code=code, uses=len(places), now=now)
    if desk is None:
        for place in places:
            rules.check_may_choose(code, place.product, place.category)
            for product in (place.product, *(add_on.product for add_on, _ in place.extras)):
                rules.check_on_sale(product, now)
    rules.check_numbers(places, queries.had_before(session, event.id, places))
    found = rules.charges(places, code, now, complimentary=desk is not None and desk.is_complimentary)

    order = Order(
        key=secrets.token_urlsafe(KEY_BYTES),
        reference=_letters(REFERENCE_LENGTH),
        form_key=form_key,
        event_id=event.id,
        buyer_id=buyer_id,
        name=name,
        email=email,
        email_key=email_key(email),
        organisation=organisation,
        placed_by_id=desk and desk.person_id,
        searchable="",
        terms=rules.TERMS,
        placed_at=now,
    )
    with session.no_autoflush:
        _add_tickets(order, event, places, found, now)
    order.searchable = rules.searchable_words(order)
    # The same form in two tabs, or sent twice at once: the unit is undone and the first one's order is shown.
    refuse_if_broken(session, "uq_orders_form_key", rules.WrongMove("This form has been sent already."))
    by_id, act = desk.person_id if desk else buyer_id, "placed an order"
    if desk is None and any(place.product.needs_approval for place in places):
        move(session, order=order, to=OrderStatus.REQUESTED, act="asked for a place", by_id=by_id, now=now)
    else:
        make_room(session, event_id=event.id, quotas=quotas, wanted=draws_of(order.lines), now=now)
        take_places(session, order=order, hold=hold, by_id=by_id, now=now, act=act)
        if desk and order.total_pence:
            tell_to_pay(session, order=order, now=now)
    order.link_hash = hash_of(link_token("order", order.id, order.link_version))
    for ticket in order.tickets:
        ticket.link_hash = hash_of(link_token("ticket", ticket.id, ticket.link_version))
    return order


def cancel_order(
    session: Session, *, order: Order, by_id: int | None, now: datetime, note_id: int | None = None
) -> None:
    """Give the places of a free or unpaid order back and tell the buyer (domain rule 33). Raises TooLate."""
    rules.check_may_cancel(order, order.event, now)
    close_order(session, order=order, by_id=by_id, now=now, note_id=note_id)


def close_order(
    session: Session, *, order: Order, by_id: int | None, now: datetime, note_id: int | None = None
) -> None:
    """The order is cancelled, whatever it cost: its places are free, its codes admit nobody, the buyer is told.

    The letter gives the desk's reason if there is a note of it. Its quotas are locked. Money is payments' to give back.
    """
    move(session, order=order, to=OrderStatus.CANCELLED, act="cancelled an order", by_id=by_id, now=now)
    order.cancelled_at, order.hold_ends_at, order.kept_until = now, None, None
    queue_letter(
        session,
        kind="registration/email/cancelled",
        to=order.email,
        key=str(order.id),
        now=now,
        order_id=order.id,
        **({"note_id": note_id} if note_id else {}),
    )


def reissue_code(session: Session, *, ticket: Ticket, version: int, by_id: int | None, now: datetime) -> None:
    """Give a ticket a new code and link, and send them to its delegate; the old ones end here and now.

    ``version`` is the ticket's as it was shown: a button pressed twice replaces once. Raises WrongMove.
    """
    rules.check_may_reissue(ticket.order, ticket, version)
    renew_code(session, ticket=ticket, reason="replaced at the desk", now=now)
    diary.note(
        session,
        act="replaced a code",
        now=now,
        actor_id=by_id,
        thing=("order", ticket.order_id),
        event_id=ticket.event_id,
        after={"ticket": ticket.number},
    )
    queue_letter(
        session,
        kind="registration/email/replaced",
        to=ticket.email,
        key=f"{ticket.id}:{ticket.link_version}",
        now=now,
        ticket_id=ticket.id,
    )


def renew_code(session: Session, *, ticket: Ticket, reason: str, now: datetime) -> None:
    """The ticket has a new code and a new link; the door knows the old code as one that was replaced."""
    old = {"event_id": ticket.event_id, "code": ticket.code, "ticket_id": ticket.id}
    session.add(RevokedCode(revoked_at=now, reason=reason, **old))
    ticket.code = _letters(CODE_LENGTH)
    ticket.link_version += 1
    ticket.link_hash = hash_of(link_token("ticket", ticket.id, ticket.link_version))


def send_links_again(session: Session, *, email: str, now: datetime) -> None:
    """If the address has orders, a letter with links to them is on its way; nobody learns whether it has."""
    ids_by_address: dict[str, list[int]] = {}
    for order in queries.orders_by_address(session, email_key(email)):
        # Renewed, so that links work again after a change of the program's secret.
        order.link_hash = hash_of(link_token("order", order.id, order.link_version))
        ids_by_address.setdefault(order.email, []).append(order.id)
    # Each to the address as it stands on the order: another spelling of it may be another mailbox.
    for address, ids in ids_by_address.items():
        stamp = f"{ids[0]}:{now.isoformat()}"
        queue_letter(session, kind="registration/email/links", to=address, key=stamp, now=now, order_ids=ids)


def _add_tickets(order: Order, event: Event, places: list[Place], found: list[Charge], now: datetime) -> None:
    lines: dict[tuple, OrderLine] = {}
    day = local_day(event, now)
    for charge in found:
        like = (charge.product.id, charge.category, charge.unit_pence, charge.off_pence, charge.reduction, charge.code)
        line = lines.setdefault(like, _line(charge, day))
        line.quantity += charge.quantity
        if charge.is_add_on:
            order.tickets[charge.place].extras.append(Extra(line=line, quantity=charge.quantity))
        else:
            place = places[charge.place]
            order.tickets.append(
                Ticket(
                    key=secrets.token_urlsafe(KEY_BYTES),
                    code=_letters(CODE_LENGTH),
                    number=charge.place + 1,
                    event_id=event.id,
                    line=line,
                    name=place.name,
                    organisation=place.organisation,
                    email=place.email,
                    email_key=email_key(place.email),
                    proof=place.proof,
                )
            )
    order.lines = list(lines.values())
    add_up(order)


def _line(charge: Charge, day: date) -> OrderLine:
    return OrderLine(
        product=charge.product,
        name=charge.product.name,
        category=charge.category,
        quantity=0,
        unit_pence=charge.unit_pence,
        off_pence=charge.off_pence,
        reduction=charge.reduction,
        code=charge.code,
        vat=charge.product.vat,
        vat_percent=rules.vat_percent(charge.product.vat, day),
    )


def _letters(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
