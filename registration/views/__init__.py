"""Choosing, an order, a ticket and what changes it, for delegates; proofs and questions, for the desk."""

from flask import Blueprint

bp = Blueprint("registration", __name__)

from registration.views import booking, desk, public, questions, self_service  # noqa: E402, F401  they add their pages
