"""The final version of an accepted abstract, kept beside what was judged."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.actions.steps import note_deed
from abstracts.models import Abstract, FinalSection, FinalVersion


def save_final(
    session: Session, *, abstract: Abstract, title: str, sections: Mapping[int, str], by_id: int | None, now: datetime
) -> None:
    """These words, by the ids of headings, are shown and printed; what was judged stays. Once: the same again changes
    nothing (R7). The abstract is locked. Raises FinalClosed, or NotComplete beyond the call's limits (rule 39).
    """
    sent = queries.final_version_of(session, abstract)
    if sent is not None and rules.final_words(abstract, sent) == (title, dict(sections)):
        return
    rules.check_may_send_final(abstract, queries.presenting_of(session, abstract.call), sent, now)
    rules.check_final(abstract.call, title, sections)
    rows = [FinalSection(heading_id=heading_id, words=words) for heading_id, words in sections.items()]
    session.add(FinalVersion(abstract_id=abstract.id, title=title, saved_at=now, sections=rows))
    session.flush()
    note_deed(session, "sent the final version", abstract, by_id, now)
