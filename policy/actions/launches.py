"""Preparing a launch: when and where, with what, and who does what on the day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core import files
from core.uploads import Upload
from people.models import Person
from policy import rules
from policy.actions.press import tell_of_move
from policy.actions.writing import move, note
from policy.models import Channel, EmbargoMove, Language, Launch, LaunchAsset, PositionStatus, RunStep
from policy.queries import AtDesk, asset_of


def save_launch(
    session: Session, *, seen: AtDesk, settings: Mapping[str, Any], version: int, by_id: int, now: datetime
) -> Launch:
    """The position's launch is held at that event, in that nation, with that lead and champion.

    ``version`` is that of the launch as it was shown, 0 if there was none. Raises ChangedMeanwhile, NotReady for a
    scheduled one that would lack something, and NotToBeWritten once it is public.
    """
    launch = seen.launch
    if version != (launch.version if launch else 0):
        raise rules.ChangedMeanwhile
    if launch is None:
        rules.check_is_not_over(seen.position)
        launch = Launch(position=seen.position, **settings)
        session.add(launch)
        session.flush()
        session.refresh(launch)
    else:
        rules.check_may_prepare(seen.position, launch, now)
        for name, value in settings.items():
            setattr(launch, name, value)
        _change(session, launch)
    note(session, seen.position, "set its launch", by_id=by_id, now=now, launch=launch, nation=_value(launch.nation))
    return launch


def move_instant(
    session: Session, *, launch: Launch, lifts_at: datetime, because: str, version: int, by: Person, now: datetime
) -> EmbargoMove:
    """The embargo lifts at ``lifts_at``; the move is kept with its reason. Raises ChangedMeanwhile, TooLateToMove,
    NoReason or WrongInstant, and then it lifts when it did.
    """
    if version != launch.version:
        raise rules.ChangedMeanwhile
    rules.check_may_move(launch.position, launch, because, now)
    rules.check_instant(lifts_at, now)
    moved = EmbargoMove(
        launch_id=launch.id, moved_at=now, moved_by_id=by.id, was=launch.lifts_at, lifts_at=lifts_at, because=because
    )
    session.add(moved)
    launch.lifts_at = lifts_at
    _change(session, launch)
    to = lifts_at.isoformat()
    note(session, launch.position, "moved the embargo", by_id=by.id, now=now, launch=launch, lifts_at=to)
    tell_of_move(session, moved, now)
    return moved


def schedule_launch(session: Session, *, launch: Launch, by_id: int, now: datetime) -> None:
    """The world reads the version in hand from the launch's instant on. Raises NotReady with all that is lacking
    (domain rule 52), WrongInstant or WrongMove.
    """
    rules.check_may_schedule(launch, now)
    move(session, launch.position, PositionStatus.SCHEDULED, by_id=by_id, now=now, launch=launch)
    launch.position.public_version = launch.position.version
    launch.scheduled_at = now
    _change(session, launch)


def unschedule_launch(session: Session, *, launch: Launch, by_id: int, now: datetime) -> None:
    """Nothing becomes public at the instant. Raises TooLateToMove once it has come."""
    rules.check_may_prepare(launch.position, launch, now)
    move(session, launch.position, PositionStatus.APPROVED, by_id=by_id, now=now, launch=launch)
    launch.position.public_version = launch.scheduled_at = None
    _change(session, launch)


def say_why_no_welsh(
    session: Session, *, launch: Launch, because: str, version: int, by_id: int, now: datetime
) -> None:
    """The reason why a launch in Wales has no Welsh texts, or none if it is empty. Raises as ``save_launch``."""
    if version != launch.version:
        raise rules.ChangedMeanwhile
    rules.check_may_prepare(launch.position, launch, now)
    launch.welsh_reason = because
    _change(session, launch)
    note(session, launch.position, "gave a reason for no Welsh", by_id=by_id, now=now, launch=launch)


def save_asset(
    session: Session,
    *,
    launch: Launch,
    channel: Channel,
    language: Language,
    words: str,
    upload: tuple[str, Upload] | None,
    drops_file: bool,
    mark: str,
    by_id: int,
    now: datetime,
) -> None:
    """That channel says these words in that language, with that file; ``upload`` is its key and what was sent.

    With neither it says nothing any more. Raises ChangedMeanwhile, NotReady for a scheduled launch, NotToBeWritten.
    """
    asset = asset_of(launch, channel, language)
    rules.check_mark(mark, mark_of_asset(asset))
    rules.check_may_prepare(launch.position, launch, now)
    old = asset.file if asset else None
    stored = files.add(session, key=upload[0], upload=upload[1], purpose="launch asset", now=now) if upload else None
    file = stored or (None if drops_file else old)
    if not words and file is None:
        if asset is not None:
            launch.assets.remove(asset)
            session.delete(asset)
    elif asset is None:
        launch.assets.append(LaunchAsset(channel=channel, language=language, words=words, file=file, saved_at=now))
    else:
        asset.words, asset.file, asset.saved_at = words, file, now
    session.flush()
    if old is not None and file is not old:
        files.let_go(session, old)
    rules.check_stays_ready(launch)
    note(
        session,
        launch.position,
        "wrote for a channel",
        by_id=by_id,
        now=now,
        launch=launch,
        channel=channel.value,
        language=language.value,
    )


def mark_of_asset(asset: LaunchAsset | None) -> str:
    """The mark of what a channel says as it is stored; of nothing too."""
    return rules.mark_of(asset.words, asset.file_id) if asset else rules.mark_of("", None)


def add_step(
    session: Session, *, launch: Launch, at: datetime, words: str, owner: str, by_id: int, now: datetime
) -> None:
    """One more line of the run sheet."""
    launch.steps.append(RunStep(at=at, words=words, owner=owner))
    note(session, launch.position, "added to the run sheet", by_id=by_id, now=now, launch=launch)


def tick_step(session: Session, *, launch: Launch, step: RunStep, is_done: bool, by_id: int, now: datetime) -> None:
    """The line is done, by whom and when; or not done yet."""
    step.done_at, step.done_by_id = (now, by_id) if is_done else (None, None)
    act = "ticked the run sheet" if is_done else "unticked the run sheet"
    note(session, launch.position, act, by_id=by_id, now=now, launch=launch, step=step.id)


def remove_step(session: Session, *, launch: Launch, step: RunStep, by_id: int, now: datetime) -> None:
    """The line is gone."""
    launch.steps.remove(step)
    session.delete(step)
    note(session, launch.position, "removed from the run sheet", by_id=by_id, now=now, launch=launch)


def _change(session: Session, launch: Launch) -> None:
    launch.version += 1
    session.flush()
    rules.check_stays_ready(launch)


def _value(of: Any) -> str | None:
    return of.value if of else None
