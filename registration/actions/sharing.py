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
    seen: str = "",
    visitor: Visitor,
    now: datetime,
) -> bool:
    """The delegate's word stands from now on; true if it is another than before.

    A yes is to today's words, which are those that were ``seen`` (rules.words_seen). With a no the lead is deleted, its
    rating and note with it. The ticket is locked. Raises WrongMove, NotShared or OtherWords.
    """
    rules.check_may_say(visitor, ticket, exhibitor, say)
    asked = {"with_role": queries.asks_role(session, ticket.event_id)}
    if say is Say.YES:
        rules.check_words_seen(exhibitor, seen, **asked)
    if say is Say.NO:
        session.execute(delete(Lead).where(Lead.exhibitor_id == exhibitor.id, Lead.ticket_id == ticket.id))
    standing = queries.answer_to(session, exhibitor, ticket)
    if not rules.is_news(standing, say, exhibitor, **asked):
        return False
    answer = SharingAnswer(ticket_id=ticket.id, exhibitor_id=exhibitor.id, answer=say, said_at=now)
    answer.wording, answer.version = rules.sharing_words(exhibitor, **asked), rules.SHARING_VERSION
    answer.promise_version, answer.covers_role = exhibitor.promise_version, asked["with_role"]
    if standing and say is Say.NO:
        # What is taken back is what was agreed to.
        answer.wording, answer.version = standing.wording, standing.version
        answer.promise_version, answer.covers_role = standing.promise_version, standing.covers_role
    session.add(answer)
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
