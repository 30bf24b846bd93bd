"""Documents to print and to keep: tagged PDFs, set by Typst from a template of ours and the data of a caller.

Text is data and never markup: it reaches the template as JSON, so nothing that somebody wrote can become a command of
Typst. A template begins with ``#import "/templates/print.typ": *`` and finds there the data, the faces and the colours.
Each PDF is checked against PDF/UA-1 while it is written: a picture without words, say, is an error and no document.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

TEMPLATES = Path(__file__).parent.parent / "templates"
FONTS = Path(__file__).parent / "fonts"
# The face that others fall back on, since it has nearly all letters of Europe and the Near East.
WIDEST = "dejavu_sans"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
# They join letters in Persian or in an emoji, and have no shape of their own.
JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


def pdf_of(
    template: str, data: Mapping[str, Any], *, made_at: datetime, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The tagged PDF that ``template``, such as abstracts/book.typ, makes of ``data``.

    ``data`` is what JSON can say, and ``pictures`` are PNG, JPEG or SVG by plain names of the caller's choice: the
    template shows one by ``picture(name, words)``. The same data and ``made_at`` make the same bytes. Raises
    typst.TypstError where the template is at fault; no text can.
    """
    return _set(template, data, pictures or {}, pdf_standards=["ua-1"], timestamp=int(made_at.timestamp()))


def png_of(
    template: str,
    data: Mapping[str, Any],
    *,
    pictures: Mapping[str, bytes] | None = None,
    dots_per_inch: int = 144,
) -> bytes:
    """The same as a PNG, of a template that makes one page, for where a picture of some words is wanted."""
    return _set(template, data, pictures or {}, format="png", ppi=dots_per_inch)


def _set(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], **how: Any) -> bytes:
    import typst  # here, since only those who print need it

    with TemporaryDirectory() as folder:
        # Typst reads nothing outside of this folder.
        root = Path(folder)
        (root / "templates").symlink_to(TEMPLATES)
        (root / "pictures").mkdir()
        for name, content in pictures.items():
            (root / "pictures" / name).write_bytes(content)
        return typst.compile(
            (TEMPLATES / template).read_bytes(),
            root=root,
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps(_printable_in(data))},
            **how,
        )


def printable(text: str) -> str:
    """``text`` as our fonts can print it: a letter that none of them has becomes �, and what has no shape goes.

    PDF/UA forbids a letter without a shape, and one in a name must not keep a badge from being printed.
    """
    known, widest = _letters()
    kept: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(letter)
        if kind.startswith("M"):
            # An accent comes from the same font as the letter beneath it.
            if kept and ord(letter) in widest and ord(kept[-1]) in widest:
                kept.append(letter)
        elif letter in "\n\t" or letter in JOINERS:
            kept.append(letter)
        elif kind not in {"Cc", "Cf"}:
            kept.append(_as_known(letter, known))
    return "".join(kept)


def _as_known(letter: str, known: frozenset[int]) -> str:
    """The letter itself, or its plain form such as ( for a full-width one, or �."""
    plain = unicodedata.normalize("NFKC", letter)
    return next((each for each in (letter, plain) if known.issuperset(map(ord, each))), UNKNOWN)


def _printable_in(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {name: _printable_in(each) for name, each in value.items()}
    return [_printable_in(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def _fonts():
    # Built once: it reads every font, which takes longer than a ticket.
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@cache
def _letters() -> tuple[frozenset[int], frozenset[int]]:
    """The letters that any of our fonts has, and those that the widest has."""
    from fontTools.ttLib import TTFont

    by_font = {}
    for path in FONTS.glob("*.ttf"):
        with TTFont(path) as font:
            by_font[path.name.partition(".")[0]] = frozenset(font.getBestCmap())
    return frozenset().union(*by_font.values()), by_font[WIDEST]
