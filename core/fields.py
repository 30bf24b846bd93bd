"""What the fields of every form share: tidying what was typed, and asking a rule about it."""

from collections.abc import Callable

from wtforms.validators import ValidationError

from core.errors import Refusal


def trimmed(typed: str | None) -> str | None:
    """A filter: on one line, since a name with a line break would write lines of its own in a letter."""
    return " ".join(typed.split()) if typed else typed


class Obeys:
    """A validator: ``rule`` has nothing against the value. If it has, its words are the field's error."""

    def __init__(self, rule: Callable[[str], object]) -> None:
        self._rule = rule

    def __call__(self, _form, field) -> None:
        try:
            self._rule(field.data or "")
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None
