"""Positions at the desk: who may see which before the world does, and who may do what with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, selectinload

from core.errors import NotFound
from core.files import StoredFile
from events.models import Event, Visibility
from members.models import Nation
from people.models import Duty, Person, Role
from people.queries import is_not_over
from policy.models import (
    Approval,
    Channel,
    Evidence,
    Language,
    Launch,
    LaunchAsset,
    Position,
    PositionAnswer,
    RunStep,
    Spokesperson,
)

# What belongs to a position and is kept as a list, in an order of its own.
Part = PositionAnswer | Spokesperson | Evidence
P = TypeVar("P", PositionAnswer, Spokesperson, Evidence)


@dataclass(frozen=True)
class AtDesk:
    """A position that somebody may see at the desk, with its launch if it has one.

    ``may_run``: policy editors and the owner, who decide what becomes of it. ``may_write``: they, the regional lead and
    the champion. Whoever only approves reads.
    """

    position: Position
    launch: Launch | None
    may_run: bool
    may_write: bool

    @property
    def title(self) -> str:
        """The English title of the version in hand; its address if it has none."""
        text = self.position.text_in(Language.ENGLISH, self.position.version)
        return text.title if text else self.position.slug


def positions_at_desk(session: Session, person: Person, today: date) -> list[AtDesk]:
    """All that ``person`` may see, those that lift first first and those without an instant last.

    So many statements, however many there are. Raises NotFound for who has nothing to do with positions.
    """
    found = _at_desk(person, today).options(*_whole()).order_by(Launch.lifts_at.is_(None), Launch.lifts_at, Position.id)
    seen = [AtDesk(*row) for row in session.execute(found)]
    if not seen and not _has_duty(session, person, today):
        raise NotFound("There is nothing at this address.")
    return seen


def launches_at(session: Session, person: Person, event: Event, today: date) -> list[AtDesk]:
    """Those launched at the event that ``person`` may see at the desk, whatever the world may read; often none."""
    found = _at_desk(person, today).where(Launch.event_id == event.id).options(*_whole())
    return [AtDesk(*row) for row in session.execute(found.order_by(Launch.lifts_at, Launch.id))]


def position_at_desk(session: Session, person: Person, slug: str, today: date, *, lock: bool = False) -> AtDesk:
    """The position with its launch, to a policy editor, its owner and approvers, its launch's lead and champion, and
    a regional lead of that nation in that event; with ``lock`` nobody else writes to it meanwhile.

    Raises NotFound alike for others and if there is none.
    """
    found = _at_desk(person, today).where(Position.slug == slug).options(*_whole())
    row = session.execute(found).first()
    if row is not None and lock:
        session.execute(select(Position.id).where(Position.id == row[0].id).with_for_update())
        # Read anew once it is locked, the launch and the lists too: whoever held it before has changed what is there.
        row = session.execute(found.execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound("There is nothing at this address.")
    if lock and row.Launch is not None:
        # It may have been moved or published at once while this waited for the position, and a join does not say so.
        session.refresh(row.Launch, with_for_update=True)
    return AtDesk(*row)


def writable_at_desk(session: Session, person: Person, slug: str, today: date) -> AtDesk:
    """The same, locked, for who may write it; to an approver alone there is no such page."""
    seen = position_at_desk(session, person, slug, today, lock=True)
    if not seen.may_write:
        raise NotFound("There is nothing at this address.")
    return seen


def run_at_desk(session: Session, person: Person, slug: str, today: date) -> AtDesk:
    """The same, locked, for who decides what becomes of it."""
    seen = position_at_desk(session, person, slug, today, lock=True)
    if not seen.may_run:
        raise NotFound("There is nothing at this address.")
    return seen


def launch_of(seen: AtDesk) -> Launch:
    """Its launch. Raises NotFound if there is none yet."""
    if seen.launch is None:
        raise NotFound("There is nothing at this address.")
    return seen.launch


def part_at_desk(session: Session, position: Position, kind: type[P], part_id: int) -> P:
    """An answer, a spokesperson or a piece of evidence of that position. Raises NotFound if there is none."""
    found = session.scalar(select(kind).where(kind.id == part_id, kind.position_id == position.id))
    if found is None:
        raise NotFound("There is nothing at this address.")
    return found


def step_at_desk(session: Session, launch: Launch, step_id: int) -> RunStep:
    """A line of the launch's run sheet. Raises NotFound if there is none."""
    step = session.scalar(select(RunStep).where(RunStep.id == step_id, RunStep.launch_id == launch.id))
    if step is None:
        raise NotFound("There is nothing at this address.")
    return step


