"""The one question that every public surface asks: what may the world read now (R15, domain rules 49 and 50).

``now`` is the database's time, which all servers share. Whatever shows a position, its file, its image, its words in
a letter or its mere number asks here, and nothing keeps the answer longer than it takes to give it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from core.errors import NotFound
from core.files import StoredFile
from events.models import Event
from policy.models import Language, Launch, Mention, Position, PositionStatus, PositionText
from policy.rules import READABLE


@dataclass(frozen=True)
class Shown:
    """A position that the world may read, with its launch and its public words in the languages there are."""

    position: Position
    launch: Launch
    texts: dict[Language, PositionText]

    def text(self, language: Language = Language.ENGLISH) -> PositionText:
        return self.texts.get(language) or self.texts[Language.ENGLISH]


def is_visible(now: datetime) -> ColumnElement[bool]:
    """The condition itself, on Position and Launch joined."""
    return and_(Position.status.in_(READABLE), Launch.lifts_at <= now)


def visible(now: datetime) -> Select[Position, Launch]:
    """The positions that the world may read at ``now``, each with its launch: to be narrowed, never widened."""
    return select(Position, Launch).join(Launch, Launch.position_id == Position.id).where(is_visible(now))


def public_positions(session: Session, now: datetime) -> list[Shown]:
    """All of them, the latest first. Three statements, however many there are."""
    return _shown(session, visible(now).order_by(Launch.lifts_at.desc(), Position.id.desc()))


def positions_at(session: Session, event: Event, now: datetime) -> list[Shown]:
    """Those that are launched at the event or have it on their trail, as far as the world may read them."""
    mentioned = select(Mention.position_id).where(Mention.event_id == event.id)
    there = visible(now).where(or_(Launch.event_id == event.id, Position.id.in_(mentioned)))
    return _shown(session, there.order_by(Launch.lifts_at, Position.id))


def public_position(session: Session, slug: str, now: datetime) -> Shown:
    """The one with that slug. Raises NotFound alike if there is none and if it is under embargo.

    The slug is compared here and not by the database: its index would find what is hidden before it is left out, and a
    stopwatch would tell (EMB-4). Positions are dozens.
    """
    found = _shown(session, visible(now), slug)
    if not found:
        raise NotFound("There is no page at this address.")
    return found[0]


def public_launch(session: Session, launch: Launch, now: datetime) -> Shown | None:
    """What the world may read of that launch, or None while it may not."""
    return next(iter(_shown(session, visible(now).where(Launch.id == launch.id))), None)


def withdrawn_position(session: Session, slug: str) -> Position | None:
    """The position of that slug if it had been public when it was withdrawn; to all others it never existed."""
    had_been = and_(Position.status == PositionStatus.WITHDRAWN, Position.public_version.is_not(None))
    found = select(Position).join(Launch, Launch.position_id == Position.id)
    withdrawn = session.scalars(found.where(had_been, Launch.lifts_at <= Position.withdrawn_at))
    return next((each for each in withdrawn if each.slug == slug), None)


def paper_of(shown: Shown, language: Language) -> StoredFile:
    """The PDF of the public version in that language. Raises NotFound if there is none."""
    text = shown.texts.get(language)
    if text is None or text.paper is None:
        raise NotFound("There is no page at this address.")
    return text.paper


def _shown(session: Session, found: Select[Position, Launch], slug: str | None = None) -> list[Shown]:
    rows = session.execute(found.options(selectinload(Position.nations))).all()
    rows = [row for row in rows if slug is None or row[0].slug == slug]
    wanted = {position.id: position.public_version for position, _ in rows}
    texts: dict[int, dict[Language, PositionText]] = {}
    if wanted:
        for text in session.scalars(
            select(PositionText).where(PositionText.position_id.in_(wanted)).order_by(PositionText.id)
        ):
            if text.version == wanted[text.position_id]:
                texts.setdefault(text.position_id, {})[text.language] = text
    return [Shown(position, launch, texts[position.id]) for position, launch in rows]
