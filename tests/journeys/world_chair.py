"""Calls with everything in them that the chair's desk can show, in an event of their own."""

from datetime import datetime, timedelta

from sqlalchemy import select

from abstracts.models import (
    Abstract,
    AbstractFile,
    AbstractStatus,
    Agreement,
    AskedAs,
    Author,
    Call,
    CallQuestion,
    Editing,
    Exhibit,
    Flagged,
    LateEntry,
    Message,
)
from core import diary
from core.db import session
from core.files import StoredFile
from people.models import Person, Role
from tests import factories as make
from tests.abstracts.chair import a_finding, a_likeness, a_redaction

CHAIR = "chair@northmere.example"
EVENT = "chaired"
DESK = f"/desk/{EVENT}/abstracts"
STATUSES = (AbstractStatus.SUBMITTED, AbstractStatus.IN_REVIEW, AbstractStatus.WITHDRAWN, AbstractStatus.SUBMITTED)
TITLES = (
    "Handover huddles led by trainees",
    "What ward rounds teach about listening",
    "A green theatre list, one year on",
    "Rotas that leave room for learning",
    "Mentors for doctors new to the country",
    "Safety walkarounds with patients",
)
TEXT = (
    "We asked forty trainees at Northmere Teaching Hospitals what they would change about the handover, tried three of "
    "their ideas for six weeks each, and kept the one that they liked best."
)


def chaired(now: datetime, name: str, title: str) -> dict[str, str]:
    """Two calls, what was sent to the first, and a call that nobody has found; the desk's addresses by name."""
    days = {"first_day": now.date() + timedelta(days=60), "last_day": now.date() + timedelta(days=61)}
    event = make.an_event(slug=EVENT, name="Leading with evidence", **days)
    empty = make.an_event(slug="uncalled", name="Leading without a call", **days)
    chair = make.a_person(
        role=Role.ABSTRACT_CHAIR, event=event, name="Prof Rowan Chairwell", email="c2@northmere.example"
    )
    known = session.scalars(select(Person).where(Person.email_key == CHAIR)).one()
    for each in (event, empty):
        make.saved(make.Duty(person_id=known.id, event_id=each.id, role=Role.ABSTRACT_CHAIR))
    window = {"opens_at": now - timedelta(days=30), "closes_at": now + timedelta(days=9)}
    call = make.a_call(event, slug="main", name="Abstracts for 2027", introduction=TEXT, **window)
    over = {"opens_at": now - timedelta(days=60), "closes_at": now - timedelta(days=3)}
    make.a_call(event, slug="workshops", name=title, is_public=False, editing=Editing.LOCKED, **over)
    asked = {"asked_as": AskedAs.CHOICE, "options": "A ward\nA practice\nElsewhere", "is_for_reviewers": True}
    question = make.saved(CallQuestion(call_id=call.id, label="Where was the work done?", position=1, **asked))
    call.categories[1].is_retired = True
    for words, uses, days_more in (("The journal’s invited authors", 5, 12), (name, 1, 10)):
        late = {"code": "7QH2MX4A" if uses == 5 else "8YBC0T3K", "uses": uses, "created_at": now}
        make.saved(LateEntry(call_id=call.id, words=words, closes_at=now + timedelta(days=days_more), **late))
    flagged = _flagged(call, name, title, now)
    for number in range(52):
        _plain(call, number, now)
    make.an_abstract(call, title="", category_id=None, submitted_at=None, keywords="")
    sent = {"subject": "The day of your talk", "words": f"Dear {{name}},\n\n{TEXT}\n\n{name}"}
    make.saved(Message(call_id=call.id, written_at=now, by_id=chair.id, **sent))
    session.flush()
    calls = f"{DESK}/calls/main"
    return {
        "flagged": f"{DESK}/main/{flagged.number}",
        "flagged_id": str(flagged.id),
        "chaired_heading": f"{calls}/headings/{call.headings[0].id}",
        "chaired_question": f"{calls}/questions/{question.id}",
    }


def _flagged(call: Call, name: str, title: str, now: datetime) -> Abstract:
    """One with everything that the chair should look at."""
    flagged = make.an_abstract(call, authors=3, title=title, status=AbstractStatus.SUBMITTED, submitted_at=now)
    flagged.authors[0].given_names, flagged.authors[0].surname = name.rsplit(" ", 1)
    flagged.authors[1].agreement, flagged.authors[2].agreement = Agreement.DECLINED, Agreement.CONFIRMED
    flagged.sections[0].words = TEXT
    heading, start = f"heading_{flagged.sections[0].heading_id}", TEXT.index("Northmere")
    where = {"field": heading, "words": "Northmere Teaching Hospitals", "start": start, "end": start + 28}
    a_finding(flagged, kind="organisation", **where)
    a_finding(flagged, words=title[:6], is_hint=True)
    a_finding(flagged, kind="address", field="keywords", words="wards", start=11, end=16, state=Flagged.HARMLESS)
    a_redaction(flagged, f"heading_{flagged.sections[1].heading_id}", "What we did at [a hospital].")
    a_redaction(flagged, f"heading_{flagged.sections[2].heading_id}")
    flagged.version += 1
    kept = {"name": "abstract-1-figure.png", "kind": "image/png", "bytes": 9, "sha256": "0" * 64, "purpose": "abstract"}
    file = make.saved(StoredFile(key="0" * 31 + "1", stored_at=now, **kept))
    exhibit = {"exhibit": Exhibit.FIGURE, "caption": "Before and after", "words": "Northmere Teaching Hospitals"}
    make.saved(AbstractFile(abstract_id=flagged.id, file_id=file.id, **exhibit))
    alike = make.an_abstract(call, title=f"{title} again", status=AbstractStatus.SUBMITTED, submitted_at=now)
    twice: Author = alike.authors[0]
    twice.email = twice.email_key = flagged.authors[0].email_key
    a_likeness(flagged, alike)
    about = {"thing": ("abstract", flagged.id), "event_id": flagged.event_id, "actor_id": flagged.owner_id}
    diary.note(session, act="abstract submitted", now=now, after={"status": "submitted"}, **about)
    return flagged


def _plain(call: Call, number: int, now: datetime) -> None:
    status = STATUSES[number % len(STATUSES)]
    came = now - timedelta(days=(number * number) % 23, hours=number % 7)
    category = call.categories[number % len(call.categories)].id
    gone = {"withdrawn_at": now} if status is AbstractStatus.WITHDRAWN else {}
    named = {"title": TITLES[number % len(TITLES)], "category_id": category, "submitted_at": came}
    make.an_abstract(call, status=status, **named, **gone)
