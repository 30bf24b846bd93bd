"""How far a position has come: figures without anybody's name, and what the press wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Executable, func, select
from sqlalchemy.orm import Session

from core.db import insert_unless_there
from core.errors import NotFound
from policy.models import (
    Approval,
    Coverage,
    DailyReach,
    EmbargoMove,
    Grant,
    Language,
    Launch,
    Opening,
    Poll,
    Position,
    Reached,
)
from policy.queries.discussion import counted_by_choice, polls_of
from policy.queries.embargo import Shown
from policy.queries.press import moves_of
from policy.queries.trail import Stop, trail_of
from policy.rules import Results, Week, results_of, weeks_between


def one_more_reached(
    session: Session, position: Position, day: date, language: Language, reached: Reached
) -> Executable:
    """The statement that counts one more, for ``record_apart``: the answer has gone by then and waits for nothing."""
    row = {"position_id": position.id, "day": day, "language": language, "reached": reached, "times": 1}
    return (
        insert_unless_there(session, DailyReach)
        .values(**row)
        .on_conflict_do_update(
            index_elements=[DailyReach.position_id, DailyReach.day, DailyReach.language, DailyReach.reached],
            set_={"times": DailyReach.times + 1},
        )
    )


def reach_by_week(session: Session, position: Position, first: date, last: date) -> list[Week]:
    """Each week from that of ``first`` to that of ``last``, also those in which nobody came. One statement."""
    found = select(DailyReach).where(DailyReach.position_id == position.id).order_by(DailyReach.id)
    rows = session.scalars(found).all()

    def times(monday: date, reached: Reached, *languages: Language) -> int:
        return sum(
            each.times
            for each in rows
            if monday <= each.day < monday + timedelta(days=7)
            and each.reached is reached
            and each.language in languages
        )

    return [
        Week(
            monday,
            visits=times(monday, Reached.VISIT, *Language),
            in_welsh=times(monday, Reached.VISIT, Language.WELSH),
            downloads=times(monday, Reached.DOWNLOAD, *Language),
        )
        for monday in weeks_between(first, last)
    ]


def coverage_of(session: Session, position: Position) -> Sequence[Coverage]:
    """Where the press wrote of it, the earliest first."""
    found = select(Coverage).where(Coverage.position_id == position.id)
    return session.scalars(found.order_by(Coverage.on, Coverage.id)).all()


def coverage_at_desk(session: Session, position: Position, coverage_id: int) -> Coverage:
    """One of them. Raises NotFound if there is none."""
    found = session.scalar(select(Coverage).where(Coverage.id == coverage_id, Coverage.position_id == position.id))
    if found is None:
        raise NotFound("There is nothing at this address.")
    return found


def is_logged(session: Session, position: Position, url: str) -> bool:
    """True if that address is among its coverage already."""
    return (
        session.scalar(select(Coverage.id).where(Coverage.position_id == position.id, Coverage.url == url)) is not None
    )


def openings_by_outlet(session: Session, launch: Launch) -> list[tuple[str, int]]:
    """How often those with early access opened something of it, by outlet, the most first."""
    times = func.count(Opening.id)
    found = select(Grant.outlet, times).join(Opening, Opening.grant_id == Grant.id).where(Grant.launch_id == launch.id)
    return [
        (outlet, number)
        for outlet, number in session.execute(found.group_by(Grant.outlet).order_by(times.desc(), Grant.outlet))
    ]


@dataclass(frozen=True)
class Report:
    """All that the report of a launch says but who came, which is another package's to know."""

    shown: Shown
    approvals: list[Approval]
    trail: Sequence[Stop]
    weeks: list[Week]
    coverage: Sequence[Coverage]
    openings: list[tuple[str, int]]
    polls: list[tuple[Poll, Results]]
    moves: Sequence[EmbargoMove]


def report_for(session: Session, shown: Shown, first: date, last: date, now: datetime) -> Report:
    """What a council is told of the launch from the day ``first`` to ``last``; of polls those closed ``now``."""
    position, launch = shown.position, shown.launch
    approvals = [each for each in position.approvals if each.version == position.public_version and each.approved_at]
    polls = polls_of(session, position)
    counted = counted_by_choice(session, polls, now)
    return Report(
        shown,
        approvals,
        trail=trail_of(session, shown),
        weeks=reach_by_week(session, position, first, last),
        coverage=coverage_of(session, position),
        openings=openings_by_outlet(session, launch),
        polls=[(each, results_of(each, counted[each.id])) for each in polls if each.id in counted],
        moves=list(reversed(moves_of(session, launch))),
    )
