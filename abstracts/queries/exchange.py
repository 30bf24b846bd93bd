"""What is read to hand abstracts to another program, and to take them in again."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from abstracts.models import Abstract, AbstractAnswer, AbstractFile, Call, Section
from abstracts.queries.bound import is_open_to
from abstracts.rules.exchange import MOST
from core.diary import DiaryEntry
from core.errors import Refusal
from events.models import Event

# The diary says by these words that an import wrote an abstract.
IMPORTED, IMPORTED_AGAIN = "imported an abstract", "imported an abstract again"


class TooMany(Refusal):
    pass


def abstracts_to_export(
    session: Session, event: Event, ids: Iterable[int] | None = None, *, chair_id: int | None = None
) -> list[Abstract]:
    """The event's abstracts, or those of them with these ids, whole, by call and number.

    Six statements, however many there are; TooMany beyond what one file may hold.
    """
    found = _whole().where(Abstract.event_id == event.id, is_open_to(chair_id))
    found = found.order_by(Call.closes_at, Call.id, Abstract.number)
    if ids is not None:
        found = found.where(Abstract.id.in_([*ids]))
    abstracts = list(session.scalars(found.limit(MOST + 1)))
    if len(abstracts) > MOST:
        raise TooMany(f"These are more than {MOST:,} abstracts. Export one call at a time.")
    return abstracts


def calls_with_abstracts(session: Session, event: Event, *, lock: bool = False) -> tuple[list[Call], list[Abstract]]:
    """Every call of the event, whole, and every abstract sent to one; locked, calls first and then by id (R1)."""
    calls = select(Call).where(Call.event_id == event.id).order_by(Call.id)
    abstracts = _whole().where(Abstract.event_id == event.id).order_by(Abstract.id)
    if lock:
        session.execute(calls.with_only_columns(Call.id).with_for_update())
        ids = select(Abstract.id).where(Abstract.event_id == event.id).order_by(Abstract.id)
        session.execute(ids.with_for_update())
    parts = (selectinload(Call.categories), selectinload(Call.headings), selectinload(Call.questions))
    fresh = {"populate_existing": True}
    found = list(session.scalars(calls.options(*parts, joinedload(Call.event)).execution_options(**fresh)))
    return found, list(session.scalars(abstracts.execution_options(**fresh)))


def when_imported(session: Session, event: Event) -> dict[int, datetime]:
    """When an import last wrote each abstract of the event, by its id."""
    wrote = DiaryEntry.act.in_((IMPORTED, IMPORTED_AGAIN))
    last = select(DiaryEntry.object_id, func.max(DiaryEntry.at)).where(DiaryEntry.event_id == event.id, wrote)
    rows = session.execute(last.group_by(DiaryEntry.object_id))
    return {abstract_id: at for abstract_id, at in rows if abstract_id is not None}


def _whole():
    return (
        select(Abstract)
        .join(Abstract.call)
        .options(
            contains_eager(Abstract.call).joinedload(Call.event),
            joinedload(Abstract.category),
            joinedload(Abstract.owner),
            joinedload(Abstract.merged_into),
            selectinload(Abstract.sections).joinedload(Section.heading),
            selectinload(Abstract.authors),
            selectinload(Abstract.files).joinedload(AbstractFile.file),
            selectinload(Abstract.answers).joinedload(AbstractAnswer.question),
        )
    )
