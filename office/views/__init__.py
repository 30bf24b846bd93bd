"""The desk's pages: its own frame and letters; orders, one and many; duties; people. All on one blueprint."""

from office.views import duties, orders, people, presenter, presenters, reach, saved_views, ticked  # noqa: F401, its routes
from office.views.desk import bp

__all__ = ["bp"]
