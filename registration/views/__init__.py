"""Choosing, an order, a ticket and its proof, for delegates; proofs, and what is sold, for the desk."""

from flask import Blueprint

bp = Blueprint("registration", __name__)

# They add their pages to it.
from registration.views import (  # noqa: E402  since they need it first
    booking,
    booking_codes,
    desk,
    group,
    matrix,
    products,
    public,
)

__all__ = ["booking", "booking_codes", "bp", "desk", "group", "matrix", "products", "public"]
