"""Reading the register's file: its letters, its first line, and each line after it. Nothing here knows a database."""

import codecs
import csv
import enum
import io
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, NamedTuple, NoReturn, TypeVar

from core.errors import Refusal
from core.fields import readable
from members.models import CareerStage, Grade, Nation, Profession, Standing
from people.rules import NotAnAddress, email_key

COLUMNS = (
    *("number", "name", "email", "grade", "status", "valid_from", "valid_to"),
    *("nation", "career_stage", "profession", "networks"),
)
CHUNK = 2**16
SHOWN = 500
LONGEST = {"name": 200, "email": 254, "networks": 500}
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"[A-Z0-9](?:[A-Z0-9/.-]{0,30}[A-Z0-9])?")
Word = TypeVar("Word", bound=enum.Enum)


class NotARegister(Refusal):
    """The file as a whole cannot be read."""

    status = 422


class Entry(NamedTuple):
    """One line of the file, in the words and the order of the table."""

    number: str
    name: str
    email: str
    email_key: str
    grade: Grade
    standing: Standing
    valid_from: date
    valid_to: date | None
    nation: Nation
    career_stage: CareerStage
    profession: Profession
    networks: str


class Problem(NamedTuple):
    """What is wrong with one cell; the first line of the file is row 1, as a spreadsheet counts."""

    row: int
    column: str
    says: str


