"""AUT-7, borrowed clicks: another site's page makes nobody do anything here, and we send nobody to another site."""

import re

import pytest

from tests import factories as make
from tests import walked, walker
from tests.access_matrix import ACTORS, MATRIX
from tests.people.conftest import answer_code
from tests.people.soft_passkey import SoftPasskey, add_to, options_on
from tests.walker import Step, Walker

# These read no cookie: the first is signed by its sender, the others want what only a phone has.
OUTSIDE = {"payments.receive_notice", "checkin.enrol_device", "checkin.search_people"}
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/%0d%0aLocation:%20https://evil.example" + "\r\nX: y",
    "/me\r\nSet-Cookie: a=b",
    "http://localhost.evil.example/",
    "http://localhost@evil.example/",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
]


@pytest.fixture
def acted(app, session, now, tmp_path, monkeypatch):
    """The posts that were acted on although they came so."""
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}/kept")
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    walk = Walker(app, session.get_bind(), walked.build(app, session))

    def by(**how) -> set[str]:
        found = set()
        before = walker.rows_of(session.get_bind())
        for rule in walker.rules_of(app):
            if "POST" in rule.methods and rule.endpoint not in OUTSIDE:
                thing, row = next(iter(MATRIX[rule.endpoint].items()))
                statuses = row.split()
                allowed = next((n for n, status in enumerate(statuses) if status not in {"in", "404", "401"}), 0)
                answer = walk.answer(rule, Step(ACTORS[allowed], thing, "POST", as_htmx=False), **how)
                if answer.status_code != 400:
                    found.add(rule.endpoint)
        assert walker.rows_of(session.get_bind()) == before
        return found

    return by


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_on_another_sites_page_is_refused(acted, site):
    assert acted(headers={"Sec-Fetch-Site": site}) == set()


@pytest.mark.parametrize(
    "headers",
    [{}, {"HX-Request": "true"}, {"X-CSRFToken": "made-up"}, {"Sec-Fetch-Site": "none"}],
    ids=["plain", "as htmx", "a made-up token", "typed in"],
)
def test_a_form_without_our_token_is_refused(acted, headers):
    assert acted(headers=headers) == set()


def test_a_planted_view_without_a_token_is_seen(app, acted, monkeypatch):
    exempt = app.extensions["csrf"]._exempt_views
    monkeypatch.setattr(app.extensions["csrf"], "_exempt_views", exempt | {"people.views.confirm.mail_confirmation"})

    assert acted(headers={}) == {"people.mail_confirmation"}


def test_a_planted_gap_in_the_site_check_is_seen(app, acted, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setattr("core.web._refuse_other_sites", lambda: None)

    assert "people.mail_confirmation" in acted(headers={"Sec-Fetch-Site": "cross-site"})


@pytest.mark.parametrize("headers", [{"X-HTTP-Method-Override": "POST"}, {"X-Method-Override": "DELETE"}])
@pytest.mark.parametrize("path", ["/sign-out?_method=POST", "/me/sign-out-elsewhere?_method=POST"])
def test_no_reading_becomes_a_deed(browse, session, now, headers, path):
    client = browse(make.a_person())

    assert client.get(path, headers=headers).status_code == 405
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml"])
def test_a_body_of_another_kind_is_no_form(app, browse, session, now, monkeypatch, kind):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = browse().post("/sign-in", data='{"email": "ash@north.example"}', content_type=kind)

    assert answer.status_code == 400


def test_nobody_is_signed_in_as_somebody_else_by_a_borrowed_form(app, browse, session, ask, digits, monkeypatch):
    ours, victim = browse(), browse()
    ask(ours)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert answer_code(victim, digits()).status_code == 400


class TestGoingOn:
    """Each way of proving who one is goes on to a path of ours or to none."""

    @pytest.fixture
    def places(self, browse, session, ask, digits, now):
        """Where each way leads that was told to go on elsewhere."""
        ash = make.a_person(email="ash@north.example")
        phone = SoftPasskey()
        add_to(browse(ash), phone)

        def lead(next_: str) -> dict[str, str]:
            client, signed_in = browse(), browse(ash)
            ask(client, next=next_)
            by_code = answer_code(client, digits())
            client = browse()
            signed = phone.proved(options_on(client.get("/sign-in").text))
            by_passkey = client.post("/sign-in/passkey", data={"credential": signed, "next": next_})
            signed_in.post("/confirm/letter", data={"next": next_})
            confirmed = signed_in.post("/confirm/code", data={"code": digits(), "next": next_})
            signed = phone.proved(options_on(signed_in.get("/confirm").text))
            again = signed_in.post("/confirm/passkey", data={"credential": signed, "next": next_})
            told = {"code": by_code, "passkey": by_passkey, "confirm": confirmed, "confirm by passkey": again}
            assert {each.status_code for each in told.values()} == {303}
            assert not any("evil" in each.text or "a=b" in str(each.headers) for each in told.values())
            return {way: each.location for way, each in told.items()}

        return lead

    HOME = {
        "code": "/me",
        "passkey": "/me",
        "confirm": "/me/security",
        "confirm by passkey": "/me/security",
    }

    @pytest.mark.parametrize("next_", ELSEWHERE)
    def test_it_never_leads_elsewhere(self, places, next_):
        assert places(next_) == self.HOME

    def test_it_leads_to_a_page_of_ours(self, places):
        assert set(places("/desk/").values()) == {"/desk/"}

    def test_a_planted_trust_in_what_is_asked_for_is_seen(self, places, monkeypatch):
        monkeypatch.setattr("core.web.local_path", lambda address: address)

        with pytest.raises(AssertionError):
            self.test_it_never_leads_elsewhere(places, "https://evil.example/")


def test_the_page_for_confirming_holds_what_is_next_as_words_alone(browse, session, now):
    page = browse(make.a_person()).get('/confirm?next="><script>alert(1)</script>').text

    assert not re.search(r"<script>alert", page)
