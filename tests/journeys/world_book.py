"""A call whose book of abstracts is out, and one whose book waits for the end of its embargo."""

from datetime import datetime, timedelta

from sqlalchemy import select

from abstracts.models import AbstractFile, Exhibit
from core.db import session
from core.files import StoredFile
from core.uploads import PDF
from events.models import Event
from people.models import Duty, Person, Role
from tests import factories as make
from tests.abstracts.printing import a_supplement, an_accepted, an_entry
from tests.journeys.world_chair import CHAIR, chaired

DAY = timedelta(days=1)


def chaired_and_printed(now: datetime, long_name: str, long_title: str) -> dict[str, str]:
    """What the chair's desk shows of calls, and of books: one that is out, and one that waits for its embargo."""
    known = chaired(now, long_name, long_title)
    _books(now, long_name, long_title)
    return known


def _books(now: datetime, long_name: str, long_title: str) -> None:
    """An abstract with a figure, one that is retracted, one that is left out, and one that is not out yet."""
    days = {"first_day": now.date() - 9 * DAY, "last_day": now.date() - 8 * DAY}
    event: Event = make.an_event(slug="printed", name="Leading in print", **days)
    chair = session.scalars(select(Person).where(Person.email_key == CHAIR)).one()
    make.saved(Duty(person_id=chair.id, event_id=event.id, role=Role.ABSTRACT_CHAIR))
    out, later = (make.a_call(event, slug=slug, name=slug.capitalize()) for slug in ("out", "later"))
    for call in (out, later):
        a_supplement(call, published_at=now - 2 * DAY)
        call.opens_at, call.closes_at, call.released_at = now - 30 * DAY, now - 20 * DAY, now - 9 * DAY
    out.embargo_until, later.embargo_until = now - DAY, now + DAY
    first = an_accepted(out, title=long_title, authors=3)
    first.authors[0].given_names, first.authors[1].organisation = long_name, f"University of {long_name}"
    kept = {"key": "0" * 31 + "7", "name": "figure.pdf", "kind": PDF, "bytes": 9, "sha256": "0" * 64}
    file = make.saved(StoredFile(**kept, stored_at=now, purpose="exhibit"))
    make.saved(AbstractFile(abstract_id=first.id, exhibit=Exhibit.FIGURE, file_id=file.id, caption=long_title))
    an_entry(first, doi="10.1136/leader-2027-1", prize="Best talk by a trainee")
    retracted = an_accepted(out, title="Rounds that listen")
    an_entry(retracted, retracted_at=now - DAY / 2, notice="The counts of the second ward were wrong.")
    an_accepted(out, title="Nobody has agreed", licence_agreed_at=None)
    an_entry(an_accepted(later))
    session.flush()
