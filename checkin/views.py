from uuid import uuid4

from flask import Blueprint, g, request

from checkin import actions, queries, rules
from checkin.forms import ScanForm
from checkin.models import MAIN_LIST
from core import clock
from core.db import session
from core.web import page
from events.models import Event
from events.queries import event_for
from events.rules import local_day
from people.access import duty
from people.models import Role
from registration.documents import signer
from registration.queries import delegates_expected

bp = Blueprint("checkin", __name__, url_prefix="/events/<event_slug>/door")


@bp.get("")
@duty(Role.DOOR)
def show_door(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.DOOR)
    return _door_page(event, ScanForm(place=request.args.get("place", "")))


@bp.post("")
@duty(Role.DOOR)
def scan_badge(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.DOOR)
    form = ScanForm()
    if not form.validate_on_submit():
        return _door_page(event, form, status=422)
    answer = actions.scan_badge(
        session,
        event=event,
        signer=signer(),
        key=form.key.data,
        text=form.code.data,
        list_name=MAIN_LIST,
        place=form.place.data or "",
        by=g.person,
        now=clock.now(),
    )
    # No redirect: the queue waits for this answer, and a scan sent twice is harmless.
    return _door_page(event, form, answer=answer)


@bp.get("/inside")
@duty(Role.DOOR)
def show_inside(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.DOOR)
    return page("checkin/inside.html", fragment="inside", event=event, counts=lambda: _counts(event))


def _door_page(event: Event, form: ScanForm, answer: actions.Answer | None = None, status: int = 200):
    return page(
        "checkin/door.html",
        fragment="verdict",
        status=status,
        event=event,
        form=form,
        answer=answer,
        what_to_do=rules.WHAT_TO_DO,
        next_key=uuid4(),
        counts=lambda: _counts(event),  # asked by the whole page only: a scan does not wait for it
    )


def _counts(event: Event) -> dict[str, int]:
    """How many are inside, and how many tickets stand."""
    day = local_day(event, clock.now())
    return {
        "inside": queries.admitted_today(session, event, day),
        "expected": delegates_expected(session, event),
    }
