"""What authors and the chair do to abstracts. The unit of work commits, never these functions."""

from abstracts.actions.assigning import (
    find_conflicts,
    share_out,
)
from abstracts.actions.exhibits import (
    remove_exhibit,
    save_exhibit,
)
from abstracts.actions.reviewing import (
    Judgement,
    decline_review,
    save_review,
    submit_review,
)
from abstracts.actions.writing import (
    delete_draft,
    save_statements,
    save_wording,
    start_abstract,
    submit_abstract,
)

__all__ = [
    "Judgement",
    "decline_review",
    "delete_draft",
    "find_conflicts",
    "remove_exhibit",
    "save_exhibit",
    "save_review",
    "save_statements",
    "save_wording",
    "share_out",
    "start_abstract",
    "submit_abstract",
    "submit_review",
]
