"""What the desk does to letters, papers, money, people and presenters; the rest is the packages' own."""

from datetime import datetime

from sqlalchemy import Column, delete, select, update
from sqlalchemy.orm import Session

from abstracts.actions import ONE_POSTER_EACH, note_code, note_ticket, settle_risk
from abstracts.models import Abstract, AbstractStatus, Author, OfferAnswer
from abstracts.queries import presenting_of
from abstracts.rules import presenter_of
from core import diary, files, outbox
from core.db import refuse_if_broken
from core.errors import NotFound
from core.files import StoredFile
from core.outbox import OutgoingLetter
from core.uploads import Upload
from events.models import Event
from events.rules import ends_at
from office import queries, rules
from payments.actions import want_refund
from payments.models import Payment, RefundReason
from payments.rules import check_left
from people.models import Consent, Invitation, Person, SignIn
from people.queries import duties_of, latest_answers
from registration.actions import CodeEffect, CodeLimits, close_order, end_code, make_codes
from registration.models import Category, Order, Ticket
from registration.queries import code_by_words, ticket_by_code


def retry_letter(session: Session, *, letter: OutgoingLetter, by_id: int, now: datetime) -> None:
    """The letter waits to be sent from now on."""
    before = letter.status.value
    outbox.retry(letter, now)
    _note(session, "let a letter go again", letter, before, by_id, now)


def drop_letter(session: Session, *, letter: OutgoingLetter, by_id: int, now: datetime) -> None:
    """The letter is never sent."""
    before = letter.status.value
    outbox.drop(letter)
    _note(session, "dropped a letter", letter, before, by_id, now)


def replace_joining_pack(
    session: Session, *, event: Event, key: str, upload: Upload, by_id: int, now: datetime
) -> StoredFile:
    """Delegates of ``event`` find this file from now on, and the one before it is gone."""
    before = event.joining_pack
    pack = event.joining_pack = files.add(session, key=key, upload=upload, purpose="joining pack", now=now)
    session.flush()
    diary.note(
        session,
        act="replaced the joining pack" if before else "put up the joining pack",
        now=now,
        actor_id=by_id,
        thing=("event", event.id),
        event_id=event.id,
        before={"file": before.id} if before else None,
        after={"file": pack.id},
    )
    if before:
        files.let_go(session, before)
    return pack


def merge_people(session: Session, *, kept: Person, merged: Person, by_id: int, now: datetime) -> None:
    """All that was the merged record's is the kept one's, and who proves the merged address is the kept person.

    Raises CannotMerge, also if each has something of which a person has only one.
    """
    rules.check_may_merge(kept, merged, by_id)
    _merge_duties(session, kept, merged)
    said = rules.newly_said(latest_answers(session, kept), latest_answers(session, merged))
    for each in said:
        words = {"wording": each.wording, "version": each.version, "said_at": each.said_at}
        subject = {"purpose": each.purpose, "channel": each.channel, "answer": each.answer}
        session.add(Consent(person_id=kept.id, **subject, **words))
    session.execute(update(SignIn).where(SignIn.person_id == merged.id, SignIn.ended_at.is_(None)).values(ended_at=now))
    _move_address(session, kept, merged)
    session.flush()
    for column in queries.links_to_people():
        if str(column) in rules.DROPS:
            session.execute(delete(column.table).where(column == merged.id))
        elif str(column) not in rules.STAYS:
            _move(session, column, kept, merged)
    kept.name = kept.name or merged.name
    merged.merged_into_id = kept.id
    about = ("person", kept.id)
    diary.note(session, act="merged two people", now=now, actor_id=by_id, thing=about, after={"merged": merged.id})
    session.flush()
    session.expire_all()  # what was moved by statements is read again


def _merge_duties(session: Session, kept: Person, merged: Person) -> None:
    """Of a duty that both hold the longer one is left."""
    held = {(duty.event_id, duty.role, duty.scope): duty for duty in duties_of(session, kept)}
    for duty in duties_of(session, merged):
        if same := held.get((duty.event_id, duty.role, duty.scope)):
            same.ends_on = max(same.ends_on, duty.ends_on) if same.ends_on and duty.ends_on else None
            session.delete(duty)


def _move_address(session: Session, kept: Person, merged: Person) -> None:
    """What is known by the merged address alone is known by the kept one."""
    contact = {"email": kept.email, "email_key": kept.email_key}
    orders = update(Order).where(Order.email_key == merged.email_key)
    searchable = Order.searchable.concat(f" {kept.email.casefold()}")
    session.execute(orders.values(buyer_id=kept.id, searchable=searchable, **contact))
    session.execute(update(Ticket).where(Ticket.email_key == merged.email_key).values(contact))
    _move_authorship(session, kept, merged)
    offers = update(Invitation).where(Invitation.email_key == merged.email_key, Invitation.taken_at.is_(None))
    session.execute(offers.values(contact))


