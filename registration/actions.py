"""What a delegate or the desk does to orders. The unit of work commits, never these functions."""

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import diary
from core.db import refuse_if_broken
from core.outbox import queue_letter
from events.models import Event
from people.access import link_token
from people.rules import email_key, hash_of
from registration import queries, rules
from registration.codes import ALPHABET, CODE_LENGTH
from registration.models import Order, OrderLine, OrderStatus, Quota, RevokedCode, Ticket
from registration.rules import Place

KEY_BYTES = 16  # 128 bits
REFERENCE_LENGTH = 6


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
    now: datetime,
) -> Order:
    """Take the places and confirm the order; each delegate is sent their ticket, a guest's has no ``buyer_id``.

    ``quotas`` are locked (queries.lock_quotas). Raises NotOnSale, NothingToPay or SoldOut, and then nothing is
    taken: a product that draws on several quotas takes all of them or none (domain rules 9, 11 and 13).
    """
    for place in places:
        rules.check_on_sale(place.product, now)
    rules.check_free(places)
    wanted = rules.draws(places)
    rules.check_left(quotas, wanted)
    _take(session, wanted)

    order = Order(
        key=secrets.token_urlsafe(KEY_BYTES),
        reference=_letters(REFERENCE_LENGTH),
        form_key=form_key,
        event_id=event.id,
        buyer_id=buyer_id,
        name=name,
        email=email,
        email_key=email_key(email),
        searchable="",
        status=OrderStatus.CONFIRMED,
        total_pence=rules.total_pence(places),
        placed_at=now,
    )
    _add_tickets(order, event, places)
    order.searchable = " ".join(
        [order.reference, name, email, *(f"{ticket.name} {ticket.organisation}" for ticket in order.tickets)]
    ).casefold()
    session.add(order)
    # The same form in two tabs, or sent twice at once: the unit is undone and the first one's order is shown.
    refuse_if_broken(session, "uq_orders_form_key", rules.WrongMove("This form has been sent already."))
    session.flush()
    order.link_hash = hash_of(link_token("order", order.id, order.link_version))
    for ticket in order.tickets:
        ticket.link_hash = hash_of(link_token("ticket", ticket.id, ticket.link_version))
    diary.note(
        session,
        act="placed an order",
        now=now,
        actor_id=buyer_id,
        thing=("order", order.id),
        event_id=event.id,
        after={"status": order.status.value, "tickets": len(order.tickets), "total_pence": order.total_pence},
    )
    queue_letter(session, kind="registration/email/confirmed", to=email, key=str(order.id), now=now, order_id=order.id)
    for ticket in order.tickets:
        if ticket.email_key != order.email_key:
            queue_letter(
                session,
                kind="registration/email/ticket",
                to=ticket.email,
                key=f"{ticket.id}:{ticket.link_version}",
                now=now,
                ticket_id=ticket.id,
            )
    return order


def cancel_order(session: Session, *, order: Order, by_id: int | None, now: datetime) -> None:
    """Give a free order's places back and tell the buyer; its codes admit nobody from now on (domain rule 33)."""
    rules.check_may_cancel(order, order.event, now)
    before, order.status, order.cancelled_at = order.status, OrderStatus.CANCELLED, now
    places = [Place(line.product) for line in order.lines for _ in range(line.quantity)]
    for quota_id, quantity in rules.draws(places).items():
        session.execute(update(Quota).where(Quota.id == quota_id).values(sold=Quota.sold - quantity))
    diary.note(
        session,
        act="cancelled an order",
        now=now,
        actor_id=by_id,
        thing=("order", order.id),
        event_id=order.event_id,
        before={"status": before.value},
        after={"status": order.status.value},
    )
    queue_letter(
        session,
        kind="registration/email/cancelled",
        to=order.email,
        key=str(order.id),
        now=now,
        order_id=order.id,
    )


def reissue_code(session: Session, *, ticket: Ticket, version: int, by_id: int | None, now: datetime) -> None:
    """Give a ticket a new code and link, and send them to its delegate; the old ones end here and now.

    ``version`` is the ticket's as it was shown: a button pressed twice replaces once. Raises WrongMove.
    """
    rules.check_may_reissue(ticket.order, ticket, version)
    session.add(
        RevokedCode(
            event_id=ticket.event_id,
            code=ticket.code,
            ticket_id=ticket.id,
            revoked_at=now,
            reason="replaced at the desk",
        )
    )
    ticket.code = _letters(CODE_LENGTH)
    ticket.link_version += 1
    ticket.link_hash = hash_of(link_token("ticket", ticket.id, ticket.link_version))
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


def _take(session: Session, wanted: dict[int, int]) -> None:
    for quota_id, quantity in wanted.items():
        # Guarded although locked: whoever one day forgets the lock still cannot sell a place twice (R2).
        sold = session.scalar(
            update(Quota)
            .where(Quota.id == quota_id, Quota.sold + quantity <= Quota.capacity)
            .values(sold=Quota.sold + quantity)
            .returning(Quota.sold)
        )
        if sold is None:
            raise rules.sold_out(0)


def _add_tickets(order: Order, event: Event, places: list[Place]) -> None:
    lines: dict[int, OrderLine] = {}
    for number, place in enumerate(places, start=1):
        product = place.product
        line = lines.setdefault(
            product.id,
            OrderLine(
                product_id=product.id,
                name=product.name,
                quantity=0,
                unit_pence=product.price_pence,
                total_pence=0,
            ),
        )
        line.quantity += 1
        line.total_pence += product.price_pence
        order.tickets.append(
            Ticket(
                key=secrets.token_urlsafe(KEY_BYTES),
                code=_letters(CODE_LENGTH),
                number=number,
                event_id=event.id,
                line=line,
                name=place.name,
                organisation=place.organisation,
                email=place.email,
                email_key=email_key(place.email),
            )
        )
    order.lines = list(lines.values())


def _letters(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
