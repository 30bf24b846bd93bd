"""What is read of calls and abstracts, and by whom."""

from abstracts.queries.abstracts import (
    FOR_STATEMENTS,
    FOR_WORDING,
    named_abstracts,
    own_abstract,
    own_abstracts,
    untouched_draft,
)
from abstracts.queries.assigning import (
    authors_known,
    call_at_desk,
    reviewers_known,
    to_share_out,
    wrote_together,
)
from abstracts.queries.blind import (
    BlindAbstract,
    BlindFile,
    blind_abstract,
    blind_file,
)
from abstracts.queries.calls import (
    calls_of_event,
    late_entry_by_code,
    public_call,
    public_calls,
)
from abstracts.queries.reviewing import (
    others_reviews,
    queue_of,
    review_for,
    reviewed_by,
    rubric_of,
    tallies,
)

__all__ = [
    "FOR_STATEMENTS",
    "FOR_WORDING",
    "BlindAbstract",
    "BlindFile",
    "authors_known",
    "blind_abstract",
    "blind_file",
    "call_at_desk",
    "calls_of_event",
    "late_entry_by_code",
    "named_abstracts",
    "others_reviews",
    "own_abstract",
    "own_abstracts",
    "public_call",
    "public_calls",
    "queue_of",
    "review_for",
    "reviewed_by",
    "reviewers_known",
    "rubric_of",
    "tallies",
    "to_share_out",
    "untouched_draft",
    "wrote_together",
]
