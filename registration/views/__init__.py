"""Choosing, an order, a ticket and its proof, for delegates; proofs, and what is sold, for the desk."""

from flask import Blueprint

bp = Blueprint("registration", __name__)

from registration.views import booking_codes, desk, matrix, products, public  # noqa: E402, F401  they add their pages to it
