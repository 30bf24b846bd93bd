"""What is read of calls and abstracts, and by whom."""

from abstracts.queries.abstracts import (
    FOR_STATEMENTS,
    FOR_WORDING,
    named_abstracts,
    own_abstract,
    own_abstracts,
    untouched_draft,
)
from abstracts.queries.authors import author_by_link, author_of, chairs_of, declined_authors, named_author
from abstracts.queries.blind import BlindAbstract, BlindFile, blind_abstract
from abstracts.queries.calls import calls_of_event, late_entry_by_code, public_call, public_calls
from abstracts.queries.likenesses import likeness_at_desk, likenesses, next_to_compare, pairs_of, texts_of
from abstracts.queries.posters import poster_of, same_presenter
from abstracts.queries.reminders import drafts_to_remind

__all__ = [
    "FOR_STATEMENTS",
    "FOR_WORDING",
    "BlindAbstract",
    "BlindFile",
    "author_by_link",
    "author_of",
    "blind_abstract",
    "calls_of_event",
    "chairs_of",
    "declined_authors",
    "drafts_to_remind",
    "late_entry_by_code",
    "likeness_at_desk",
    "likenesses",
    "named_abstracts",
    "named_author",
    "next_to_compare",
    "own_abstract",
    "own_abstracts",
    "pairs_of",
    "poster_of",
    "public_call",
    "public_calls",
    "same_presenter",
    "texts_of",
    "untouched_draft",
]
