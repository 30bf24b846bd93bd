"""Who is in follows from what was scanned (R21): the admissions as rules/settling.py reckons them, written down."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from checkin import queries, rules
from checkin.models import Admission
from core.db import insert_each_once
from events.models import Event


def settle_tickets(session: Session, *, event: Event, dead_at: Mapping[int, datetime | None]) -> None:
    """The admissions of these tickets are what their scans make of them.

    ``dead_at``: by the ticket's id when its place was given back, if it was. Their rows are locked before this
    (queries.lock_tickets).
    """
    listings = queries.listings_of(session, event.id)
    facts, stored = queries.facts_of(session, dead_at), queries.admissions_of(session, dead_at)
    new, gone = [], []
    for ticket_id, cancelled_at in sorted(dead_at.items()):
        settled, _ = rules.settle(facts[ticket_id], listings, event, cancelled_at=cancelled_at)
        for (list_name, day), admission in settled.items():
            row = {
                "admitted_at": admission.first.at,
                "by_id": admission.first.by_id,
                "place": admission.first.place,
                "inside": admission.inside,
                "moved_at": admission.moved_at,
            }
            before = stored[ticket_id].pop((list_name, day), None)
            if before is None:
                new.append(row | {"event_id": event.id, "ticket_id": ticket_id, "list": list_name, "day": day})
            elif any(getattr(before, name) != value for name, value in row.items()):
                session.execute(update(Admission).where(Admission.id == before.id).values(row))
        gone += [each.id for each in stored[ticket_id].values()]
    insert_each_once(session, Admission, new, "ticket_id")
    if gone:
        session.execute(delete(Admission).where(Admission.id.in_(gone)))
