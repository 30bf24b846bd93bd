"""An abstract as one row of a sheet: its authors joined, their affiliations numbered, each heading in its column."""

import enum
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from abstracts.models import Abstract, Author
from abstracts.rules.exhibits import affiliations
from abstracts.rules.limits import words_of_sections

BEFORE = (
    *("Call", "Number", "Status", "Decision", "Title", "Category", "Preference", "Keywords"),
    *("Authors", "Affiliations", "Presenter", "Presenter’s email", "Corresponding author", "Their email"),
    *("Not confirmed by", "Submitted by", "Submitter’s email"),
)
AFTER = (
    *("Words", "Ethics", "Ethics reference", "Patients’ consent", "Interests", "Funding", "Led by", "Nation"),
    *("Licence agreed", "Figure", "Table", "Begun", "Last saved", "Submitted", "Withdrawn", "Imported as"),
)


def rows_of(abstracts: Iterable[Abstract], zone: str) -> tuple[list[str], Iterator[list[object]]]:
    """The head and a row for each abstract; of several calls the headings and questions stand side by side.

    Times are those of ``zone``.
    """
    abstracts = list(abstracts)
    headings: dict[str, None] = {}
    questions: dict[str, None] = {}
    for abstract in abstracts:
        by_position = sorted(abstract.sections, key=lambda each: (each.heading.position, each.heading.id))
        headings |= dict.fromkeys(each.heading.name for each in by_position if each.words)
        asked = sorted(abstract.answers, key=lambda each: (each.question.position, each.question.id))
        questions |= dict.fromkeys(each.question.label for each in asked if each.value)
    head = [*BEFORE, *headings, *AFTER, *questions]
    clock = ZoneInfo(zone)
    return head, (_row(abstract, list(headings), list(questions), clock) for abstract in abstracts)


def _row(abstract: Abstract, headings: list[str], questions: list[str], zone: ZoneInfo) -> list[object]:
    places, numbered = affiliations(abstract.authors)
    written = {each.heading.name: each.words for each in abstract.sections}
    said = {each.question.label: each.value for each in abstract.answers}
    presenter = next((each for each in abstract.authors if each.is_presenter), None)
    written_to = next((each for each in abstract.authors if each.is_corresponding), None)
    captions = {each.exhibit.value: each.caption for each in abstract.files}

    def at(moment: datetime | None) -> datetime | str:
        return moment.astimezone(zone).replace(tzinfo=None) if moment else ""

    return [
        abstract.call.name,
        abstract.number,
        abstract.status.value,
        _word(abstract.decision),
        abstract.title,
        abstract.category.name if abstract.category else "",
        _word(abstract.preference),
        "; ".join(abstract.keyword_list),
        "; ".join(_named(author, numbers) for author, numbers in numbered),
        "; ".join(f"{number} {place}" for number, place in enumerate(places, start=1)),
        presenter.name if presenter else "",
        presenter.email if presenter else "",
        written_to.name if written_to else "",
        written_to.email if written_to else "",
        "; ".join(f"{each.name} ({each.agreement.value})" for each in abstract.authors if _is_open(each)),
        abstract.owner.name,
        abstract.owner.email,
        *(written.get(name, "") for name in headings),
        words_of_sections(abstract),
        _word(abstract.ethics),
        abstract.ethics_reference,
        _word(abstract.consent),
        abstract.conflicts,
        abstract.funding,
        _word(abstract.lead),
        _word(abstract.nation),
        at(abstract.licence_agreed_at),
        captions.get("figure", ""),
        captions.get("table", ""),
        at(abstract.started_at),
        at(abstract.saved_at),
        at(abstract.submitted_at),
        at(abstract.withdrawn_at),
        abstract.source_ref,
        *(said.get(label, "") for label in questions),
    ]


def _named(author: Author, numbers: tuple[int, ...]) -> str:
    return f"{author.name} ({', '.join(map(str, numbers))})" if numbers else author.name


def _is_open(author: Author) -> bool:
    return author.agreement.value != "confirmed"


def _word(value: enum.Enum | None) -> str:
    return value.value if value is not None else ""
