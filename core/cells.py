"""Files for spreadsheet programs: comma separated, with no cell that one would run as a formula."""

import csv
import io
from collections.abc import Iterable

from flask import Response

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: object) -> str:
    """``value`` as text, with an apostrophe before what a spreadsheet program would take for a formula."""
    words = "" if value is None else str(value)
    return f"'{words}" if words.lstrip(" ").startswith(FORMULA) else words


def csv_of(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """In UTF-8 with the mark by which Excel knows it."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(head)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def csv_answer(name: str, content: bytes) -> Response:
    """A download under that name, which no cache keeps."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype="text/csv", headers=headers)
