"""Named people's early access: what the desk sees of it, and what they see themselves (domain rule 51).

A named person reaches what is under embargo through ``grant_for`` and ``rules.check_may_open``, and by no other way.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager

from core.errors import NotFound
from people.models import Person
from policy.models import (
    AccessStep,
    EmbargoMove,
    Grant,
    Language,
    Launch,
    LaunchAsset,
    Opened,
    Opening,
    Position,
    PositionText,
)
from policy.queries.desk import AtDesk, launch_of, position_at_desk
from policy.rules import READABLE
from policy.rules.press import PRESS_CHANNELS

NOTHING = "There is nothing at this address."
LINES_SHOWN = 200


@dataclass(frozen=True)
class Guest:
    """A named person's grant, how often they have opened more than the terms, and when they last did."""

    grant: Grant
    times: int
    last_at: datetime | None


def press_desk(
    session: Session, person: Person, slug: str, today: date, *, lock: bool = False
) -> tuple[AtDesk, Launch]:
    """The position and its launch, to policy editors, its owner and its launch's lead; to others there is none.

    With ``lock`` nobody opens, moves or publishes it meanwhile.
    """
    seen = position_at_desk(session, person, slug, today, lock=lock)
    launch = launch_of(seen)
    if not (seen.may_run or launch.lead_id == person.id):
        raise NotFound(NOTHING)
    return seen, launch


def guests_of(session: Session, launch: Launch) -> list[Guest]:
    """Everybody who was ever invited, by the numbers of their copies."""
    opened = select(Opening.grant_id, func.count().label("times"), func.max(Opening.at).label("last_at"))
    by_grant = opened.where(Opening.opened != Opened.TERMS).group_by(Opening.grant_id).subquery()
    found = (
        select(Grant, func.coalesce(by_grant.c.times, 0), by_grant.c.last_at)
        .outerjoin(by_grant, by_grant.c.grant_id == Grant.id)
        .where(Grant.launch_id == launch.id)
        .order_by(Grant.copy_number)
    )
    return [Guest(*row) for row in session.execute(found)]


def guest_at_desk(session: Session, launch: Launch, grant_id: int, *, lock: bool = False) -> Grant:
    """One of the launch's guests."""
    found = select(Grant).where(Grant.id == grant_id, Grant.launch_id == launch.id)
    grant = session.scalar(found.with_for_update() if lock else found)
    if grant is None:
        raise NotFound(NOTHING)
    return grant


def addresses_invited(session: Session, launch: Launch) -> set[str]:
    return set(session.scalars(select(Grant.email_key).where(Grant.launch_id == launch.id)))


def last_copy_number(session: Session, launch: Launch) -> int:
    """The highest number given out; ask it with the launch locked."""
    return session.scalar(select(func.max(Grant.copy_number)).where(Grant.launch_id == launch.id)) or 0


def openings_of(
    session: Session, launch: Launch, *, grant: Grant | None = None, most: int | None = None
) -> list[Opening]:
    """Each opening with its grant, the latest first."""
    found = select(Opening).join(Opening.grant).where(Grant.launch_id == launch.id)
    found = found if grant is None else found.where(Opening.grant_id == grant.id)
    return list(session.scalars(found.options(contains_eager(Opening.grant)).order_by(Opening.id.desc()).limit(most)))


def steps_of(session: Session, launch: Launch) -> list[AccessStep]:
    """What was done with each grant of the launch, in order."""
    found = select(AccessStep).join(Grant, Grant.id == AccessStep.grant_id).where(Grant.launch_id == launch.id)
    return list(session.scalars(found.order_by(AccessStep.id)))


def whole_log(session: Session, launch: Launch) -> list[tuple[Grant, datetime, str]]:
    """What was done with each guest's access and everything they opened, in order; rows for a sheet."""
    grants = {each.grant.id: each.grant for each in guests_of(session, launch)}
    done = [(grants[each.grant_id], each.at, each.act.value) for each in steps_of(session, launch)]
    opened = [(each.grant, each.at, f"opened: {each.opened.value}") for each in openings_of(session, launch)]
    return sorted(done + opened, key=lambda line: line[1])


def moves_of(session: Session, launch: Launch) -> list[EmbargoMove]:
    """Each change of the instant, the latest first."""
    found = select(EmbargoMove).where(EmbargoMove.launch_id == launch.id)
    return list(session.scalars(found.order_by(EmbargoMove.id.desc())))


def to_be_told(session: Session, launch: Launch, now: datetime) -> list[Grant]:
    """Everybody with access, whether they have accepted yet or not; nobody whose access is revoked or over."""
    found = select(Grant).where(Grant.launch_id == launch.id, Grant.revoked_at.is_(None), Grant.expires_at > now)
    return list(session.scalars(found.order_by(Grant.copy_number)))


def copies_for(session: Session, person: Person, now: datetime) -> list[Grant]:
    """What the person may read early or could until now, the next to lift first."""
    found = _grants_of(person).where(Grant.revoked_at.is_(None), Grant.expires_at > now)
    return list(session.scalars(found.where(Position.status.in_(READABLE)).order_by(Launch.lifts_at, Grant.id)))


def grant_for(session: Session, person: Person, key: str) -> Grant:
    """A person's own grant, found by their proved address; ``rules.check_may_open`` says whether it opens anything.

    Until the end of the transaction the desk changes nothing of it or its launch: so ask the clock afterwards.
    """
    own = select(Grant.launch_id).where(Grant.key == key, Grant.email_key == person.email_key)
    # Shared: two who read at once do not wait for each other, but a breach waits for both and they for it.
    session.execute(select(Launch.id).where(Launch.id.in_(own)).with_for_update(read=True))
    found = _grants_of(person).where(Grant.key == key).execution_options(populate_existing=True)
    grant = session.scalar(found)
    if grant is None:
        raise NotFound(NOTHING)
    return grant


def text_for_press(grant: Grant, language: Language) -> PositionText:
    """The words of the approved version, in that language."""
    position = grant.launch.position
    text = position.text_in(language, position.public_version)
    if text is None:
        raise NotFound(NOTHING)
    return text


def assets_for_press(grant: Grant, language: Language) -> list[LaunchAsset]:
    """The press notice and the slide, in that language."""
    return [each for each in grant.launch.assets if each.channel in PRESS_CHANNELS and each.language is language]


def asset_for_press(grant: Grant, asset_id: int) -> LaunchAsset:
    """One that is for the press and has a file."""
    for each in grant.launch.assets:
        if each.id == asset_id and each.channel in PRESS_CHANNELS and each.file is not None:
            return each
    raise NotFound(NOTHING)


def _grants_of(person: Person) -> Select[Grant]:
    found = select(Grant).join(Grant.launch).join(Launch.position).where(Grant.email_key == person.email_key)
    return found.options(contains_eager(Grant.launch).contains_eager(Launch.position))
