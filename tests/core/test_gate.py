"""Every answer passes one gate: pages, fragments, files, redirects and errors alike (WEB-3)."""

import re

import pytest
from flask import Blueprint

from people.access import open_to_all
from people.models import Role
from tests import factories as make
from tests.conftest import an_application

HTMX = {"HX-Request": "true"}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
POLICY = (
    "default-src 'none'; script-src 'nonce-NONCE'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'none'; "
    "form-action 'self' https://checkout.stripe.com; base-uri 'none'; frame-ancestors 'none'"
)


def policy_of(answer) -> str:
    return re.sub(r"'nonce-[\w-]{22}'", "'nonce-NONCE'", answer.headers["Content-Security-Policy"])


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("GET", "/", {}, 200),
        ("GET", "/events/england-2027/tickets", {}, 200),
        ("GET", "/events/england-2027/tickets", HTMX, 200),
        ("POST", "/events/england-2027/tickets", HTMX, 422),
        ("GET", "/me", {}, 303),
        ("GET", "/me", HTMX, 401),
        ("GET", "/nowhere", {}, 404),
        ("GET", "/nowhere", HTMX, 404),
        ("DELETE", "/", {}, 405),
        ("OPTIONS", "/", {}, 200),
        ("HEAD", "/", {}, 200),
        ("POST", "/sign-in", {"Sec-Fetch-Site": "cross-site"}, 400),
        ("GET", "/healthz", {}, 200),
        ("GET", "/metrics", {}, 200),
        ("GET", "/static/nowhere.css", {}, 404),
        ("GET", "/", {"Host": "evil.example"}, 400),
    ],
)
def test_every_answer_has_the_same_safe_headers(browse, session, now, method, address, headers, status):
    make.a_product(make.an_event(slug="england-2027"))

    answer = browse().open(address, method=method, headers=headers)

    assert answer.status_code == status
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
    assert policy_of(answer) == POLICY
    assert "Strict-Transport-Security" not in answer.headers
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1
    if status != 200 or address in {"/healthz", "/metrics"}:
        assert answer.headers["Cache-Control"] in {"no-store", "private, no-store"}


def test_a_static_file_has_them_too_and_may_be_kept_for_a_year(app):
    for name in ("site.css", "fonts/newsreader.woff2"):
        answer = app.test_client().get(app.extensions["assets"](name), buffered=True)

        assert answer.status_code == 200
        assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
        assert policy_of(answer) == POLICY
        assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
        assert "Set-Cookie" not in answer.headers


def test_a_file_that_has_not_changed_is_not_sent_again(app):
    address = app.extensions["assets"]("site.css")
    first = app.test_client().get(address, buffered=True)

    again = app.test_client().get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert again.status_code == 304
    assert {name: again.headers[name] for name in ALWAYS} == ALWAYS


def test_a_fault_has_them_too(toys, view):
    answer = view(lambda: 1 / 0).get("/toy")

    assert answer.status_code == 500
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
    assert policy_of(answer) == POLICY
    assert answer.headers["Cache-Control"] == "no-store"


def test_each_answer_has_a_nonce_of_its_own_and_its_scripts_bear_it(browse, session, now):
    make.a_product(make.an_event(slug="england-2027"))
    seen = set()

    for _ in range(2):
        answer = browse().get("/events/england-2027/tickets")
        (nonce,) = re.findall(r"'nonce-([\w-]+)'", answer.headers["Content-Security-Policy"])
        scripts = re.findall(r"<script[^>]*>", answer.text)
        assert scripts
        assert all(f'nonce="{nonce}"' in script for script in scripts)
        seen.add(nonce)

    assert len(seen) == 2


def test_no_page_has_what_the_policy_would_forbid(browse, session, now):
    event = make.an_event(slug="england-2027")
    product = make.a_product(event)
    make.an_order(product, event=event)
    guest, steward = browse(), browse(make.a_person(role=Role.DOOR, event=event))
    pages = [guest.get(address) for address in ("/", "/sign-in", "/lost", "/events/england-2027/tickets")]
    pages += [steward.get(address) for address in ("/me", "/events/england-2027/door")]

    for answer in pages:
        assert answer.status_code == 200
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<iframe|<base\b", answer.text)
        assert not re.search(r"<script(?![^>]*\ssrc=)", answer.text)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:81", "", "localhost@evil.example"]
)
def test_another_name_than_ours_is_refused(app, session, host):
    answer = app.test_client().get("/", headers={"Host": host})

    assert answer.status_code == 400
    assert answer.text == "This site is not served under that name.\n"


def test_a_probe_may_ask_by_the_machines_own_address(app, session):
    assert app.test_client().get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200


class TestHttps:
    @pytest.fixture
    def secure(self, new_database):
        return an_application(new_database(), BASE_URL="https://events.plenary.example")

    def test_it_is_promised_for_a_year_and_the_cookie_is_bound_to_it(self, secure):
        answer = secure.test_client().get("/sign-in", base_url="https://events.plenary.example")

        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        secure.config["WTF_CSRF_ENABLED"] = True
        (cookie,) = (
            secure.test_client()
            .get("/sign-in", base_url="https://events.plenary.example")
            .headers.getlist("Set-Cookie")
        )
        assert cookie.startswith("__Host-plenary=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie

    def test_no_other_name_is_served_there_either(self, secure):
        assert secure.test_client().get("/", base_url="https://localhost").status_code == 400


def test_an_answer_with_a_cookie_is_private_even_if_its_view_said_otherwise(toys):
    from flask import Response

    careless = Blueprint("careless", __name__)
    headers = {"Cache-Control": "public, max-age=60", "Set-Cookie": "a=b"}
    careless.add_url_rule("/careless", "show", open_to_all(lambda: Response("", headers=headers)))
    toys.register_blueprint(careless)

    assert toys.test_client().get("/careless").headers["Cache-Control"] == "private, no-store"
