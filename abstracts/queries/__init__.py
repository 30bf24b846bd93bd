"""What is read of calls and abstracts, and by whom."""

from abstracts.queries.abstracts import (
    FOR_STATEMENTS,
    FOR_WORDING,
    named_abstracts,
    own_abstract,
    own_abstracts,
    untouched_draft,
)
from abstracts.queries.blind import BlindAbstract, BlindFile, blind_abstract
from abstracts.queries.calls import calls_of_event, late_entry_by_code, public_call, public_calls

__all__ = [
    "FOR_STATEMENTS",
    "FOR_WORDING",
    "BlindAbstract",
    "BlindFile",
    "blind_abstract",
    "calls_of_event",
    "late_entry_by_code",
    "named_abstracts",
    "own_abstract",
    "own_abstracts",
    "public_call",
    "public_calls",
    "untouched_draft",
]
