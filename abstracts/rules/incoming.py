"""Reading a file of abstracts, however large, deep or broken it is: every record that is sound, and what is not."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import ValidationError

from abstracts.rules.exchange import FORMAT, MOST, VERSION, Record
from core.errors import Refusal

# A thousand abstracts have two megabytes. More parts than that are no abstracts, and would fill the memory.
LARGEST, MOST_PARTS = 16 * 2**20, 500_000
PARTS_EACH, PROBLEMS_EACH = 2_000, 20


class NotAbstracts(Refusal):
    """The file as a whole cannot be read."""

    status = 422


class Problem(NamedTuple):
    """What is wrong with one record; ``place`` counts from 1, and 0 is the file."""

    place: int
    ref: str
    says: str


class Leftover(NamedTuple):
    """Something of a record that has no place here."""

    place: int
    what: str


def read_json(content: bytes) -> Any:
    """What the file holds. Raises NotAbstracts if it is too large, too deep or no JSON."""
    if len(content) > LARGEST:
        raise NotAbstracts(f"This file is larger than {LARGEST // 2**20} MB. Export fewer abstracts at a time.")
    if sum(content.count(sign) for sign in (b",", b"[", b"{")) > MOST_PARTS:
        raise NotAbstracts("This file has more parts than abstracts have. Export fewer abstracts at a time.")
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except RecursionError:
        raise NotAbstracts("This file is nested too deeply to hold abstracts.") from None
    except ValueError:
        raise NotAbstracts("This is not a JSON file in UTF-8, or it is cut off.") from None


def records_in(found: Any) -> tuple[dict[int, Record], list[Problem]]:
    """The records of our own format by their places, counted from 1, and what is wrong with the others."""
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NotAbstracts(f"This is neither a HotCRP paper JSON nor has it the “format” “{FORMAT}”.")
    if found.get("version") != VERSION:
        raise NotAbstracts(f"This file is of another version; “version” must be {VERSION}.")
    listed = found.get("abstracts")
    if not isinstance(listed, list):
        raise NotAbstracts("“abstracts” must be a list.")
    return checked(enumerate(listed, start=1), len(listed))


def checked(given: Iterable[tuple[int, Any]], how_many: int) -> tuple[dict[int, Record], list[Problem]]:
    """What is a sound record, and what is not. Raises NotAbstracts if there are too many."""
    if how_many > MOST:
        raise NotAbstracts(f"This file has more than {MOST:,} abstracts. Import fewer at a time.")
    records: dict[int, Record] = {}
    problems: list[Problem] = []
    for place, each in given:
        if is_swollen(each):
            problems.append(Problem(place, "", "It has more parts than an abstract has."))
            continue
        try:
            records[place] = Record.model_validate(each)
        except ValidationError as error:
            ref = str(each.get("ref", ""))[:80] if isinstance(each, dict) else ""
            faults = error.errors(include_url=False, include_input=False)[:PROBLEMS_EACH]
            problems += [Problem(place, ref, _in_words(fault)) for fault in faults]
    return records, problems


def is_swollen(record: Any) -> bool:
    """True if one record holds so many parts that even to say what is wrong with them would fill the memory."""
    waiting, seen = [record], 0
    while waiting:
        part = waiting.pop()
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        seen += len(inner)
        if seen > PARTS_EACH:
            return True
        waiting += inner
    return False


def _refuse_constant(_name: str) -> None:
    raise ValueError("not a number")


def _in_words(fault: Any) -> str:
    where = ", ".join(str(each + 1) if isinstance(each, int) else each for each in fault["loc"])
    said = fault["msg"].removeprefix("Value error, ")
    return f"{where}: {said}." if where else f"{said}."
