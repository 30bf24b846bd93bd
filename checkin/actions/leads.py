"""What an exhibitor does: scans a badge, keeps what it thinks of a lead, takes a copy away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, insert
from sqlalchemy.orm import Session

from checkin import queries, rules
from checkin.rules import AtStand, Reason
from core import diary
from core.db import insert_once
from events.models import Exhibitor
from people.models import Person
from registration.codes import Signer
from registration.models import ExportedLead, Lead, LeadExport, Rating
from registration.queries import answer_to, ticket_at_stand


@dataclass(frozen=True)
class StandAnswer:
    """What the exhibitor is told: of a delegate who has not said yes nothing at all."""

    told: AtStand
    words: str = ""
    lead: Row | None = None


def scan_at_stand(
    session: Session, *, exhibitor: Exhibitor, signer: Signer, text: str, by: Person, now: datetime
) -> StandAnswer:
    """A delegate who agrees is a lead, once however often scanned; one who has said nothing is asked on their ticket.

    Raises StandIsClosed.
    """
    rules.check_is_open(exhibitor)
    code = rules.code_in(text, signer, exhibitor.event_id)
    if isinstance(code, Reason):
        return StandAnswer(AtStand.UNKNOWN, rules.WORDS_AT_STAND.get(code, rules.NO_SUCH_BADGE))
    ticket = ticket_at_stand(session, exhibitor.event_id, code)
    if ticket is None:
        return StandAnswer(AtStand.UNKNOWN, rules.NO_SUCH_BADGE)
    answer = answer_to(session, exhibitor, ticket)
    if rules.may_be_asked(answer):
        pair = {"exhibitor_id": exhibitor.id, "ticket_id": ticket.id}
        is_new = insert_once(session, Lead, **pair, scanned_at=now, scanned_by_id=by.id, rating=None, note="")
        if is_new:
            _note(session, "scanned for a lead", exhibitor, by, now, ticket=ticket.id)
    return StandAnswer(rules.told_at_stand(answer), lead=queries.lead_of(session, exhibitor, ticket.id))


def judge_lead(
    session: Session, *, exhibitor: Exhibitor, lead: Lead, rating: Rating | None, note: str, by: Person, now: datetime
) -> None:
    """What the exhibitor thinks of a lead, and its own words, are kept until the delegate says no."""
    if (lead.rating, lead.note) == (rating, note):
        return
    lead.rating, lead.note = rating, note
    session.flush()
    _note(session, "rated a lead", exhibitor, by, now, lead=lead.id, rating=rating.value if rating else None)


def export_leads(session: Session, *, exhibitor: Exhibitor, by: Person, now: datetime) -> Sequence[Row]:
    """All leads whose delegates agree now, for a copy; that it was taken, by whom and of whom is kept."""
    leads = queries.leads_to_export(session, exhibitor)
    export = LeadExport(exhibitor_id=exhibitor.id, by_id=by.id, at=now, leads=len(leads))
    session.add(export)
    session.flush()
    if leads:
        session.execute(insert(ExportedLead), [{"export_id": export.id, "ticket_id": each.ticket_id} for each in leads])
    _note(session, "exported leads", exhibitor, by, now, export=export.id, leads=len(leads))
    return leads


def _note(
    session: Session, act: str, exhibitor: Exhibitor, by: Person, now: datetime, **after: int | str | None
) -> None:
    about = ("exhibitor", exhibitor.id)
    diary.note(session, act=act, now=now, actor_id=by.id, thing=about, event_id=exhibitor.event_id, after=after)
