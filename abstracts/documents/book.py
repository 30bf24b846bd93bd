"""The book of abstracts, set in print."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from abstracts.documents.exhibits import content_of, name_of
from abstracts.models import Abstract, Decision, Ethics, Supplement, SupplementEntry
from abstracts.rules import citing
from core.typesetting import pdf_of
from core.uploads import JPEG, PNG
from core.words import capitalised, days, weekday_moment

IN_PRINT = (PNG, JPEG)  # others are named, and stand beside the abstract on its page
BOOKS_KEPT = 4
AS_PRESENTED = {Decision.ORAL: "Talk", Decision.POSTER: "Poster"}


def book_of(
    supplement: Supplement, entries: Sequence[SupplementEntry], *, made_at: datetime, embargoed: bool = False
) -> bytes:
    """The entries as a tagged PDF, in their order. The same ones with the same ``made_at`` are set once.

    ``embargoed`` writes on each page until when nobody may quote from it.
    """
    pictures = [
        (name_of(entry.abstract.number, exhibit), content_of(exhibit))
        for entry in entries
        if entry.retracted_at is None
        for exhibit in entry.abstract.files
        if exhibit.file.kind in IN_PRINT
    ]
    kept = tuple((name, content) for name, content in pictures if content)
    data = _words_of_book(supplement, entries, {name for name, _ in kept}, embargoed)
    return _set(json.dumps(data), kept, made_at)


@lru_cache(maxsize=BOOKS_KEPT)
def _set(data: str, pictures: tuple[tuple[str, bytes], ...], made_at: datetime) -> bytes:
    return pdf_of("abstracts/book.typ", json.loads(data), made_at=made_at, pictures=dict(pictures))


def _words_of_book(
    supplement: Supplement, entries: Sequence[SupplementEntry], pictures: set[str], embargoed: bool
) -> dict:
    call = supplement.call
    event = call.event
    parts: dict[str, list[dict]] = {}
    for entry in entries:
        category = entry.abstract.category
        parts.setdefault(category.name if category else "Other work", []).append(_words_of(supplement, entry, pictures))
    until = weekday_moment(call.embargo_until, event.zone) if embargoed and call.embargo_until else ""
    return {
        "event": event.name,
        "call": call.name,
        "when": days(event.first_day, event.last_day),
        "where": event.place,
        "journal": supplement.journal,
        "issue": citing.issue_of(supplement),
        "issn": supplement.issn,
        "embargo": f"Under embargo until {until}" if embargoed else "",
        "licence": _paragraphs(call.licence),
        "parts": [{"name": name, "abstracts": abstracts} for name, abstracts in parts.items()],
        "authors": [
            {"name": each.name, "numbers": [one.number for one in each.abstracts]}
            for each in citing.author_index(entry.abstract for entry in entries)
        ],
    }


def _words_of(supplement: Supplement, entry: SupplementEntry, pictures: set[str]) -> dict:
    abstract = entry.abstract
    places, authors = citing.printed_authors(abstract)
    about = {
        "number": abstract.number,
        "title": citing.title_of(abstract),
        "authors": [
            {"name": author.name, "places": numbers, "presents": author.is_presenter} for author, numbers in authors
        ],
        "places": places,
        "kind": AS_PRESENTED.get(abstract.decision, "") if abstract.decision else "",
        "board": citing.board_of_poster(abstract),
        "prizes": citing.prizes_of(entry),
        "doi": entry.doi,
        "cite": citing.citation(supplement, abstract, entry),
    }
    if entry.retracted_at is not None:
        return about | {"retracted": _paragraphs(entry.notice)}
    return about | {
        "retracted": [],
        "sections": [
            {"name": heading.name, "paragraphs": _paragraphs(words)}
            for heading, words in citing.sections_in_order(abstract)
        ],
        "exhibits": [
            {
                "kind": capitalised(each.exhibit.value),
                "caption": each.caption,
                "picture": name if (name := name_of(abstract.number, each)) in pictures else "",
            }
            for each in abstract.files
        ],
        "keywords": abstract.keyword_list,
        "statements": [{"name": name, "words": words} for name, words in statements_of(abstract)],
    }


def statements_of(abstract: Abstract) -> list[tuple[str, str]]:
    """What stands below an abstract in print, each with its name."""
    interests = ("Interests", abstract.conflicts or "None declared.")
    funding = ("Funding", abstract.funding or "None declared.")
    if abstract.ethics is Ethics.APPROVED:
        reference = f" ({abstract.ethics_reference})" if abstract.ethics_reference else ""
        return [funding, interests, ("Ethics", f"Approved by an ethics committee{reference}.")]
    return [funding, interests, ("Ethics", "No approval was needed.")]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
