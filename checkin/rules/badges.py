"""What a badge says, how it looks, and when it may be printed (domain rule 35)."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import Enum

from checkin.models.badges import BadgeBack, BadgeDesign, PackingOrder, Part, ReprintReason
from core.errors import Refusal
from core.words import folded
from registration.models import Category, ProofStatus
from registration.rules import may_enter

TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lord", "lady", "rev", "cllr"}
DAMSON = "#7b1a50"
WHITE, INK = "#ffffff", "#20161f"
LEAST_CONTRAST = 4.5  # WCAG 2.2 AA for words; the band's are large, so this is more than it asks
# What a category is called on a badge: who somebody is there, and never what they paid.
BAND_WORDS = {
    Category.STANDARD: "Delegate",
    Category.MEMBER: "Member",
    Category.FELLOW: "Fellow",
    Category.MEMBER_CLINICAL: "Member",
    Category.MEMBER_TRAINEE: "Trainee",
    Category.MEMBER_STUDENT: "Student",
    Category.DOCTOR: "Delegate",
    Category.TRAINEE: "Trainee",
    Category.STUDENT: "Student",
    Category.PUBLIC: "Delegate",
    Category.COMMERCIAL: "Industry",
    Category.PARTNER: "Patient or carer partner",
    Category.ISSUED: "Contributor",
}
# These two say what somebody paid and nothing else, so on a badge they are delegates like others.
PRICE_ALONE = {Category.LOW_INCOME, Category.BURSARY}
# The categories that may have a look of their own, by their names in addresses.
DESIGNED = {category.name.lower().replace("_", "-"): category for category in BAND_WORDS}
SIZES = {
    Part.EVENT: 12,
    Part.NAME: 32,
    Part.PRONOUNS: 12,
    Part.JOB_ROLE: 13,
    Part.ORGANISATION: 14,
    Part.CATEGORY: 17,
}
LARGE_GIVEN = 46  # a good size for a given name, should one be wanted
# A4 has room for four, and each has room for the code, the band and some words.
OUR_PAPER = {
    "width_mm": 90,
    "height_mm": 130,
    "label_width_mm": 90,
    "label_height_mm": 130,
    "qr_mm": 32,
    "back": BadgeBack.NONE,
    "back_lines": "",
}
LEAST_ABOVE_CODE = 62  # millimetres
ALWAYS_ON = {Part.NAME, Part.CATEGORY}
REPRINT_WORDS = {
    ReprintReason.CHANGED: "Their name or organisation has changed",
    ReprintReason.MISTAKE: "There is a mistake on it",
    ReprintReason.LOST: "It was lost or left at home",
    ReprintReason.DAMAGED: "It was damaged",
    ReprintReason.PRINTER: "The printer failed",
}


MARKS = ("Ring", "Disc", "Square")  # the third stands for all further options


class NoBadge(Refusal):
    """The place has no badge, or none yet; the message says why."""


class SaysNoReason(Refusal):
    """It was printed before, and nobody has said why it should be again."""


class NothingToPrint(Refusal):
    pass


class NoDesign(Refusal):
    """The category is never told on a badge."""


class BadgesChanged(Refusal):
    """Somebody else has designed or printed the same badges in the same moment."""

    def __init__(self) -> None:
        super().__init__("Somebody else has just changed or printed these badges. Look at them again.")


class UnreadableColour(Refusal):
    """It is none, or neither white nor ink can be read on it."""


@dataclass(frozen=True)
class Badge:
    """Everything that is on a delegate's badge. What is no field of this can be on none (domain rule 35).

    ``mark`` is the number of a shape, or 0 for none; ``code`` is printed under the QR that says it signed.
    """

    name: str
    organisation: str
    category: Category
    code: str
    pronouns: str = ""
    job_role: str = ""
    mark: int = 0


@dataclass(frozen=True)
class Look:
    """How badges of a category are set: the band's words and colours, and each part's points; 0 is off."""

    words: str
    colour: str
    on_colour: str
    sizes: dict[Part, int]


class BadgeState(Enum):
    UNPROVED = "waits for a proof"
    NEW = "not printed"
    CHANGED = "changed since"
    PRINTED = "printed"


@dataclass(frozen=True)
class BadgeOf:
    """A place in the building, its badge, and the copies that were printed of it."""

    ticket_id: int
    reference: str
    proof: ProofStatus
    badge: Badge
    copies: int = 0
    printed: str = ""
    first_at: datetime | None = None
    first_by: str = ""

    @property
    def state(self) -> BadgeState:
        if not may_enter(self.proof):
            return BadgeState.UNPROVED
        if not self.copies:
            return BadgeState.NEW
        return BadgeState.PRINTED if self.printed == digest_of(self.badge) else BadgeState.CHANGED


TO_PRINT = (BadgeState.NEW, BadgeState.CHANGED)


def digest_of(badge: Badge) -> str:
    """By which it is known whether a badge that was printed says what it would say now."""
    words = asdict(badge) | {"category": shown_category(badge.category).value}
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def shown_category(category: Category) -> Category:
    """The category that a badge may tell: one that is a price alone is told as any delegate's."""
    return Category.STANDARD if category in PRICE_ALONE else category


