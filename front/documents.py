"""The hall of an event, one dot for each place, drawn as paths."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

SPAN = math.radians(112)
DEPTH = 336  # from the first row to the last, in the drawing's own units
NEAREST = 0.45  # the first row's radius, as a share of the depth
SEATS_PER_ROW_SQUARED = 2.78  # so that dots stand about two thirds as far apart as rows, in a hall of any size
DOT = 0.46  # of the space between two rows
BEYOND = 9999  # a gap longer than any row

Point = tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """One view of the hall: its ``viewBox``, the width of a dot and, for each arc of seats, what a path needs."""

    view_box: str
    dot: str
    arcs: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Hall:
    """The same hall twice: ``down`` the side of a wide page, ``across`` a narrow one."""

    capacity: int
    taken: int
    down: Drawing
    across: Drawing


@lru_cache(maxsize=64)
def hall(capacity: int, taken: int) -> Hall:
    """A hall of ``capacity`` places, ``taken`` of them filled from the front as a hall fills.

    The same numbers give the same drawing, and one more taken adds one dot and moves none.
    """
    rows = max(1, round(math.sqrt(capacity / SEATS_PER_ROW_SQUARED)))
    step = DEPTH / rows
    radii = [DEPTH * NEAREST + step * row for row in range(rows)]
    seats = _shared_out(capacity, radii)
    filled = _filled(seats, taken)
    dot, margin = step * DOT, step * DOT
    near, far, half = radii[0] * math.cos(SPAN / 2), radii[-1], radii[-1] * math.sin(SPAN / 2)
    depth, width = far - near + 2 * margin, 2 * (half + margin)
    return Hall(
        capacity,
        taken,
        down=Drawing(
            _box(near - margin, -half - margin, depth, width),
            f"{dot:.1f}",
            _arcs(radii, seats, filled, lambda radius, angle: (radius * math.cos(angle), radius * math.sin(angle))),
        ),
        across=Drawing(
            _box(-half - margin, near - margin, width, depth),
            f"{dot:.1f}",
            _arcs(radii, seats, filled, lambda radius, angle: (-radius * math.sin(angle), radius * math.cos(angle))),
        ),
    )


def _shared_out(capacity: int, radii: Sequence[float]) -> list[int]:
    """Seats for each row by its length, whole numbers that add up to ``capacity``."""
    shares = [capacity * radius / sum(radii) for radius in radii]
    seats = [int(share) for share in shares]
    by_rest = sorted(range(len(radii)), key=lambda row: seats[row] - shares[row])
    for row in by_rest[: capacity - sum(seats)]:
        seats[row] += 1
    return seats


def _filled(seats: Sequence[int], taken: int) -> set[tuple[int, int]]:
    """The ``taken`` seats that fill first: mostly the front ones, with a little chance that is always the same."""
    chance = random.Random(sum(seats))  # noqa: S311, a drawing and no secret
    wish = {
        (row, seat): 1.15 * row / len(seats) + 0.7 * chance.random()
        for row, count in enumerate(seats)
        for seat in range(count)
    }
    return set(sorted(wish, key=wish.__getitem__)[:taken])


def _arcs(
    radii: Sequence[float], seats: Sequence[int], filled: set[tuple[int, int]], at: Callable[[float, float], Point]
) -> tuple[dict[str, str], ...]:
    """For each row a path of the free seats and one of the taken: dashes of no length with round caps are dots."""
    arcs = []
    for row, (radius, count) in enumerate(zip(radii, seats, strict=True)):
        (from_x, from_y), (to_x, to_y) = at(radius, -SPAN / 2), at(radius, SPAN / 2)
        path = f"M{from_x:.1f} {from_y:.1f}A{radius:.1f} {radius:.1f} 0 0 1 {to_x:.1f} {to_y:.1f}"
        for kind, is_wanted in (("free", False), ("taken", True)):
            chosen = [seat for seat in range(count) if ((row, seat) in filled) is is_wanted]
            if chosen:
                gaps = [after - before for before, after in pairwise(chosen)] + [BEYOND]
                arcs.append(
                    {
                        "kind": kind,
                        "path": path,
                        "length": str(count),
                        "dashes": " ".join(f"0 {gap}" for gap in gaps),
                        "offset": f"{-(chosen[0] + 0.5)}",
                    }
                )
    return tuple(arcs)


def _box(*numbers: float) -> str:
    return " ".join(f"{number:.0f}" for number in numbers)
