"""Letters about orders, with the QR as a picture, the tickets as a PDF and the days as a calendar file."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from core import clock
from core.outbox import Draft, composes
from core.uploads import PDF
from core.web import full_address
from events.documents import calendar_of
from people.access import link_token
from registration import queries
from registration.codes import picture
from registration.documents.tickets import pdf_of_tickets, qr_text
from registration.models import Order, OrderNote, OrderStatus, Proof, ProofStatus, Ticket, WaitingEntry, WaitingStatus
from registration.rules import CATEGORY_WORDS, LIVE, REMOVALS, is_on_sale, is_over, is_standing


@composes("registration/email/confirmed")
def confirmed_letter(session: Session, *, masked: bool, order_id: int) -> Draft | None:
    """The buyer's letter: what was booked, each ticket's QR, a link to the order. None if it was cancelled since."""
    order = _order(session, order_id)
    if order.status is not OrderStatus.CONFIRMED:
        return None
    own = [ticket for ticket in order.standing if ticket.email_key == order.email_key]
    context = {"order": order, "event": order.event, "own": own, "link": order_link(order, masked), "masked": masked}
    return Draft(
        context=context | {"questions_wait": _questions_wait(session, own)},
        pictures={} if masked else {f"qr-{ticket.number}": picture(qr_text(ticket)) for ticket in own},
        files=_files(order, [] if masked else own),
    )


@composes("registration/email/approved")
def approved_letter(session: Session, *, masked: bool, order_id: int) -> Draft | None:
    """What was asked for is kept until it is paid. None if it no longer waits for that."""
    order = _order(session, order_id)
    if order.status is not OrderStatus.HELD:
        return None
    return Draft(context={"order": order, "event": order.event, "link": order_link(order, masked)}, pictures={})


@composes("registration/email/ticket")
def ticket_letter(session: Session, *, masked: bool, ticket_id: int) -> Draft | None:
    """A delegate's own letter, for whom somebody else booked. None if the order was cancelled since."""
    ticket = _ticket(session, ticket_id)
    if not is_standing(ticket):
        return None
    context = {"ticket": ticket, "event": ticket.event, "link": ticket_link(ticket, masked), "masked": masked}
    return Draft(
        context=context | {"questions_wait": _questions_wait(session, [ticket])},
        pictures={} if masked else {f"qr-{ticket.number}": picture(qr_text(ticket))},
        files=_files(ticket.order, [] if masked else [ticket]),
    )


@composes("registration/email/replaced")
def replaced_letter(session: Session, *, masked: bool, ticket_id: int) -> Draft | None:
    """A delegate's new code, and that the one before it has ended. None if the order was cancelled since."""
    return ticket_letter(session, masked=masked, ticket_id=ticket_id)


@composes("registration/email/unproved")
def unproved_letter(session: Session, *, masked: bool, proof_id: int) -> Draft | None:
    """To the buyer: a category could not be proved, which one it is instead, and what is owed. None if cancelled."""
    proof = session.get_one(Proof, proof_id, options=[joinedload(Proof.ticket).joinedload(Ticket.order)])
    ticket = proof.ticket
    if not is_standing(ticket) or proof.right_category is None:
        return None
    words = {"declared": CATEGORY_WORDS[ticket.line.category], "right": CATEGORY_WORDS[proof.right_category]}
    context = {"proof": proof, "ticket": ticket, "event": ticket.event, "link": order_link(ticket.order, masked)}
    return Draft(context=context | words, pictures={})


@composes("registration/email/difference")
def difference_letter(session: Session, *, masked: bool, proof_id: int) -> Draft | None:
    """To the buyer: a place was passed on, and whose price that makes it. None if that is over or paid."""
    # It is gone once the place is passed on again.
    proof = session.get(Proof, proof_id, options=[joinedload(Proof.ticket).joinedload(Ticket.order)])
    if proof is None or not is_standing(proof.ticket) or proof.ticket.proof is not ProofStatus.REFUSED:
        return None
    right = CATEGORY_WORDS[proof.right_category] if proof.right_category else ""
    context = {"proof": proof, "ticket": proof.ticket, "event": proof.ticket.event, "right": right}
    return Draft(context=context | {"link": order_link(proof.ticket.order, masked)}, pictures={})


@composes("registration/email/passed_on")
def passed_on_letter(session: Session, *, masked: bool, ticket_id: int) -> Draft | None:
    """To whoever had the place before: it is somebody else's. Nothing of the new delegate is in it."""
    return Draft(context={"event": _ticket(session, ticket_id).event}, pictures={})


@composes("registration/email/place_back")
def place_back_letter(session: Session, *, masked: bool, ticket_id: int) -> Draft | None:
    """To the delegate and the buyer: one place was given back."""
    ticket = _ticket(session, ticket_id)
    return Draft(context={"ticket": ticket, "event": ticket.event}, pictures={})


@composes("registration/email/declined")
def declined_letter(session: Session, *, masked: bool, order_id: int, note_id: int) -> Draft | None:
    """What was asked for cannot be had, and why."""
    return cancelled_letter(session, masked=masked, order_id=order_id, note_id=note_id)


@composes("registration/email/cancelled")
def cancelled_letter(session: Session, *, masked: bool, order_id: int, note_id: int | None = None) -> Draft | None:
    """The places are given back: by the buyer, or by the desk, whose note is its reason."""
    order, note = _order(session, order_id), session.get(OrderNote, note_id) if note_id else None
    return Draft(context={"order": order, "event": order.event, "why": note.words if note else ""}, pictures={})


