"""What the fields of every form share: tidying what was typed, and asking a rule about it."""

import re
import unicodedata
from collections.abc import Callable

from wtforms import DateTimeLocalField, IntegerField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core.errors import Refusal

AMOUNT = re.compile(r"£?\s*([0-9]{1,6})(?:\.([0-9]{2}))?")
LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
SEPARATOR = re.compile("[\x1c-\x1f]")
TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def trimmed(typed: str | None) -> str | None:
    """A filter: on one line, since a name with a line break would write lines of its own in a letter."""
    return " ".join(typed.split()) if typed else typed


def readable(typed: str | None) -> str | None:
    """A filter for names: trimmed, and without what steers a terminal or turns the words around it.

    What then shows no letter at all is empty. Joiners stay: some scripts cannot be written without them.
    """
    if not typed:
        return typed
    kept = trimmed("".join(letter for letter in typed if letter.isspace() or not _steers(letter))) or ""
    return kept if any(unicodedata.category(letter)[0] not in "CZ" for letter in kept) else ""


def in_paragraphs(typed: str | None) -> str | None:
    """A filter for long texts: as typed, on as many lines, without what steers a terminal or turns the words around it.

    A control character that parts words becomes a line break or a space, so that a count of words stays the same.
    """
    if not typed:
        return typed
    spaced = SEPARATOR.sub(" ", LINE_BREAK.sub("\n", typed))
    kept = "".join(letter for letter in spaced if letter in "\t\n" or not _steers(letter))
    return "\n".join(line.rstrip() for line in kept.strip().split("\n"))


def _steers(letter: str) -> bool:
    # Control characters, and the embeddings, overrides and isolates of direction.
    return unicodedata.category(letter) == "Cc" or unicodedata.bidirectional(letter) in TURNING


class Obeys:
    """A validator: ``rule`` has nothing against the value. If it has, its words are the field's error."""

    def __init__(self, rule: Callable[[str], object]) -> None:
        self._rule = rule

    def __call__(self, _form, field) -> None:
        try:
            self._rule(field.data or "")
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None


def plain_number(typed: str | int) -> int:
    """A whole number as everybody writes it. Raises ValueError for a sign, an exponent, or another script's digits."""
    typed = str(typed)  # a choice of ours is one already
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise ValueError("Write a whole number.")
    return int(typed)


class PlainNumber(IntegerField):
    """How many of something, from ``least`` to ``most``; nothing typed is none."""

    def __init__(self, label: str, *, least: int = 0, most: int, **given) -> None:
        super().__init__(label, [NumberRange(0, most, f"{label}: at most {most}.")], **given)
        self.least, self.most = least, most

    def process_formdata(self, valuelist) -> None:
        self.data = 0
        if valuelist and valuelist[0]:
            try:
                self.data = plain_number(valuelist[0].strip())
            except ValueError:
                raise ValueError("Write a whole number, or leave it empty.") from None


class Checkboxes(SelectMultipleField):
    """Any number of some choices, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


HOW_TO_WRITE_A_MINUTE = "Write the day and the time, like 2027-03-17T09:00."


class Minute(DateTimeLocalField):
    """A minute as a clock on a wall shows it; a browser without such a control lets one type it."""

    def __init__(self, label: str, validators=None, **given) -> None:
        asked = [InputRequired(HOW_TO_WRITE_A_MINUTE)] if validators is None else validators
        # A browser sends no seconds; what is stored with some is left as it is if nobody touches it.
        super().__init__(label, asked, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"], **given)

    def process_formdata(self, valuelist) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(HOW_TO_WRITE_A_MINUTE) from None


def pence_of(typed: str | None) -> int | None:
    """What was typed in pounds, as 395 or £1,395.50, in pence; None if that is no amount."""
    found = AMOUNT.fullmatch((typed or "").strip().replace(",", ""))
    return int(found[1]) * 100 + int(found[2] or 0) if found else None
