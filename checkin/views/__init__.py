"""The door on a phone, what a phone asks of us, and its pages at the desk."""

from flask import Blueprint

bp = Blueprint("checkin", __name__)

# They add their pages to it.
from checkin.views import (  # noqa: E402  since they need it first
    attendance_desk,
    devices,
    devices_desk,
    door,
    lists_desk,
    phone,
    scans_desk,
)

__all__ = ["attendance_desk", "bp", "devices", "devices_desk", "door", "lists_desk", "phone", "scans_desk"]
