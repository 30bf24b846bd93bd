"""What of an abstract may tell a reviewer who wrote it, with the words around each passage (domain rule 41)."""

from dataclasses import dataclass

from abstracts.models import Abstract
from abstracts.rules.blind import blind_texts, field_names
from abstracts.rules.leaks import find_leaks
from abstracts.rules.telling import Leak, Named

AROUND = 60  # characters shown on either side of a passage


@dataclass(frozen=True)
class Passage:
    """A passage as its author is shown it: where, the words before it, its own and those after, and what to do."""

    field_name: str
    before: str
    words: str
    after: str
    says: str
    is_hint: bool


def named_authors(abstract: Abstract) -> list[Named]:
    """The authors with all by which somebody could know them."""
    return [
        Named(
            given_names=each.given_names,
            surname=each.surname,
            organisations=tuple(each.organisations),
            emails=(each.email,),
            orcid=each.orcid,
        )
        for each in abstract.authors
    ]


def leaks_of(abstract: Abstract) -> list[Leak]:
    """All that may tell, in every text that reaches a reviewer."""
    return find_leaks(named_authors(abstract), blind_texts(abstract))


def passages(abstract: Abstract) -> list[Passage]:
    """The same for a page: each in its context, so that its author finds it again."""
    texts, names = blind_texts(abstract), field_names(abstract)
    return [
        Passage(
            names[leak.field],
            _before(texts[leak.field], leak.start),
            leak.words,
            _after(texts[leak.field], leak.end),
            leak.kind.says,
            leak.is_hint,
        )
        for leak in leaks_of(abstract)
    ]


def _before(text: str, start: int) -> str:
    first = max(0, start - AROUND)
    return ("…" if first else "") + text[first:start]


def _after(text: str, end: int) -> str:
    last = end + AROUND
    return text[end:last] + ("…" if last < len(text) else "")
