"""The two calls for abstracts of the invented annual conference: what they ask for, and until when."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from abstracts.models import Call, CallCategory, CallHeading, Editing
from demo import data
from events.models import Event
from events.rules import at

CALL, OPEN_CALL = "abstracts", "late-breaking"
CATEGORIES = (
    *("Leadership research", "Quality and service improvement", "Education and faculty", "Policy and systems"),
    *("Green", "Inequalities", "Work in progress"),
)
HEADINGS = {
    "Background": "Why it was done, and what was known",
    "Approach": "What you did, with whom and for how long",
    "Results": "What came out, in figures where there are any",
    "Impact": "What is different now, and for whom",
    "Learning": "What others should know before they try it",
}
LATE_HEADINGS = {
    "What is new": "In a few sentences for somebody who was not there",
    "What we found": "Figures so far, and how sure you are of them",
    "What comes next": "Until the conference and after it",
}
INTRODUCTION = (
    "Tell us what you tried, what came of it and what others can learn: research, improvement, teaching, policy or "
    "work that is still under way. You do not need to be a member, or a doctor.\n\n"
    "Reviewers see no names and no places. Accepted abstracts are shown as a poster or a talk, and those whose authors "
    "agree to the licence appear in the journal’s supplement."
)
LATE_INTRODUCTION = (
    "For results that were not to be had in November. Posters only, in 150 words, and quickly answered: this call of "
    "the demonstration is open, so write one and send it in."
)
LICENCE = (
    "The authors grant the journal’s owner an exclusive licence to publish this abstract in the conference’s "
    "supplement, in print and online. Copyright stays with the authors."
)


def closed_call(session: Session, event: Event, shift: timedelta) -> Call:
    """The conference's call, which closed a week before D0."""

    def on(day: date, hour: int = 12, minute: int = 0) -> datetime:
        return at(event, day + shift, time(hour, minute))

    return _add_call(
        session,
        HEADINGS,
        CATEGORIES,
        event_id=event.id,
        slug=CALL,
        name="Abstracts",
        introduction=INTRODUCTION,
        is_public=True,
        opens_at=on(date(2026, 9, 1), 9),
        closes_at=on(date(2026, 11, 13)),
        editing=Editing.LOCKED,
        title_letters=160,
        word_limit=250,
        conflict_word_limit=100,
        coauthor_limit=10,
        keyword_limit=3,
        licence=LICENCE,
        reviews_due_at=on(date(2026, 12, 11)),
        decisions_at=on(date(2026, 12, 18)),
        accept_by=on(date(2027, 1, 8), 23, 59),
        register_by=on(date(2027, 1, 29), 23, 59),
        supplement_at=on(date(2027, 2, 15)),
        embargo_until=on(date(2027, 3, 16), 0, 1),
        created_at=on(date(2026, 8, 24)),
    )


def open_call(session: Session, event: Event, shift: timedelta) -> Call:
    """The one that visitors may write for: open from a week before D0 until thirty days after."""
    today = data.D0 + shift
    opens = at(event, today - timedelta(days=7), time(9))
    return _add_call(
        session,
        LATE_HEADINGS,
        ("Research", "Improvement", "Teaching"),
        event_id=event.id,
        slug=OPEN_CALL,
        name="Late-breaking posters",
        introduction=LATE_INTRODUCTION,
        is_public=True,
        opens_at=opens,
        closes_at=at(event, today + timedelta(days=30), time(12)),
        editing=Editing.OPEN,
        title_letters=120,
        word_limit=150,
        conflict_word_limit=50,
        coauthor_limit=5,
        keyword_limit=2,
        takes_table=False,
        offers_oral=False,
        decisions_at=at(event, today + timedelta(days=44), time(12)),
        created_at=opens - timedelta(days=1),
    )


def _add_call(session: Session, headings: dict[str, str], categories: tuple[str, ...], **given) -> Call:
    call = Call(**given)
    call.headings = [
        CallHeading(name=name, hint=hint, position=position)
        for position, (name, hint) in enumerate(headings.items(), start=1)
    ]
    call.categories = [CallCategory(name=name, position=position) for position, name in enumerate(categories, start=1)]
    session.add(call)
    session.flush()
    return call
