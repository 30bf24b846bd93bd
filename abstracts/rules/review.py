"""What must be looked at before an abstract goes to reviewers (domain rule 41), and what a redaction settles.

Decided: an abstract is sent to review once nothing that was found in it is open. A hint (a word that only might tell)
holds nothing up; everything else is judged harmless by the chair, or is no longer in what reviewers read.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from abstracts.models import Abstract, AbstractStatus, Exhibit, Finding, Flagged, Redaction
from abstracts.rules.blind import blind_texts, field_names, file_field
from abstracts.rules.settings import ChangedMeanwhile, mark_of
from core.errors import Refusal
from core.words import count

LONGEST_REDACTION = 20_000


class StillFlagged(Refusal):
    pass


class NotAField(Refusal):
    status = 404


def open_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Those that hold an abstract up: open, and more than a hint."""
    return [each for each in findings if each.state is Flagged.OPEN and not each.is_hint]


def may_go_to_review(abstract: Abstract, findings: Collection[Finding]) -> bool:
    """True for one that was sent in and of which every finding is settled (domain rule 41)."""
    return abstract.status is AbstractStatus.SUBMITTED and not open_findings(findings)


def why_not_to_review(abstract: Abstract, findings: Collection[Finding]) -> str:
    """Why it cannot be sent to review, in words; empty if it can."""
    if may_go_to_review(abstract, findings):
        return ""
    if abstract.status is not AbstractStatus.SUBMITTED:
        return f"It is {abstract.status.value}, not submitted."
    number = len(open_findings(findings))
    return f"{count(number, 'passage')} may tell who wrote it: judge or redact {'it' if number == 1 else 'each'} first."


def check_may_go_to_review(abstract: Abstract, findings: Collection[Finding]) -> None:
    """Raise StillFlagged unless it may go to review (domain rule 41)."""
    if reason := why_not_to_review(abstract, findings):
        raise StillFlagged(reason)


def state_after(finding: Finding, words: str | None) -> Flagged:
    """What becomes of a finding once reviewers read ``words`` in its field, or the original (None).

    Redacted if what was found is not in them any more. What was judged harmless stays so.
    """
    if finding.state is Flagged.HARMLESS:
        return Flagged.HARMLESS
    if words is None or _plain(finding.words) in _plain(words):
        return Flagged.OPEN
    return Flagged.REDACTED


def check_field(abstract: Abstract, field: str, redactions: Iterable[Redaction]) -> str:
    """The words of a field of it that reviewers read, as its author wrote them.

    Raises NotAField for any other, unless it was redacted while it still stood there: that may be taken back.
    """
    texts = blind_texts(abstract)
    files = {each.exhibit.value: each.words for each in abstract.files}
    if field in texts or field in files:
        return texts.get(field, files.get(field, ""))
    if any(each.field == field for each in redactions):
        return ""
    raise NotAField("There is no such field in this abstract.")


def mark_of_redaction(redaction: Redaction | None) -> str:
    return mark_of(redaction.words, redaction.of_version) if redaction else ""


def check_redaction_mark(shown: str, redaction: Redaction | None) -> None:
    """Raise ChangedMeanwhile if another chair redacted the field since the page was opened (REV-5)."""
    if shown != mark_of_redaction(redaction):
        raise ChangedMeanwhile(
            "Another chair has redacted this meanwhile, so nothing is saved here. What you typed is still in its box; "
            "save again to put it in place of theirs."
        )


def is_older(redaction: Redaction, abstract: Abstract) -> bool:
    """True if the author has changed the abstract since the redaction was made."""
    return redaction.of_version < abstract.version


def marked(text: str, findings: Iterable[Finding]) -> list[tuple[str, Finding | None]]:
    """The text in pieces, each with what was found there, for a page to mark; what overlaps is marked once.

    A finding that does not stand at its place any more, since the text was changed, marks nothing.
    """
    pieces: list[tuple[str, Finding | None]] = []
    at = 0
    for each in sorted(findings, key=lambda found: (found.start, -found.end)):
        if each.start < at or each.end <= each.start or text[each.start : each.end] != each.words:
            continue
        if each.start > at:
            pieces.append((text[at : each.start], None))
        pieces.append((text[each.start : each.end], each))
        at = each.end
    if at < len(text):
        pieces.append((text[at:], None))
    return pieces


@dataclass(frozen=True)
class FieldRead:
    """A field that reaches reviewers, beside what they read of it: ``instead`` if it was redacted, else the original.

    Of a figure or table ``pieces`` are the words found in it.
    """

    field: str
    name: str
    pieces: list[tuple[str, Finding | None]]
    instead: str | None
    is_file: bool
    is_older: bool


def read_by_reviewers(
    abstract: Abstract, findings: Collection[Finding], redactions: Iterable[Redaction]
) -> list[FieldRead]:
    """Every such field in the order in which it is read, files without any words too."""
    texts, names = blind_texts(abstract), field_names(abstract)
    texts = {**texts, **{file_field(each.exhibit): each.words for each in abstract.files}}
    redacted = {each.field: each for each in redactions}
    return [
        FieldRead(
            field=field,
            name=names[field],
            pieces=marked(words, [each for each in findings if each.field == field]),
            instead=redacted[field].words if field in redacted else None,
            is_file=is_file_field(field),
            is_older=field in redacted and is_older(redacted[field], abstract),
        )
        for field, words in texts.items()
    ]


def is_file_field(field: str) -> bool:
    """True for the field of a figure or table itself, which is shown or withheld."""
    return field in {file_field(each) for each in Exhibit}


def in_context(text: str, finding: Finding, letters: int = 60) -> tuple[str, str, str]:
    """What stands before it, the words themselves, and what stands after, on one line each."""
    if text[finding.start : finding.end] != finding.words:
        return "", finding.words, ""
    before, after = text[max(0, finding.start - letters) : finding.start], text[finding.end : finding.end + letters]
    before = ("…" if finding.start > letters else "") + before
    return before, finding.words, after + ("…" if len(text) > finding.end + letters else "")


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
