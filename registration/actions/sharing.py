"""What a delegate says to exhibitors, and what ends with it."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core import diary
from events.models import Exhibitor
from people.access import Visitor
from registration import queries, rules
from registration.models import ExportedLead, Lead, Say, SharingAnswer, Ticket


def say_to_exhibitor(
    session: Session,
    *,
    ticket: Ticket,
    exhibitor: Exhibitor,
    say: Say,
    visitor: Visitor,
    now: datetime,
) -> bool:
    """The delegate's word stands from now on, in today's words; true if it is another than before.

    With a no the lead is deleted, its rating and note with it. The ticket is locked. Raises WrongMove or NotShared.
    """
    rules.check_may_say(visitor, ticket, exhibitor, say)
    if say is Say.NO:
        session.execute(delete(Lead).where(Lead.exhibitor_id == exhibitor.id, Lead.ticket_id == ticket.id))
    standing = queries.answer_to(session, exhibitor, ticket)
    if not rules.is_news(standing, say):
        return False
    wording, version = rules.sharing_words(exhibitor), rules.SHARING_VERSION
    if standing and say is Say.NO:
        # What is taken back is what was agreed to.
        wording, version = standing.wording, standing.version
    answer = {"answer": say, "wording": wording, "version": version, "said_at": now}
    session.add(SharingAnswer(ticket_id=ticket.id, exhibitor_id=exhibitor.id, **answer))
    session.flush()
    diary.note(
        session,
        act="answered an exhibitor",
        now=now,
        actor_id=visitor.person_id or None,
        thing=("ticket", ticket.id),
        event_id=ticket.event_id,
        after={"exhibitor": exhibitor.id, "answer": say.value},
    )
    return True


def forget_sharing(session: Session, ticket: Ticket) -> None:
    """Whoever has the place from now on has said nothing to exhibitors, and none of them holds anything of it."""
    for table in (ExportedLead, Lead, SharingAnswer):
        session.execute(delete(table).where(table.ticket_id == ticket.id))
