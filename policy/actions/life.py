"""What becomes of a position once it is public: it goes live, is updated, withdrawn or archived."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.outbox import queue_letter_once
from people.models import Person
from policy import queries, rules
from policy.actions.writing import move, note
from policy.models import Language, Launch, PositionStatus, PositionText
from policy.queries import MEMBER_LETTER, AtDesk

LIVE = "policy/email/live"


def go_live(session: Session, *, now: datetime) -> bool:
    """The next launch whose instant has come is called live, and its people are owed the news; false if none waits.

    Asked again under a lock, so that of any number of workers one does it, and none does if the instant was moved.
    """
    launch = queries.launch_to_go_live(session, now, lock=True)
    if launch is None:
        return False
    move(session, launch.position, PositionStatus.LIVE, by_id=None, now=now, launch=launch)
    launch.told_at = now
    for person in told_first(launch):
        queue_letter_once(
            session,
            kind=LIVE,
            to=person.email,
            key=f"{launch.id}:{person.id}",
            now=now,
            launch_id=launch.id,
            person_id=person.id,
        )
    return True


def told_first(launch: Launch) -> list[Person]:
    """The owner, the regional lead and the champion, each once."""
    people = (launch.position.owner, launch.lead, launch.champion)
    return list({each.id: each for each in people if each is not None}.values())


def tell_members(session: Session, *, now: datetime, rows: int) -> int:
    """How many members are owed the letter of a launch by this, ``rows`` at most; each gets each once."""
    return sum(
        queue_letter_once(
            session,
            kind=MEMBER_LETTER,
            to=person.email,
            key=f"{launch.id}:{person.id}",
            now=now,
            launch_id=launch.id,
            person_id=person.id,
        )
        for launch, person in queries.members_to_tell(session, now, rows=rows)
    )


def begin_update(session: Session, *, seen: AtDesk, by_id: int, now: datetime) -> int:
    """The number of the next version, which begins with the words that readers have, without their papers."""
    position = seen.position
    rules.check_may_begin_update(position)
    public = {language: position.text_in(language, position.public_version) for language in Language}
    position.version += 1
    for language, text in public.items():
        if text is not None:
            words = {**rules.words_of(text), "changed": ""}
            position.texts.append(PositionText(version=position.version, language=language, saved_at=now, **words))
    session.flush()
    note(session, position, "began an update", by_id=by_id, now=now, launch=seen.launch)
    return position.version


def publish_update(session: Session, *, seen: AtDesk, by_id: int, now: datetime) -> None:
    """Readers get the version in hand from now on, and what changed in it. Raises NotApproved."""
    position = seen.position
    rules.check_may_publish(position, seen.launch, position.text_in(Language.ENGLISH, position.version))
    move(session, position, PositionStatus.UPDATED, by_id=by_id, now=now, launch=seen.launch)
    position.public_version = position.version


def withdraw_position(session: Session, *, seen: AtDesk, because: str, by_id: int, now: datetime) -> None:
    """Nobody reads it any more; who had an address of it reads why, if it had been public."""
    move(session, seen.position, PositionStatus.WITHDRAWN, by_id=by_id, now=now, launch=seen.launch)
    seen.position.withdrawn_at, seen.position.withdrawn_because = now, because


def archive_position(session: Session, *, seen: AtDesk, by_id: int, now: datetime) -> None:
    """It stays readable, and is held no more."""
    move(session, seen.position, PositionStatus.ARCHIVED, by_id=by_id, now=now, launch=seen.launch)
