"""The log of scans, and what cannot be right among them, for the desk."""

from flask import current_app, flash, g, request

from checkin import actions, queries, rules
from checkin.forms import VERDICT_WORDS, ScanSearchForm
from checkin.views import bp
from checkin.views.lists_desk import DESK
from core import clock
from core.db import session
from core.errors import NotFound
from core.web import ButtonForm, page, row_number, see_other
from events.queries import event_for
from people.access import duty
from people.models import Role


@bp.get(f"{DESK}/scans")
@duty(Role.ORGANISER, plain=True)
def show_scans(event_slug: str):
    search, rows = ScanSearchForm(request.args), current_app.config["LIMITS"].rows_per_page
    search.ask(queries.lists_of(session, g.event))
    before = request.args.get("before", type=row_number)
    found = queries.scans_page(session, g.event, search.wanted(), before_id=before, rows=rows + 1)
    return page(
        "checkin/desk/scans.html",
        fragment="scans",
        person=g.person,
        event=g.event,
        search=search,
        asked=search.query(),
        scans=found[:rows],
        next_before=found[rows - 1].id if len(found) > rows else None,
        is_first_page=before is None,
        verdicts=VERDICT_WORDS,
        reasons=rules.REASON_WORDS,
    )


@bp.get(f"{DESK}/conflicts")
@duty(Role.ORGANISER, plain=True)
def show_conflicts(event_slug: str):
    after, rows = _after() or 0, current_app.config["LIMITS"].rows_per_page
    doubts = queries.doubts_of(session, g.event, after=after, rows=rows)
    return page(
        "checkin/desk/conflicts.html",
        form=ButtonForm(),
        person=g.person,
        event=g.event,
        doubts=doubts,
        after=after,
        next_after=after + rows if doubts.number > after + rows else None,
    )


@bp.post(f"{DESK}/conflicts")
@duty(Role.ORGANISER)
def mark_as_seen(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    asked = (request.form.get("why"), request.form.get("about"))
    doubts = queries.doubts_of(session, event).shown
    doubt = next((each for each in doubts if (str(each.why), each.about) == asked), None)
    if doubt is None:
        raise NotFound("There is no such conflict any more.")
    actions.mark_as_seen(session, event=event, doubt=doubt, by_id=g.person.id, now=clock.now())
    flash("It is marked as looked at, with your name.")
    return see_other("checkin.show_conflicts", event_slug=event_slug, after=_after())


def _after() -> int | None:
    """After how many conflicts the page begins, if it is not the first one."""
    return request.args.get("after", type=row_number)
