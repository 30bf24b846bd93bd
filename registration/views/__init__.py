"""Choosing, an order, a ticket and what changes it, for delegates; proofs, questions and what is sold, for the desk."""

from flask import Blueprint

bp = Blueprint("registration", __name__)

# They add their pages to it.
from registration.views import (  # noqa: E402  since they need it first
    booking,
    booking_codes,
    desk,
    desk_orders,
    group,
    matrix,
    products,
    public,
    questions,
    self_service,
    sharing,
    waiting,
)

__all__ = [
    "booking",
    "booking_codes",
    "bp",
    "desk",
    "desk_orders",
    "group",
    "matrix",
    "products",
    "public",
    "questions",
    "self_service",
    "sharing",
    "waiting",
]
