"""Reading across packages, for the public pages."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.errors import NotFound

# Every column, so that nothing a page shows can change unseen; as bare SQL, since these rows are only compared.
_FACTS = text(
    "SELECT * FROM events"
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
