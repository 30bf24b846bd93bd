"""A letter tells of a sign-in from a browser that somebody had not used before."""

import pytest
from sqlalchemy import select

from people.models import SignIn
from tests import factories as make
from tests.people.conftest import answer_code


@pytest.fixture
def sign_in(ask, digits):
    def in_browser(client, email="ash@north.example"):
        ask(client, email)
        assert answer_code(client, digits()).status_code == 303

    return in_browser


def test_the_first_browser_of_all_is_no_news(browse, sign_in, letters):
    sign_in(browse())

    assert letters("device") == []


def test_a_second_browser_is_told_once(browse, sign_in, letters):
    first, second = browse(), browse()
    for client in (first, second, second, first):
        sign_in(client)

    ((to, text),) = letters("device")
    assert to == "ash@north.example"
    assert "signed in with your address on 4 May 2026, 13:00" in " ".join(text.split())
    assert "http://localhost/me" in text


def test_a_browser_is_known_after_signing_out(browse, sign_in, letters):
    client = browse()
    sign_in(client)
    client.post("/sign-out")
    sign_in(client)

    assert letters("device") == []


def test_a_browser_that_another_person_uses_is_news_to_them_and_links_nobody(browse, session, sign_in, letters):
    shared, own = browse(), browse()
    sign_in(shared)
    sign_in(own, "eve@west.example")
    sign_in(shared, "eve@west.example")

    assert [to for to, _ in letters("device")] == ["eve@west.example"]
    hashes = session.scalars(select(SignIn.device_hash)).all()
    assert len(set(hashes)) == 3


def test_its_cookie_says_nothing_and_no_script_reads_it(browse, session, ask, digits):
    client = browse()
    ask(client)
    answer = answer_code(client, digits())

    (set_cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("plenary-browser=")]
    assert "HttpOnly" in set_cookie
    assert "SameSite=Lax" in set_cookie
    assert "Max-Age=31536000" in set_cookie


def test_a_demos_one_click_sends_no_letter(app, session, now, letters):
    for _ in range(2):
        app.test_client().post("/demo/sign-in/0")

    assert letters("device") == []


def test_who_is_told_may_end_every_other_browser(browse, session, now):
    ash = make.a_person()
    here, there = browse(ash), browse(ash)

    here.post("/me/sign-out-elsewhere")

    assert [each.get("/me").status_code for each in (here, there)] == [200, 303]
