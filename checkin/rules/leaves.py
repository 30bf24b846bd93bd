"""What of its package a phone has not got yet: by the marks of the leaves that it holds, and by no history of ours.

The package is cut into leaves: each of its parts is one, and of so many tickets at a time what they are is one and who
of them is in another. A leaf has a mark, which is another as soon as anything on it is. A phone says the marks of what
it holds and is sent the leaves with other ones, so that nothing depends on what it missed, or in which order.
static/door/leaves.js puts them together again.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

LEAST_ON_LEAF = 16  # tickets
MOST_LEAVES = 128
MARK = 6  # bytes


class Leaf(NamedTuple):
    """Which one it is: a part by its name, or the ``tickets`` or their ``in`` by the leaf's number and size."""

    of: str
    number: int
    size: int


def told_since(package: Mapping[str, Any], held: str) -> dict[str, Any]:
    """What a phone that holds the leaves of these marks is told, with the marks of what it holds then.

    The whole package if it holds none of it, or ``held`` is nothing of ours; else ``parts`` by name, ``tickets`` and
    ``in`` by the number of their leaf, each ``size`` tickets of ``count``.
    """
    leaves = _leaves_of(package)
    marks = {leaf: _mark(leaf, content) for leaf, content in leaves.items()}
    known = _marks_in(held)
    told = {"marks": base64.b64encode(b"".join(marks.values())).decode()}
    if known.isdisjoint(marks.values()):
        return dict(package) | told
    changed = {leaf: content for leaf, content in leaves.items() if marks[leaf] not in known}
    count = len(package["tickets"])
    return told | {
        "count": count,
        "size": _size_for(count),
        "parts": {leaf.of: content for leaf, content in changed.items() if leaf.size == 0},
        "tickets": {leaf.number: content for leaf, content in changed.items() if leaf.size and leaf.of == "tickets"},
        "in": {leaf.number: content for leaf, content in changed.items() if leaf.size and leaf.of == "in"},
    }


def _leaves_of(package: Mapping[str, Any]) -> dict[Leaf, Any]:
    leaves = {Leaf(name, 0, 0): part for name, part in package.items() if name != "tickets"}
    tickets: Sequence[Mapping[str, Any]] = package["tickets"]
    size = _size_for(len(tickets))
    for number, start in enumerate(range(0, len(tickets), size)):
        some = tickets[start : start + size]
        leaves[Leaf("tickets", number, size)] = [_without_in(each) for each in some]
        leaves[Leaf("in", number, size)] = [each["in"] for each in some]
    return leaves


def _size_for(count: int) -> int:
    """Tickets on a leaf: doubled as an event grows, since a phone says a mark for each leaf whenever it asks."""
    size = LEAST_ON_LEAF
    while size * MOST_LEAVES < count:
        size *= 2
    return size


def _without_in(ticket: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in ticket.items() if name != "in"}


def _mark(leaf: Leaf, content: Any) -> bytes:
    """Six bytes: that a change leaves them as they were happens once in 2**48 times."""
    return hashlib.sha256(json.dumps([leaf, content]).encode()).digest()[:MARK]


def _marks_in(held: str) -> frozenset[bytes]:
    try:
        raw = base64.b64decode(held, validate=True)
    except (binascii.Error, ValueError):
        return frozenset()
    return frozenset(raw[start : start + MARK] for start in range(0, len(raw), MARK))
