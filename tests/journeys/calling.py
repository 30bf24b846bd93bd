"""A call in the running program, and browsers that are signed in there."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from abstracts.models import Abstract, Call
from core import clock
from core.db import db, session, transaction
from events.models import Event
from people.access import SIGN_IN
from people.models import Person, SignIn
from people.rules import hash_of
from tests import factories as make
from tests.conftest import an_application


class _OneTransaction:
    """The session, kept to the end: after a commit between, the program's own writing would come first."""

    def __getattr__(self, name: str):
        return getattr(session, name)

    def commit(self) -> None:
        session.flush()


@contextmanager
def data_of(live):
    """The running program's database, to put rows into it in one transaction: the application, and now."""
    app = an_application(live.environment["DATABASE_URL"], BASE_URL=live.address)
    with app.app_context():
        make.session, make.app = _OneTransaction(), app
        try:
            with transaction():
                yield app, clock.now()
        finally:
            make.session = make.app = None
            db.engine.dispose()


def a_call_in(live, *, closes_in: timedelta = timedelta(days=3), **changes) -> str:
    """The address of a new call that has opened, in an event of its own."""
    with data_of(live) as (_, now):
        mark = uuid4().hex[:8]
        days = {"first_day": (now + timedelta(days=90)).date(), "last_day": (now + timedelta(days=91)).date()}
        event = make.an_event(slug=f"calls-{mark}", name=f"Leading with abstracts {mark}", **days)
        window = {"opens_at": now - timedelta(days=1), "closes_at": now + closes_in}
        call = make.a_call(event, slug="research", name="Call for abstracts", **window, **changes)
        return f"/events/{event.slug}/abstracts/{call.slug}"


def a_draft_in(live, address: str, owner_email: str, **changes) -> str:
    """The address of a complete draft of ``owner_email``'s in the call at ``address``."""
    with data_of(live):
        call = _call_at(address)
        abstract = make.an_abstract(call, make.a_person(email=owner_email, name="Dr Rowan Exampleby"), **changes)
        return f"{address}/{abstract.number}"


def key_of(live, email: str) -> dict:
    """The cookie of a browser in which ``email`` is signed in."""
    with data_of(live) as (app, now):
        key, person = uuid4().hex, _person(email)
        times = {"begun_at": now, "seen_at": now, "expires_at": now + timedelta(days=1)}
        session.add(SignIn(person_id=person.id, key_hash=hash_of(key), **times))
        value = app.session_interface.get_signing_serializer(app).dumps({SIGN_IN: key})
    return {"name": "plenary", "value": value, "url": live.address}


def saved_text(live, address: str) -> dict[str, str]:
    """The title and the words under each heading as they are kept, by the heading's name."""
    with data_of(live):
        call = _call_at(address.rpartition("/")[0])
        number = int(address.rpartition("/")[2])
        abstract = session.scalars(select(Abstract).where(Abstract.call_id == call.id, Abstract.number == number)).one()
        return {"title": abstract.title} | {each.heading.name: each.words for each in abstract.sections}


def _call_at(address: str) -> Call:
    _, _, event_slug, _, call_slug = address.split("/")
    return session.scalars(select(Call).join(Call.event).where(Event.slug == event_slug, Call.slug == call_slug)).one()


def _person(email: str) -> Person:
    return session.scalars(select(Person).where(Person.email_key == email)).one()
