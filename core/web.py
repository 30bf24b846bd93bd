"""Taking a request in, and answering it with a page, a fragment of it, or a redirect.

No other module reads or writes an htmx header.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_htmx import HTMX
from flask_wtf import FlaskForm
from jinja2_fragments.flask import render_block
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response as AnyResponse

from core import trace
from core.db import keep_facts_apart, unit_of_work

htmx = HTMX()
PAGES_KEPT = 100
LARGEST = 2**31 - 1
_drawn: OrderedDict[Hashable, str] = OrderedDict()
_drawing = threading.Lock()


class RowNumber(IntegerConverter):
    """A number in an address. A larger one than a table can have is no address of ours."""

    def __init__(self, url_map, *_given) -> None:
        super().__init__(url_map, max=LARGEST)


class House(Flask):
    """Flask, with one transaction around each view and no view that hides who may use it."""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.url_map.converters["int"] = RowNumber

    def add_url_rule(self, rule, endpoint=None, view_func=None, *args, **options):
        if not hasattr(view_func, "access"):
            raise RuntimeError(f"{endpoint} does not say who may use it; see people/access.py.")
        if methods := {method.upper() for method in options.get("methods") or ()} - {"GET", "POST", "HEAD"}:
            raise RuntimeError(f"{endpoint} wants {methods}; only GET and POST exist here.")
        super().add_url_rule(rule, endpoint, view_func, *args, **options)

    def preprocess_request(self):
        trace.begin(trace.Road.PAGE)  # first of all: what is refused before its view has an id of its own too
        return super().preprocess_request()

    def dispatch_request(self):
        # Before any lock is taken: a body arrives as slowly as its sender likes.
        request.get_data(parse_form_data=not request.is_json)
        _refuse_zero_characters()
        view, declared = super().dispatch_request, self.view_functions.get(request.endpoint)
        if request.method == "POST" and not getattr(declared, "signed_call", False):
            _refuse_other_sites()
        alone = getattr(declared, "calls_outside", request.endpoint is None)
        try:
            return view() if alone else unit_of_work(view)
        finally:
            keep_facts_apart()


class DeclaredSession(SecureCookieSession):
    """Raises at the first touch in a view that is @open_to_all: what is the same for everybody asks nobody who it is.

    Judged when it is touched, since Flask opens a session before it knows which view is meant.
    """

    _accessed = False

    @property
    def accessed(self) -> bool:
        return self._accessed

    @accessed.setter
    def accessed(self, value: bool) -> None:
        if value and request.method != "POST":
            view = current_app.view_functions.get(request.endpoint)
            if getattr(view, "access", "") == "open to all":
                raise RuntimeError("This view is @open_to_all, and so may not read the cookie; see people/access.py.")
        self._accessed = value


class DeclaredSessions(SecureCookieSessionInterface):
    """A cookie that only a view which said so may read: any other answer may be kept by a cache."""

    session_class = DeclaredSession

    def __init__(self) -> None:
        super().__init__()
        # Made once, since it holds nothing but the key: each request would make it anew, and two more signers in it.
        self.get_signing_serializer = cache(super().get_signing_serializer)  # type: ignore[method-assign]


class ButtonForm(FlaskForm):
    """Nothing to fill in: a button, and the token that proves it was ours."""


def page(
    template: str,
    *,
    fragment: str | None = None,
    status: int = 200,
    form: FlaskForm | None = None,
    told: bool = False,
    **context,
) -> Response:
    """Render ``template``, or only its block ``fragment`` when htmx is asking.

    Messages are shown on a page with a form, and on one that a redirect leads to
    (``told``). No other page reads the session, so that a cache may keep it.
    """
    context |= {"form": form, "told": told or form is not None}
    if fragment and wants_fragment():
        html = render_block(template, fragment, **context)
        html += render_template("_flashes.html", out_of_band=True, **context)
    else:
        html = render_template(template, **context)
    response = make_response(html, status)
    response.vary.add("HX-Request")  # a cache must not serve one for the other
    return response


def kept_page(template: str, *, state: Hashable, draw: Callable[[], dict]) -> Response:
    """The page as it was drawn when ``state`` was last the same, or drawn now with the context of ``draw()``.

    For a page that is the same for everybody. ``state`` holds all that it is made from and so is asked of the
    database each time: what is kept is the drawing, and it is never older than the data.
    """
    key = (template, state, current_app.config["BASE_URL"])
    html = _drawn.get(key)
    if html is None:
        html = render_template(template, form=None, told=False, **draw())
        if request.environ["core.nonce"] in html:
            raise RuntimeError(f"{template} has a script, whose nonce is good for one answer.")
        with _drawing:
            _drawn[key] = html
            while len(_drawn) > PAGES_KEPT:
                _drawn.popitem(last=False)
    response = make_response(html)
    response.vary.add("HX-Request")
    return response


def row_number(typed: str) -> int:
    """A number that a table can have. Raises ValueError for a larger one, which no database takes."""
    if not 0 <= (number := int(typed)) <= LARGEST:
        raise ValueError(typed)
    return number


def wants_fragment() -> bool:
    """True for an htmx swap; false for a boosted link or a restored history entry."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def notice(heading: str, message: str, *, status: int) -> Response:
    """Say why not: a page to a browser, a line in ``#flashes`` to htmx (see base.html)."""
    words = {"heading": heading, "message": message, "status": status, "reference": trace.request_id()}
    if request.is_json:  # a device that sent JSON takes no page for an answer
        response = jsonify(problem=f"{heading}. {message}", reference=trace.request_id())
        response.status_code = status
    elif wants_fragment():
        response = make_response(render_block("errors/notice.html", "notice", told=False, **words), status)
    else:
        response = make_response(render_template("errors/notice.html", told=False, **words), status)
    response.vary.add("HX-Request")
    response.headers["Cache-Control"] = "no-store"
    return response


def see_other(endpoint: str, **values) -> AnyResponse:
    """Send the browser on to GET a page: the answer to every successful POST."""
    return redirect(url_for(endpoint, **values), code=303)


def go_on(address: str | None, otherwise: str) -> AnyResponse:
    """Send the browser on to ``address`` if that is a path of ours, and else to the page ``otherwise``."""
    return redirect(local_path(address) or url_for(otherwise), code=303)


def local_path(address: str | None) -> str | None:
    """``address`` if it is a plain path on this site; None for anything that could lead elsewhere."""
    if not address or not address.startswith("/") or address[1:2] in {"/", "\\"}:
        return None
    if "\\" in address or any(ord(letter) < 0x21 or ord(letter) > 0x7E for letter in address):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def full_address(endpoint: str, **values) -> str:
    """The address for a letter or a calendar: always under the configured origin, whoever asks under what name."""
    base = urlsplit(current_app.config["BASE_URL"])
    adapter = current_app.url_map.bind(base.netloc, url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def sign_in_first(address: str) -> AnyResponse:
    """Ask for a sign-in. htmx would swap a login page into the target, so it is told to leave."""
    if wants_fragment():
        return make_response("", 401, {"HX-Redirect": address})
    if request.is_json:
        return make_response({"problem": "Sign in first."}, 401)
    return redirect(address, code=303)


def _refuse_other_sites() -> None:
    """End a POST that another site's page sent; browsers say so themselves, since 2023 all of them."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(400)


def _refuse_zero_characters() -> None:
    """End a request with a zero character in it, which no keyboard types and PostgreSQL does not store."""
    fields = [request.args] if request.is_json else [request.args, request.form]
    typed = [request.path, *(text for values in fields for _, text in values.items(multi=True))]
    if any("\0" in text for text in typed):
        abort(400)
