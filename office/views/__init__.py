"""The desk's pages: its own frame and letters; orders, one and many; duties; people; an event's own
page, its exhibitors and regional conferences. All on one blueprint."""

from office.views import (  # noqa: F401, its routes
    duties,
    event,
    exhibitors,
    orders,
    people,
    presenter,
    presenters,
    reach,
    regional,
    saved_views,
    ticked,
)
from office.views.desk import bp

__all__ = ["bp"]
