"""What a line of the register must say, what a regulator's number looks like, when a membership counts, whose it is."""

from members.rules.register import COLUMNS, Entry, NotARegister, Problem, Problems, entries_of, how_read, tidy_number
from members.rules.regulators import REGULATORS, NotANumber, Regulator, check_number
from members.rules.standing import (
    REASONS,
    AlreadyDecided,
    CannotUndo,
    NoEntry,
    check_may_undo,
    day_of,
    is_active_on,
    may_have,
    same_name,
)

__all__ = [
    "COLUMNS",
    "REASONS",
    "REGULATORS",
    "AlreadyDecided",
    "CannotUndo",
    "Entry",
    "NoEntry",
    "NotANumber",
    "NotARegister",
    "Problem",
    "Problems",
    "Regulator",
    "check_may_undo",
    "check_number",
    "day_of",
    "entries_of",
    "how_read",
    "is_active_on",
    "may_have",
    "same_name",
    "tidy_number",
]
