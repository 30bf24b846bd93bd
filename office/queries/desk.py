"""Reading across packages, for the desk's own lists."""

import unicodedata
from datetime import date, datetime

from sqlalchemy import Column, ColumnElement, Select, String, and_, cast, distinct, func, literal, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from abstracts.models import Abstract, AbstractStatus, Author, Call, Offer, OfferAnswer, Presenting
from checkin.models import Admission
from core.db import Base
from core.diary import DiaryEntry, broken_seals
from core.errors import NotFound
from core.invariants import invariant
from core.outbox import LetterStatus, OutgoingLetter
from events.models import Event
from members.models import CareerStage, Membership, Nation
from people.models import Consent, Duty, Person, SignIn
from people.queries import is_not_over
from people.rules import NotAnAddress, email_key
from registration.models import Order, OrderStatus, Ticket
from registration.queries import has_good_ticket


def letters(session: Session, *, status: LetterStatus, before_id: int | None, rows: int) -> list[OutgoingLetter]:
    """Up to ``rows`` letters of one status, the latest first."""
    found = select(OutgoingLetter).where(OutgoingLetter.status == status)
    if before_id is not None:
        found = found.where(OutgoingLetter.id < before_id)
    return list(session.scalars(found.order_by(OutgoingLetter.id.desc()).limit(rows)))


def letter_counts(session: Session) -> dict[LetterStatus, int]:
    """How many letters of each status; every status is there, if only with 0."""
    counted = session.execute(
        select(OutgoingLetter.status, func.count(OutgoingLetter.id)).group_by(OutgoingLetter.status)
    )
    return {status: 0 for status in LetterStatus} | {status: number for status, number in counted}


def letter(session: Session, letter_id: int, *, lock: bool = False) -> OutgoingLetter:
    found = select(OutgoingLetter).where(OutgoingLetter.id == letter_id)
    one = session.scalar(found.with_for_update() if lock else found)
    if one is None:
        raise NotFound("There is no such letter.")
    return one


def diary_of(session: Session, order: Order) -> list[tuple[DiaryEntry, str]]:
    """What happened to an order, oldest first, each with the name of who did it (empty for a guest)."""
    name = func.coalesce(func.nullif(Person.name, ""), Person.email, "")
    found = (
        select(DiaryEntry, name)
        .outerjoin(Person, Person.id == DiaryEntry.actor_id)
        .where(DiaryEntry.event_id == order.event_id)
        .where(DiaryEntry.object_kind == "order", DiaryEntry.object_id == order.id)
    )
    return [(entry, who) for entry, who in session.execute(found.order_by(DiaryEntry.id))]


def people_page(session: Session, *, words: str, before_id: int | None, rows: int) -> list[Person]:
    """Up to ``rows`` people whose name or address holds every one of the ``words``, the latest known first."""
    found = select(Person).where(*_holding(words))
    if before_id is not None:
        found = found.where(Person.id < before_id)
    return list(session.scalars(found.order_by(Person.id.desc()).limit(rows)))


def how_many_people(session: Session, *, words: str) -> int:
    return session.scalar(select(func.count(Person.id)).where(*_holding(words))) or 0


def duties_by_person(session: Session, people: list[Person], today: date) -> dict[int, list[Duty]]:
    """What each of these people does today, by their id; nothing for who holds no duty."""
    theirs = select(Duty).where(Duty.person_id.in_([person.id for person in people]), is_not_over(today))
    held: dict[int, list[Duty]] = {}
    for each in session.scalars(theirs.options(joinedload(Duty.event)).order_by(Duty.id)):
        held.setdefault(each.person_id, []).append(each)
    return held


def person_at_desk(session: Session, person_id: int) -> Person:
    person = session.scalar(select(Person).where(Person.id == person_id).options(joinedload(Person.merged_into)))
    if person is None:
        raise NotFound("There is no such person.")
    return person


def both_at_desk(session: Session, kept_id: int, merged_id: int) -> tuple[Person, Person]:
    """Two records, locked in order; the same one twice if it is one."""
    found = select(Person).where(Person.id.in_((kept_id, merged_id))).order_by(Person.id)
    people = {person.id: person for person in session.scalars(found.with_for_update())}
    if not {kept_id, merged_id} <= people.keys():
        raise NotFound("There is no such person.")
    return people[kept_id], people[merged_id]


def links_to_people() -> list[Column]:
    """Every column of every table that names a person, whichever package it belongs to."""
    people = Person.__table__
    links = [link for table in Base.metadata.sorted_tables for link in table.foreign_keys]
    return sorted((link.parent for link in links if link.column.table is people), key=str)


