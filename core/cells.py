"""Files for spreadsheet programs, in which no cell runs as a formula and none loses a letter (INJ-5).

Text in an XLSX is typed as text and stands there as it is. A CSV has no types, so there an apostrophe goes before
whatever a program would take for a formula or write otherwise, such as 0071, and before what begins with an apostrophe
itself; ``plain_cell`` takes it away again, and never one that somebody typed. Where semicolons part the cells, or a
quotation mark is taken for a letter, a cell begins in the middle of ours too: so the same holds after each ; and break.

No cell of an XLSX holds more than 32,767 characters, an emoji being two. What is longer goes on, part by part, on a
second sheet; a CSV has it whole.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from flask import Response
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

# What begins a formula, in the full width of Asian keyboards too, and the apostrophe itself.
_FORMULA = "[=+\\-@'\\uff1d\\uff0b\\uff0d\\uff20\\ufe62\\ufe63\\ufe66\\ufe6b\\u2212]"
# Where a program may see a cell begin, if what follows the spaces and quotation marks there is such a sign.
_BEGINS = re.compile(
    rf"""^(?=[\t\r\n])|(?:^|(?<=[;\t\r\n]))(?=(?:[^\S\t\r\n]|["\x00-\x08\x0e-\x1f\ufeff\u200b-\u200f])*{_FORMULA})"""
)
_REWRITTEN = re.compile(r"\s*(?:0[0-9]+|[0-9]{16,}|[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+)\s*")
_MARKED = re.compile(r"(?:^|(?<=[;\t\r\n]))'")
CELL, SAFE_DIGITS = 32_767, 15
CONTINUED, ROW_LIMIT = " … continued on the second sheet", 1_048_576
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_cell(value: object) -> str:
    """``value`` as text for a CSV, with an apostrophe before what a program would take for more than text."""
    if isinstance(value, int | float | Decimal):
        return str(value)  # a minus before figures of ours is no formula
    words = _text(value)
    marked = _BEGINS.sub("'", words)
    return f"'{words}" if marked == words and _REWRITTEN.fullmatch(words) else marked


def plain_cell(cell: str) -> str:
    """What ``safe_cell`` was given as text, letter by letter."""
    return _MARKED.sub("", cell)


def csv_of(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """In UTF-8 with the mark by which Excel knows it."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([safe_cell(value) for value in head])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def xlsx_of(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A workbook of one sheet, its numbers and days as such and all else as text; a second has what was too long.

    A moment is written as its own clock shows it, so give it in the zone of its readers.
    """
    stream = io.BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, {"in_memory": True, "remove_timezone": True, **as_text}) as book:
        sheet, bold = book.add_worksheet("Rows"), book.add_format({"bold": True})
        formats = {date: book.add_format({"num_format": "yyyy-mm-dd"})}
        formats[datetime] = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.freeze_panes(1, 0)
        longer: list[tuple[str, int, str]] = []
        for column, name in enumerate(head):
            sheet.write_string(0, column, _text(name), bold)
        for number, row in enumerate(rows, start=1):
            if number >= ROW_LIMIT:
                raise ValueError("A sheet has no more rows than 1,048,576.")
            for column, value in enumerate(row):
                longer += _write(sheet, number, column, value, formats)
        if longer:
            _go_on(book.add_worksheet("Continued"), longer)
    return stream.getvalue()


def csv_answer(name: str, content: bytes) -> Response:
    """A download under that name, which no cache keeps."""
    return download(name, content, "text/csv")


def xlsx_answer(name: str, content: bytes) -> Response:
    """The same for a workbook."""
    return download(name, content, XLSX)


def json_answer(name: str, content: bytes) -> Response:
    """The same for what another program reads."""
    return download(name, content, "application/json")


def download(name: str, content: bytes, kind: str) -> Response:
    """The same for any other kind."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=kind, headers=headers)


def _text(value: object) -> str:
    # Half of a surrogate pair cannot be written in UTF-8; everything else can.
    return "" if value is None else str(value).encode("utf-8", "replace").decode()


def _write(sheet: Worksheet, row: int, column: int, value: object, formats: dict) -> Iterator[tuple[str, int, str]]:
    """One cell of its own type; what had no room in it comes back, as cell, part and text."""
    if _is_number(value):
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, column, value, formats[type(value)])
    else:
        words = _text(value)
        first, *others = _parts(words)
        sheet.write_string(row, column, f"{first}{CONTINUED}" if others else first)
        cell = xl_rowcol_to_cell(row, column)
        yield from ((cell, part, each) for part, each in enumerate(others, start=2))


def _is_number(value: object) -> bool:
    """True for a number that a sheet keeps to the last figure; a yes or no is text."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not math.isfinite(value):
        return False
    return isinstance(value, float) or len(re.sub(r"[^0-9]", "", str(value))) <= SAFE_DIGITS


def _go_on(sheet: Worksheet, longer: list[tuple[str, int, str]]) -> None:
    for column, name in enumerate(("Cell", "Part", "Text")):
        sheet.write_string(0, column, name)
    for number, (cell, part, words) in enumerate(longer, start=1):
        sheet.write_string(number, 0, cell)
        sheet.write_number(number, 1, part)
        sheet.write_string(number, 2, words)


def _parts(words: str) -> list[str]:
    """``words`` in parts of which each fits a cell, the first with room for CONTINUED; at least one."""
    if len(words) * 2 <= CELL:
        return [words]
    units = words.encode("utf-16-le")
    if len(units) <= CELL * 2:
        return [words]
    parts, room = [], CELL - len(CONTINUED)
    while units:
        end = room * 2
        # Not between the two halves of an emoji.
        if end < len(units) and 0xDC <= units[end + 1] <= 0xDF:
            end -= 2
        parts.append(units[:end].decode("utf-16-le"))
        units, room = units[end:], CELL
    return parts
