"""Choosing, an order, a ticket and its proof, for delegates; proofs, and what is sold, for the desk."""

from flask import Blueprint

bp = Blueprint("registration", __name__)

from registration.views import (  # noqa: E402  they add their pages to it
    booking,  # noqa: F401
    booking_codes,  # noqa: F401
    desk,  # noqa: F401
    group,  # noqa: F401
    matrix,  # noqa: F401
    products,  # noqa: F401
    public,  # noqa: F401
)
