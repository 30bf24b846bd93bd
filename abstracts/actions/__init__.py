"""What authors and the chair do to abstracts. The unit of work commits, never these functions."""

from abstracts.actions.assigning import find_conflicts, share_out
from abstracts.actions.writing import delete_draft, save_statements, save_wording, start_abstract, submit_abstract

__all__ = [
    "delete_draft",
    "find_conflicts",
    "save_statements",
    "save_wording",
    "share_out",
    "start_abstract",
    "submit_abstract",
]
