"""Rows as a CSV file that no spreadsheet program takes for formulas (INJ-5)."""

import csv
import io
from collections.abc import Iterable, Sequence

BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"


def as_text(cell: str) -> str:
    """``cell`` as it may stand in a CSV file: with an apostrophe before what would begin a formula.

    One that begins with an apostrophe gets a second one: to take the first away always gives back what was there.
    """
    return MARK + cell if cell.startswith((*BEGIN_FORMULAS, MARK)) else cell


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The rows under their headings, each cell as text, in UTF-8 with the mark that spreadsheet programs look for."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
