"""Calls for abstracts: what the public reads of them, what authors write, and the chair's desk."""

from flask import Blueprint

bp = Blueprint("abstracts", __name__)

# They add their pages to it.
from abstracts.views import (  # noqa: E402  since they need it first
    agreement,
    authors,
    board_desk,
    book,
    call_parts,
    calls_desk,
    conflicts_desk,
    desk,
    discussion_desk,
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
    supplement_desk,
    ticked_desk,
    training,
    training_desk,
    withdrawing,
    writing,
)

__all__ = [
    "agreement",
    "authors",
    "board_desk",
    "book",
    "bp",
    "call_parts",
    "calls_desk",
    "conflicts_desk",
    "desk",
    "discussion_desk",
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
    "supplement_desk",
    "ticked_desk",
    "training",
    "training_desk",
    "withdrawing",
    "writing",
]
