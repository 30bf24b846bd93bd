"""Calls open, closed and to come, and abstracts at each step of their writing, for the pages that are looked at."""

from datetime import timedelta

from sqlalchemy import select

from abstracts.actions import submit_abstract
from abstracts.models import AbstractFile, AskedAs, Call, CallQuestion, Exhibit, LateEntry
from core.db import session
from core.files import StoredFile
from events.models import Event
from people.models import Person
from tests import factories as make

DAY = timedelta(days=1)
INTRODUCTION = (
    "Tell others what you changed, measured or learned.\nTalks last ten minutes; posters hang for both days.\n\n"
    "Work in progress is welcome where it says so."
)
TELLING = "At Northmere Teaching Hospitals NHS Trust Dr Exampleby led it; write to rowan@north.example."


def written(now, long_name: str) -> dict[str, str]:
    """The delegate has a draft that tells and lacks, one just begun, one sent in, and one that came too late."""
    delegate = session.scalars(select(Person).where(Person.email_key == "delegate@northmere.example")).one()
    days = {"first_day": now.date() + 40 * DAY, "last_day": now.date() + 41 * DAY}
    event = make.an_event(slug="written", name="Leading in writing", **days)
    call = _a_full_call(event, now, long_name)
    closed = make.a_call(event, slug="closed", name="Workshops", opens_at=now - 9 * DAY, closes_at=now - DAY)
    make.a_call(event, slug="soon", name="Late research", opens_at=now + DAY, closes_at=now + 9 * DAY)
    late = {"code": "LATE42", "closes_at": now + DAY, "created_at": now}
    make.saved(LateEntry(call_id=closed.id, **late))
    draft = make.an_abstract(call, delegate, title=f"{long_name}: {'rounds that listen ' * 9}", ethics=None)
    draft.sections[0].words = TELLING
    draft.sections[1].words = "أجنحة تستمع 🏥 — and a longer text.\n" + "word " * 240
    draft.authors[0].surname = "Exampleby"
    for exhibit in Exhibit:
        _a_file(draft, exhibit, now)
    begun = make.an_abstract(call, delegate, authors=0, title="", version=1, category_id=None, preference=None)
    for section in begun.sections:
        section.words = ""
    whole, sent = (make.an_abstract(call, delegate, title="Rounds that listen") for _ in range(2))
    session.flush()
    submit_abstract(session, abstract=sent, version=sent.version, by_id=delegate.id, now=now)
    too_late = make.an_abstract(closed, delegate)
    at = f"/events/{event.slug}/abstracts"
    return {
        "calls": f"{at}/",
        "telling_draft": f"{at}/{call.slug}/{draft.number}",
        "begun_draft": f"{at}/{call.slug}/{begun.number}",
        "whole_draft": f"{at}/{call.slug}/{whole.number}",
        "sent_abstract": f"{at}/{call.slug}/{sent.number}",
        "late_draft": f"{at}/{closed.slug}/{too_late.number}",
    }


def _a_full_call(event: Event, now, long_name: str) -> Call:
    moments = ("reviews_due_at", "decisions_at", "accept_by", "register_by", "supplement_at", "embargo_until")
    dates = {name: now + days * DAY for days, name in enumerate(moments, start=10)}
    window = {"opens_at": now - 9 * DAY, "closes_at": now + 2 * DAY, "introduction": INTRODUCTION}
    call = make.a_call(event, slug="open", name="Research and improvement", **window, **dates)
    call.headings[0].word_limit, call.headings[0].hint = 80, "Why it mattered, and to whom"
    call.categories[0].hint = "What you found out about leading, by any method"
    make.saved(CallQuestion(call_id=call.id, label=long_name, hint="In a few words", is_for_reviewers=True))
    options = {"asked_as": AskedAs.CHOICE, "options": f"No\n{long_name}"}
    make.saved(CallQuestion(call_id=call.id, label="Has it been shown before?", position=1, **options))
    make.saved(
        CallQuestion(call_id=call.id, label="Done with patients", asked_as=AskedAs.TICK, hint="Not only for them")
    )
    session.refresh(call)
    return call


def _a_file(abstract, exhibit: Exhibit, now) -> None:
    kept = {"key": f"{abstract.id:030x}{len(exhibit.value):02x}", "bytes": 90_000, "sha256": "0" * 64, "stored_at": now}
    name = f"abstract-{abstract.number}-{exhibit.value}.png"
    stored = make.saved(StoredFile(name=name, kind="image/png", purpose="exhibit", **kept))
    removed = "the author’s name\nwhere it was taken"
    about = {"caption": "Twelve wards over one winter.", "removed": removed, "file_id": stored.id}
    make.saved(AbstractFile(abstract_id=abstract.id, exhibit=exhibit, **about))
