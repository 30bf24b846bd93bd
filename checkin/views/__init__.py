"""The door on a phone, what a phone asks of us, its pages at the desk, and an exhibitor’s stand."""

from flask import Blueprint

bp = Blueprint("checkin", __name__)

# They add their pages to it.
from checkin.views import devices, devices_desk, door, leads  # noqa: E402  since they need it first

__all__ = ["bp", "devices", "devices_desk", "door", "leads"]