def what_moves(session: Session, merged: Person, now: datetime) -> dict[str, int]:
    """How much of each kind goes from a record to the one that it is merged into, in one statement."""
    key, number = merged.email_key, merged.id
    is_live = and_(SignIn.ended_at.is_(None), SignIn.expires_at > now)
    counted = {
        "orders": select(func.count(Order.id)).where(or_(Order.buyer_id == number, Order.email_key == key)),
        "tickets": select(func.count(Ticket.id)).where(Ticket.email_key == key),
        "abstracts": select(func.count(Abstract.id)).where(
            or_(Abstract.owner_id == number, Abstract.authors.any(Author.email_key == key))
        ),
        "duties": select(func.count(Duty.id)).where(Duty.person_id == number),
        "sign_ins": select(func.count(SignIn.id)).where(SignIn.person_id == number, is_live),
        "answers": select(func.count(Consent.id)).where(Consent.person_id == number),
    }
    row = session.execute(select(*(each.scalar_subquery().label(name) for name, each in counted.items()))).one()
    return dict(row._mapping)


def sign_in_figures(session: Session, person: Person, now: datetime) -> tuple[int, datetime | None]:
    """In how many browsers the person is signed in now, and when they were last seen, if ever."""
    is_live = and_(SignIn.ended_at.is_(None), SignIn.expires_at > now)
    asked = select(func.count(SignIn.id).filter(is_live), func.max(SignIn.seen_at))
    live, seen_at = session.execute(asked.where(SignIn.person_id == person.id)).one()
    return live, seen_at


def diary_about(session: Session, person: Person, *, rows: int) -> list[tuple[DiaryEntry, str]]:
    """The latest ``rows`` entries about a person, or of what they did themselves, with the name of who did it."""
    name = func.coalesce(func.nullif(Person.name, ""), Person.email, "")
    theirs = or_(
        and_(DiaryEntry.object_kind == "person", DiaryEntry.object_id == person.id), DiaryEntry.actor_id == person.id
    )
    found = select(DiaryEntry, name).outerjoin(Person, Person.id == DiaryEntry.actor_id).where(theirs)
    return [(entry, who) for entry, who in session.execute(found.order_by(DiaryEntry.id.desc()).limit(rows))]


def _holding(words: str) -> list[ColumnElement[bool]]:
    return [
        or_(
            Person.email_key.contains(_as_key(word), autoescape=True),
            # As typed too: SQLite knows upper and lower case of plain letters only.
            *(Person.name.contains(each, autoescape=True) for each in {word, word.capitalize(), word.upper()}),
            func.lower(Person.name).contains(word.lower(), autoescape=True),
        )
        for word in unicodedata.normalize("NFC", words).split()
    ]


def _as_key(word: str) -> str:
    """A whole address as addresses are compared; a part of one folded as theirs are."""
    try:
        return email_key(word)
    except NotAnAddress:
        return unicodedata.normalize("NFKC", word).casefold()


@invariant("I6", "Each confirmed order has the one letter that says so, and none that is not paid has one.")
def orders_without_their_letter(session: Session) -> list[dict]:
    key = literal("registration/email/confirmed:").concat(cast(Order.id, String))
    found = select(Order.id).outerjoin(OutgoingLetter, OutgoingLetter.key == key)
    lacking = and_(Order.status == OrderStatus.CONFIRMED, OutgoingLetter.id.is_(None))
    # A cancelled one may have been confirmed before, or only held.
    settled = (OrderStatus.CONFIRMED, OrderStatus.CANCELLED)
    too_early = and_(Order.status.not_in(settled), OutgoingLetter.id.is_not(None))
    return [{"order_id": number} for number in session.scalars(found.where(or_(lacking, too_early)))]


@invariant("I8", "Each move of an order has its one entry in the diary, and the sealed diary is what was sealed.")
def moves_without_their_entry(session: Session) -> list[dict]:
    faults = []
    begun, ended = ("placed an order", "asked for a place"), ("cancelled an order", "declined a request")
    for acts, moved in {begun: true(), ended: Order.cancelled_at.is_not(None)}.items():
        ours = and_(DiaryEntry.object_kind == "order", DiaryEntry.object_id == Order.id, DiaryEntry.act.in_(acts))
        counted = select(Order.id, func.count(DiaryEntry.id)).outerjoin(DiaryEntry, ours).where(moved)
        wrong = counted.group_by(Order.id).having(func.count(DiaryEntry.id) != 1)
        rows = session.execute(wrong)
        faults += [{"order_id": number, "act": acts[0], "entries": entries} for number, entries in rows]
    return faults + broken_seals(session)


