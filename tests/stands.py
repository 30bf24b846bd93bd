"""Exhibitors, whoever scans for them, and what delegates say to them."""

from datetime import datetime, timedelta

from events.models import Event, Exhibitor
from people.models import Duty, Person, Role
from registration.models import Lead, Say, SharingAnswer, Ticket
from registration.rules import SHARING_VERSION, sharing_words, words_seen
from tests import factories as make

MINUTE = timedelta(minutes=1)


def an_exhibitor(event: Event, name: str = "Larkmere Rotas", **changes) -> Exhibitor:
    given = {"stand": "12", "promise": "We write once about rota software, and keep names for a year."}
    return make.saved(Exhibitor(event_id=event.id, name=name, added_at=make.NOON, **given | changes))


def who_scans_for(exhibitor: Exhibitor, **changes) -> Person:
    """Somebody whose duty is for this exhibitor alone."""
    person = make.a_person(**changes)
    held = {"person_id": person.id, "event_id": exhibitor.event_id, "role": Role.EXHIBITOR}
    make.saved(Duty(scope=exhibitor.name, **held))
    return person


def said(
    ticket: Ticket, exhibitor: Exhibitor, say: Say, at: datetime = make.NOON, *, with_role: bool = False
) -> SharingAnswer:
    """The delegate's latest word, to what the exhibitor promises now."""
    words = {"wording": sharing_words(exhibitor, with_role=with_role), "version": SHARING_VERSION}
    covered = {"promise_version": exhibitor.promise_version, "covers_role": with_role}
    about = {"ticket_id": ticket.id, "exhibitor_id": exhibitor.id}
    return make.saved(SharingAnswer(**about, answer=say, said_at=at, **words, **covered))


def seen(exhibitor: Exhibitor, *, with_role: bool = False) -> str:
    """What a form says of the words that it shows of the exhibitor."""
    return words_seen(exhibitor, with_role=with_role)


def scanned(ticket: Ticket, exhibitor: Exhibitor, by: Person, at: datetime = make.NOON, **changes) -> Lead:
    return make.saved(
        Lead(ticket_id=ticket.id, exhibitor_id=exhibitor.id, scanned_by_id=by.id, scanned_at=at, **changes)
    )


def a_lead(ticket: Ticket, exhibitor: Exhibitor, by: Person, **changes) -> Lead:
    """Scanned, and agreed to."""
    said(ticket, exhibitor, Say.YES)
    return scanned(ticket, exhibitor, by, **changes)
