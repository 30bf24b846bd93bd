"""The hall that is drawn has exactly the places that there are."""

from itertools import product

import pytest

from front.documents import Drawing, hall

SIZES = (1, 7, 80, 120, 800, 1000)


def dots(drawing: Drawing, kind: str) -> int:
    """How many dots of ``kind`` are drawn: each is a dash of no length and the gap behind it."""
    return sum(len(arc["dashes"].split()) // 2 for arc in drawing.arcs if arc["kind"] == kind)


@pytest.mark.parametrize(("capacity", "share"), list(product(SIZES, (0, 0.5, 1))))
def test_each_dot_is_a_place_and_each_filled_dot_a_taken_one(capacity, share):
    taken = int(capacity * share)

    drawn = hall(capacity, taken)

    for drawing in (drawn.down, drawn.across):
        assert (dots(drawing, "taken"), dots(drawing, "free")) == (taken, capacity - taken)


@pytest.mark.parametrize("capacity", SIZES)
def test_no_dot_falls_off_the_end_of_its_row(capacity):
    for arc in hall(capacity, capacity // 2).down.arcs:
        gaps = [int(gap) for gap in arc["dashes"].split()[1::2]][:-1]
        assert 0 < -float(arc["offset"]) + sum(gaps) < int(arc["length"])


def test_the_same_numbers_give_the_same_drawing():
    first = hall(120, 51)
    hall.cache_clear()
    assert hall(120, 51) == first
