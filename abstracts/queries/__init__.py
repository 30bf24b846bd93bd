"""What is read of calls and abstracts, and by whom."""

from abstracts.queries.abstracts import named_abstracts, own_abstract, own_abstracts, untouched_draft
from abstracts.queries.blind import BlindAbstract, BlindFile, blind_abstract
from abstracts.queries.calls import late_entry_by_code, public_call, public_calls

__all__ = [
    "BlindAbstract",
    "BlindFile",
    "blind_abstract",
    "late_entry_by_code",
    "named_abstracts",
    "own_abstract",
    "own_abstracts",
    "public_call",
    "public_calls",
    "untouched_draft",
]
