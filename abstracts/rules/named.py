"""Authors’ names and initials in a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from abstracts.rules.common import (
    ABBREVIATIONS,
    ALWAYS_CAPITAL,
    BEARS_A_NAME,
    EPONYMS,
    ORDINARY,
    SMALL_WORDS,
    TITLES,
    WITH_A_SURNAME,
)
from abstracts.rules.letters import Letters, Token, is_unspaced, spellings, words_of_name
from abstracts.rules.telling import Named

GAP = re.compile(r"[\s'.\-]{0,3}")
# What may stand between a title or an initial and a name, and between a name and what follows it.
BESIDE = re.compile(r"[\s.,\-]{0,4}")
# Small words that some scripts write in one with the word that follows, and endings that Cyrillic names take.
PROCLITICS = "وفبلكהובלמשכ"
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LONGEST_ENDING = 3
HONOURS = {"ii", "iii", "jr", "mbe", "md", "mrcgp", "mrcp", "nee", "obe", "phd", "sr"}
# What half the world’s addresses end with.
HOSTS = {"ac", "co", "com", "edu", "eu", "gmail", "gov", "hotmail", "ie", "net", "nhs", "org", "outlook", "uk", "yahoo"}


@dataclass
class Names:
    """What to look for: by its first word, each name’s words; and how its bearers are called besides."""

    by_word: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    unspaced: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)  # words that make a web address an author’s own


def names_of(authors: Sequence[Named]) -> Names:
    """All that the authors’ names are to be found by."""
    names = Names()
    for author in authors:
        surname, given = (author.surname, author.given_names) if author.surname.strip() else (author.given_names, "")
        for spelt in spellings(surname):
            words = tuple(word for word in words_of_name(spelt) if word not in HONOURS)
            for each in {words, ("".join(words),), *((part,) for part in _parts(words))}:
                if each and each not in names.by_word.setdefault(each[0], []):
                    names.by_word[each[0]].append(each)
        called = [word for word in words_of_name(given) if word not in TITLES]
        names.given |= {word for word in called if len(word) > 1}
        names.letters |= {word[0] for word in called}
        names.told |= {word for word in words_of_name(surname) if len(word) > 3}
        names.told |= {label for each in author.emails for label in words_of_name(each.rpartition("@")[2])} - HOSTS
        _add_unspaced(names, surname, given)
        _add_initials(names, called, words_of_name(surname))
    return names


def names_in(letters: Letters, names: Names) -> Iterator[tuple[int, int]]:
    """Where an author’s name stands in the plain letters, with a given name, a title or initials beside it."""
    tokens = letters.tokens
    for place, token in enumerate(tokens):
        for words in _candidates(token, names):
            last = place + len(words) - 1
            if last >= len(tokens) or not _fits(letters, tokens, place, words):
                continue
            first, after = _before(letters, tokens, place, names), _after(letters, tokens, last, names)
            is_shown = first < place or after > last or _is_cited(letters, tokens[last])
            if _is_person(letters, tokens, place, last, is_shown):
                # A small word written in one with the name parts it from what stands before.
                start = token.start + 1 if _clitic(token, words) else tokens[first].start
                yield start, tokens[after].end
                break
    for name in sorted(names.unspaced):
        at = letters.low.find(name)
        while at >= 0:
            yield at, at + len(name)
            at = letters.low.find(name, at + len(name))


def initials_in(letters: Letters, names: Names, defined: set[str]) -> Iterator[tuple[int, int]]:
    """Where an author’s initials stand as those of a person; ``defined`` are abbreviations that the text explains."""
    for found in INITIALS.finditer(letters.cased):
        bare = "".join(found[0].replace(".", " ").split())
        if bare not in names.initials:
            continue
        # R.E. is only ever somebody; RE may be much else.
        is_dotted = "." in found[0]
        is_clear = bare not in ABBREVIATIONS and (is_dotted or (bare not in defined and _is_somebody(letters, found)))
        if is_clear or _stands_beside_another(letters, found, names):
            yield found.span()


INITIALS = re.compile(r"(?<![\w.])(?:(?:[A-Z]\.\s?){1,3}[A-Z]\.|[A-Z]{2,4})(?!\w)")
BY = re.compile(
    r"\b(?:by|authors?|researchers?|investigators?|reviewers?|assessors?|coders?|between)[\s:(]{1,3}$", re.I
)
DID = re.compile(
    r"[\s),]{1,3}(?:collected|performed|conducted|designed|extracted|screened|analysed|analyzed|wrote|reviewed|coded|"
    r"interviewed|led|facilitated|independently|drafted|conceived|supervised)\b",
    re.I,
)
JOINED = re.compile(r"(?:\s{1,2}(?:and|&)\s{1,2}|[,;/]\s{0,2}|\s&\s)$")
JOINS = re.compile(r"(?:\s{1,2}(?:and|&)\s{1,2}|[,;/]\s{0,2})([A-Z](?:\.?[A-Z]){1,3})\b")


def explained_abbreviations(letters: Letters) -> set[str]:
    """The abbreviations in brackets whose letters begin the words before them: resuscitation equipment (RE)."""
    explained = set()
    for found in re.finditer(r"\(([A-Z]{2,6})s?\)", letters.cased):
        before = re.findall(r"[^\W\d_]+", letters.low[max(0, found.start() - 120) : found.start()])
        before = [word for word in before if word not in SMALL_WORDS or word[0] == found[1][0].lower()]
        if "".join(word[0] for word in before[-len(found[1]) :]) == found[1].lower():
            explained.add(found[1])
    return explained


def _parts(words: tuple[str, ...]) -> list[str]:
    return (
        [word for word in words if len(word) > 2 and word not in SMALL_WORDS | WITH_A_SURNAME] if len(words) > 1 else []
    )


def _add_unspaced(names: Names, surname: str, given: str) -> None:
    if is_unspaced(surname):
        family, called = ("".join(words_of_name(each)) for each in (surname, given))
        both = {family + called, called + family} if called else set()
        names.unspaced |= both | ({family} if len(family) > 1 else set())


def _add_initials(names: Names, given: list[str], surname: tuple[str, ...]) -> None:
    if given and surname:
        first, last = [word[0] for word in given], [word[0] for word in surname]
        for many in ([first[0], last[0]], [*first, last[0]], [first[0], *last], [*first, *last]):
            if "".join(many).isascii():
                names.initials.add("".join(many).upper())


def _candidates(token: Token, names: Names) -> Iterator[tuple[str, ...]]:
    # The longest first, so that a double name is found as one.
    known = sorted(names.by_word.get(token.low, ()), key=len, reverse=True)
    yield from known
    if token.low[0] in PROCLITICS and len(token.low) > 3:
        yield from names.by_word.get(token.low[1:], ())
    if CYRILLIC.match(token.low):
        for ending in range(1, LONGEST_ENDING + 1):
            if len(token.low) - ending >= 4:
                yield from (each for each in names.by_word.get(token.low[:-ending], ()) if len(each) == 1)


def _clitic(token: Token, words: tuple[str, ...]) -> bool:
    return token.low[1:] == words[0] != token.low


def _fits(letters: Letters, tokens: list[Token], place: int, words: tuple[str, ...]) -> bool:
    for number, word in enumerate(words[1:], place + 1):
        if tokens[number].low != word or not GAP.fullmatch(letters.low, tokens[number - 1].end, tokens[number].start):
            return False
    return True


def _before(letters: Letters, tokens: list[Token], place: int, names: Names) -> int:
    """The first of the titles, given names and initials that lead up to the name."""
    first = place
    while first > 0 and place - first < 4:
        token = tokens[first - 1]
        gap = letters.low[token.end : tokens[first].start]
        is_initial = len(token.low) <= 2 and token.is_all_capitals and set(token.low) <= names.letters
        is_initial = is_initial and (token.low not in {"a", "i"} or "." in gap)  # as in: A Long Wait
        is_called = _is_given(token, names) or token.low in TITLES or is_initial
        if not (is_called and (token.is_capital or not token.cased.isascii()) and BESIDE.fullmatch(gap)) or "," in gap:
            break
        first -= 1
    return first


def _is_given(token: Token, names: Names) -> bool:
    """True for a given name or its short form: Sam for Samuel."""
    low = token.low
    return low in names.given or (len(low) > 2 and any(name.startswith(low) for name in names.given))


def _after(letters: Letters, tokens: list[Token], last: int, names: Names) -> int:
    """The last of the given names and initials that follow it: Exampleby RJ; Exampleby, Rowan."""
    after = last
    while after + 1 < len(tokens) and after - last < 2:
        token = tokens[after + 1]
        gap = letters.low[tokens[after].end : token.start]
        is_initial = len(token.low) <= 3 and token.is_all_capitals and set(token.low) <= names.letters
        if not ((token.low in names.given and token.is_capital) or is_initial) or not BESIDE.fullmatch(gap):
            break
        if "." in gap and after == last:  # a new sentence
            break
        after += 1
    return after


def _is_cited(letters: Letters, token: Token) -> bool:
    with_year = token.low not in ALWAYS_CAPITAL and DATED.match(letters.low, token.end)
    return bool(with_year or CITED.match(letters.low, token.end))


CITED = re.compile(r"(?:'s)?(?:,?\s{0,2}et\.?\s{1,2}al\b|\s{1,2}and colleagues\b)")
DATED = re.compile(r"(?:'s)?,?\s{0,2}\(?(?:19|20)\d\d[a-z]?\)")


def _is_person(letters: Letters, tokens: list[Token], place: int, last: int, is_shown: bool) -> bool:
    """False where the same letters are more likely an ordinary word, a month or the name of a test."""
    token, words = tokens[place], {each.low for each in tokens[place : last + 1]}
    if is_shown and (token.is_capital or not words <= ORDINARY | ALWAYS_CAPITAL):
        return True
    if words <= EPONYMS and last + 1 < len(tokens):
        following = tokens[last + 1]
        following = tokens[last + 2] if following.low == "s" and last + 2 < len(tokens) else following
        if following.low in BEARS_A_NAME:
            return False
    if last > place:
        return not words <= ORDINARY | ALWAYS_CAPITAL | SMALL_WORDS or token.is_capital
    if not token.cased[0].isascii() and token.low.upper() == token.low:  # a script without capitals
        return len(token.low) > 1
    if token.low in ALWAYS_CAPITAL:
        return False
    if token.low in ORDINARY:
        return _is_meant(letters, tokens, place)
    # Li is a name where li or LI would be an abbreviation or a unit.
    return len(token.low) > 2 or (len(token.low) == 2 and token.is_capital and not token.is_all_capitals)


def _is_meant(letters: Letters, tokens: list[Token], place: int) -> bool:
    """True if an ordinary word has a capital that no sentence, heading, hyphen, number or longer title explains."""
    token = tokens[place]
    around = letters.low[max(0, token.start - 1) : token.start] + letters.low[token.end : token.end + 1]
    if not token.is_capital or "-" in around or re.match(r"\s?\d", letters.low[token.end : token.end + 2]):
        return False
    beside = [tokens[place - 1]] if place and not letters.starts_a_sentence(tokens[place - 1]) else []
    beside += tokens[place + 1 : place + 2]
    for other in beside:  # as in: Day Surgery Unit, NHS Long Term Plan
        between = letters.low[min(other.end, token.end) : max(other.start, token.start)]
        if other.is_capital and not between.strip(" "):
            return False
    return not letters.starts_a_sentence(token) and not letters.is_heading(token.start)


def _is_somebody(letters: Letters, found: re.Match[str]) -> bool:
    before, after = letters.cased[max(0, found.start() - 30) : found.start()], found.end()
    if before.endswith("(") and letters.cased[after : after + 1] == ")":
        return True
    return bool(BY.search(before) or DID.match(letters.cased, after))


def _stands_beside_another(letters: Letters, found: re.Match[str], names: Names) -> bool:
    """RE and JS, where both are authors: two abbreviations would hardly both be theirs."""
    following = JOINS.match(letters.cased, found.end())
    if following and _is_other(following[1], found[0], names):
        return True
    before = letters.cased[max(0, found.start() - 14) : found.start()]
    joined = JOINED.search(before)
    earlier = re.search(r"([A-Z](?:\.?[A-Z]){1,3})$", before[: joined.start()].rstrip(".")) if joined else None
    return bool(earlier and _is_other(earlier[1], found[0], names))


def _is_other(one: str, other: str, names: Names) -> bool:
    one, other = one.replace(".", ""), other.replace(".", "")
    return one != other and one in names.initials
