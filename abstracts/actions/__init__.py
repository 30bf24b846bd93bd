"""What authors and the chair do to abstracts. The unit of work commits, never these functions."""

from abstracts.actions.exhibits import remove_exhibit, save_exhibit
from abstracts.actions.writing import delete_draft, save_statements, save_wording, start_abstract, submit_abstract

__all__ = [
    "delete_draft",
    "remove_exhibit",
    "save_exhibit",
    "save_statements",
    "save_wording",
    "start_abstract",
    "submit_abstract",
]
