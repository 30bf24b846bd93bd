"""What the chair makes of passages that may tell who wrote an abstract, and what reviewers read instead of them."""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.actions.guard import note_findings
from abstracts.models import Abstract, Finding, Flagged, Redaction
from core import diary


def look_through(session: Session, *, abstract: Abstract, now: datetime) -> list[Finding]:
    """What may tell who wrote it, as it is now: looked for again, whoever sent it in and however it came.

    What the chair has judged stays judged, and what reviewers do not read since it was redacted is no more open.
    """
    findings, redactions = note_findings(session, abstract=abstract, now=now), queries.redactions_of(session, abstract)
    for each in findings:
        if each.field in redactions:
            each.state = rules.state_after(each, redactions[each.field].words)
    session.flush()
    return findings


def judge_finding(
    session: Session, *, abstract: Abstract, finding: Finding, is_harmless: bool, by_id: int, now: datetime
) -> None:
    """The passage tells nobody anything, or is open again unless reviewers read something else in its place."""
    if is_harmless:
        to = Flagged.HARMLESS
    else:
        finding.state = Flagged.OPEN
        redaction = queries.redactions_of(session, abstract).get(finding.field)
        to = rules.state_after(finding, redaction.words if redaction else None)
    finding.state, finding.judged_at, finding.judged_by_id = to, now, by_id
    session.flush()
    _note(session, "judged a passage", abstract, by_id, now, finding=finding.id, state=to.value)


def redact_field(
    session: Session,
    *,
    abstract: Abstract,
    field: str,
    words: str,
    version: int,
    shown: str,
    by_id: int,
    now: datetime,
) -> Redaction:
    """Reviewers read ``words`` in place of the field, and nothing where there are none (REV-5); a file is withheld.

    ``version`` is the abstract's that the chair has read, ``shown`` the mark of the redaction that stood there. The
    abstract is locked. Raises NotAField, ChangedElsewhere or ChangedMeanwhile, and then nothing is kept.
    """
    redactions = queries.redactions_of(session, abstract)
    rules.check_field(abstract, field, redactions.values())
    rules.check_version(abstract, version)
    rules.check_redaction_mark(shown, redactions.get(field))
    redaction = redactions.get(field)
    if redaction is None:
        redaction = Redaction(abstract_id=abstract.id, field=field)
        session.add(redaction)
    redaction.words, redaction.of_version = words, abstract.version
    redaction.made_at, redaction.made_by_id = now, by_id
    _settle(session, abstract, field, words, by_id, now)
    _note(session, "redacted a field", abstract, by_id, now, field=field, version=abstract.version)
    return redaction


def remove_redaction(session: Session, *, abstract: Abstract, field: str, by_id: int, now: datetime) -> None:
    """Reviewers read the field as its author wrote it, and what was found in it is open again.

    Where nothing was redacted nothing changes (R7).
    """
    redaction = queries.redactions_of(session, abstract).get(field)
    if redaction is None:
        return
    session.delete(redaction)
    _settle(session, abstract, field, None, by_id, now)
    _note(session, "took a redaction back", abstract, by_id, now, field=field)


def _settle(session: Session, abstract: Abstract, field: str, words: str | None, by_id: int, now: datetime) -> None:
    for each in queries.findings_of(session, abstract):
        if each.field == field and (to := rules.state_after(each, words)) is not each.state:
            each.state, each.judged_at, each.judged_by_id = to, now, by_id
    session.flush()


def _note(session: Session, act: str, abstract: Abstract, by_id: int, now: datetime, **after: object) -> None:
    thing = ("abstract", abstract.id)
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=abstract.event_id, after=after)
