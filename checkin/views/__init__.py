"""The door on a phone, and badges at the desk and at the door."""

from flask import Blueprint

bp = Blueprint("checkin", __name__)

# They add their pages to it.
from checkin.views import badge_designs, badges, badges_at_door, door  # noqa: E402  since they need it first

__all__ = ["badge_designs", "badges", "badges_at_door", "bp", "door"]
