"""Who is too near an abstract to judge it: found by the program, declared, or set by a chair (domain rule 42)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from abstracts.models import Conflict, Tie
from core.errors import Refusal


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Post boxes that anybody, or half a health service, has: the same one ties nobody to anybody.
OPEN_TO_ALL = _words(
    "aol.com btinternet.com doctors.org.uk doctors.net.uk fastmail.com gmail.com gmx.com gmx.net googlemail.com "
    "hotmail.co.uk hotmail.com hscni.net icloud.com live.co.uk live.com mac.com mail.com me.com msn.com nhs.net "
    "nhs.scot outlook.com pm.me proton.me protonmail.com sky.com talktalk.net virginmedia.com wales.nhs.uk "
    "yahoo.co.uk yahoo.com ymail.com"
)
SECOND_LEVEL = _words("ac co gov ltd nhs org plc police sch")
# Words of which so many organisations' names are made that they tell none from another.
OF_MANY = _words(
    "and board care cic college community centre department districts division faculty for foundation general group "
    "health healthcare hospital hospitals infirmary institute integrated limited ltd medical medicine mental national "
    "nhs of partnership plc primary research royal school sciences service services social teaching the trust uk "
    "university upon"
)
LIKE = 0.88  # as near as one slip of the pen in a word of eight letters


class ConflictedChair(Refusal):
    status = 404


class Pinned(Refusal):
    pass


@dataclass(frozen=True)
class Known:
    """What is known of somebody: the keys of their proved addresses, their surname, and where they work."""

    email_keys: frozenset[str]
    organisations: tuple[str, ...] = ()


def ties(reviewer: Known, authors: Iterable[Known], owner_keys: frozenset[str] = frozenset()) -> set[Tie]:
    """What ties the reviewer to an abstract of these authors, sent in by whoever has ``owner_keys``."""
    found = set()
    if reviewer.email_keys & owner_keys:
        found.add(Tie.OWNER)
    for author in authors:
        if reviewer.email_keys & author.email_keys:
            found.add(Tie.AUTHOR)
        if any(is_same_organisation(own, other) for own in reviewer.organisations for other in author.organisations):
            found.add(Tie.ORGANISATION)
        if _domains(reviewer) & _domains(author):
            found.add(Tie.MAIL_DOMAIN)
    return found


@lru_cache(maxsize=20_000)  # of a call every author's is asked of every reviewer, again and again
def is_same_organisation(one: str, other: str) -> bool:
    """True if two names mean the same place, spelt alike or nearly so: “Northmere Hosp.” and “Northmere NHS Trust”.

    Decided by the words that tell organisations apart. Two that share them are taken for one, even if they are two
    trusts of one town: a chair lifts that sooner than anybody notices the opposite.
    """
    first, second = telling_words(one), telling_words(other)
    if not first or not second:  # nothing but words of many: only the very same name is the same place
        return bool(one.strip()) and _plain(one) == _plain(other)
    fewer, more = sorted((first, second), key=len)
    return all(any(_is_like(word, each) for each in more) for word in fewer)


def telling_words(name: str) -> set[str]:
    """The words of an organisation's name that few others have, plain and in lower case."""
    return {word for word in _plain(name).split() if word not in OF_MANY and len(word) > 1}


def standing(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Those that nobody lifted."""
    return [each for each in conflicts if each.lifted_at is None]


def check_may_lift(conflict: Conflict, chair_conflicts: Iterable[Conflict]) -> None:
    """Raise ConflictedChair if the chair is bound by a conflict of their own with it, Pinned if it is to stay."""
    check_is_unbound(chair_conflicts)
    if conflict.is_pinned:
        raise Pinned("This conflict is pinned: it stays, whoever asks.")
    if conflict.tie in {Tie.AUTHOR, Tie.OWNER}:
        raise Pinned("Nobody reviews their own abstract.")


def may_lift(conflict: Conflict) -> bool:
    """True if a chair who is not bound may lift it."""
    return conflict.lifted_at is None and not conflict.is_pinned and conflict.tie not in {Tie.AUTHOR, Tie.OWNER}


def check_is_unbound(chair_conflicts: Iterable[Conflict]) -> None:
    """Raise ConflictedChair if any conflict of the chair's own with the abstract stands."""
    if standing(chair_conflicts):
        raise ConflictedChair("There is no such abstract.")


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+", " ", letters.replace("'", "").replace("’", "")).split())


def _is_like(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < 5:
        return False
    is_start = one.startswith(other) or other.startswith(one)
    return is_start or SequenceMatcher(None, one, other, autojunk=False).ratio() >= LIKE


def _domains(known: Known) -> set[str]:
    found = {_registered(key.rpartition("@")[2]) for key in known.email_keys}
    return found - OPEN_TO_ALL - {""}


def _registered(domain: str) -> str:
    """What an organisation registered: north.nhs.uk of mail.north.nhs.uk, north.example of a.b.north.example."""
    if domain in OPEN_TO_ALL:
        return domain
    labels = domain.split(".")
    kept = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL else 2
    return ".".join(labels[-kept:]) if len(labels) > 1 else ""
