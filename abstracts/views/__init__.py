"""Calls for abstracts: what the public reads of them, what authors write, and the chair's desk."""

from flask import Blueprint

bp = Blueprint("abstracts", __name__)

# They add their pages to it.
from abstracts.views import calls_desk, call_parts, desk, guard_desk, ticked_desk  # noqa: E402, I001
from abstracts.views import exhibits, parts, public, writing  # noqa: E402  since they need it first

__all__ = ["bp", "exhibits", "parts", "public", "writing"]
