"""Reading across packages, for the public pages."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.errors import NotFound
from events.models import Event
from registration.models import Product, Quota, product_quotas

_TABLES = (Event.__table__, Product.__table__, product_quotas, Quota.__table__)
# Every column, so that nothing a page shows can change unseen; as bare SQL, since these rows are only compared.
# By their names: a plan that the database keeps for "*" would break when a migration adds one.
# Any price that changes moves the first sum, and anybody who waits or no longer does the second.
_COLUMNS = ", ".join(str(column) for table in _TABLES for column in table.columns)
_FACTS = text(
    "SELECT " + _COLUMNS + ", "  # noqa: S608  names of ours
    "(SELECT sum(prices.id * (prices.pence + 1)) FROM prices JOIN price_periods ON price_periods.id = period_id"
    " WHERE price_periods.event_id = events.id),"
    " (SELECT sum(waiting_entries.id * (places + 1)) FROM waiting_entries"
    " WHERE waiting_entries.event_id = events.id AND waiting_entries.status = 'waiting') FROM events"
    " LEFT JOIN products ON products.event_id = events.id"
    " LEFT JOIN product_quotas ON product_quotas.product_id = products.id"
    " LEFT JOIN quotas ON quotas.id = product_quotas.quota_id"
    " WHERE events.slug = :slug AND events.visibility <> 'draft'"
    " ORDER BY products.position, products.id, quotas.id"
)


def facts_of(session: Session, slug: str) -> tuple[tuple, ...]:
    """All that a published event's page is made from, as plain rows in one statement; equal if nothing changed."""
    facts = tuple(tuple(row) for row in session.connection().execute(_FACTS, {"slug": slug}))
    if not facts:
        raise NotFound("There is no such event.")
    return facts
