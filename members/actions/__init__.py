"""What changes the register: files, people who claim their entry, and the office that decides.

The unit of work commits, never these functions.
"""

from members.actions.claims import accept_claim, claim_membership, found_by_mailbox, refuse_claim
from members.actions.imports import Change, Outcome, import_register, preview_register, undo_import

__all__ = [
    "Change",
    "Outcome",
    "accept_claim",
    "claim_membership",
    "found_by_mailbox",
    "import_register",
    "preview_register",
    "refuse_claim",
    "undo_import",
]
