"""What a call may be set to, and what a change means for what was sent in before."""

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from itertools import pairwise

from abstracts.models import Abstract, Call, CallHeading, Editing, Exhibit
from abstracts.rules.limits import count_letters, count_words, words_of_sections
from core.errors import Refusal
from core.words import count

SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")
# Words that stand at this place of an address already, at the desk or in public.
TAKEN_SLUGS = frozenset(
    {"calls", "ticked", "message", "statistics", "export", "import", "new", "authors", "merge", "me", "files"}
    | {"reviews"}
)
IN_ORDER = {
    "closes_at": "the call closes",
    "reviews_due_at": "reviews are due",
    "decisions_at": "decisions go out",
    "accept_by": "authors accept",
    "register_by": "presenters register",
}
LIMITED = {
    "title_letters": ("character in the title", "characters in the title"),
    "word_limit": ("word", "words"),
    "conflict_word_limit": ("word on interests", "words on interests"),
    "coauthor_limit": ("co-author", "co-authors"),
    "keyword_limit": ("keyword", "keywords"),
}


class WrongCall(Refusal):
    """A call cannot be like that; the message says why."""

    status = 422


class NotSure(Refusal):
    """The change would do something that one may not have meant. ``worries`` are the sentences to say yes to."""

    status = 422

    def __init__(self, worries: list[str]) -> None:
        super().__init__("Nothing is saved yet. " + " ".join(worries))
        self.worries = worries


class ChangedMeanwhile(Refusal):
    """Somebody else saved the same thing since this page was opened. Nothing was kept of what was typed here."""


@dataclass(frozen=True)
class CallSettings:
    """Everything of a call that its desk may set; moments in UTC, lengths as Call says."""

    slug: str
    name: str
    opens_at: datetime
    closes_at: datetime
    introduction: str = ""
    is_public: bool = False
    editing: Editing = Editing.OPEN
    title_letters: int = 160
    word_limit: int = 250
    conflict_word_limit: int = 100
    coauthor_limit: int = 10
    keyword_limit: int = 3
    takes_figure: bool = True
    takes_table: bool = True
    offers_oral: bool = True
    offers_poster: bool = True
    licence: str = ""
    reviews_due_at: datetime | None = None
    decisions_at: datetime | None = None
    accept_by: datetime | None = None
    register_by: datetime | None = None
    supplement_at: datetime | None = None
    embargo_until: datetime | None = None


def settings_of(call: Call) -> CallSettings:
    """The call as it is set now."""
    return CallSettings(**{each.name: getattr(call, each.name) for each in fields(CallSettings)})


def mark_of(*values: object) -> str:
    """A short mark of these values: what a page was shown, to compare with what is stored when it comes back."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def mark_of_settings(call: Call) -> str:
    return mark_of(*astuple(settings_of(call)))


def check_mark(shown: str, stored: str) -> None:
    """Raise ChangedMeanwhile if what the page was shown is not what is stored now: nobody overwrites blindly."""
    if shown != stored:
        raise ChangedMeanwhile(
            "Somebody else has changed this meanwhile, so nothing is saved yet. What you typed is in the boxes; "
            "save again to put it in place of theirs."
        )


def check_settings(settings: CallSettings) -> None:
    """Raise WrongCall for an address that is none, dates out of order, or a call that offers nothing."""
    if not SLUG.fullmatch(settings.slug):
        raise WrongCall("Write the address in small letters, figures and dashes, beginning with a letter.")
    if settings.slug in TAKEN_SLUGS:
        raise WrongCall(f"“{settings.slug}” is taken for a page of ours. Choose another address.")
    if settings.opens_at >= settings.closes_at:
        raise WrongCall("A call closes after it opens.")
    if not (settings.offers_oral or settings.offers_poster):
        raise WrongCall("Offer a talk, a poster or both.")
    dated = [(words, getattr(settings, name)) for name, words in IN_ORDER.items() if getattr(settings, name)]
    for (before, first), (after, second) in pairwise(dated):
        if second < first:
            raise WrongCall(f"The day on which {after} is before the one on which {before}.")


def check_calls_name(calls: Iterable[Call], slug: str, call: Call | None = None) -> None:
    """Raise WrongCall if another of the event's calls has that address."""
    if any(each.slug == slug for each in calls if each is not call):
        raise slug_taken()


def slug_taken() -> WrongCall:
    return WrongCall("Another call of this event has that address. Choose another.")


def worries_about(call: Call, to: CallSettings, sent: Collection[Abstract], now: datetime) -> list[str]:
    """What a chair should say yes to before ``call`` is set ``to`` that: each a sentence, for what was ``sent`` in.

    A limit that is lowered below what somebody sent changes nothing of it, but its author could save it no more.
    """
    worries = []
    if to.slug != call.slug and call.last_number:
        worries.append("The address of the call changes, so links in letters that were sent lead nowhere.")
    if to.closes_at <= now < call.closes_at:
        worries.append("The call closes at once, and drafts that were not sent in do not count.")
    for name, words in LIMITED.items():
        limit = getattr(to, name)
        over = sum(1 for each in sent if _lengths(each)[name] > limit) if limit < getattr(call, name) else 0
        if over:
            worries.append(f"{_how_many(over)} more than {count(limit, *words)}.")
    for exhibit, was, stays in (
        (Exhibit.FIGURE, call.takes_figure, to.takes_figure),
        (Exhibit.TABLE, call.takes_table, to.takes_table),
    ):
        holding = sum(1 for each in sent if any(file.exhibit is exhibit for file in each.files))
        if was and not stays and holding:
            worries.append(f"{_how_many(holding)} a {exhibit.value}.")
    if call.licence != to.licence and (agreed := sum(1 for each in sent if each.licence_agreed_at)):
        worries.append(f"{count(agreed, 'author')} agreed to the licence in its earlier words.")
    return worries


def worries_about_heading(heading: CallHeading, limit: int | None, sent: Iterable[Abstract]) -> list[str]:
    """The same where a heading gets a ``limit`` of words, or a lower one."""
    if limit is None or (heading.word_limit is not None and heading.word_limit <= limit):
        return []
    over = sum(
        1
        for each in sent
        if any(part.heading_id == heading.id and count_words(part.words) > limit for part in each.sections)
    )
    return [f"{_how_many(over)} more than {count(limit, 'word')} there."] if over else []


def check_sure(worries: list[str], is_sure: bool) -> None:
    """Raise NotSure if there is something to say yes to and nobody has."""
    if worries and not is_sure:
        raise NotSure(worries)


def _how_many(number: int) -> str:
    return f"{count(number, 'abstract')} sent in {'has' if number == 1 else 'have'}"


def _lengths(abstract: Abstract) -> dict[str, int]:
    return {
        "title_letters": count_letters(abstract.title),
        "word_limit": words_of_sections(abstract),
        "conflict_word_limit": count_words(abstract.conflicts),
        "coauthor_limit": len(abstract.authors) - 1,
        "keyword_limit": len(abstract.keyword_list),
    }


def told_apart(mine: CallSettings, theirs: CallSettings) -> tuple[str, ...]:
    """The names of what differs between two settings, as their columns are called."""
    return tuple(each.name for each in fields(CallSettings) if getattr(mine, each.name) != getattr(theirs, each.name))
