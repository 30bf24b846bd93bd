"""What people agree to be told, and take back."""

from collections.abc import Set
from datetime import datetime

from sqlalchemy.orm import Session

from core import diary
from people import queries, rules
from people.models import Answer, Consent, Person


def agree(session: Session, *, person: Person, wanted: Set[rules.Subject], now: datetime) -> int:
    """The person agrees to ``wanted`` and to nothing else, in today's words. How many answers that changed."""
    standing = queries.consents_of(session, person)
    said = rules.new_answers(standing.keys(), wanted)
    for (purpose, channel), answer in said.items():
        # What is taken back is what was agreed to, even if its words have changed since.
        agreed = standing.get((purpose, channel))
        session.add(
            Consent(
                person_id=person.id,
                purpose=purpose,
                channel=channel,
                answer=answer,
                wording=agreed.wording if agreed else rules.CONSENT_WORDS[purpose, channel],
                version=agreed.version if agreed else rules.CONSENT_VERSION,
                said_at=now,
            )
        )
    if said:
        counts = {answer.value: list(said.values()).count(answer) for answer in Answer}
        about = ("person", person.id)
        diary.note(session, act="said what to be told", now=now, actor_id=person.id, thing=about, after=counts)
    return len(said)
