"""Telling the chair what may give an abstract's authors away."""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.models import Abstract, Finding, Flagged


def note_findings(session: Session, *, abstract: Abstract, now: datetime) -> list[Finding]:
    """The chair is told of what may give the authors away as the abstract is now (domain rule 41).

    What the chair has judged stays judged while its words still stand in the same field; the rest is open. The
    abstract is locked. What comes back are all its findings.
    """
    earlier = {(each.field, each.start, each.kind): each for each in queries.findings_of(session, abstract)}
    kept, fresh = [], []
    for leak in rules.leaks_of(abstract):
        at = (leak.field, leak.start, leak.kind.value)
        if at in earlier and earlier[at].words == leak.words:
            found = earlier.pop(at)
            found.end, found.is_hint = leak.end, leak.is_hint
            kept.append(found)
        else:
            fresh.append(leak)
    # What moved within its field keeps the chair's judgement.
    judged = [each for each in earlier.values() if each.state is not Flagged.OPEN]
    for old in earlier.values():
        session.delete(old)
    session.flush()
    for leak in fresh:
        found = Finding(
            abstract_id=abstract.id,
            kind=leak.kind.value,
            field=leak.field,
            words=leak.words,
            start=leak.start,
            end=leak.end,
            is_hint=leak.is_hint,
            found_at=now,
        )
        same = (leak.field, leak.kind.value, leak.words)
        before = next((each for each in judged if (each.field, each.kind, each.words) == same), None)
        if before is not None:
            judged.remove(before)
            found.state, found.judged_at, found.judged_by_id = before.state, before.judged_at, before.judged_by_id
            found.found_at = before.found_at
        session.add(found)
        kept.append(found)
    session.flush()
    return kept
