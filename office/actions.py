"""What the desk does to letters, to an event's papers, to money and to people; the rest is the packages' own."""

from datetime import datetime

from sqlalchemy import Column, delete, select, update
from sqlalchemy.orm import Session

from abstracts.actions import ONE_POSTER_EACH
from abstracts.models import Abstract, Author
from core import diary, files, outbox
from core.db import refuse_if_broken
from core.files import StoredFile
from core.outbox import OutgoingLetter
from core.uploads import Upload
from events.models import Event
from office import queries, rules
from payments.actions import want_refund
from payments.models import Payment, RefundReason
from payments.rules import check_left
from people.models import Consent, Invitation, Person, SignIn
from people.queries import duties_of, latest_answers
from registration.actions import close_order
from registration.models import Order, Ticket


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
