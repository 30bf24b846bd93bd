"""What the chair may look for among abstracts, what is done to several at once, and what is written to authors."""

import enum
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from abstracts.models import Abstract, AbstractStatus, CallCategory, Lead, Preference
from core.errors import Refusal
from members.models import Nation

MOST_ABSTRACTS_TICKED = 200  # in one go: all of it is one transaction
MOST_LETTERS = 5_000
MOST_ABSTRACTS_COUNTED = 2_000
PLACEHOLDERS = ("title", "number", "name", "call")
PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
WRITTEN = re.compile(r"\{(\w{1,20})\}")
# The statuses in which an abstract has a presenter who is expected, or may be.
STANDING = frozenset(
    {
        AbstractStatus.SUBMITTED,
        AbstractStatus.IN_REVIEW,
        AbstractStatus.DECIDED,
        AbstractStatus.ACCEPTED,
        AbstractStatus.WAITLISTED,
        AbstractStatus.PRESENTED,
        AbstractStatus.PUBLISHED,
    }
)


class NothingTicked(Refusal):
    pass


class TooManyTicked(Refusal):
    pass


class NotThere(Refusal):
    """What is asked for cannot be done to the abstract as it stands."""


class WrongMessage(Refusal):
    status = 422


class Flag(enum.Enum):
    """What the chair should look at. The value stands in addresses."""

    LEAKS = "leaks"
    DECLINED = "declined"
    ALIKE = "alike"
    SAME_PRESENTER = "same-presenter"
    INCOMPLETE = "incomplete"
    FIGURE = "figure"
    TABLE = "table"


FLAG_WORDS = {
    Flag.LEAKS: "May tell who wrote it",
    Flag.DECLINED: "A co-author declined",
    Flag.ALIKE: "Much like another",
    Flag.SAME_PRESENTER: "Presenter of several",
    Flag.INCOMPLETE: "Incomplete",
    Flag.FIGURE: "Figure",
    Flag.TABLE: "Table",
}


@dataclass(frozen=True)
class AbstractsWanted:
    """What the desk looks for among an event's abstracts; every part that is given must hold.

    ``words`` may be a number, or parts of the title, the text, names, organisations and addresses.
    """

    words: str = ""
    call_slug: str = ""
    status: AbstractStatus | None = None
    category_id: int | None = None
    flag: Flag | None = None
    preference: Preference | None = None
    lead: Lead | None = None
    nation: Nation | None = None


def folded(words: str) -> str:
    """Words as they are compared in a search: without case and without accents."""
    if words.isascii():
        return words.lower()
    parts = unicodedata.normalize("NFKD", words.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


def holds_all(text: str, words: Iterable[str]) -> bool:
    """True if every one of the folded ``words`` stands somewhere in the folded ``text``."""
    return all(each in text for each in words)


def check_abstracts_ticked(ids: Collection[int]) -> None:
    """Raise NothingTicked for none, and TooManyTicked for more than are done in one go."""
    if not ids:
        raise NothingTicked("Tick the abstracts first.")
    if len(ids) > MOST_ABSTRACTS_TICKED:
        raise TooManyTicked(f"At most {MOST_ABSTRACTS_TICKED} abstracts are done in one go. Tick fewer.")


def why_not_to_category(abstract: Abstract, category: CallCategory | None) -> str:
    """Why it cannot be moved to that category, in words; empty if it can."""
    if category is None:
        return "Choose a category."
    if category.call_id != abstract.call_id:
        return f"“{category.name}” is a category of another call."
    if category.is_retired:
        return f"“{category.name}” is offered no more."
    if abstract.category_id == category.id:
        return "It is in that category already."
    if abstract.status not in {AbstractStatus.DRAFT, AbstractStatus.SUBMITTED, AbstractStatus.IN_REVIEW}:
        return f"It is {abstract.status.value}, and its category stays."
    return ""


def check_may_move_to(abstract: Abstract, category: CallCategory | None) -> None:
    """Raise NotThere if it cannot be moved to that category."""
    if reason := why_not_to_category(abstract, category):
        raise NotThere(reason)


def filled_in(words: str, values: Mapping[str, object]) -> str:
    """``words`` with each placeholder replaced once: what a value holds is never read as a placeholder itself (R17).

    Only PLACEHOLDERS are known; every other brace stays as it was typed.
    """
    return PLACEHOLDER.sub(lambda found: str(values[found[1]]), words)


def check_message(*written: str) -> None:
    """Raise WrongMessage for a placeholder that there is not, so that nobody reads it as it was mistyped."""
    unknown = sorted({name for words in written for name in WRITTEN.findall(words)} - {*PLACEHOLDERS})
    if unknown:
        named = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
        raise WrongMessage(f"There is no {{{unknown[0]}}}. What can be filled in is {named}.")


@dataclass(frozen=True)
class Written:
    """A message that is only looked at yet."""

    subject: str
    words: str


def check_letters(number: int) -> None:
    """Raise NothingTicked where a message would reach nobody, and TooManyTicked past what one of them may reach."""
    if not number:
        raise NothingTicked("There is nobody to write to: tick abstracts, or search for some.")
    if number > MOST_LETTERS:
        raise TooManyTicked(f"That would be {number:,} letters; at most {MOST_LETTERS:,} go out at once.")


def is_about_one(*written: str) -> bool:
    """True if the words say something of a single abstract, so that whoever has two is written to twice."""
    return any(f"{{{name}}}" in words for words in written for name in ("title", "number"))


@dataclass(frozen=True)
class Addressee:
    """One to be written to about one abstract. ``author_id`` is None for its owner."""

    abstract_id: int
    author_id: int | None
    name: str
    email: str


def addressees(abstracts: Iterable[Abstract], *, once_each: bool) -> list[Addressee]:
    """The owner and the corresponding author of each, once if they are one; with ``once_each`` everybody once."""
    found: dict[tuple[int, str], Addressee] = {}
    for abstract in abstracts:
        about = 0 if once_each else abstract.id
        owner = abstract.owner
        found.setdefault((about, owner.email_key), Addressee(abstract.id, None, owner.known_as, owner.email))
        for author in abstract.authors:
            if author.is_corresponding:
                written = Addressee(abstract.id, author.id, author.name, author.email)
                found.setdefault((about, author.email_key), written)
    return list(found.values())


def counts_in_all(counts: Iterable[Mapping[AbstractStatus, int]]) -> dict[AbstractStatus, int]:
    """How many have which status in several calls together; a status that none has is left out."""
    in_all: Counter[AbstractStatus] = Counter()
    for each in counts:
        in_all.update(each)
    return {status: in_all[status] for status in AbstractStatus if in_all[status]}
