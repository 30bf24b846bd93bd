"""Files of the register, made for tests, and the two counts that a repeat must not move."""

import csv
import io
from collections.abc import Iterable

from sqlalchemy import func, select

from members.models import Membership, RegisterChange, RegisterImport
from members.rules import COLUMNS
from tests import factories as make

ASH = {
    "number": "0000001",
    "name": "Dr Ash Fictum",
    "email": "ash.fictum@north.example",
    "grade": "member",
    "status": "active",
    "valid_from": "2026-04-01",
    "valid_to": "2027-03-31",
    "nation": "wales",
    "career_stage": "gp",
    "profession": "doctor",
    "networks": "GP champions",
}


def line(number: int = 1, /, **changes) -> dict:
    """One entry: Ash's, or another of that number."""
    other = {"number": f"{number:07}", "email": f"member{number}@north.example", "name": f"Dr Number {number}"}
    return ASH | (other if number != 1 else {}) | changes


def register(*lines: dict, columns: Iterable[str] = COLUMNS, encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns))
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode(encoding)


def write_many(path, how_many: int, **changes) -> None:
    """A file of so many entries, without holding them all."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(line(number, **changes) for number in range(2, how_many + 2))


def counts(session) -> tuple[int, int, int]:
    """How many entries, imports and remembered changes there are."""
    return tuple(session.scalar(select(func.count(each.id))) for each in (Membership, RegisterImport, RegisterChange))


def an_entry(**changes) -> Membership:
    """Ash's entry, which nobody has claimed yet."""
    return make.a_membership(**{"number": "0000001", "name": "Dr Ash Fictum"} | changes)
