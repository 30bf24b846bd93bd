"""Writing a position: its texts, its papers, and what goes with them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core import diary, files
from core.db import refuse_if_broken
from core.outbox import queue_letter
from core.uploads import Upload
from members.models import Nation
from people.models import Person
from policy import rules
from policy.models import (
    Evidence,
    Goal,
    Language,
    Launch,
    Position,
    PositionAnswer,
    PositionNation,
    PositionStatus,
    PositionText,
    Spokesperson,
)
from policy.queries import AtDesk, Part

CALLED = {PositionAnswer: "the answers", Spokesperson: "the spokespeople", Evidence: "the evidence"}
SENT_BACK = "policy/email/sent_back"


def make_position(
    session: Session,
    *,
    slug: str,
    title: str,
    goal: Goal,
    nations: Iterable[Nation],
    owner: Person,
    now: datetime,
) -> Position:
    """A draft with a title in English, which its owner goes on writing. Raises WrongAddress."""
    rules.check_slug(slug)
    refuse_if_broken(session, "uq_positions_slug", rules.WrongAddress("Another position has that address."))
    position = Position(
        slug=slug,
        goal=goal,
        owner_id=owner.id,
        created_at=now,
        nations=[PositionNation(nation=each) for each in nations],
        texts=[PositionText(version=1, language=Language.ENGLISH, title=title, saved_at=now)],
    )
    session.add(position)
    session.flush()
    note(session, position, "began a position", by_id=owner.id, now=now)
    return position


def save_texts(
    session: Session,
    *,
    seen: AtDesk,
    words: Mapping[Language, Mapping[str, str]],
    mark: str,
    by_id: int,
    now: datetime,
) -> bool:
    """The words of the version in hand are these, in both languages; true if that took an approval back.

    Raises NotToBeWritten, and ChangedMeanwhile if ``mark`` is not of what is stored.
    """
    position = seen.position
    rules.check_may_write(position)
    before = rules.mark_of_texts(position)
    rules.check_mark(mark, before)
    for language, typed in words.items():
        text = position.text_in(language, position.version)
        if text is None and any(typed.values()):
            text = PositionText(version=position.version, language=language, title="", saved_at=now)
            position.texts.append(text)
        if text is not None and typed != rules.words_of(text):
            for name, value in typed.items():
                setattr(text, name, value)
            text.saved_at = now
    session.flush()
    if rules.mark_of_texts(position) == before:
        return False
    note(session, position, "wrote", by_id=by_id, now=now, launch=seen.launch)
    return take_back_approval(session, seen=seen, by_id=by_id, now=now)


def replace_paper(
    session: Session, *, seen: AtDesk, language: Language, key: str, upload: Upload, by_id: int, now: datetime
) -> bool:
    """The paper in that language is this file, written as ``key``; true if that took an approval back."""
    position = seen.position
    rules.check_may_write(position)
    text = position.text_in(language, position.version)
    if text is None:
        raise rules.NotToBeWritten("Write the words in that language first, then add their paper.")
    old, text.paper = text.paper, files.add(session, key=key, upload=upload, purpose="position paper", now=now)
    text.saved_at = now
    session.flush()
    if old is not None:
        files.let_go(session, old)
    note(session, position, "added a paper", by_id=by_id, now=now, launch=seen.launch)
    return take_back_approval(session, seen=seen, by_id=by_id, now=now)


def add_part(
    session: Session, *, seen: AtDesk, kind: type[Part], fields: Mapping[str, Any], by_id: int, now: datetime
) -> None:
    """One more answer, spokesperson or piece of evidence, the last in order."""
    rules.check_may_keep(seen.position, kind)
    there = _list_of(seen.position, kind)
    place = max((each.place for each in there), default=0) + 1
    there.append(kind(place=place, **fields))
    session.flush()
    _part_changed(session, seen, kind, by_id, now)


def change_part(
    session: Session, *, seen: AtDesk, part: Part, fields: Mapping[str, Any], mark: str, by_id: int, now: datetime
) -> None:
    """It reads like that from now on. Raises ChangedMeanwhile."""
    rules.check_may_keep(seen.position, type(part))
    rules.check_mark(mark, mark_of_part(part, fields))
    for name, value in fields.items():
        setattr(part, name, value)
    session.flush()
    _part_changed(session, seen, type(part), by_id, now)


def remove_part(session: Session, *, seen: AtDesk, part: Part, by_id: int, now: datetime) -> None:
    """It is gone. Raises NotReady where a scheduled launch would lack it."""
    rules.check_may_keep(seen.position, type(part))
    _list_of(seen.position, type(part)).remove(part)
    session.delete(part)
    session.flush()
    if seen.launch is not None:
        rules.check_stays_ready(seen.launch)
    _part_changed(session, seen, type(part), by_id, now)


def raise_part(session: Session, *, seen: AtDesk, part: Part, by_id: int, now: datetime) -> None:
    """It stands one place higher."""
    rules.check_may_keep(seen.position, type(part))
    there = sorted(_list_of(seen.position, type(part)), key=lambda each: (each.place, each.id))
    at = there.index(part)
    if at:
        there[at - 1], there[at] = there[at], there[at - 1]
    for place, each in enumerate(there, 1):
        each.place = place
    _part_changed(session, seen, type(part), by_id, now)


def mark_of_part(part: Part, fields: Iterable[str]) -> str:
    """The mark of an entry as it is stored, by the fields that a form shows of it."""
    return rules.mark_of(*(str(getattr(part, name)) for name in sorted(fields)))


def take_back_approval(session: Session, *, seen: AtDesk, by_id: int, now: datetime) -> bool:
    """What was approved, or waits for it, is a draft again, and who was asked is told; false if nothing was.

    What they approved were the words before, and no others.
    """
    position, asked = seen.position, rules.approvals_in_hand(seen.position)
    if position.status in (PositionStatus.IN_APPROVAL, PositionStatus.APPROVED):
        move(session, position, PositionStatus.DRAFT, by_id=by_id, now=now, launch=seen.launch)
    if not asked:
        return False
    turn = rules.whose_turn(position)
    for each in asked:
        if each.approved_at is not None or each is turn:
            about = {"position_id": position.id, "person_id": each.person_id}
            key = f"{position.id}:{each.person_id}:{now.isoformat()}"
            queue_letter(session, kind=SENT_BACK, to=each.person.email, key=key, now=now, **about)
        position.approvals.remove(each)
        session.delete(each)
    session.flush()
    return True


def move(
    session: Session,
    position: Position,
    to: PositionStatus,
    *,
    by_id: int | None,
    now: datetime,
    launch: Launch | None,
    **more: Any,
) -> None:
    """The position's status is ``to``, and the diary says so. Raises WrongMove."""
    rules.check_move(position.status, to)
    before, position.status = {"status": position.status.value}, to
    note(
        session,
        position,
        "moved a position",
        by_id=by_id,
        now=now,
        launch=launch,
        before=before,
        status=to.value,
        **more,
    )


def note(
    session: Session,
    position: Position,
    act: str,
    *,
    by_id: int | None,
    now: datetime,
    launch: Launch | None = None,
    before: dict | None = None,
    **after: Any,
) -> None:
    """One line of the diary on a position; ``after`` holds ids and statuses, never words."""
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("position", position.id),
        event_id=launch.event_id if launch else None,
        before=before,
        after={"version": position.version, **after},
    )


def _list_of(position: Position, kind: type[Part]) -> list:
    lists: dict[type, list] = {
        PositionAnswer: position.answers,
        Spokesperson: position.spokespeople,
        Evidence: position.evidence,
    }
    return lists[kind]


def _part_changed(session: Session, seen: AtDesk, kind: type[Part], by_id: int, now: datetime) -> None:
    position = seen.position
    note(session, position, f"changed {CALLED[kind]}", by_id=by_id, now=now, launch=seen.launch)
    # Who speaks for it is no part of what is approved; and on a live position such a list is that of every version.
    if kind is not Spokesperson and position.status not in rules.PUBLISHED:
        take_back_approval(session, seen=seen, by_id=by_id, now=now)
