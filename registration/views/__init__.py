"""Choosing, an order, a ticket and its proof, and waiting for a place; proofs to be decided, for the desk."""

from flask import Blueprint

bp = Blueprint("registration", __name__)

from registration.views import desk, public, waiting  # noqa: E402, F401  they add their pages to it
