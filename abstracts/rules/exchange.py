"""An abstract as it is handed from program to program: the JSON that is exported, and that an import reads.

``Record`` is both: what an export writes of a stored abstract an import reads as the same abstract.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from abstracts.models import (
    Abstract,
    AbstractStatus,
    Agreement,
    Decision,
    Ethics,
    Exhibit,
    Lead,
    PatientConsent,
    Preference,
)
from abstracts.rules.limits import LONGEST
from core.fields import readable, trimmed
from members.models import Nation
from people.rules import NotAnAddress, email_key

# What the figures and tables of one file may weigh together, in bytes; beyond that they stay behind.
MOST_CONTENT = 8 * 2**20
FORMAT, VERSION = "plenary abstracts", 1
MOST = 5_000
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
DECIDED = {
    AbstractStatus.DECIDED,
    AbstractStatus.ACCEPTED,
    AbstractStatus.DECLINED,
    AbstractStatus.WAITLISTED,
    AbstractStatus.PRESENTED,
    AbstractStatus.PUBLISHED,
}


def _storable(text: Any) -> Any:
    # PostgreSQL takes no NUL and UTF-8 no half of a surrogate pair, which JSON can spell.
    if (
        isinstance(text, str)
        and len(text) <= LONGEST
        and any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text)
    ):
        raise ValueError("holds a character that cannot be stored")
    return text


def _needed(text: str) -> str:
    if not text:
        raise ValueError("must not be empty")
    return text


def _address(text: str) -> str:
    try:
        email_key(text)
    except NotAnAddress as wrong:
        raise ValueError(str(wrong)) from None
    return text.strip()


Text = Annotated[str, BeforeValidator(_storable), StringConstraints(max_length=LONGEST)]
Line = Annotated[str, BeforeValidator(_storable), StringConstraints(max_length=1000), AfterValidator(trimmed)]
Name = Annotated[str, BeforeValidator(_storable), StringConstraints(max_length=300), AfterValidator(readable)]
Address = Annotated[str, BeforeValidator(_storable), StringConstraints(max_length=254), AfterValidator(_address)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Owner(_Part):
    """Whoever writes the abstract, author or not."""

    name: Name = ""
    email: Address


class Writer(_Part):
    """An author."""

    given_names: Name = ""
    surname: Annotated[Name, AfterValidator(_needed)]
    email: Address
    orcid: Line = ""
    organisation: Name = ""
    town: Name = ""
    second_organisation: Name = ""
    is_presenter: bool = False
    is_corresponding: bool = False
    agreement: Agreement = Agreement.WAITING
    answered_at: AwareDatetime | None = None


class KeptFile(_Part):
    """A figure or table; ``content`` is its bytes in base64, and empty where they stayed behind."""

    exhibit: Exhibit
    caption: Text = ""
    kind: Line = ""
    bytes: int = 0
    sha256: Line = ""
    content: Annotated[str, StringConstraints(max_length=16 * 2**20)] = ""


class Record(_Part):
    """An abstract with all that its authors wrote, and where it stands. ``ref`` is what its program calls it."""

    ref: Annotated[Line, AfterValidator(_needed)]
    call: Line = ""
    number: int | None = None
    status: AbstractStatus = AbstractStatus.SUBMITTED
    title: Line = ""
    category: Line = ""
    preference: Preference | None = None
    keywords: tuple[Line, ...] = ()
    sections: dict[Line, Text] = Field(default_factory=dict)
    owner: Owner | None = None
    authors: tuple[Writer, ...] = ()
    ethics: Ethics | None = None
    ethics_reference: Text = ""
    consent: PatientConsent | None = None
    conflicts: Text = ""
    funding: Text = ""
    lead: Lead | None = None
    nation: Nation | None = None
    licence_agreed_at: AwareDatetime | None = None
    answers: dict[Line, Text] = Field(default_factory=dict)
    files: tuple[KeptFile, ...] = ()
    reviewer_conflicts: tuple[Line, ...] = ()
    started_at: AwareDatetime | None = None
    submitted_at: AwareDatetime | None = None
    withdrawn_at: AwareDatetime | None = None
    decision: Decision | None = None
    decided_at: AwareDatetime | None = None
    merged_into: Line = ""


# What authors write. Times, statuses and who confirmed move on by themselves in each program.
WRITTEN = {
    *("title", "category", "preference", "keywords", "sections", "authors", "ethics", "ethics_reference", "consent"),
    *("conflicts", "funding", "lead", "nation", "licence_agreed_at", "answers"),
}


def written_alike(one: Record, other: Record) -> bool:
    """True if both say the same, wherever they stand."""
    without = {"authors": {"__all__": {"agreement", "answered_at"}}}
    return one.model_dump(include=WRITTEN, exclude=without) == other.model_dump(include=WRITTEN, exclude=without)


def reference_of(abstract: Abstract) -> str:
    """What the program that it came from calls it; for one written here its event, call and number."""
    return abstract.source_ref or own_reference(abstract)


def own_reference(abstract: Abstract) -> str:
    return f"{abstract.call.event.slug}/{abstract.call.slug}/{abstract.number}"


def record_of(abstract: Abstract, contents: Mapping[int, bytes] | None = None) -> Record:
    """The stored abstract, whole, as a record. It is trusted: what once was stored is not asked again.

    ``contents`` are the bytes of stored files by their ids; of a file that is not among them there is only a mention.
    """
    merged = abstract.merged_into
    names = ("status", "title", "preference", "ethics", "ethics_reference", "consent", "conflicts", "funding", "lead")
    times = ("nation", "licence_agreed_at", "started_at", "submitted_at", "withdrawn_at", "decision", "decided_at")
    return Record.model_construct(
        ref=reference_of(abstract),
        call=abstract.call.slug,
        number=abstract.number,
        category=abstract.category.name if abstract.category else "",
        keywords=tuple(abstract.keyword_list),
        sections={each.heading.name: each.words for each in _in_order(abstract.sections, "heading") if each.words},
        owner=Owner.model_construct(name=abstract.owner.name, email=abstract.owner.email),
        authors=tuple(
            Writer.model_construct(**{name: getattr(each, name) for name in Writer.model_fields})
            for each in abstract.authors
        ),
        answers={each.question.label: each.value for each in _in_order(abstract.answers, "question") if each.value},
        files=tuple(
            KeptFile.model_construct(
                exhibit=each.exhibit,
                caption=each.caption,
                kind=each.file.kind,
                bytes=each.file.bytes,
                sha256=each.file.sha256,
                content=b64encode((contents or {}).get(each.file_id, b"")).decode(),
            )
            for each in abstract.files
        ),
        merged_into=reference_of(merged) if merged else "",
        **{name: getattr(abstract, name) for name in (*names, *times)},
    )


def json_of(
    event_slug: str, abstracts: Iterable[Abstract], now: datetime, contents: Mapping[int, bytes] | None = None
) -> bytes:
    """The file that an import reads, in UTF-8 and indented for people."""
    records = [record_of(each, contents).model_dump(mode="json") for each in abstracts]
    head = {"format": FORMAT, "version": VERSION, "event": event_slug, "exported_at": now.isoformat()}
    return json.dumps({**head, "abstracts": records}, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def moment_of(value: Any) -> datetime | None:
    """A Unix time as HotCRP gives it; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 2**33:
        return None
    return datetime.fromtimestamp(value, UTC)


def _in_order(rows: Iterable[Any], of: str) -> list[Any]:
    return sorted(rows, key=lambda row: (getattr(row, of).position, getattr(row, of).id))
