"""Badges, set in print. What is printed and what is looked at beforehand are made by one template of the same words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from checkin import rules
from checkin.models import BadgeDesign, BadgePaper, Part
from checkin.rules import Badge, Look
from core.errors import Refusal
from core.typesetting import pdf_of, png_of
from core.words import days
from events.models import Event
from registration.codes import Signer, svg_of
from registration.models import Category

TEMPLATE = "checkin/badges.typ"
SCREEN = 110  # dots per inch
NOBODY = dict.fromkeys(("given", "name", "pronouns", "job_role", "organisation", "code", "qr"), "") | {"mark": 0}


# A pack of a thousand takes some 400 MB and seconds, so a process sets one at a time. A few badges wait for none.
FEW, PATIENCE = 40, 15.0  # badges; seconds
IS_BUSY = "Another pack of badges is being made just now. This one is kept: go back in half a minute and get it."
_packs = Lock()


class PrinterIsBusy(Refusal):
    """This process is setting another pack, and this one has waited for it."""


@dataclass(frozen=True)
class BadgeJob:
    """Everything that is printed, apart from the database: its words, and the codes that are signed and drawn."""

    words: dict
    codes: Sequence[str]
    event_id: int


def badge_job(
    event: Event,
    paper: BadgePaper,
    designs: Sequence[BadgeDesign],
    badges: Sequence[Badge],
    *,
    blanks: tuple[Category, int] | None = None,
    is_single: bool = False,
) -> BadgeJob:
    """What is to be printed: the badges in their order, and after them so many without name or code of a category.

    They come four to a sheet of A4, or with ``is_single`` each on a page of the size that the door's printer takes.
    """
    categories = list(dict.fromkeys([*(badge.category for badge in badges), *([blanks[0]] if blanks else [])]))
    looks = [rules.look_of(category, designs) for category in categories]
    at = {category: place for place, category in enumerate(categories)}
    printed = [_said(badge, looks[at[badge.category]]) | {"look": at[badge.category]} for badge in badges]
    if blanks:
        printed += [NOBODY | {"look": at[blanks[0]]}] * blanks[1]
    words = {
        "title": f"Badges: {event.name}",
        "shows": "both",
        "sheet": not is_single,
        "width": paper.label_width_mm if is_single else paper.width_mm,
        "height": paper.label_height_mm if is_single else paper.height_mm,
        "qr": paper.qr_mm,
        "back": paper.back.value,
        "lines": rules.back_lines(paper.back_lines),
        "event": {"name": event.name, "days": days(event.first_day, event.last_day)},
        "looks": [_seen(look) for look in looks],
        "badges": printed,
    }
    return BadgeJob(words, [badge.code for badge in badges], event.id)


def set_badges(job: BadgeJob, *, signer: Signer, made_at: datetime) -> bytes:
    """The badges as a tagged PDF. A thousand take seconds, so no transaction should wait for it.

    While this process sets another pack, a pack waits for it; after a while it raises PrinterIsBusy.
    """
    if len(job.words["badges"]) <= FEW:
        return _set(job, signer, made_at)
    if not _packs.acquire(timeout=PATIENCE):
        raise PrinterIsBusy(IS_BUSY)
    try:
        return _set(job, signer, made_at)
    finally:
        _packs.release()


def preview_of(job: BadgeJob, *, signer: Signer, is_back: bool = False) -> bytes:
    """A job of one sheet as a PNG: its fronts, or its backs as they lie when the sheet is turned over."""
    words = job.words | {"shows": "backs" if is_back else "fronts"}
    return png_of(TEMPLATE, words, pictures=_codes_of(job, signer), dots_per_inch=SCREEN)


def _set(job: BadgeJob, signer: Signer, made_at: datetime) -> bytes:
    return pdf_of(TEMPLATE, job.words, made_at=made_at, pictures=_codes_of(job, signer))


def _said(badge: Badge, look: Look) -> dict:
    return {
        "given": rules.given_name(badge.name) if look.sizes[Part.GIVEN] else "",
        "name": badge.name,
        "pronouns": badge.pronouns,
        "job_role": badge.job_role,
        "organisation": badge.organisation,
        "code": f"{badge.code[:4]} {badge.code[4:]}",
        "qr": _name_of(badge.code),
        "mark": badge.mark,
    }


def _seen(look: Look) -> dict:
    sizes = {part.name.lower(): points for part, points in look.sizes.items()}
    return {"words": look.words, "colour": look.colour, "on_colour": look.on_colour, "sizes": sizes}


def _name_of(code: str) -> str:
    return f"{code}.svg"


def _codes_of(job: BadgeJob, signer: Signer) -> dict[str, bytes]:
    # Without the quiet zone: the paper around it is that, and so its size is the code's own.
    return {_name_of(code): svg_of(signer.sign(job.event_id, code), quiet=0) for code in job.codes}
