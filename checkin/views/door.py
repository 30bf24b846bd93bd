from collections.abc import Callable
from functools import cache, partial
from typing import Any
from uuid import uuid4

from flask import g, request

from checkin import actions, queries, rules
from checkin.forms import MOST_SCANS, ScanForm, batch_in
from checkin.models import Verdict
from checkin.views import bp
from checkin.views.guards import duty_or_device, noted_every
from core.db import session
from core.gate import let_use_camera
from core.web import page
from people.access import duty
from people.models import Role
from registration.documents import signer

DOOR = "/events/<event_slug>/door"


@bp.get(DOOR)
@duty(Role.DOOR, plain=True)
def show_door(event_slug: str):
    return _door_page(ScanForm(place=request.args.get("place", ""), which=request.args.get("which", "")))


# Each of these judges by g.asked_at, the time at which it was asked who asks: that is after SQLite's one lock, and on
# PostgreSQL a scan waits for none before its verdict.
@bp.post(DOOR)
@duty(Role.DOOR, plain=True)
def scan_badge(event_slug: str):
    form = ScanForm()
    if not form.validate_on_submit():
        return _door_page(form, status=422)
    door = actions.Door(g.event, signer(), g.person.id, form.place.data or "")
    answer = actions.scan_badge(session, door=door, read=form.scanned(), now=g.asked_at)
    # No redirect: the queue waits for this answer, and a scan sent twice is harmless.
    return _door_page(form, answer=answer)


@bp.post(f"{DOOR}/scans")
@duty_or_device(Role.DOOR)
def record_scans(event_slug: str):
    device = g.device
    batch = batch_in(request.get_data(), _opener(device) if device else lambda scan: scan)
    if batch is None:
        return {"problem": f'Send {{"scans": […]}} with up to {MOST_SCANS} scans.'}, 422
    if device is None:
        door = actions.Door(g.event, signer(), g.person.id)
    else:
        door = actions.door_of(device, g.event, signer())
        if any(read.told for read in batch.readings) or rules.is_worth_noting(device, g.asked_at, noted_every()):
            actions.note_handed_in(session, device=device, unsent=batch.unsent, sent_at=batch.sent_at, now=g.asked_at)
    answers = actions.record_scans(session, door=door, readings=batch.readings, now=g.asked_at)
    return {"results": [_result(read.key, answer) for read, answer in zip(batch.readings, answers, strict=True)]}


@bp.get(f"{DOOR}/inside")
@duty(Role.DOOR, plain=True)
def show_inside(event_slug: str):
    return page("checkin/inside.html", fragment="inside", event=g.event, counts=_counts)


def _opener(device: rules.PlainDevice) -> Callable[[Any], Any]:
    """Makes of a scan as the device sends it what it holds: its seal broken, and a code for the ticket it means."""
    codes = cache(lambda: queries.codes_by_id(session, g.event.id, device.salt))  # few scans are of somebody found

    return lambda scan: rules.with_code(rules.opened(scan, device.seal_key), codes)


def _result(key: str | None, answer: actions.Answer) -> dict:
    """One scan's answer, as the door's JSON says it: the same again for the same key."""
    holder, first = answer.holder, None
    if holder and holder.admitted_at and answer.verdict is Verdict.AGAIN:
        at = holder.admitted_at.isoformat()
        first = {"at": at, "by": holder.admitted_by, "where": holder.admitted_place}
    delegate = holder and {
        "name": holder.name,
        "organisation": holder.organisation,
        "category": holder.product,
        "flags": holder.flags,
    }
    return {
        "key": key,
        "verdict": answer.verdict.value,
        "reason": answer.reason.value,
        "delegate": delegate,
        "first": first,
    }


def _door_page(form: ScanForm, answer: actions.Answer | None = None, status: int = 200):
    let_use_camera()
    return page(
        "checkin/door.html",
        fragment="verdict",
        status=status,
        event=g.event,
        form=form,
        answer=answer,
        what_to_do=rules.WHAT_TO_DO,
        codes=rules.to_tell_codes(signer(), g.event.id),
        next_key=uuid4(),
        lists=partial(queries.lists_of, session, g.event),  # by the whole page only, as the counts
        counts=_counts,  # asked by the whole page only: a scan does not wait for it
    )


def _counts() -> dict[str, int]:
    return queries.house_counts(session, g.event, g.asked_at)
