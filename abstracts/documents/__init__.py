"""Letters about abstracts, the links in them, the files that go with an export, and the book of those accepted."""

from abstracts.documents.book import book_of, statements_of
from abstracts.documents.exhibits import contents_of
from abstracts.documents.journal import article_of, bundle_of, embargo_words, sheet_of, word_of
from abstracts.documents.letters import (
    author_link,
    author_link_hash,
    changed_letter,
    decided_letter,
    declined_author_letter,
    merged_letter,
    message_draft,
    message_letter,
    named_letter,
    place_of,
    reminder_letter,
    review_asked_letter,
    reviews_due_letter,
    submitted_letter,
    withdrawn_chair_letter,
    withdrawn_letter,
)

__all__ = [
    "article_of",
    "author_link",
    "author_link_hash",
    "book_of",
    "bundle_of",
    "changed_letter",
    "contents_of",
    "decided_letter",
    "declined_author_letter",
    "embargo_words",
    "merged_letter",
    "message_draft",
    "message_letter",
    "named_letter",
    "place_of",
    "reminder_letter",
    "review_asked_letter",
    "reviews_due_letter",
    "sheet_of",
    "statements_of",
    "submitted_letter",
    "withdrawn_chair_letter",
    "withdrawn_letter",
    "word_of",
]
