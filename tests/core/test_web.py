"""Taking a request in: who may read the cookie, which POSTs are taken, and where a redirect may lead."""

import re

import pytest
from flask import Blueprint, flash, request
from flask import session as cookie

from core.web import full_address, local_path, page, see_other
from people.access import open_to_all, open_to_visitors
from tests import factories as make

PAGE = "/events/england-2027/tickets"


@pytest.fixture
def event(app, session, now, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return make.an_event(slug="england-2027")


class TestCookie:
    @pytest.mark.parametrize("address", ["/", "/events/england-2027/", "/events/england-2027/calendar.ics"])
    def test_a_public_page_neither_reads_nor_sets_one(self, browse, event, address):
        answer = browse(make.a_person()).get(address)

        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.vary
        assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=10"

    def test_a_page_with_a_form_is_for_one_browser_alone(self, browse, event):
        make.a_product(event)

        answer = browse().get(PAGE)

        assert 'name="csrf_token"' in answer.text
        assert {"Cookie", "HX-Request"} <= set(answer.vary)
        assert answer.headers["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize(
        "use",
        [
            lambda: cookie.get("sign_in"),
            lambda: cookie["sign_in"],
            lambda: "sign_in" in cookie,
            lambda: cookie.update(a=1),
            lambda: flash("Hello"),
        ],
        ids=["get", "item", "in", "update", "a message"],
    )
    def test_a_view_open_to_all_that_reads_it_fails(self, toys, view, use):
        toys.config["PROPAGATE_EXCEPTIONS"] = True

        with pytest.raises(RuntimeError, match="@open_to_all, and so may not read the cookie"):
            view(lambda: str(use()), access=open_to_all).get("/toy")

    def test_one_open_to_visitors_may(self, view):
        assert view(lambda: str(cookie.get("sign_in"))).get("/toy").text == "None"


class TestPost:
    def test_without_its_token_it_is_not_taken(self, browse, event, statements):
        answer = browse().post(PAGE, data=make.a_booking(make.a_product(event)), headers={"HX-Request": "true"})

        assert answer.status_code == 400
        assert "Nothing was changed." in answer.text

    def test_a_token_of_another_browser_is_not_taken(self, browse, event):
        product, mine = make.a_product(event), browse()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', mine.get(PAGE).text)[1]
        typed = make.a_booking(product, csrf_token=token)

        assert browse().post(PAGE, data=typed).status_code == 400
        assert mine.post(PAGE, data=typed).status_code == 303

    @pytest.mark.parametrize(("site", "status"), [("same-origin", 303), ("none", 303), ("same-site", 400)])
    def test_it_is_taken_from_our_own_pages_only(self, browse, session, now, site, status):
        product = make.a_product(make.an_event(slug="england-2027"))

        answer = browse().post(PAGE, data=make.a_booking(product), headers={"Sec-Fetch-Site": site})

        assert answer.status_code == status

    @pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
    def test_another_site_cannot_sign_anybody_in_or_out(self, browse, session, now, htmx):
        for address in ("/sign-in", "/sign-in/code", "/sign-out"):
            answer = browse().post(address, headers={"Sec-Fetch-Site": "cross-site"} | htmx)
            assert answer.status_code == 400

    def test_a_zero_character_is_refused_wherever_it_stands(self, browse, session, now):
        product = make.a_product(make.an_event(slug="england-2027"))

        assert browse().post(PAGE, data=make.a_booking(product, name="Ash\0")).status_code == 400
        assert browse().get("/sign-in?next=%00").status_code == 400
        assert browse().get("/events/%00/").status_code == 400

    @pytest.mark.parametrize("text", ["\ud7ff\ue000", "\u202e\u2066", "\x1b[31m", "🧑‍⚕️", "a" * 10_000])
    def test_no_other_text_makes_it_fall_over(self, browse, session, now, text):
        product = make.a_product(make.an_event(slug="england-2027"))

        for field in make.a_booking(product):
            answer = browse().post(PAGE, data=make.a_booking(product, **{field: text}))
            assert answer.status_code in {303, 409, 422}

    def test_bytes_that_are_no_text_are_replaced(self, browse, session, now):
        make.an_event(slug="england-2027")

        answer = browse().post(PAGE, data=b"name=%ff%fe&email=%c3", content_type="application/x-www-form-urlencoded")

        assert answer.status_code == 422


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW"])
def test_only_get_and_post_exist(browse, session, now, method):
    make.an_event(slug="england-2027")

    for address in ("/", "/sign-in", PAGE, "/desk/"):
        answer = browse().open(address, method=method)
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) <= {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_header_does_not_make_a_get_a_post(browse, session, now, name):
    assert browse().get("/sign-out", headers={name: "POST"}).status_code == 405


def test_a_view_with_another_method_stops_the_start(toys):
    careless = Blueprint("careless", __name__)
    careless.add_url_rule("/careless", "drop", open_to_all(lambda: ""), methods=["DELETE"])

    with pytest.raises(RuntimeError, match="only GET and POST exist here"):
        toys.register_blueprint(careless)


def test_a_view_that_does_not_say_who_may_use_it_stops_the_start(toys):
    careless = Blueprint("careless", __name__)
    careless.add_url_rule("/careless", "show_all", lambda: "")

    with pytest.raises(RuntimeError, match=r"careless\.show_all does not say who may use it"):
        toys.register_blueprint(careless)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/me\\..\\evil",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "/me\r\nSet-Cookie: a=b",
        " //evil.example",
        "/ /evil.example",
        "http:evil.example",
        "localhost.evil.example/me",
        "me",
        "?next=//evil.example",
        "/\u2215evil.example",
        "/me\x7f",
        "",
        None,
    ],
)
def test_an_address_that_could_lead_elsewhere_is_none(address):
    assert local_path(address) is None


