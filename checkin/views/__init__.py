"""The door on a phone, and an exhibitor’s stand."""

from flask import Blueprint

bp = Blueprint("checkin", __name__)

# They add their pages to it.
from checkin.views import door, leads  # noqa: E402  since they need it first

__all__ = ["bp", "door", "leads"]
