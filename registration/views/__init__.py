"""Choosing, an order, a ticket and its proof, for delegates; proofs to be decided, for the desk."""

from flask import Blueprint

bp = Blueprint("registration", __name__)

from registration.views import booking, desk, group, public, waiting  # noqa: E402, F401  they add their pages to it