@pytest.mark.parametrize("address", ["/", "/me", "/events/england-2027/door?place=North", "/a//b", "/%0d%0a", "/@evil"])
def test_a_path_of_ours_is_kept_as_it_is(address):
    assert local_path(address) == address


@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host", "Forwarded"])
def test_a_letters_link_is_under_the_configured_name_whatever_was_asked_for(toys, name):
    with toys.test_request_context(headers={name: "evil.example"}):
        assert full_address("front.show_home") == "http://localhost/"


def test_a_fragment_comes_without_its_page_and_brings_the_messages(view):
    client = view(lambda: page("front/privacy.html", fragment="main"))

    whole, swap = client.get("/toy"), client.get("/toy", headers={"HX-Request": "true"})
    assert whole.status_code == swap.status_code == 200
    assert "<title>" in whole.text
    assert "<title>" not in swap.text
    assert 'id="flashes"' in swap.text
    assert "HX-Request" in whole.vary
    assert "HX-Request" in swap.vary


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_and_restored_history_get_the_page(view, header):
    client = view(lambda: page("front/privacy.html", fragment="main"))

    assert "<title>" in client.get("/toy", headers={"HX-Request": "true", header: "true"}).text


def test_a_page_that_a_redirect_leads_to_says_what_was_done(view):
    def toy():
        if request.method == "POST":
            flash("It is done.")
            return see_other("toys.toy")
        return page("front/privacy.html", told=True)

    client = view(toy)

    assert "It is done." in client.post("/toy", follow_redirects=True).text
    assert "It is done." not in client.get("/toy").text


def test_what_is_refused_before_its_view_has_an_id_of_its_own(browse, event):
    answers = [browse().get(PAGE), browse().post(PAGE), browse().post(PAGE)]

    assert len({answer.headers["X-Request-Id"] for answer in answers}) == 3


def test_a_body_that_is_too_large_is_refused_unread(toys, view):
    toys.config["MAX_CONTENT_LENGTH"] = 1000
    client = view(lambda: request.form.get("name", ""), access=open_to_visitors)

    answer = client.post("/toy", data={"name": "a" * 2000})

    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_form_of_too_many_parts_is_refused(toys, view):
    part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
    client = view(lambda: str(len(request.form.getlist("a"))))

    enough, too_many = (
        client.post("/toy", data=part * parts + "--x--\r\n", content_type="multipart/form-data; boundary=x")
        for parts in (500, 501)
    )

    assert (enough.status_code, enough.text) == (200, "500")
    assert too_many.status_code == 413
