"""Who may use a view: default deny, and to who may not the view does not exist (R13, ACL-1)."""

import pytest
from sqlalchemy import func, select

from core.diary import DiaryEntry
from people.models import Duty, Role, SignIn
from tests import factories as make
from tests.conftest import words

HTMX = {"HX-Request": "true"}
KNOWN = {
    "open to all",
    "open to visitors",
    "signed in",
    "signed in so far",
    "signed in to work",
    "duty organiser",
    "duty door",
    "duty exhibitor",
    "device",
    "duty door or device",
    "duty organiser everywhere",
    "duty abstract chair",
    "duty reviewer",
    "duty policy editor everywhere",
}
# What each duty opens, and the same address of an event that is not there.
GUARDED = [
    (Role.DOOR, "get", "/events/{slug}/door"),
    (Role.DOOR, "post", "/events/{slug}/door"),
    (Role.DOOR, "get", "/events/{slug}/door/inside"),
    (Role.ORGANISER, "get", "/desk/{slug}/orders"),
    (Role.ORGANISER, "get", "/desk/{slug}/orders/ABCDEF"),
]
EVERYWHERE = [
    ("get", "/desk/letters"),
    ("get", "/desk/letters/1"),
    ("post", "/desk/letters/1/retry"),
    ("post", "/desk/letters/1/drop"),
    ("get", "/desk/duties"),
    ("post", "/desk/duties"),
    ("get", "/desk/people"),
    ("get", "/desk/people/1"),
    ("get", "/desk/people/1/merge"),
    ("post", "/desk/people/1/merge"),
]


def test_every_view_says_who_may_use_it_in_words_that_are_known(app):
    said = {name: view.access for name, view in app.view_functions.items()}

    assert set(said.values()) <= KNOWN
    assert {access for access in said.values() if access.startswith("duty")} == {
        access for access in KNOWN if access.startswith("duty")
    }


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(("role", "method", "address"), GUARDED)
def test_who_lacks_the_duty_finds_what_they_would_if_the_event_were_not_there(
    browse, session, now, role, method, address, headers
):
    event, other = make.an_event(slug="england-2027"), make.an_event()
    missing_slug = address.format(slug="no-such")
    wrong = next(each for each in Role if each is not role)
    strangers = [
        make.a_person(),
        make.a_person(role=wrong, event=event),
        make.a_person(role=role, event=other),
    ]

    for stranger in strangers:
        client = browse(stranger)
        refused = getattr(client, method)(address.format(slug=event.slug), headers=headers)
        missing = getattr(client, method)(missing_slug, headers=headers)
        assert refused.status_code == missing.status_code == 404
        assert words(refused) == words(missing)
        assert refused.headers["Cache-Control"] == missing.headers["Cache-Control"]


@pytest.mark.parametrize(("role", "method", "address"), GUARDED)
def test_who_holds_it_there_or_everywhere_gets_in(browse, session, now, role, method, address):
    event = make.an_event(slug="england-2027")
    make.an_order(make.a_product(event), event=event).reference = "ABCDEF"
    session.commit()

    for holder in (make.a_person(role=role, event=event), make.a_person(role=role)):
        assert getattr(browse(holder), method)(address.format(slug=event.slug)).status_code in {200, 422}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(("method", "address"), EVERYWHERE)
def test_a_duty_in_one_event_is_none_in_all(browse, session, now, method, address, headers):
    organiser = make.a_person(role=Role.ORGANISER, event=make.an_event())
    client = browse(organiser)

    refused = getattr(client, method)(address, headers=headers)

    assert refused.status_code == 404
    assert words(refused) == words(client.get("/nowhere", headers=headers))


def test_nobody_signed_in_gets_further_than_the_sign_in(app, browse, session, now):
    event = make.an_event(slug="england-2027")
    client = browse()

    for rule in app.url_map.iter_rules():
        if app.view_functions[rule.endpoint].access.startswith(("signed in", "duty")):
            # A part of an address that is one of a few words is the first of them.
            words_of = {name: sorted(getattr(rule._converters[name], "items", ())) for name in rule.arguments}
            values = {name: {"event_slug": event.slug}.get(name, (words_of[name] or [1])[0]) for name in rule.arguments}
            address = app.url_map.bind("localhost").build(rule.endpoint, values, method=None)
            method = "post" if "POST" in rule.methods else "get"
            plain, swap = (getattr(client, method)(address, headers=headers) for headers in ({}, HTMX))
            assert (plain.status_code, plain.location.partition("?")[0]) == (303, "/sign-in"), address
            assert (swap.status_code, swap.headers["HX-Redirect"].partition("?")[0]) == (401, "/sign-in"), address


def test_a_refused_act_is_remembered_with_ids_alone(browse, session, now):
    make.an_event(slug="england-2027")
    eve = make.a_person(name="Eve")

    browse(eve).post("/events/england-2027/door", data={"code": "Eve’s secret"})

    (entry,) = session.scalars(select(DiaryEntry))
    assert (entry.actor_id, entry.act, entry.at) == (eve.id, "was refused", now)
    assert entry.after == {"endpoint": "checkin.scan_badge", "method": "POST"}


def test_a_duty_that_is_taken_away_is_gone_at_the_next_request(browse, session, now):
    event = make.an_event(slug="england-2027")
    steward = make.a_person(role=Role.DOOR, event=event)
    client = browse(steward)
    assert client.get("/events/england-2027/door").status_code == 200

    session.delete(session.scalars(select(Duty)).one())
    session.commit()

    assert client.get("/events/england-2027/door").status_code == 404


def test_a_browser_in_use_is_seen_every_five_minutes_and_not_at_each_request(browse, session, now, monkeypatch):
    client = browse(make.a_person())
    seen = []
    for minute in (4, 6, 7):
        moment = make.NOON.replace(minute=minute)
        monkeypatch.setattr("core.clock.now", lambda moment=moment: moment)
        client.get("/me")
        session.expire_all()
        seen.append(session.scalars(select(SignIn.seen_at)).one().minute)

    assert seen == [0, 6, 6]


def test_a_cookie_holds_no_more_than_twenty_links(browse, session, now):
    event = make.an_event()
    product = make.a_product(event, capacity=30)
    client = browse()

    for _ in range(22):
        client.post(f"/events/{event.slug}/tickets", data=make.a_booking(product))

    with client.session_transaction() as cookie:
        assert len(cookie["links"]) == 20
    assert session.scalar(select(func.count(SignIn.id))) == 0
    assert len(client.get_cookie("plenary").value) < 2000
