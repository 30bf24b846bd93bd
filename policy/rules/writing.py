"""Which words of a position may be written now, and how two who write at once do not overwrite each other."""

import hashlib
import json
import re

from core.errors import Refusal
from policy.models import Language, Position, PositionStatus, PositionText, Spokesperson

SLUG = re.compile(r"[a-z][a-z0-9-]{2,59}")
TAKEN_SLUGS = frozenset({"new", "roundtables"})
# What a text is made of, in the order in which it is read.
WORDS = ("title", "frame", "key_lines", "summary", "body", "changed")
PUBLISHED = frozenset({PositionStatus.LIVE, PositionStatus.UPDATED})
OVER = frozenset({PositionStatus.WITHDRAWN, PositionStatus.ARCHIVED})


class WrongAddress(Refusal):
    status = 422


class NotToBeWritten(Refusal):
    pass


class ChangedMeanwhile(Refusal):
    """Somebody else saved the same thing since this page was opened. Nothing was kept of what was typed here."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else saved this since you opened the page, so nothing was saved. What you typed is still in its "
            "boxes: look at what differs, then save it again."
        )


def check_slug(slug: str) -> None:
    """Raise WrongAddress unless a position may have that address."""
    if not SLUG.fullmatch(slug):
        raise WrongAddress("Write 3 to 60 small letters, figures and dashes, beginning with a letter.")
    if slug in TAKEN_SLUGS:
        raise WrongAddress("That word is used by another page. Choose a different one.")


def check_is_not_over(position: Position) -> None:
    """Raise NotToBeWritten for a position that is withdrawn or archived."""
    if position.status in OVER:
        raise NotToBeWritten(f"This position is {position.status.value}, and stays as it is.")


def check_may_write(position: Position) -> None:
    """Raise NotToBeWritten where the words are promised, public or over: what readers get never changes in place."""
    check_is_not_over(position)
    if position.status is PositionStatus.SCHEDULED:
        raise NotToBeWritten("It is scheduled with these words. Take it off the schedule first, then change them.")
    if position.version == position.public_version:
        raise NotToBeWritten(f"Version {position.version} is what readers get. Begin the next version to change it.")


def check_may_keep(position: Position, kind: type) -> None:
    """Raise NotToBeWritten where a list that goes with the words is closed; that of spokespeople stays open longest."""
    check_is_not_over(position)
    if position.status is PositionStatus.SCHEDULED and kind is not Spokesperson:
        check_may_write(position)


def may_write(position: Position) -> bool:
    """True if the words of the version in hand may be changed."""
    try:
        check_may_write(position)
    except NotToBeWritten:
        return False
    return True


def words_of(text: PositionText | None) -> dict[str, str]:
    """Its words by field; nothing in each if there is no such text."""
    return {name: getattr(text, name) if text else "" for name in WORDS}


def mark_of_texts(position: Position) -> str:
    """The mark of all words of the version in hand and of its papers."""
    texts = [position.text_in(language, position.version) for language in Language]
    return mark_of(position.version, *((words_of(text), text.paper_id if text else None) for text in texts))


def digest(position: Position) -> str:
    """A fingerprint of all that is approved: the words, papers, answers and evidence of the version in hand."""
    answers = sorted((each.id, each.question, each.answer, each.is_public) for each in position.answers)
    evidence = sorted((each.id, each.label, each.url) for each in position.evidence)
    return mark_of(mark_of_texts(position), answers, evidence)


def mark_of(*values: object) -> str:
    """A short mark of what a page was shown, to be compared when it is sent back."""
    return hashlib.sha256(json.dumps(values, default=str, sort_keys=True).encode()).hexdigest()[:16]


def check_mark(seen: str, mark: str) -> None:
    """Raise ChangedMeanwhile unless what was seen is what is there."""
    if seen != mark:
        raise ChangedMeanwhile