def _move_authorship(session: Session, kept: Person, merged: Person) -> None:
    """Where the merged address is named as an author the kept one is, and whose poster it is goes along.

    An abstract that names both keeps both: its chair knows which of the two to remove.
    """
    names_kept = select(Author.abstract_id).where(Author.email_key == kept.email_key)
    alone = update(Author).where(Author.email_key == merged.email_key, Author.abstract_id.not_in(names_kept))
    session.execute(alone.values(email=kept.email, email_key=kept.email_key))
    presents = select(Author.id).where(
        Author.abstract_id == Abstract.id, Author.is_presenter, Author.email_key == kept.email_key
    )
    refuse_if_broken(session, ONE_POSTER_EACH, rules.two_posters())
    posters = update(Abstract).where(Abstract.poster_key == merged.email_key, presents.exists())
    session.execute(posters.values(poster_key=kept.email_key))


def _move(session: Session, column: Column, kept: Person, merged: Person) -> None:
    table, words = column.table, column.table.name.replace("_", " ")
    both = rules.CannotMerge(
        f"Both records have something of which a person has only one ({words}). Let go of one of the two first."
    )
    named = (str(getattr(each, "name", "")) for each in (*table.constraints, *table.indexes))
    for name in (f"uq_{table.name}_{column.name}", *(each for each in named if each.startswith("uq_"))):
        refuse_if_broken(session, name, both)
    session.execute(update(table).where(column == merged.id).values({column: kept.id}))


def _note(session: Session, act: str, letter: OutgoingLetter, before: str, by_id: int, now: datetime) -> None:
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("letter", letter.id),
        before={"status": before},
        after={"status": letter.status.value},
    )


def refund_payment(
    session: Session,
    *,
    order: Order,
    payment: Payment,
    shown_pence: int,
    amount_pence: int,
    cancels: bool,
    by_id: int,
    now: datetime,
) -> None:
    """So many pence go back to the buyer, and the order ends if ``cancels``. Raises Changed, TooMuch or WrongMove.

    ``shown_pence`` is what was left when the form was shown, so that a second press gives nothing back twice (R7).

    A part that goes back leaves the tickets good, and one payment of two leaves the order paid (PAY-8).
    """
    check_left(payment, shown_pence)
    asked = RefundReason.ASKED
    want_refund(session, payment=payment, amount_pence=amount_pence, reason=asked, by_id=by_id, now=now)
    if cancels:
        close_order(session, order=order, by_id=by_id, now=now)


def settle_presenter(session: Session, *, abstract_id: int, now: datetime) -> None:
    """The abstract is marked as at risk if it is, and else not (domain rule 46)."""
    abstract = queries.abstract_to_settle(session, abstract_id)
    is_registered = queries.is_presenter_registered(session, abstract)
    settle_risk(session, abstract=abstract, is_registered=is_registered, now=now)


def settle_code(session: Session, *, abstract_id: int, now: datetime) -> None:
    """Its presenter has a booking code of their own, if the call gives one; whoever does not present it has none.

    A code with which somebody has booked stays as it is.
    """
    abstract = queries.abstract_to_settle(session, abstract_id)
    offer, presenter, event = abstract.offer, presenter_of(abstract), abstract.call.event
    if offer is None or presenter is None:
        return
    is_accepted = abstract.status is AbstractStatus.ACCEPTED
    if offer.booking_code and not (is_accepted and offer.code_holder == presenter.email_key):
        code = code_by_words(session, event, offer.booking_code, lock=True)
        if code is not None and not code.used:
            end_code(session, code=code, by_id=None, now=now)
        note_code(session, abstract=abstract, code="", holder="")
    wants = presenting_of(session, abstract.call).issues_codes and offer.answer is OfferAnswer.TAKEN and is_accepted
    if not wants or now >= ends_at(event) or offer.booking_code or queries.is_presenter_registered(session, abstract):
        return
    made = make_codes(
        session,
        event=event,
        how_many=1,
        typed="",
        does=CodeEffect(category=Category.ISSUED),
        limits=CodeLimits(f"Presenter of abstract {abstract.number}", 1, None, now, ends_at(event), False),
        products=[],
        by_id=None,
        now=now,
    )
    note_code(session, abstract=abstract, code=made[0].code, holder=presenter.email_key)
    key = f"{abstract.id}:{made[0].id}"
    outbox.queue_letter(
        session, kind="office/email/presenter_code", to=presenter.email, key=key, now=now, abstract_id=abstract.id
    )


def link_ticket(session: Session, *, abstract: Abstract, code: str, by_id: int, now: datetime) -> None:
    """The event's ticket of that code is the presenter's, whatever address it was booked with; none for no code.

    Raises NotFound, or NoOffer. The abstract is locked.
    """
    ticket = ticket_by_code(session, abstract.event_id, code) if code else None
    if code and ticket is None:
        raise NotFound("No ticket of this event has that code.")
    key, holder = (ticket.key, ticket.email_key) if ticket else ("", "")
    note_ticket(session, abstract=abstract, key=key, holder=holder, by_id=by_id, now=now)
