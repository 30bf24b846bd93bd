"""Calls for abstracts: what the public reads of them, what authors write, and the chair's desk."""

from flask import Blueprint

bp = Blueprint("abstracts", __name__)

# They add their pages to it.
from abstracts.views import (  # noqa: E402  since they need it first
    agreement,
    authors,
    board_desk,
    call_parts,
    calls_desk,
    conflicts_desk,
    desk,
    exchange,
    exhibits,
    final,
    guard_desk,
    invited,
    parts,
    public,
    reviewers_desk,
    reviewing,
    sharing_desk,
    ticked_desk,
    withdrawing,
    writing,
)

__all__ = [
    "agreement",
    "authors",
    "board_desk",
    "bp",
    "call_parts",
    "calls_desk",
    "conflicts_desk",
    "desk",
    "exchange",
    "exhibits",
    "final",
    "guard_desk",
    "invited",
    "parts",
    "public",
    "reviewers_desk",
    "reviewing",
    "sharing_desk",
    "ticked_desk",
    "withdrawing",
    "writing",
]
