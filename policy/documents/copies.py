"""PDFs that carry the name of who reads them on every page, and the record of a breach (domain rules 51 and 53).

The bytes of a stored file are never given out as they are: each page gets a layer with the name.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pikepdf

from core import files
from core.files import StoredFile
from core.typesetting import pdf_of
from core.words import weekday_moment
from policy.models import Grant, LaunchAsset, PositionText
from policy.rules import AccessRecord

UK = "Europe/London"
A4 = (595.28, 841.89)
SIZES_AT_MOST = 20  # of pages in one file; further ones get the layer of an A4 page, scaled


@dataclass(frozen=True)
class Mark:
    """Whose copy it is and when it was made: what stands on each page."""

    name: str
    outlet: str
    copy_number: int
    made_at: datetime
    lifts_at: datetime

    @property
    def lines(self) -> dict[str, str]:
        made = weekday_moment(self.made_at, UK)
        return {
            "whose": f"{self.name}, {self.outlet}, copy {self.copy_number}",
            "until": f"Under embargo until {weekday_moment(self.lifts_at, UK)} UK time",
            "made": f"Opened {made} UK time",
        }


@dataclass(frozen=True)
class Copied:
    """All that a copy is made of, read within the transaction that noted it, so that the work is done after it."""

    mark: Mark
    title: str
    key: str | None  # of the stored file, if there is one to be stamped
    kind: str
    words: Mapping[str, Any]


def mark_of_copy(grant: Grant, now: datetime) -> Mark:
    """The mark on what ``grant`` opens at ``now``."""
    return Mark(grant.name, grant.outlet, grant.copy_number, now, grant.launch.lifts_at or now)


def copied_paper(grant: Grant, text: PositionText, now: datetime) -> Copied:
    """The paper of those words, or the words themselves where there is no paper."""
    return Copied(mark_of_copy(grant, now), text.title, *_stored(text.paper), _words_of(grant, text))


def copied_asset(grant: Grant, asset: LaunchAsset, now: datetime) -> Copied:
    """What the press gets of a launch beside the paper."""
    words = {"language": asset.language.value, "blocks": _blocks(asset.words)}
    return Copied(mark_of_copy(grant, now), asset.channel.value.capitalize(), *_stored(asset.file), words)


def marked_pdf(copied: Copied) -> bytes:
    """The PDF with the mark on every page: of a stored PDF or picture, and else set from the words."""
    if copied.key is not None:
        content = files.store().path(copied.key).read_bytes()
        if copied.kind == "application/pdf":
            try:
                return stamped(content, copied.mark)
            except pikepdf.PdfError:
                pass  # too broken to be stamped, and so never given out: the words say the same
        elif copied.kind in ("image/png", "image/jpeg"):
            return _set(copied, {"picture": "the-picture"}, {"the-picture": content})
    return _set(copied, {})


def stamped(content: bytes, mark: Mark) -> bytes:
    """That PDF with the mark laid over each of its pages, upright whichever way a page is turned.

    Raises pikepdf.PdfError for what cannot be opened.
    """
    layers: dict[tuple[float, float], pikepdf.Pdf] = {}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            size = _size_of(page)
            if size not in layers and len(layers) >= SIZES_AT_MOST:
                size = A4
            if size not in layers:
                layers[size] = pikepdf.open(io.BytesIO(_layer(mark, size)))
            page.add_overlay(layers[size].pages[0])
        if len(pdf.pages) == 0:
            raise pikepdf.PdfError("There is no page that could be marked.")
        kept = io.BytesIO()
        pdf.save(kept)
    for layer in layers.values():
        layer.close()
    return kept.getvalue()


def record_pdf(record: AccessRecord, title: str, made_at: datetime) -> bytes:
    """The record of who had access when, to be kept."""
    guests = [
        {
            "number": each.copy_number,
            "name": each.name,
            "outlet": each.outlet,
            "email": each.email,
            "steps": [[weekday_moment(step.at, UK), step.act] for step in each.steps],
            "openings": [[_to_the_second(opening.at), opening.act] for opening in each.openings],
        }
        for each in record.guests
    ]
    data = {
        "title": title,
        "lifted": _to_the_second(record.lifted_at),
        "was": weekday_moment(record.was_to_lift_at, UK),
        "hash": record.hash,
        "guests": guests,
    }
    return pdf_of("policy/access_record.typ", data, made_at=made_at)


def _layer(mark: Mark, size: tuple[float, float]) -> bytes:
    data = {"mark": mark.lines, "width": size[0], "height": size[1]}
    return pdf_of("policy/press_layer.typ", data, made_at=mark.made_at)


def _set(copied: Copied, more: Mapping[str, str], pictures: Mapping[str, bytes] | None = None) -> bytes:
    data = {"mark": copied.mark.lines, "title": copied.title, "picture": "", **copied.words, **more}
    return pdf_of("policy/press_copy.typ", data, made_at=copied.mark.made_at, pictures=pictures)


def _size_of(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height in points as a reader sees them."""
    left, bottom, right, top = (float(Decimal(str(each))) for each in page.trimbox)
    across, up = round(abs(right - left), 2) or A4[0], round(abs(top - bottom), 2) or A4[1]
    turned = int(page.get("/Rotate", 0)) % 180 == 90
    return (up, across) if turned else (across, up)


def _stored(file: StoredFile | None) -> tuple[str | None, str]:
    return (file.key, file.kind) if file is not None else (None, "")


def _words_of(grant: Grant, text: PositionText) -> dict[str, Any]:
    position = grant.launch.position
    return {
        "language": text.language.value,
        "frame": text.frame,
        "lines": text.lines,
        "blocks": [*_blocks(text.summary), *_blocks(text.body)],
        "answers": [[each.question, each.answer] for each in position.answers if each.language is text.language],
        "people": [", ".join(filter(None, (each.name, each.role, each.contact))) for each in position.spokespeople],
    }


def _blocks(words: str) -> list[list[str]]:
    """Headings, points and paragraphs, each with what it is: the few things that our texts are made of."""
    blocks: list[list[str]] = []
    for part in words.split("\n\n"):
        for line in part.splitlines():
            if line.startswith("#"):
                blocks.append(["heading", line.lstrip("# ")])
            elif line.startswith(("- ", "* ")):
                blocks.append(["point", line[2:]])
            elif blocks and blocks[-1][0] == "words" and not part.startswith(line):
                blocks[-1][1] += f" {line}"
            elif line.strip():
                blocks.append(["words", line])
    return blocks


def _to_the_second(at: datetime) -> str:
    return weekday_moment(at.replace(microsecond=0), UK)
