"""What the desk does to calls: their settings, what they are made of, and the codes by which one comes late."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.models import Call, CallCategory, CallHeading, CallQuestion, LateEntry
from abstracts.rules import CallPart, CallSettings, PartKind, PartWording
from core import diary
from core.db import refuse_if_broken
from core.words import PLAIN_LETTERS
from events.models import Event

LETTERS_OF_CODE = 8
CONSTRAINTS = {
    PartKind.CATEGORY: "uq_call_categories_call_id",
    PartKind.HEADING: "uq_call_headings_call_id",
    PartKind.QUESTION: "uq_call_questions_call_id",
}
# What of a call goes into the diary: no words that somebody wrote.
TOLD = ("is_public", "editing", "opens_at", "closes_at", *rules.LIMITED)


def make_call(
    session: Session,
    *,
    event: Event,
    settings: CallSettings,
    categories: Iterable[str],
    headings: Iterable[str],
    by_id: int,
    now: datetime,
) -> Call:
    """The event has one more call, with these categories and headings. Raises WrongCall."""
    rules.check_settings(settings)
    rules.check_calls_name(queries.calls_of(session, event), settings.slug)
    refuse_if_broken(session, "uq_calls_event_id", rules.slug_taken())
    call = Call(event_id=event.id, created_at=now, **asdict(settings))
    session.add(call)
    session.flush()
    named = [(PartKind.CATEGORY, name) for name in categories] + [(PartKind.HEADING, name) for name in headings]
    for kind, name in named:
        wording = PartWording(name, is_required=kind is PartKind.HEADING)
        rules.check_part(rules.parts_of(call, kind), kind, wording)
        _add_part(session, call, kind, wording)
    _note(session, "made a call", call, by_id, now, after=_facts(call))
    return call


def change_call(
    session: Session, *, call: Call, settings: CallSettings, shown: str, is_sure: bool, by_id: int, now: datetime
) -> None:
    """The call, which is locked, is set so. What was sent in stays as it is.

    ``shown`` is the mark of the settings that the page was opened with. Raises WrongCall, ChangedMeanwhile if somebody
    else has saved others since, or NotSure where something must be said yes to first.
    """
    rules.check_settings(settings)
    rules.check_calls_name(queries.calls_of(session, call.event), settings.slug, call)
    rules.check_mark(shown, rules.mark_of_settings(call))
    rules.check_sure(rules.worries_about(call, settings, queries.sent_in_to(session, call), now), is_sure)
    refuse_if_broken(session, "uq_calls_event_id", rules.slug_taken())
    before = _facts(call)
    for name, value in asdict(settings).items():
        setattr(call, name, value)
    session.flush()
    _note(session, "changed a call", call, by_id, now, before=before, after=_facts(call))


def add_part(
    session: Session, *, call: Call, kind: PartKind, wording: PartWording, by_id: int, now: datetime
) -> CallPart:
    """The call has one more category, heading or question, after the others. Raises WrongCall."""
    rules.check_part(rules.parts_of(call, kind), kind, wording)
    refuse_if_broken(session, CONSTRAINTS[kind], rules.part_name_taken(kind))
    part = _add_part(session, call, kind, wording)
    _note(session, f"added a {rules.PART_WORDS[kind]}", call, by_id, now, after={"id": part.id})
    return part


def change_part(
    session: Session,
    *,
    call: Call,
    kind: PartKind,
    part: CallPart,
    wording: PartWording,
    shown: str,
    is_sure: bool,
    by_id: int,
    now: datetime,
) -> None:
    """It reads so from now on, for what was sent in too. Raises WrongCall, ChangedMeanwhile or NotSure."""
    rules.check_part(rules.parts_of(call, kind), kind, wording, part)
    rules.check_mark(shown, rules.mark_of_part(part))
    if isinstance(part, CallQuestion):
        rules.check_may_ask_otherwise(part, wording, queries.answers_to(session, part.id))
    if isinstance(part, CallHeading):
        rules.check_sure(
            rules.worries_about_heading(part, wording.word_limit, queries.sent_in_to(session, call)), is_sure
        )
    refuse_if_broken(session, CONSTRAINTS[kind], rules.part_name_taken(kind))
    for name, value in wording.values(kind).items():
        setattr(part, name, value)
    session.flush()
    _note(session, f"changed a {rules.PART_WORDS[kind]}", call, by_id, now, after={"id": part.id})


def move_part(
    session: Session, *, call: Call, kind: PartKind, part: CallPart, by: int, by_id: int, now: datetime
) -> None:
    """It stands one place earlier (-1) or later (1)."""
    for position, each in enumerate(rules.moved(rules.parts_of(call, kind), part, by), start=1):
        each.position = position
    session.flush()
    _note(session, f"moved a {rules.PART_WORDS[kind]}", call, by_id, now, after={"id": part.id})


def retire_part(
    session: Session, *, call: Call, kind: PartKind, part: CallPart, is_retired: bool, by_id: int, now: datetime
) -> None:
    """Authors are offered or asked it no more, or again. What was chosen or written stays."""
    part.is_retired = is_retired
    session.flush()
    act = f"{'retired' if is_retired else 'brought back'} a {rules.PART_WORDS[kind]}"
    _note(session, act, call, by_id, now, after={"id": part.id})


def make_late_entry(
    session: Session, *, call: Call, words: str, uses: int, ends_at: datetime, by_id: int, now: datetime
) -> LateEntry:
    """A new code, by which so many abstracts may come until ``ends_at``. Raises WrongCall for a time that is none."""
    rules.check_late_window(call, ends_at, now)
    code = "".join(secrets.choice(PLAIN_LETTERS) for _ in range(LETTERS_OF_CODE))
    entry = LateEntry(call_id=call.id, code=code, words=words, uses=uses, closes_at=ends_at, created_at=now)
    session.add(entry)
    session.flush()
    _note(session, "made a code for late entries", call, by_id, now, after={"id": entry.id, "uses": uses})
    return entry


def end_late_entry(session: Session, *, call: Call, entry: LateEntry, by_id: int, now: datetime) -> None:
    """Nobody begins by the code any more, and what was begun by it must have been sent in."""
    entry.closes_at = min(entry.closes_at, now)
    session.flush()
    _note(session, "ended a code for late entries", call, by_id, now, after={"id": entry.id})


def _add_part(session: Session, call: Call, kind: PartKind, wording: PartWording) -> CallPart:
    parts = rules.parts_of(call, kind)
    position = max((each.position for each in parts), default=0) + 1
    part = rules.PART_MODELS[kind](call_id=call.id, position=position, **wording.values(kind))
    _list_of(call, kind).append(part)
    session.flush()
    return part


def _list_of(call: Call, kind: PartKind) -> list:
    lists: dict[PartKind, list[CallCategory] | list[CallHeading] | list[CallQuestion]] = {
        PartKind.CATEGORY: call.categories,
        PartKind.HEADING: call.headings,
        PartKind.QUESTION: call.questions,
    }
    return lists[kind]


def _facts(call: Call) -> dict:
    facts = {name: getattr(call, name) for name in TOLD}
    moments = {name: facts[name].isoformat() for name in ("opens_at", "closes_at")}
    return {**facts, **moments, "editing": call.editing.value}


def _note(
    session: Session,
    act: str,
    call: Call,
    by_id: int,
    now: datetime,
    *,
    before: dict | None = None,
    after: dict | None = None,
) -> None:
    diary.note(
        session,
        act=act,
        now=now,
        actor_id=by_id,
        thing=("call", call.id),
        event_id=call.event_id,
        before=before,
        after=after,
    )
