"""People whom somebody else names by their address, before they ever sign in."""

from datetime import datetime

from sqlalchemy.orm import Session

from core import diary
from people import queries
from people.models import Person
from people.rules import email_key


def person_at(session: Session, *, email: str, name: str, now: datetime) -> Person:
    """Whoever signs in with that address; somebody new if nobody does, called ``name`` until they say otherwise.

    That is no sign-in and gives no right: what is theirs they see once they have proved the mailbox (R10).
    """
    found = queries.person_by_email(session, email_key(email))
    if found is not None:
        return found.merged_into or found
    person = Person(email=email.strip(), email_key=email_key(email), name=name, created_at=now)
    session.add(person)
    session.flush()
    diary.note(session, act="became known", now=now, actor_id=None, thing=("person", person.id))
    return person