def given_name(name: str) -> str:
    """The first name without titles, for those who want it large; none where nothing else is left, or an initial."""
    words = _without_titles(name)
    is_name = len(words) > 1 and len(words[0].rstrip(".")) > 1
    return words[0] if is_name else ""


def surname_key(name: str) -> tuple[str, str]:
    """To sort by: the last word of the name, then all of it, without titles, case and accents."""
    words = folded(" ".join(_without_titles(name))).split()
    return (words[-1] if words else "", " ".join(words))


def _without_titles(name: str) -> list[str]:
    words = name.split()
    while words and folded(words[0]).rstrip(".") in TITLES:
        words.pop(0)
    return words


def printable_of(badges: Iterable[BadgeOf]) -> list[BadgeOf]:
    """Those that may be printed: not while their category waits to be proved (domain rule 5)."""
    return [each for each in badges if each.state is not BadgeState.UNPROVED]


def in_packing_order(badges: Iterable[BadgeOf], order: PackingOrder) -> list[BadgeOf]:
    """By surname; or by organisation or by what the band says first, and by surname there."""

    def key(each: BadgeOf) -> tuple:
        by_name = (*surname_key(each.badge.name), each.ticket_id)
        match order:
            case PackingOrder.ORGANISATION:
                return (folded(each.badge.organisation), *by_name)
            case PackingOrder.CATEGORY:
                return (list(Category).index(shown_category(each.badge.category)), *by_name)
        return by_name

    return sorted(badges, key=key)


def found_by(badges: Iterable[BadgeOf], asked: str) -> list[BadgeOf]:
    """Those whose name, organisation or code has all the words that were asked for, by surname."""
    words = folded(asked).split()

    def said(each: BadgeOf) -> str:
        return folded(f"{each.badge.name} {each.badge.organisation} {each.badge.code}")

    found = [each for each in badges if all(word in said(each) for word in words)]
    return in_packing_order(found, PackingOrder.SURNAME)


def look_of(category: Category | None, designs: Iterable[BadgeDesign]) -> Look:
    """How a badge of that category looks by the event's designs, or as ours do where it has none."""
    by_category = {design.category: design for design in designs}
    shown = shown_category(category or Category.STANDARD)
    general = by_category.get(None)
    own = by_category.get(shown) if category else None
    colour = next((design.colour for design in (own, general) if design), DAMSON)
    words = own.words if own else ""
    sized = next((design for design in (own, general) if design and design.sizes), None)
    sizes = {size.part: size.points for size in sized.sizes} if sized else SIZES
    return Look(words or BAND_WORDS[shown], colour, words_on(colour), {part: sizes.get(part, 0) for part in Part})


def words_on(colour: str) -> str:
    """The ink in which words on that colour, written as #rrggbb, are read best. Raises UnreadableColour."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise UnreadableColour("Choose a colour.")
    best = max((WHITE, INK), key=lambda ink: contrast(ink, colour))
    if contrast(best, colour) < LEAST_CONTRAST:
        raise UnreadableColour("Choose a darker or a lighter colour: no words can be read well on this one.")
    return best


def contrast(one: str, other: str) -> float:
    """The contrast of two colours written as #rrggbb, from 1 to 21 (WCAG)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def check_may_design(category: Category | None) -> None:
    """Raise NoDesign for a category that would only tell what somebody paid (domain rule 35)."""
    if category in PRICE_ALONE:
        raise NoDesign("That category is a price. On a badge it looks like any delegate’s.")


def check_may_print(place: BadgeOf, reason: ReprintReason | None) -> None:
    """Raise NoBadge while the category is not proved (domain rule 5), SaysNoReason for a further copy without one."""
    if place.state is BadgeState.UNPROVED:
        raise NoBadge("The price they booked at is not proved yet, so there is no badge. Send them to the help desk.")
    if place.copies and reason is None:
        raise SaysNoReason("This badge was printed before. Say why it is printed again.")


def back_lines(typed: str) -> list[dict[str, str]]:
    """The lines of a back: what comes before a colon and a space is a line's label."""
    found = []
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        labelled = re.match(r"([^:]{1,30}): +(.+)", line)
        found.append({"label": labelled[1], "words": labelled[2]} if labelled else {"label": "", "words": line})
    return found


def specimens(badges: Iterable[Badge], category: Category | None) -> list[Badge]:
    """Up to four to look at: the longest name, organisation and job role of an event, and an invented longest of all.

    They are of ``category``, if one is looked at; else each of its own.
    """
    found = list(badges)
    parts = ("name", "organisation", "job_role") if found else ()
    longest = [max(found, key=lambda badge: len(getattr(badge, part))) for part in parts]
    shown = [replace(badge, code=SPECIMEN.code) for badge in (*longest, SPECIMEN)]
    return [replace(badge, category=category) for badge in shown] if category else shown


SPECIMEN = Badge(
    name="Dr Bartholomew Llanfair-Wolfeschlegelstein",
    organisation="Bwrdd Iechyd Prifysgol Gogledd-ddwyrain Cymru a’r Gororau",
    category=Category.STANDARD,
    code="00000000",
    pronouns="they/them",
    job_role="Deputy Medical Director and Responsible Officer for Revalidation",
    mark=1,
)
