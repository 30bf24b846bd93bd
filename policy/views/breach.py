"""When an embargo is broken: the position is published at once, and who had access stands written (domain rule 53)."""

from flask import flash, g

from core import clock
from core.cells import csv_answer, csv_of, download
from core.db import session
from core.errors import Refusal
from core.web import see_other
from people.access import fresh, signed_in_to_work
from policy import actions, queries, rules
from policy.documents.copies import record_pdf
from policy.forms import BreachForm
from policy.queries import AtDesk
from policy.views import bp
from policy.views.desk import ONE, desk_page
from policy.views.press_desk import LOG_HEAD, seen_launch

BREACH = f"{ONE}/breach"
RECORD = f"{ONE}/access-record"


@bp.get(BREACH)
@signed_in_to_work
@fresh
def show_breach(position_slug: str):
    return _page(seen_launch(position_slug)[0], BreachForm())


@bp.post(BREACH)
@signed_in_to_work
@fresh
def publish_at_once(position_slug: str):
    (seen, launch), form = seen_launch(position_slug, lock=True), BreachForm()
    if not form.validate_on_submit():
        return _page(seen, form, status=422)
    try:
        actions.publish_at_once(session, launch=launch, by_id=g.person.id, now=clock.now())
    except rules.NoBreach as refusal:
        return _page(seen, form, refusal=refusal)
    flash("It is public. Everybody is being told, and the log is frozen.")
    return see_other("policy.show_access_record", position_slug=position_slug)


@bp.get(RECORD)
@signed_in_to_work
def show_access_record(position_slug: str):
    seen, launch = seen_launch(position_slug)
    record = queries.access_record(session, launch)
    return desk_page(
        "policy/desk/access_record.html",
        seen,
        told=True,
        record=record,
        is_as_written=record.hash == queries.hash_written_down(session, launch),
    )


@bp.get(f"{RECORD}.csv")
@signed_in_to_work
@fresh
def download_access_sheet(position_slug: str):
    _, launch = seen_launch(position_slug)
    record = queries.access_record(session, launch)
    rows = [
        (who.copy_number, who.name, who.outlet, who.email, who.kind, f"{each.at:%Y-%m-%d %H:%M:%S}", each.act)
        for who in record.guests
        for each in sorted((*who.steps, *who.openings), key=lambda act: act.at)
    ]
    rows.append(("SHA-256", record.hash, "", "", "", f"{record.lifted_at:%Y-%m-%d %H:%M:%S}", "published at once"))
    return csv_answer(f"access-record-{position_slug}.csv", csv_of(LOG_HEAD, rows))


@bp.get(f"{RECORD}.pdf")
@signed_in_to_work
@fresh
def download_access_record(position_slug: str):
    seen, launch = seen_launch(position_slug)
    record = queries.access_record(session, launch)
    content = record_pdf(record, seen.title, record.lifted_at)
    return download(f"access-record-{position_slug}.pdf", content, "application/pdf")


def _page(seen: AtDesk, form: BreachForm, *, status: int = 200, refusal: Refusal | str = ""):
    now, launch = clock.now(), queries.launch_of(seen)
    return desk_page(
        "policy/desk/breach.html",
        seen,
        status=status,
        refusal=refusal,
        form=form,
        told=queries.to_be_told(session, launch, now),
        may_publish=rules.is_waiting(launch, now),
    )
