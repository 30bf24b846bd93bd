"""What the worker looks for: launches whose instant has come, and members who are owed a letter of it."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, Subquery, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from core.outbox import OutgoingLetter
from members.models import Membership, Standing
from members.rules import day_of
from people.models import Answer, Consent, Person, Purpose
from people.models import Channel as Told
from policy.models import Channel, Language, Launch, LaunchAsset, Position, PositionStatus
from policy.queries.embargo import visible

MEMBER_LETTER = "policy/email/member_letter"
# Somebody who is not told within that time is not told at all: a letter that late is no news.
OWED_FOR = timedelta(days=3)


def launch_to_go_live(session: Session, now: datetime, *, lock: bool = False) -> Launch | None:
    """A launch that the world may read and whose position is still called scheduled; None if there is none.

    With ``lock`` it is judged anew once it is locked, its instant too; one that somebody else holds is left to them.
    """
    found = (
        visible(now).where(Position.status == PositionStatus.SCHEDULED).order_by(Launch.lifts_at, Launch.id).limit(1)
    )
    if lock:
        found = found.with_for_update(of=(Position, Launch), skip_locked=True)
        found = found.execution_options(populate_existing=True)
    row = session.execute(found).first()
    return row[1] if row else None


def members_who_agreed(session: Session, now: datetime) -> int:
    """How many members would have the letter if a launch went live now."""
    latest = _latest_answers()
    found = select(func.count(Consent.id)).join(latest, latest.c.id == Consent.id)
    found = found.join(Membership, Membership.person_id == Consent.person_id)
    return session.scalar(found.where(Consent.answer == Answer.GRANTED, _is_active(now))) or 0


def members_to_tell(session: Session, now: datetime, *, rows: int) -> list[tuple[Launch, Person]]:
    """Members who had agreed to news by email when a launch went live and have no letter of it yet, up to ``rows``."""
    # Seldom: the question below need not be asked each time that the worker looks.
    if session.scalar(select(Launch.id).where(Launch.told_at > now - OWED_FOR).limit(1)) is None:
        return []
    latest = _latest_answers()
    key = f"{MEMBER_LETTER}:" + cast(Launch.id, String) + ":" + cast(Person.id, String)
    found = (
        select(Launch, Person)
        .select_from(Launch)
        .join(Position, Position.id == Launch.position_id)
        .join(
            LaunchAsset,
            and_(LaunchAsset.launch_id == Launch.id, LaunchAsset.channel == Channel.MEMBER_LETTER),
        )
        .join(Consent, and_(Consent.answer == Answer.GRANTED, Consent.said_at <= Launch.told_at))
        .join(latest, latest.c.id == Consent.id)
        .join(Person, Person.id == Consent.person_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(LaunchAsset.language == Language.ENGLISH, _is_active(now))
        .where(Position.status == PositionStatus.LIVE, Launch.told_at > now - OWED_FOR)
        .where(~select(OutgoingLetter.id).where(OutgoingLetter.key == key).exists())
        .order_by(Launch.id, Person.id)
        .limit(rows)
    )
    return [(launch, person) for launch, person in session.execute(found)]


def _is_active(now: datetime) -> ColumnElement[bool]:
    """What ``members.rules.is_active_on`` asks of one that is at hand."""
    today = day_of(now)
    lasts = or_(Membership.valid_to.is_(None), Membership.valid_to >= today)
    return and_(Membership.standing == Standing.ACTIVE, Membership.valid_from <= today, lasts)


def _latest_answers() -> Subquery:
    said = select(func.max(Consent.id).label("id")).group_by(Consent.person_id)
    return said.where(Consent.purpose == Purpose.NEWS, Consent.channel == Told.EMAIL).subquery()