class Problems:
    """All problems counted, and the first of them kept: a file may be wrong in every line."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[Problem] = []

    def add(self, row: int, column: str, says: str) -> None:
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(Problem(row, column, says))

    @property
    def unshown(self) -> int:
        return self.count - len(self.first)


class _Wrong(Exception):
    """A cell cannot be read; the words say why."""


def how_read(file: BinaryIO) -> tuple[str, str]:
    """The encoding of the whole file, and what to tell about it: nothing if it is UTF-8. Raises NotARegister."""
    for encoding in ("utf-8-sig", "cp1252"):
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while chunk := file.read(CHUNK):
                if b"\0" in chunk:
                    raise NotARegister("This is not a CSV file. Save it as “CSV UTF-8” and send that.")
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        told = "The file is not in UTF-8, so it was read as Windows-1252 (cp1252). Look at letters such as é and ŵ."
        return encoding, told if encoding == "cp1252" else ""
    raise NotARegister("The letters of this file cannot be read. Save it as “CSV UTF-8” and send that.")


def entries_of(file: BinaryIO, encoding: str, problems: Problems) -> Iterator[Entry]:
    """The entries of the file one by one. A line with a problem is told to ``problems`` and left out.

    Raises NotARegister if the first line does not name the columns. Of each line only the number is remembered, and
    that in a file of its own: memory stays the same however long the register is.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    numbers = sqlite3.connect("")  # a database without a name is a file that goes with it
    try:
        lines = enumerate(_lines(text, problems), start=1)
        columns = _columns(next(lines, (1, []))[1])
        numbers.execute("CREATE TABLE numbers (number TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        for row, cells in lines:
            if not any(cell.strip() for cell in cells):
                continue  # a line of nothing at the end, as spreadsheets write
            if len(cells) != len(columns):
                said = f"This line has {len(cells)} cells instead of {len(columns)}. Is a comma unquoted?"
                problems.add(row, "", said)
                continue
            entry = _entry(row, dict(zip(columns, cells, strict=True)), problems)
            if entry is None:
                continue
            if (first := _first_row(numbers, entry.number, row)) != row:
                problems.add(row, "number", f"This number stands in row {first} already.")
                continue
            yield entry
    finally:
        text.detach()  # the file is its opener's to close
        numbers.close()


def _first_row(numbers: sqlite3.Connection, number: str, row: int) -> int:
    """The row in which ``number`` stood first: this one, if it is new."""
    if numbers.execute("INSERT OR IGNORE INTO numbers VALUES (?, ?)", (number, row)).rowcount:
        return row
    return numbers.execute("SELECT line FROM numbers WHERE number = ?", (number,)).fetchone()[0]


def tidy_number(typed: str) -> str:
    """A membership number as it is compared: without spaces, in capitals."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper()


def _lines(text: io.TextIOWrapper, problems: Problems) -> Iterator[list[str]]:
    reader = csv.reader(text, strict=True)
    try:
        yield from reader
    except csv.Error:
        problems.add(reader.line_num, "", "A quotation mark is not closed here, so nothing after it can be read.")


def _columns(cells: list[str]) -> list[str]:
    named = [cell.strip().casefold() for cell in cells]
    if sorted(named) == sorted(COLUMNS):
        return named
    missing = [column for column in COLUMNS if column not in named]
    unknown = [column for column in named if column not in COLUMNS]
    said = "The first line must name the columns: " + ", ".join(COLUMNS) + "."
    if missing and len(missing) < len(COLUMNS):
        said += f" Missing: {', '.join(missing)}."
    if unknown and len(missing) < len(COLUMNS):
        said += f" Unknown: {', '.join(each[:40] or '(empty)' for each in unknown)}."
    raise NotARegister(said)


def _entry(row: int, cells: dict[str, str], problems: Problems) -> Entry | None:
    before = problems.count

    def read(column, reader):
        try:
            return reader(cells[column])
        except _Wrong as wrong:
            problems.add(row, column, str(wrong))
            return None

    email, key = read("email", _address) or ("", "")
    begins, ends = read("valid_from", _first_day), read("valid_to", _last_day)
    if begins and ends and ends < begins:
        problems.add(row, "valid_to", "The last day lies before the first.")
    entry = Entry(
        number=read("number", _number),
        name=read("name", _name),
        email=email,
        email_key=key,
        grade=read("grade", lambda cell: _word(Grade, cell)),
        standing=read("status", lambda cell: _word(Standing, cell)),
        valid_from=begins,
        valid_to=ends,
        nation=read("nation", lambda cell: _word(Nation, cell)),
        career_stage=read("career_stage", lambda cell: _word(CareerStage, cell)),
        profession=read("profession", lambda cell: _word(Profession, cell)),
        networks=read("networks", _networks),
    )
    return entry if problems.count == before else None


def _number(cell: str) -> str:
    number = tidy_number(cell)
    if not NUMBER.fullmatch(number):
        raise _Wrong("Write a number of up to 32 letters, digits, dots, dashes and strokes.")
    return number


def _name(cell: str) -> str:
    return _short("name", readable(cell)) or _refuse("Write the member's name.")


def _address(cell: str) -> tuple[str, str]:
    if not (typed := cell.strip()):
        return "", ""  # a member without one is found by number and name
    try:
        return _short("email", typed), email_key(typed)
    except NotAnAddress as wrong:
        raise _Wrong(str(wrong)) from None


def _networks(cell: str) -> str:
    named = {name.casefold(): name for each in cell.split(";") if (name := readable(each))}
    return _short("networks", "; ".join(sorted(named.values(), key=str.casefold)))


def _word(kind: type[Word], cell: str) -> Word:
    word = " ".join(cell.split()).casefold()
    for each in kind:
        if each.value == word:
            return each
    allowed = ", ".join(each.value for each in kind)
    raise _Wrong(f"{f'“{word[:40]}” is not known' if word else 'Nothing is written here'}. Allowed: {allowed}.")


def _first_day(cell: str) -> date:
    return _last_day(cell) or _refuse("Write the first day, like 2026-04-01.")


def _last_day(cell: str) -> date | None:
    typed = cell.strip()
    if not typed:
        return None
    try:
        if DAY.fullmatch(typed):
            return date.fromisoformat(typed)
    except ValueError:
        pass
    raise _Wrong("Write the day as year-month-day, like 2027-03-31.")


def _short(column: str, text: str | None) -> str:
    if text and len(text) > LONGEST[column]:
        raise _Wrong(f"This is longer than {LONGEST[column]} characters.")
    return text or ""


def _refuse(says: str) -> NoReturn:
    raise _Wrong(says)
