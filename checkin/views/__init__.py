"""The door on a phone."""

from flask import Blueprint

bp = Blueprint("checkin", __name__)

# They add their pages to it.
from checkin.views import door  # noqa: E402  since they need it first

__all__ = ["bp", "door"]
