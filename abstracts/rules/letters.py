"""A text in plain letters, so that a word is found however it is written, with the way back to the text as typed."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

# Letters that Unicode does not take apart, and signs that are written in many ways.
PLAIN = {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH"}
PLAIN |= dict(zip("øØđĐłŁðÐıħĦ", "oOdDlLdDihH", strict=True))
PLAIN |= dict.fromkeys("‘’ʼʻ`´′＇", "'") | dict.fromkeys("‐‑‒–—−﹣－⁃", "-")
PLAIN |= {"ى": "ي", "ة": "ه", "ـ": "", "ک": "ك", "ی": "ي"}
# As some write those that have no such letters on their keyboard.
SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
RAISED = ("<super>", "<sub>")
OPENS, ENDS_A_SENTENCE = " \t\"'“([", ".!?:;\n•*"
WORD = re.compile(r"[^\W\d_]+")
DIVIDED = re.compile(r"(?<=[^\W\d_])-[ \t]{0,9}\r?\n[ \t]{0,9}(?=[^\W\d_])")
# These scripts put no space between words.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


@dataclass(frozen=True)
class Token:
    """A run of letters: how it is written, its letters alone, and where in the plain text it stands."""

    cased: str
    low: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.cased[0] != self.low[0]

    @property
    def is_all_capitals(self) -> bool:
        return self.cased.isupper()


@dataclass(frozen=True)
class Letters:
    """``text`` as typed; ``cased`` without accents, odd widths and invisible signs, ``low`` the same in small letters.

    ``at`` says for each of their letters which of ``text`` it comes from.
    """

    text: str
    cased: str
    low: str
    at: list[int]

    @cached_property
    def tokens(self) -> list[Token]:
        return [
            Token(self.cased[found.start() : found.end()], found[0], found.start(), found.end())
            for found in WORD.finditer(self.low)
        ]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where these plain letters stand in the text as typed."""
        return self.at[start], self.at[end - 1] + 1

    @cached_property
    def undivided(self) -> "Letters":
        """The same with each word that a hyphen divides at a line's end made one; itself if there is none."""
        gone = {index for found in DIVIDED.finditer(self.low) for index in range(*found.span())}
        if not gone:
            return self
        left = [index for index in range(len(self.low)) if index not in gone]
        cased, low = ("".join(each[index] for index in left) for each in (self.cased, self.low))
        return Letters(self.text, cased, low, [self.at[index] for index in left])

    def starts_a_sentence(self, token: Token) -> bool:
        before = self.low[max(0, token.start - 40) : token.start].rstrip(OPENS)
        return not before or before[-1] in ENDS_A_SENTENCE

    def is_heading(self, at: int) -> bool:
        """True in a line whose words nearly all begin with a capital, so that a capital shows nothing there."""
        line = bisect_right(self._headings, (at, len(self.low))) - 1
        return line >= 0 and self._headings[line][0] <= at < self._headings[line][1]

    @cached_property
    def _headings(self) -> list[tuple[int, int]]:
        lines, start = [], 0
        tokens = iter([*self.tokens, None])
        token = next(tokens)
        for line in self.cased.splitlines(keepends=True):
            end, long, capital = start + len(line), 0, 0
            while token and token.start < end:
                if len(token.low) > 3:
                    long, capital = long + 1, capital + token.is_capital
                token = next(tokens)
            if long >= 3 and capital >= 0.6 * long:
                lines.append((start, end))
            start = end
        return lines


def plain_letters(text: str) -> Letters:
    cased: list[str] = []
    low: list[str] = []
    at: list[int] = []
    for index, letter in enumerate(text):
        for each in _plain(letter):
            small = each.casefold()
            cased += [each] * len(small)
            low += small
            at += [index] * len(small)
    return Letters(text, "".join(cased), "".join(low), at)


def words_of_name(name: str) -> tuple[str, ...]:
    """The words of a name in plain small letters: ``O’Brien-Łuczak`` is o, brien, luczak."""
    return tuple(token.low for token in plain_letters(name).tokens)


def spellings(name: str) -> set[str]:
    """The name, and how it is written without umlauts if it has any."""
    composed = unicodedata.normalize("NFC", name).lower()
    return {name, "".join(SPELT_OUT.get(letter, letter) for letter in composed)}


def is_unspaced(name: str) -> bool:
    return bool(UNSPACED.search(name))


def _plain(letter: str) -> str:
    if letter in PLAIN:
        return PLAIN[letter]
    if letter < "\x7f":
        return letter
    if unicodedata.decomposition(letter).startswith(RAISED):
        return " "  # the mark of a note or an affiliation, and no letter of the word
    kept = [
        PLAIN.get(each, each)
        for each in unicodedata.normalize("NFKD", letter)
        if unicodedata.category(each) not in {"Cf", "Mn", "Mc", "Me"}
    ]
    # NFKD takes Hangul apart; put together it is one letter again.
    return unicodedata.normalize("NFC", "".join(kept))
