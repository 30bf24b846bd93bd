"""People who come without a code, found by their names and scans of them."""

import base64
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, NamedTuple

from checkin.rules.devices import PlainDevice
from checkin.rules.sealing import code_id
from core.words import folded

MOST_FOUND = 20


class PlainPerson(NamedTuple):
    code: str
    name: str
    organisation: str
    category: str


def found_among(people: Iterable[PlainPerson], words: str) -> list[PlainPerson]:
    """Up to twenty people whose name or organisation holds each of the words, accents or not; none for a letter."""
    wanted = folded(words).split()
    fits = (each for each in people if all(word in folded(f"{each.name} {each.organisation}") for word in wanted))
    return list(islice(fits, MOST_FOUND)) if any(len(word) > 1 for word in wanted) else []


def told_of(person: PlainPerson, device: PlainDevice) -> dict[str, Any]:
    """The person as a phone is told of them: under its own id for their ticket, and never with their code."""
    told = {"name": person.name, "organisation": person.organisation, "category": person.category}
    return {"id": code_id(person.code, base64.b64decode(device.salt))} | told


def with_code(scan: Any, codes: Callable[[], Mapping[str, str]]) -> Any:
    """The scan with the code of the ``ticket`` that it names by the phone's id; as it came if it names none of ours."""
    if not isinstance(scan, dict) or "code" in scan or not isinstance(scan.get("ticket"), str):
        return scan
    code = codes().get(scan["ticket"])
    return scan if code is None else scan | {"code": code}