def asset_of(launch: Launch, channel: Channel, language: Language) -> LaunchAsset | None:
    """What that channel says in that language, if it says anything yet."""
    return next((each for each in launch.assets if (each.channel, each.language) == (channel, language)), None)


def paper_at_desk(position: Position, language: Language) -> StoredFile:
    """The paper of the version in hand. Raises NotFound if there is none."""
    text = position.text_in(language, position.version)
    if text is None or text.paper is None:
        raise NotFound("There is nothing at this address.")
    return text.paper


def file_of_asset(launch: Launch, channel: Channel, language: Language) -> StoredFile:
    """The file that goes with that channel. Raises NotFound if there is none."""
    asset = asset_of(launch, channel, language)
    if asset is None or asset.file is None:
        raise NotFound("There is nothing at this address.")
    return asset.file


def slug_is_taken(session: Session, slug: str) -> bool:
    """True if a position has it, public or not: to be told to policy editors alone."""
    return session.scalar(select(Position.id).where(Position.slug == slug)) is not None


def leads_in(session: Session, today: date) -> Sequence[Duty]:
    """The duties of regional leads today, by name: who may be chosen to lead a launch."""
    held = select(Duty).join(Duty.person).where(Duty.role == Role.REGIONAL_LEAD, is_not_over(today))
    return session.scalars(held.order_by(Person.name, Duty.id).options(selectinload(Duty.person))).all()


def events_of_launches(session: Session, today: date) -> Sequence[Event]:
    """The events at which something may still be launched, the next first; none that is by invitation (rule 54)."""
    found = select(Event).where(Event.last_day >= today, Event.visibility != Visibility.INVITED)
    return session.scalars(found.order_by(Event.first_day, Event.id)).all()


def _at_desk(person: Person, today: date) -> Select:
    held = select(Duty.id).where(Duty.person_id == person.id, is_not_over(today))
    edits = held.where(Duty.role == Role.POLICY_EDITOR, Duty.event_id.is_(None)).exists()
    leads = held.where(Duty.role == Role.REGIONAL_LEAD, _in_their_nation()).exists()
    approves = select(Approval.id).where(Approval.position_id == Position.id, Approval.person_id == person.id).exists()
    may_run = or_(edits, Position.owner_id == person.id)
    named = and_(Launch.id.is_not(None), or_(Launch.lead_id == person.id, Launch.champion_id == person.id))
    may_write = or_(may_run, and_(Launch.id.is_not(None), leads), named)
    found = select(Position, Launch, may_run.label("may_run"), may_write.label("may_write"))
    return found.outerjoin(Launch, Launch.position_id == Position.id).where(or_(may_write, approves))


def _in_their_nation() -> ColumnElement[bool]:
    of_nation = or_(false(), *(and_(Launch.nation == each, Duty.scope == each.value) for each in Nation))
    return and_(of_nation, or_(Duty.event_id.is_(None), Duty.event_id == Launch.event_id))


def _whole() -> tuple:
    return (
        *(selectinload(each) for each in (Position.owner, Position.nations, Position.texts, Position.answers)),
        *(selectinload(each) for each in (Position.spokespeople, Position.evidence)),
        selectinload(Position.approvals).selectinload(Approval.person),
        *(selectinload(each) for each in (Launch.event, Launch.lead, Launch.champion, Launch.steps)),
        selectinload(Launch.assets).selectinload(LaunchAsset.file),
        selectinload(Launch.position),
    )


def _has_duty(session: Session, person: Person, today: date) -> bool:
    held = select(Duty.id).where(Duty.person_id == person.id, is_not_over(today))
    return session.scalar(held.where(Duty.role.in_((Role.POLICY_EDITOR, Role.REGIONAL_LEAD))).limit(1)) is not None
