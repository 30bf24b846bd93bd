"""The leak finder: what in an abstract's texts may tell a reviewer who wrote it (domain rule 41).

Names, organisations and numbers are found however they are written: without accents, in capitals, in wide letters,
with invisible signs within, across the end of a line, in any script. A surname that is an ordinary word (Long, May)
counts only where a title, an initial, a given name or a citation shows a person, or where its capital is explained
neither by a sentence nor by a heading, a hyphen or a number. Given names alone are not looked for.
"""

from collections.abc import Iterator, Mapping, Sequence

from abstracts.rules.letters import Letters, plain_letters, words_of_name
from abstracts.rules.named import Names, explained_abbreviations, initials_in, names_in, names_of
from abstracts.rules.organisations import (
    Organisations,
    abbreviations_in,
    organisations_in,
    organisations_of,
    small_words_of,
)
from abstracts.rules.patterns import forms_in
from abstracts.rules.telling import SAYS, Kind, Leak, Named

__all__ = ["SAYS", "Kind", "Leak", "Named", "find_leaks"]

# What is told of once as a whole: a name within an address needs no words of its own.
WHOLE = {Kind.EMAIL, Kind.WEB}


def find_leaks(authors: Sequence[Named], texts: Mapping[str, str]) -> list[Leak]:
    """All that may tell who wrote these texts, in the order of the fields and of each field's words."""
    plain = {field: plain_letters(text) for field, text in texts.items()}
    names, places = names_of(authors), organisations_of(authors)
    names.told |= {word for words in places.parts.values() for each in words for word in each if len(word) > 3}
    explained = {each for letters in plain.values() for each in explained_abbreviations(letters)}
    small = small_words_of(list(plain.values()))
    found: list[Leak] = []
    for field, letters in plain.items():
        # By kind and place, the longest of those that begin together.
        here: dict[tuple[Kind, int], tuple[int, bool]] = {}
        # A hyphen at a line's end may be the word's own, or its printer's: look at both.
        for each in [letters] if letters.undivided is letters else [letters, letters.undivided]:
            for kind, start, end, is_hint in _all_in(each, names, places, explained, small):
                first, last = each.span(start, end)
                known = here.get((kind, first))
                if known is None or last > known[0]:
                    here[kind, first] = last, is_hint
        found += [
            Leak(kind, field, texts[field][start:end], start, end, hint) for kind, start, end, hint in _outermost(here)
        ]
    return found


def _all_in(
    letters: Letters, names: Names, places: Organisations, explained: set[str], small: set[str]
) -> Iterator[tuple[Kind, int, int, bool]]:
    for start, end in names_in(letters, names):
        yield Kind.NAME, start, end, False
    for start, end in initials_in(letters, names, explained):
        yield Kind.INITIALS, start, end, False
    for start, end in organisations_in(letters, places, small):
        yield Kind.ORGANISATION, start, end, False
    for start, end in abbreviations_in(letters, places, explained - places.letters):
        yield Kind.ORGANISATION, start, end, False
    for kind, start, end, is_hint in forms_in(letters):
        yield kind, start, end, is_hint and not (kind is Kind.WEB and _has_any(letters.low[start:end], names.told))


def _has_any(address: str, told: set[str]) -> bool:
    return any(word in told for word in words_of_name(address))


def _outermost(here: dict[tuple[Kind, int], tuple[int, bool]]) -> Iterator[tuple[Kind, int, int, bool]]:
    """What begins in no other of its own kind, and no name within an address."""
    spans = sorted((start, -end, kind.value, kind, is_hint) for (kind, start), (end, is_hint) in here.items())
    until: dict[Kind, int] = {}
    address_until = 0
    for start, minus_end, _, kind, is_hint in spans:
        end = -minus_end
        is_within = end <= address_until and kind in WHOLE | {Kind.NAME, Kind.ORGANISATION, Kind.INITIALS}
        if is_within or start < until.get(kind, 0):
            continue
        until[kind] = end
        address_until = end if kind in WHOLE else address_until
        yield kind, start, end, is_hint
