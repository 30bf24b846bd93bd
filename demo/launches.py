"""The demo’s positions brought to where each stands as their owners would: two live, one waits, one lacks Welsh."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import files, typesetting
from core.uploads import PDF, Upload
from demo.policies import POSITIONS, TERMS, DemoPosition
from events import rules as event_rules
from events.models import Event
from people.actions import person_at
from people.models import Duty, Person, Role
from policy import actions, rules
from policy.models import (
    Evidence,
    Language,
    Launch,
    Mention,
    MentionKind,
    Position,
    PositionAnswer,
    PositionStatus,
    Spokesperson,
)
from policy.queries import AtDesk

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
RUN_SHEET = (
    (-DAY, "Read the press notice aloud once more, with both spokespeople", "Mr Yarrow Illustra"),
    (-2 * HOUR, "Check the slide on the hall’s screen", "The technician of the hall"),
    (15 * MINUTE, "Open the public page on a phone that is signed in nowhere", "Mr Yarrow Illustra"),
    (30 * MINUTE, "Post the social text", "Communications"),
    (7 * HOUR, "Interviews by phone, one after the other", "The spokespeople"),
)


def launch(session: Session, events: dict[str, Event], editor: Person, now: datetime) -> None:
    """Every position of the demo at its event; all four are taken up again at the annual conference."""
    session.add(Duty(person_id=editor.id, event_id=None, role=Role.POLICY_EDITOR))
    annual = events["leaders-2027"]
    for each in POSITIONS:
        event = events[each.event_slug]
        position = _bring(session, each, editor, event, now)
        about = {"position_id": position.id}
        if each.status is PositionStatus.LIVE:
            session.add(Mention(event_id=event.id, kind=MentionKind.LAUNCHED, on=event.first_day, **about))
        again = {"kind": MentionKind.REITERATED, "session": "Policy in four nations", "on": annual.last_day}
        session.add(Mention(event_id=annual.id, **again, **about))


def _bring(session: Session, kind: DemoPosition, editor: Person, event: Event, now: datetime) -> Position:
    lifts_at = event_rules.at(event, event.first_day, kind.lifts)
    begun = min(now, lifts_at) - 40 * DAY
    lead, champion = (_known(session, name, begun) for name in (kind.lead, kind.champion))
    session.add(Duty(person_id=lead.id, event_id=None, role=Role.REGIONAL_LEAD, scope=kind.nation.value))
    session.add(Duty(person_id=lead.id, event_id=event.id, role=Role.ORGANISER))
    named = {"slug": kind.slug, "title": kind.title, "goal": kind.goal, "nations": [kind.nation]}
    position = actions.make_position(session, **named, owner=editor, now=begun)
    seen = AtDesk(position, None, may_run=True, may_write=True)
    settings = {"event_id": event.id, "nation": kind.nation, "lead_id": lead.id, "champion_id": champion.id}
    made = actions.save_launch(session, seen=seen, settings=settings, version=0, by_id=editor.id, now=begun)
    made.terms = TERMS
    seen = AtDesk(position, made, may_run=True, may_write=True)
    _write(session, kind, seen, editor, begun + DAY)
    _prepare(session, kind, made, lifts_at, editor, begun + 2 * DAY)
    if kind.status is PositionStatus.DRAFT:
        return position
    asked_at = begun + 10 * DAY
    addresses = [champion.email, lead.email]
    actions.send_for_approval(session, seen=seen, addresses=addresses, by_id=editor.id, now=asked_at)
    for days, person in enumerate((champion, lead), 1):
        at = asked_at + days * DAY
        actions.approve_position(session, seen=seen, person=person, mark=rules.digest(position), now=at)
    actions.schedule_launch(session, launch=made, by_id=editor.id, now=begun + 20 * DAY)
    session.flush()
    if kind.status is PositionStatus.LIVE:
        actions.go_live(session, now=lifts_at)
        for step in made.steps:
            actions.tick_step(session, launch=made, step=step, is_done=True, by_id=editor.id, now=step.at)
    return position


def _write(session: Session, kind: DemoPosition, seen: AtDesk, editor: Person, now: datetime) -> None:
    """Its words, and what goes with them; of the Welsh no more than there is."""
    by = {"seen": seen, "by_id": editor.id, "now": now}
    english = {
        "title": kind.title,
        "frame": kind.frame,
        "key_lines": "\n".join(kind.lines),
        "summary": kind.summary,
        "body": kind.body,
        "changed": "",
    }
    words = {Language.ENGLISH: english, Language.WELSH: {**dict.fromkeys(english, ""), "title": kind.welsh_title}}
    actions.save_texts(session, words=words, mark=rules.mark_of_texts(seen.position), **by)
    for question, answer in kind.questions:
        fields = {"language": Language.ENGLISH, "question": question, "answer": answer, "is_public": False}
        actions.add_part(session, kind=PositionAnswer, fields=fields, **by)
    for name, role in kind.spokespeople:
        fields = {"name": name, "role": role, "contact": "020 7946 0142", "speaks_welsh": "Wales" in role}
        actions.add_part(session, kind=Spokesperson, fields=fields, **by)
    for label, url in kind.evidence:
        actions.add_part(session, kind=Evidence, fields={"label": label, "url": url}, **by)
    if kind.status is not PositionStatus.DRAFT:
        content = paper_of(kind, now)
        upload = Upload(name=f"{kind.slug}.pdf", kind=PDF, content=content)
        key = files.store().write(content)
        actions.replace_paper(session, language=Language.ENGLISH, key=key, upload=upload, **by)


def _prepare(
    session: Session, kind: DemoPosition, made: Launch, lifts_at: datetime, editor: Person, now: datetime
) -> None:
    """Its moment, what each channel says, and the run sheet."""
    moved = {"lifts_at": lifts_at, "because": "", "version": made.version}
    actions.move_instant(session, launch=made, by=editor, now=now, **moved)
    for channel, words in kind.assets.items():
        actions.save_asset(
            session,
            launch=made,
            channel=channel,
            language=Language.ENGLISH,
            words=words,
            upload=None,
            drops_file=False,
            mark=actions.mark_of_asset(None),
            by_id=editor.id,
            now=now,
        )
    for after, words, owner in RUN_SHEET:
        step = {"at": lifts_at + after, "words": words, "owner": owner}
        actions.add_step(session, launch=made, **step, by_id=editor.id, now=now)


def paper_of(kind: DemoPosition, now: datetime) -> bytes:
    """The paper of a position as a tagged PDF."""
    words = {"title": kind.title, "frame": kind.frame, "lines": list(kind.lines), "summary": kind.summary}
    blocks = [_block(each) for each in kind.body.split("\n\n")]
    kicker = f"Policy position, {kind.nation.value.title()}"
    return typesetting.pdf_of("demo/paper.typ", {**words, "kicker": kicker, "blocks": blocks}, made_at=now)


def _block(words: str) -> dict:
    """A paragraph of the body, a heading or a list, as the paper sets it."""
    if words.startswith("# "):
        return {"kind": "heading", "text": words.removeprefix("# ")}
    if words.startswith("- "):
        return {"kind": "list", "lines": [line.removeprefix("- ") for line in words.splitlines()]}
    return {"kind": "text", "text": words}


def _known(session: Session, name: str, now: datetime) -> Person:
    """Who has that name: the one who signs in with it, if anybody does."""
    if found := session.scalar(select(Person).where(Person.name == name).order_by(Person.id).limit(1)):
        return found
    return person_at(session, email=f"{'.'.join(name.lower().split()[1:])}@plenary.example", name=name, now=now)
