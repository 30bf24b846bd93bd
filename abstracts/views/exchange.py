"""The chair takes abstracts away: for a spreadsheet, or for another program."""

from flask import Response, g, request

from abstracts import documents, queries, rules
from abstracts.forms import AbstractSearchForm
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from core import clock, diary
from core.cells import csv_answer, csv_of, json_answer, xlsx_answer, xlsx_of
from core.db import record_apart, session
from people.access import duty, fresh
from people.models import Role


@bp.get("/desk/<event_slug>/abstracts/export.<any(csv, xlsx, json):kind>")
@duty(Role.ABSTRACT_CHAIR)
@fresh
def download_abstracts(event_slug: str, kind: str) -> Response:
    """All of the event, or what the list's search finds."""
    event, form, now = event_of_chair(event_slug), AbstractSearchForm(request.args), clock.now()
    calls = queries.calls_of(session, event)
    ids = queries.wanted_ids(session, event, calls, form.wanted(), chair_id=g.person.id) if form.query() else None
    abstracts = queries.abstracts_to_export(session, event, ids, chair_id=g.person.id)
    about = {"abstracts": len(abstracts), "kind": kind}
    record_apart(
        diary.entry(
            act="exported abstracts",
            now=now,
            actor_id=g.person.id,
            thing=("event", event.id),
            event_id=event.id,
            after=about,
        )
    )
    name = f"{event.slug}-abstracts.{kind}"
    if kind == "json":
        return json_answer(name, rules.json_of(event.slug, abstracts, now, documents.contents_of(abstracts)))
    head, rows = rules.rows_of(abstracts, event.zone)
    return csv_answer(name, csv_of(head, rows)) if kind == "csv" else xlsx_answer(name, xlsx_of(head, rows))
