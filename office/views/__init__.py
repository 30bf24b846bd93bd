"""The desk's pages: its own frame, letters and orders; duties; people. All on one blueprint."""

from office.views import duties, people  # noqa: F401, its routes
from office.views.desk import bp

__all__ = ["bp"]