def registered_presenters(session: Session, call: Call) -> set[int]:
    """The ids of the call's accepted abstracts whose presenters are registered for the event and paid (rule 46)."""
    return set(session.scalars(_presented().where(Abstract.call_id == call.id, _HAS_TICKET)))


def is_presenter_registered(session: Session, abstract: Abstract) -> bool:
    """True if whoever presents it is registered for the event and paid (domain rule 46)."""
    return session.scalar(_presented().where(Abstract.id == abstract.id, _HAS_TICKET)) is not None


def next_to_settle(session: Session, now: datetime) -> int | None:
    """The id of an abstract that is at risk and not marked so, or marked and not at risk any more; None if none is."""
    until = func.coalesce(Offer.register_by, Call.register_by)
    is_over = and_(until.is_not(None), until <= now, Abstract.status == AbstractStatus.ACCEPTED)
    newly = and_(Offer.at_risk_at.is_(None), is_over, ~_HAS_TICKET)
    no_more = and_(Offer.at_risk_at.is_not(None), or_(func.coalesce(~is_over, true()), _HAS_TICKET))
    found = _presented().where(or_(newly, no_more))
    return session.scalar(found.order_by(Abstract.id).limit(1))


def next_code_to_settle(session: Session, today: date) -> int | None:
    """The id of an abstract whose presenter is to get a booking code, or whose code is not its presenter's any more."""
    is_theirs = and_(Offer.code_holder == Author.email_key, Abstract.status == AbstractStatus.ACCEPTED)
    wants = and_(Presenting.issues_codes, Offer.answer == OfferAnswer.TAKEN, Offer.code_holder != Author.email_key)
    wanted = and_(Abstract.status == AbstractStatus.ACCEPTED, wants, Event.last_day >= today, ~_HAS_TICKET)
    found = _presented().outerjoin(Presenting, Presenting.call_id == Call.id)
    found = found.join(Event, Event.id == Abstract.event_id)
    found = found.where(or_(wanted, and_(Offer.booking_code != "", ~is_theirs)))
    return session.scalar(found.order_by(Abstract.id).limit(1))


def abstract_to_settle(session: Session, abstract_id: int) -> Abstract:
    """An abstract with its offer, authors, call and event, locked."""
    found = select(Abstract).where(Abstract.id == abstract_id).execution_options(populate_existing=True)
    session.execute(found.with_only_columns(Abstract.id).with_for_update(of=Abstract))
    loaded = (joinedload(Abstract.offer), joinedload(Abstract.call).joinedload(Call.event))
    return session.scalars(found.options(*loaded)).one()


def _presented() -> Select[int]:
    """The ids of what was offered a place and has a presenter, with the tables that say more of it."""
    found = select(Abstract.id).join(Offer, Offer.abstract_id == Abstract.id).join(Call, Call.id == Abstract.call_id)
    return found.join(Author, and_(Author.abstract_id == Abstract.id, Author.is_presenter))


_HAS_TICKET = has_good_ticket(Abstract.event_id, Author.email_key, Offer.ticket_key, Offer.ticket_holder)


def attendance_at(session: Session, event: Event) -> tuple[dict[Nation | None, int], dict[CareerStage | None, int]]:
    """How many came to the event, by nation and by career stage as the register has them; None for who is not in it.

    Came has whoever was let in at the door, once however often. A mailbox that two free entries name tells nothing.
    """
    found = select(Membership.nation, Membership.career_stage, func.count(distinct(Ticket.id))).select_from(Ticket)
    came = select(Admission.id).where(Admission.ticket_id == Ticket.id, Admission.event_id == event.id).exists()
    other = aliased(Membership)
    shared = select(other.id).where(
        other.email_key == Membership.email_key, other.person_id.is_(None), other.id != Membership.id
    )
    by_mailbox = and_(Membership.person_id.is_(None), Membership.email_key == Ticket.email_key, ~shared.exists())
    found = found.outerjoin(Person, Person.email_key == Ticket.email_key)
    # Who has proved an entry goes by that one, and by no other in which their mailbox stands.
    proved = select(other.id).where(other.person_id == Person.id).exists()
    found = found.outerjoin(
        Membership, or_(Membership.person_id == Person.id, and_(by_mailbox, or_(Person.id.is_(None), ~proved)))
    )
    found = found.where(Ticket.event_id == event.id, came).group_by(Membership.nation, Membership.career_stage)
    nations: dict[Nation | None, int] = {}
    stages: dict[CareerStage | None, int] = {}
    for nation, stage, number in session.execute(found).all():
        nations[nation] = nations.get(nation, 0) + number
        stages[stage] = stages.get(stage, 0) + number
    return nations, stages
