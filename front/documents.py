"""The hall of an event, one dot for each place, drawn as paths."""

import math
import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Drawing:
    """One view of the hall: its ``viewBox`` and, for each arc of seats, what a path needs."""

    view_box: str
    arcs: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Hall:
    """The same hall twice: ``down`` the side of a wide page, ``across`` a narrow one."""

    capacity: int
    taken: int
    down: Drawing
    across: Drawing


def hall(capacity: int, taken: int) -> Hall:
    """A hall of ``capacity`` places, ``taken`` of them filled from the front as a hall fills."""
    raise NotImplementedError((capacity, taken, math, random))