@composes("registration/email/links")
def links_letter(session: Session, *, masked: bool, order_ids: list[int]) -> Draft | None:
    """Links to the standing orders of an address. None if none stands any more."""
    found = select(Order).where(Order.id.in_(order_ids), Order.status == OrderStatus.CONFIRMED)
    orders = session.scalars(found.options(joinedload(Order.event)).order_by(Order.id.desc())).all()
    if not orders:
        return None
    return Draft(context={"orders": [(order, order_link(order, masked)) for order in orders]}, pictures={})


@composes("registration/email/waiting_joined")
def waiting_letter(session: Session, *, masked: bool, entry_id: int) -> Draft | None:
    """To who waits: for what, for how many places, and the link to their entry. None if they wait no more."""
    entry = _entry(session, entry_id)
    return _waiting_draft(entry, masked) if entry.status in LIVE else None


@composes("registration/email/waiting_offer")
def offer_letter(session: Session, *, masked: bool, entry_id: int) -> Draft | None:
    """A place is theirs until its end: the link to book it. None if the offer has ended already."""
    entry = _entry(session, entry_id)
    if entry.status is not WaitingStatus.OFFERED or is_over(entry, clock.now()):
        return None
    return _waiting_draft(entry, masked)


@composes("registration/email/waiting_lapsed")
def lapsed_letter(session: Session, *, masked: bool, entry_id: int) -> Draft | None:
    """The offer has ended, and how to wait again if the sale goes on. None if it turned out to be booked."""
    entry = _entry(session, entry_id)
    return _waiting_draft(entry, masked) if entry.status is WaitingStatus.LAPSED else None


@composes("registration/email/waiting_removed")
def removed_letter(session: Session, *, masked: bool, entry_id: int, reason: int) -> Draft | None:
    """The desk has taken them off the list, and why. None if they wait or are booked after all."""
    entry = _entry(session, entry_id)
    return _waiting_draft(entry, masked, reason=REMOVALS[reason]) if entry.status is WaitingStatus.LEFT else None


def waiting_link(entry: WaitingEntry, masked: bool = False) -> str:
    """The access link of an entry of the waiting list; masked, the plain address that opens nothing by itself."""
    if masked:
        return full_address("registration.show_waiting_entry", key=entry.key)
    token = link_token("waiting", entry.id, 1)
    return full_address("registration.open_waiting_entry", key=entry.key, token=token)


def _entry(session: Session, entry_id: int) -> WaitingEntry:
    whole = [joinedload(WaitingEntry.event), joinedload(WaitingEntry.product), joinedload(WaitingEntry.code)]
    return session.get_one(WaitingEntry, entry_id, options=whole)


def _waiting_draft(entry: WaitingEntry, masked: bool, **more: str) -> Draft:
    slug = entry.event.slug
    code = {"code": entry.code.code} if entry.code is not None and not masked else {}
    context = {
        "entry": entry,
        "event": entry.event,
        "product": entry.product,
        "link": waiting_link(entry, masked),
        "is_offered": entry.status is WaitingStatus.OFFERED,
        "booking": full_address("registration.show_tickets", event_slug=slug, **code),
        "is_on_sale": is_on_sale(entry.product, clock.now()),
        "joining": full_address("registration.show_waiting", event_slug=slug, product_id=entry.product_id),
    }
    return Draft(context=context | more, pictures={})


def order_link(order: Order, masked: bool = False) -> str:
    """The access link of an order; masked, the plain address that opens nothing by itself."""
    if masked:
        return full_address("registration.show_order", key=order.key)
    token = link_token("order", order.id, order.link_version)
    return full_address("registration.open_order", key=order.key, token=token)


def ticket_link(ticket: Ticket, masked: bool = False) -> str:
    if masked:
        return full_address("registration.show_ticket", key=ticket.key)
    token = link_token("ticket", ticket.id, ticket.link_version)
    return full_address("registration.open_ticket", key=ticket.key, token=token)


def _order(session: Session, order_id: int) -> Order:
    whole = [
        joinedload(Order.event),
        selectinload(Order.tickets).joinedload(Ticket.line),
        selectinload(Order.lines),
    ]
    return session.get_one(Order, order_id, options=whole)


def _ticket(session: Session, ticket_id: int) -> Ticket:
    whole = [joinedload(Ticket.order), joinedload(Ticket.event), joinedload(Ticket.line)]
    return session.get_one(Ticket, ticket_id, options=whole)


def _questions_wait(session: Session, tickets: list[Ticket]) -> bool:
    """True if the delegate of one of the tickets is asked something and has not sent their part in."""
    return any(not ticket.filled_in_at and queries.questions_waiting(session, ticket)[1] for ticket in tickets)


def _files(order: Order, tickets: list[Ticket]) -> tuple[tuple[str, str, bytes], ...]:
    """The days for a calendar and, to print, a page for each ticket of the letter's reader."""
    now, slug = clock.now(), order.event.slug
    calendar = (f"{slug}.ics", "text/calendar", calendar_of(order.event, now))
    if not tickets:
        return (calendar,)
    name = f"{slug}-{'ticket' if len(tickets) == 1 else 'tickets'}.pdf"
    return (calendar, (name, PDF, pdf_of_tickets(tickets, made_at=now)))
