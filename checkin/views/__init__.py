"""The door on a phone, what a phone asks of us, its pages and badges at the desk, and an exhibitor’s stand."""

from flask import Blueprint

bp = Blueprint("checkin", __name__)

# They add their pages to it.
from checkin.views import (  # noqa: E402  since they need it first
    at_door,
    attendance_desk,
    badge_designs,
    badges,
    badges_at_door,
    devices,
    devices_desk,
    door,
    leads,
    lists_desk,
    phone,
    scans_desk,
)

__all__ = [
    "at_door",
    "attendance_desk",
    "badge_designs",
    "badges",
    "badges_at_door",
    "bp",
    "devices",
    "devices_desk",
    "door",
    "leads",
    "lists_desk",
    "phone",
    "scans_desk",
]
