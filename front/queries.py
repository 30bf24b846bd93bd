"""Reading across packages, for the public pages."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, literal_column, select, text
from sqlalchemy.orm import Session

from core import clock
from core.clock import TimeToo
from core.db import ask_alone
from core.errors import NotFound
from core.words import folded
from events.models import Event
from events.queries import public_events
from policy.queries import Shown, public_positions
from registration.models import Product, Quota, product_quotas

_TABLES = (Event.__table__, Product.__table__, product_quotas, Quota.__table__)
# Every column, so that nothing a page shows can change unseen.
# By their names: a plan that the database keeps for "*" would break when a migration adds one.
# Any price that changes moves the first sum, and anybody who waits or no longer does the second.
_COLUMNS = ", ".join(str(column) for table in _TABLES for column in table.columns)
_PRICES = (
    "(SELECT sum(prices.id * (prices.pence + 1)) FROM prices JOIN price_periods ON price_periods.id = period_id"
    " WHERE price_periods.event_id = events.id)"
)
_WAITING = (
    "(SELECT sum(waiting_entries.id * (places + 1)) FROM waiting_entries"
    " WHERE waiting_entries.event_id = events.id AND waiting_entries.status = 'waiting')"
)
_CALLS = (
    "(SELECT {agg}({row}(calls.slug, calls.name, calls.opens_at, calls.closes_at)) FROM calls"
    " WHERE calls.event_id = events.id AND calls.is_public)"
)
# With its moment, whether or not it has come: a lift falls on a whole minute, in which the page is drawn anew.
_LAUNCHES = (
    "(SELECT {agg}({row}(positions.status, positions.public_version, launches.lifts_at)) FROM launches"
    " JOIN positions ON positions.id = launches.position_id WHERE launches.event_id = events.id)"
)
# What is told of a position elsewhere, its words and its mere being public, changes with the same three.
_MENTIONS = (
    "(SELECT {agg}({row}(position_mentions.id, position_mentions.kind, position_mentions.session,"
    ' position_mentions."on", positions.status, positions.public_version, launches.lifts_at))'
    " FROM position_mentions JOIN positions ON positions.id = position_mentions.position_id"
    " JOIN launches ON launches.position_id = positions.id WHERE position_mentions.event_id = events.id)"
)
_JOINED = text(
    "events LEFT JOIN products ON products.event_id = events.id"
    " LEFT JOIN product_quotas ON product_quotas.product_id = products.id"
    " LEFT JOIN quotas ON quotas.id = product_quotas.quota_id"
)


# One text for each row, since these are only compared: to fetch thirty values takes longer than to find them.
# Both ways of making it tell nothing (NULL) from an empty word, and where one value ends.
@cache
def _facts(dialect: str) -> Select:
    row, agg = ("ROW", "json_agg") if dialect == "postgresql" else ("json_array", "json_group_array")
    calls, launches, mentions = (each.format(row=row, agg=agg) for each in (_CALLS, _LAUNCHES, _MENTIONS))
    facts: Select = select(
        literal_column(f"CAST({row}({_COLUMNS}, {_PRICES}, {_WAITING}, {calls}, {launches}, {mentions}) AS text)"),
        TimeToo(),
    ).select_from(_JOINED)
    facts = facts.where(text("events.slug = :slug AND events.visibility IN ('public', 'unlisted')"))
    return facts.order_by(text("products.position, products.id, quotas.id"))


def facts_of(session: Session, slug: str) -> tuple[tuple[str, ...], datetime]:
    """All that a published event's page is made from, in one statement; equal if nothing changed. And the time."""
    rows = ask_alone(session, _facts(session.get_bind().dialect.name), {"slug": slug})
    if not rows:
        raise NotFound("There is no such event.")
    return tuple(facts for facts, _ in rows), clock.told(rows[0][1])


@dataclass(frozen=True)
class Found:
    """What a search found: events and positions that the world may see, and nothing else was looked at."""

    events: list[Event]
    positions: list[Shown]


def search(session: Session, words: str, now: datetime) -> Found:
    """Public events and positions in whose words each of the searched words stands; nothing for no words.

    The texts are folded and compared here, since no database folds accents as people do; there are dozens, not
    thousands. Only what the world may read is ever looked at, so a search cannot tell of more (R15).
    """
    wanted = folded(words).split()
    if not wanted:
        return Found([], [])
    events = [
        each
        for each in public_events(session)
        if _has(wanted, each.name, each.summary, each.venue, each.town, each.nation)
    ]
    return Found(
        events=list(reversed(events)),
        positions=[
            each
            for each in public_positions(session, now)
            if any(
                _has(wanted, text.title, text.frame, text.key_lines, text.summary, text.body)
                for text in each.texts.values()
            )
        ],
    )


def _has(wanted: list[str], *texts: str) -> bool:
    text = folded(" ".join(texts))
    return all(each in text for each in wanted)
