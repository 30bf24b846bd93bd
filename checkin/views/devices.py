"""What a phone asks of us: to be enrolled, what it needs to judge alone, and whether we are there."""

import hashlib
import json

from flask import Response, current_app, g, request

from checkin import actions, queries, rules
from checkin.forms import enrolment_code_in
from checkin.views import bp
from checkin.views.door import DOOR
from checkin.views.guards import by_device
from core import clock
from core.db import record_apart, session
from core.limits import one_more, times_so_far
from events.rules import local_day
from people.access import open_to_visitors
from people.rules import hash_of
from registration.documents import signer

# By these marks a phone says what of its package it has: without them it is sent the whole.
HOLDS = "Plenary-Holds"


@bp.post(f"{DOOR}/enrol")
@open_to_visitors
def enrol_device(event_slug: str):
    code, limits, now = enrolment_code_in(request.get_data()), current_app.config["LIMITS"], clock.now()
    if code is None:
        return {"problem": 'Send {"code": "…"} with the code that the desk shows.'}, 422
    tries = {"act": "enrol", "actor": request.remote_addr or "", "window": limits.limit_window, "now": now}
    if times_so_far(session, **tries) >= limits.guesses_per_visitor:
        return {"problem": "Too many codes were tried from your network. Wait fifteen minutes."}, 429
    try:
        device, token = actions.enrol_device(
            session, device=queries.device_by_code(session, event_slug, hash_of(code)), now=now
        )
    except rules.CannotEnrol as refusal:
        record_apart(one_more(session, **tries))  # a wrong code counts, though nothing else of this is kept
        return {"problem": str(refusal)}, refusal.status
    told = {"token": token, "device": rules.told_to(device)}
    told |= {"names_key": device.names_key} if device.holds_names else {}
    return told, {"Cache-Control": "private, no-store"}


@bp.get(f"{DOOR}/data")
@by_device
def show_device_data(event_slug: str):
    contents = queries.contents_for(session, g.device, g.event)
    package = rules.packed(contents, g.device, g.event, signer(), local_day(g.event, g.asked_at))
    told = rules.told_since(package, request.headers.get(HOLDS, ""))
    tag = hashlib.sha256(told["marks"].encode()).hexdigest()[:32]
    answer = Response(json.dumps({"now": g.asked_at.isoformat()} | told), mimetype="application/json")
    # The time is in no tag: a package in which nothing else has changed need not be sent again. A weak tag stays as it
    # is however the answer is compressed on its way.
    answer.set_etag(tag, weak=True)
    return answer.make_conditional(request)


@bp.get(f"{DOOR}/now")
@by_device
def show_device_time(event_slug: str):
    counts = queries.house_counts(session, g.event, g.asked_at)
    return {"now": g.asked_at.isoformat()} | counts
