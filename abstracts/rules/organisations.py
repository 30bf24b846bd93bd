"""Authors’ organisations in a text: the whole name, the part that is theirs alone, and their letters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from abstracts.rules.common import (
    ABBREVIATIONS,
    ALWAYS_CAPITAL,
    BEARS_A_NAME,
    EPONYMS,
    INSTITUTIONS,
    ORDINARY,
    SHARED,
    SMALL_WORDS,
)
from abstracts.rules.letters import Letters, Token, is_unspaced, plain_letters, words_of_name
from abstracts.rules.telling import Named

BETWEEN_PARTS = re.compile(r"[,;/()\n|]+")
# What may stand between the words of an organisation’s name; small words and an ampersand count as nothing.
GAP = re.compile(r"[\s'.,&\-]{0,4}")
SAINTS = {"st", "saint", "sts"}
IN_BRACKETS = re.compile(r"\(([A-Z][A-Za-z]{1,7})\)")
LETTERS = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]{1,9}(?![A-Za-z])")
LEFT_OUT = ({"nhs"}, {"nhs", "foundation"}, {"nhs", "foundation", "trust"}, {"nhs", "trust"}, {"trust"})


@dataclass
class Organisations:
    """What to look for: whole names and telling parts by their first word, and abbreviations as they are written."""

    whole: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    parts: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    letters: set[str] = field(default_factory=set)
    unspaced: set[str] = field(default_factory=set)


def organisations_of(authors: Sequence[Named]) -> Organisations:
    """All that the authors’ organisations are to be found by."""
    looked_for = Organisations()
    for typed in {typed for author in authors for typed in author.organisations}:
        looked_for.letters |= set(IN_BRACKETS.findall(typed)) - ABBREVIATIONS
        for piece in BETWEEN_PARTS.split(typed):
            _add(looked_for, piece.strip())
    return looked_for


def organisations_in(letters: Letters, looked_for: Organisations, elsewhere: set[str]) -> Iterator[tuple[int, int]]:
    """Where an author’s organisation stands; ``elsewhere`` are words written without a capital in the same abstract."""
    tokens = letters.tokens
    whole_until = -1
    for place, token in enumerate(tokens):
        for words in looked_for.whole.get(token.low, ()):
            last = _last(letters, tokens, place, words)
            if last is not None:
                yield token.start, tokens[last].end
                whole_until = max(whole_until, last)
        if place <= whole_until:
            continue
        for words in looked_for.parts.get(token.low, ()):
            last = _last(letters, tokens, place, words)
            if last is not None and _is_meant(letters, tokens, place, last, elsewhere):
                yield token.start, tokens[last].end
    for name in sorted(looked_for.unspaced):
        at = letters.low.find(name)
        while at >= 0:
            yield at, at + len(name)
            at = letters.low.find(name, at + len(name))


def abbreviations_in(letters: Letters, looked_for: Organisations, explained: set[str]) -> Iterator[tuple[int, int]]:
    """Where an organisation’s letters stand, unless the text explains them as something else."""
    for found in LETTERS.finditer(letters.cased):
        if found[0] in looked_for.letters and found[0] not in explained:
            yield found.span()


def small_words_of(texts: Sequence[Letters]) -> set[str]:
    """The words that are written without a capital somewhere in these texts."""
    return {token.low for letters in texts for token in letters.tokens if not token.is_capital}


def _add(looked_for: Organisations, piece: str) -> None:
    words = words_of_name(piece)
    if is_unspaced(piece):
        looked_for.unspaced |= {"".join(words)} if len("".join(words)) > 2 else set()
        return
    content = tuple(word for word in words if word not in SMALL_WORDS and word != "s")
    if not content:
        return
    if len(content) == 1 and piece.isupper():  # typed as its letters alone
        looked_for.letters |= {piece} - ABBREVIATIONS if piece.isalpha() and len(piece) > 1 else set()
        return
    alone = [word for word in content if word not in SHARED and len(word) > 2]
    if len(content) > 1 and (alone or (len(content) > 2 and INSTITUTIONS & set(content))):
        looked_for.whole.setdefault(content[0], []).append(content)
        looked_for.letters |= _letters_of(piece) - ABBREVIATIONS
    for place, word in enumerate(content):
        if word in alone:
            part = (content[place - 1], word) if place and content[place - 1] in SAINTS else (word,)
            looked_for.parts.setdefault(part[0], []).append(part)
            if part[0] in SAINTS:
                looked_for.parts.setdefault("saint" if part[0] == "st" else "st", []).append(
                    ("saint" if part[0] == "st" else "st", word)
                )


def _letters_of(piece: str) -> set[str]:
    words = [token for token in plain_letters(piece).tokens if token.low != "s"]
    written = set()
    for left_out in (set(), *LEFT_OUT):
        kept = [each for each in words if each.low not in left_out]
        if sum(each.low not in SMALL_WORDS for each in kept) >= 3:
            written.add("".join(each.low[0].upper() for each in kept if each.low not in SMALL_WORDS))
        if len(kept) >= 3:  # UoN
            small = "".join(each.low[0] if each.low in SMALL_WORDS else each.low[0].upper() for each in kept)
            written.add(small)
    return {each for each in written if len(each) >= 3 and each.isascii()}


def _last(letters: Letters, tokens: list[Token], place: int, words: tuple[str, ...]) -> int | None:
    """The place of the last of ``words`` if they all stand here, with nothing but small words between; else None."""
    at = place
    for word in words[1:]:
        at += 1
        skipped = 0
        while at < len(tokens) and tokens[at].low != word and (tokens[at].low in SMALL_WORDS or tokens[at].low == "s"):
            at, skipped = at + 1, skipped + 1
        if at >= len(tokens) or tokens[at].low != word or skipped > 3:
            return None
        if skipped == 0 and not GAP.fullmatch(letters.low, tokens[at - 1].end, tokens[at].start):
            return None
    return at


def _is_meant(letters: Letters, tokens: list[Token], place: int, last: int, elsewhere: set[str]) -> bool:
    """True if the words stand as a name, with a capital that is more than a sentence’s or a heading’s."""
    token = tokens[place]
    if token.cased[0].isascii() and not token.is_capital:
        return False
    if last > place:
        return True
    if token.low in ALWAYS_CAPITAL:
        return False
    if token.low in EPONYMS and last + 1 < len(tokens) and tokens[last + 1].low in BEARS_A_NAME | {"s"}:
        return False
    if token.low not in ORDINARY and token.low not in elsewhere:
        return True
    return not letters.starts_a_sentence(token) and not letters.is_heading(token.start)
