"""What the supplement takes and what it leaves out, and why (domain rule 48)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from abstracts.models import Abstract, AbstractStatus, Agreement, Author, Call, Supplement, SupplementEntry
from abstracts.rules.limits import lacks
from abstracts.rules.settings import WrongCall
from core.errors import Refusal
from core.words import count

# Accepted, wherever it went from there. One that was withdrawn is none of these.
PRINTED = (AbstractStatus.ACCEPTED, AbstractStatus.PRESENTED, AbstractStatus.PUBLISHED)
DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[!-~]+)", re.ASCII | re.IGNORECASE)
# What no longer matters once it is accepted, or has a reason of its own.
SETTLED = {"category", "preference", "licence", "lead", "nation", "presenter"}
SEPARATOR = re.compile(r"[,;\t]")
ISSN = re.compile(r"\d{4}-\d{3}[\dX]", re.ASCII)


class WrongSupplement(WrongCall):
    """The supplement cannot be set like that; the message says why."""


class NotReady(Refusal):
    pass


class IsPublic(Refusal):
    pass


class WrongDoi(Refusal):
    status = 422


@dataclass(frozen=True)
class Piece:
    """An accepted abstract with what the supplement says of it, and why it is left out, if it is."""

    abstract: Abstract
    entry: SupplementEntry | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class SupplementSettings:
    """What the chair sets of the journal's issue; all may be unknown yet."""

    journal: str = ""
    issn: str = ""
    year: int | None = None
    volume: str = ""
    issue: str = ""


def why_left_out(abstract: Abstract) -> tuple[str, ...]:
    """Why the journal does not get this accepted abstract, each a sentence that says what to do; nothing if it does.

    Its limits are asked of the words that are printed: those of the final version, where its author sent one.
    """
    reasons = []
    if abstract.status not in PRINTED:
        reasons.append("It is not accepted.")
    if not abstract.call.licence:
        reasons.append("The call asked for no licence, so the journal may not print it. Ask the journal what it wants.")
    elif abstract.licence_agreed_at is None:
        reasons.append("Its authors have not agreed to the licence. Ask whoever is written to for their agreement.")
    for author in abstract.authors:
        if author.agreement is Agreement.DECLINED:
            reasons.append(f"{author.name} says that they are no author of it. Settle with the others who wrote it.")
    found = lacks(abstract, abstract.final)
    told = [each.words for each in found if each.field not in SETTLED and "question" not in each.field]
    reasons += [f"{words} Ask its authors for a version that fits." for words in told]
    return tuple(reasons)


def still_waiting(abstract: Abstract) -> list[Author]:
    """The authors who were asked whether they are one and have not answered; they keep nothing out of print."""
    asked = [each for each in abstract.authors if each.email_key != abstract.owner.email_key]
    return [each for each in asked if each.agreement is Agreement.WAITING]


def is_out(supplement: Supplement, now: datetime) -> bool:
    """True from the journal's embargo on, if the chair has published the book before."""
    call = supplement.call
    published = (call.released_at, supplement.published_at, call.embargo_until)
    return all(moment is not None and moment <= now for moment in published)


def check_may_publish(call: Call, fitting: int) -> None:
    """Raise NotReady before the decisions are out, without an end of the embargo, or with nothing to print."""
    if call.released_at is None:
        raise NotReady("The decisions are not out yet.")
    if call.embargo_until is None:
        raise NotReady("Write in the call’s settings until when the journal’s embargo lasts. The book appears then.")
    if not fitting:
        raise NotReady("No abstract may be printed yet.")


def check_may_take_back(supplement: Supplement, now: datetime) -> None:
    """Raise IsPublic once the book could be read: from then on an abstract is retracted, and never goes missing."""
    if is_out(supplement, now):
        raise IsPublic("The book has been read since its embargo ended. Retract an abstract, with a word why.")


def check_may_retract(entry: SupplementEntry | None) -> SupplementEntry:
    """The entry, if it is in the book and stands. Raises IsPublic or NotReady otherwise."""
    if entry is None or entry.published_at is None:
        raise NotReady("It is not in the book, so there is nothing to retract.")
    if entry.retracted_at is not None:
        raise IsPublic("It is retracted already.")
    return entry


def check_supplement(settings: SupplementSettings) -> None:
    """Raise WrongSupplement for an ISSN that is none."""
    if settings.issn and not ISSN.fullmatch(settings.issn):
        raise WrongSupplement("An ISSN has eight characters, like 2398-631X.")


def doi_of(typed: str) -> str:
    """A DOI without its address, such as 10.1136/leader-2027-12; nothing for nothing. Raises WrongDoi for another."""
    if not typed.strip():
        return ""
    found = DOI.fullmatch(typed.strip())
    if found is None:
        raise WrongDoi(f"“{typed.strip()[:80]}” is no DOI. One looks like 10.1136/leader-2027-12.")
    return found[1]


def dois_in(text: str, numbers: Iterable[int]) -> dict[int, str]:
    """DOIs by the abstract's number, from lines of number, comma and DOI. Raises WrongDoi, naming the line."""
    known, found = set(numbers), {}
    for place, line in enumerate(text.splitlines(), start=1):
        number, doi = (part.strip(' \t"') for part in (*SEPARATOR.split(line, maxsplit=1), "")[:2])
        if not number or (place == 1 and not number[0].isdecimal()):
            continue  # an empty line, or the head of the journal's sheet
        if not number.isascii() or not number.isdecimal() or int(number) not in known:
            raise WrongDoi(f"Line {place}: there is no abstract “{number[:40]}” in the supplement.")
        if int(number) in found:
            raise WrongDoi(f"Line {place}: abstract {int(number)} has a DOI on another line already.")
        try:
            found[int(number)] = doi_of(doi)
        except WrongDoi as refusal:
            raise WrongDoi(f"Line {place}: {refusal}") from None
    if not found:
        raise WrongDoi(f"There is no line with a number and a DOI. {count(len(known), 'abstract')} could have one.")
    return found
