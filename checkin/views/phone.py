"""The door's page for a phone: the same bytes for every event, which a phone keeps and opens without us."""

import hashlib
import re
from json import dumps

from flask import Response, current_app, g, render_template, request

from checkin import actions, queries, rules
from checkin.forms import search_words_in
from checkin.views import bp
from checkin.views.door import DOOR
from checkin.views.guards import by_device
from core.assets import STATIC
from core.db import session
from core.errors import TooMany
from core.gate import let_use_camera
from core.web import page
from people.access import open_to_all

NAME = "Plenary door"
_WORKER = STATIC / "door" / "worker.js"
# What the page needs without a network, by its names in static/.
_PARTS = re.compile(
    r"site\.css|mark\.svg|fonts/.+\.woff2|icons/door-.+|door/(?!online|worker).+\.js|vendor/zxing_reader\..+"
)


@bp.get(f"{DOOR}/phone")
@open_to_all
def show_phone(event_slug: str):
    let_use_camera()
    return page("checkin/phone.html", what_to_do=rules.WHAT_TO_DO)


@bp.get(f"{DOOR}/worker.js")
@open_to_all
def show_phone_worker(event_slug: str):
    parts = _parts()
    # Without its nonce the page is the same bytes until there is another page.
    shown = render_template("checkin/phone.html", what_to_do=rules.WHAT_TO_DO, form=None, told=False, nonce="")
    version = hashlib.sha256("\n".join((shown, *parts)).encode()).hexdigest()[:10]
    told = f"const VERSION = {dumps(version)}, PARTS = {dumps(parts)};\n"
    return Response(told + _WORKER.read_text(), mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@bp.get(f"{DOOR}/app.webmanifest")
@open_to_all
def show_phone_manifest(event_slug: str):
    asset = current_app.extensions["assets"]
    icons = [
        {
            "src": asset(f"icons/door-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    manifest = {
        "name": NAME,
        "short_name": "Door",
        "start_url": "phone",
        "scope": "./",
        "display": "standalone",
        "background_color": "#161116",
        "theme_color": "#161116",
        "icons": icons,
    }
    answer = Response(dumps(manifest), mimetype="application/manifest+json")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.post(f"{DOOR}/search")
@by_device
def search_people(event_slug: str):
    """A POST, though it changes nothing: a name in an address would end up in every log on the way."""
    words = search_words_in(request.get_data())
    if words is None:
        return {"problem": 'Send {"words": "…"} with a name, or a part of one.'}, 422
    found = rules.found_among(queries.people_expected(session, g.event.id), words)
    counted = {"names": len(found), "finder": ("device", g.device.id), "event_id": g.event.id}
    try:
        actions.count_found(session, **counted, by_id=None, now=g.asked_at)
    except TooMany as refusal:
        return {"problem": str(refusal)}, refusal.status
    return {"found": [rules.told_of(each, g.device) for each in found]}


def _parts() -> list[str]:
    addresses = current_app.extensions["assets"].addresses
    return [address for name, address in addresses.items() if _PARTS.fullmatch(name)]
