"""People on the desk: found by name or address, and all that is known of one."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from people.models import Duty, Role
from people.rules import email_key
from tests import factories as make

HTMX = {"HX-Request": "true"}
PEOPLE = "/desk/people"


@pytest.fixture
def head(browse, session, now):
    return browse(make.a_person(name="Hedy", role=Role.ORGANISER))


def found(head, words: str, **headers) -> str:
    return head.get(PEOPLE, query_string={"q": words}, headers=headers).text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_they_are_listed_and_found(head, headers):
    ash = make.a_person(name="Dr Ash Fictum")
    make.a_person(name="Fenn")

    every, one, none = (found(head, words, **headers) for words in ("", "ash fict", "nobody"))

    assert ("Ash" in every, "Fenn" in every) == (True, True)
    assert ("Ash" in one, "Fenn" in one) == (True, False)
    assert f"{PEOPLE}/{ash.id}" in one
    assert "Nobody matches" in none
    for page in (every, one, none):
        assert ("<title>" in page) is (headers == {})
        assert 'id="people"' in page


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("Ash@North.example", "ASH@NORTH.EXAMPLE"),
        ("ash@north.example", "\uff41sh@north.example"),
        ("ash@bücher.example", "ash@BÜCHER.example"),
        ("ash@north.example", "sh@nor"),
    ],
    ids=["in capitals", "with a wide letter", "in a domain with an umlaut", "a part"],
)
def test_an_address_is_found_however_it_is_written(head, address, typed):
    make.a_person(name="Fenn")
    make.a_person(name="Ash", email=address, email_key=email_key(address))

    page = found(head, typed)

    assert "Ash" in page
    assert "Fenn" not in page


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Élodie", "élodie"),
        ("Élodie", "E\u0301lodie"),
        ("ÉLODIE", "élodie"),
        ("élodie", "élodie"),
        ("McArdle", "mcardle"),
    ],
)
def test_a_name_is_found_however_it_is_written(head, name, typed):
    make.a_person(name=name)

    assert name in found(head, typed)


@pytest.mark.parametrize("words", ["%", "_", "'", '"', "\\", "a" * 500, "<script>alert(1)</script>", "a@b@c"])
def test_they_are_safe_from_what_is_searched(head, words):
    answer = head.get(PEOPLE, query_string={"q": words, "before": "-1' or 1=1"})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_they_are_fifty_to_a_page(head):
    people = [make.a_person(name=f"Person No. {number}.") for number in range(51)]

    first = head.get(PEOPLE)
    second = head.get(PEOPLE, query_string={"before": re.search(r"before=(\d+)", first.text)[1]})

    assert first.text.count("<td") == 50 * 4
    assert second.text.count("<td") == 2 * 4  # with the head's own
    assert "Person No. 0." in second.text
    assert people[1].name in first.text


@pytest.mark.parametrize("how_many", [1, 3])
def test_they_cost_the_same_few_questions(head, statements, how_many):
    for _ in range(how_many):
        make.a_person(role=Role.DOOR, event=make.an_event())
    statements.clear()

    assert head.get(PEOPLE).status_code == 200

    assert len(statements) == 4  # who asks and their duties, the people, their duties, how many


@pytest.fixture
def ash(session, now):
    """Who holds a duty, has ordered, has a ticket that somebody else booked, and is signed in somewhere."""
    event = make.an_event(name="England 2027")
    product = make.a_product(event)
    ash = make.a_person(name="Ash", role=Role.DOOR, event=event)
    make.an_order(product, event=event, buyer=ash)
    make.an_order(product, event=event, name="Ash the delegate").tickets[0].email_key = ash.email_key
    session.commit()
    return ash


def test_one_is_shown_with_duties_orders_tickets_and_sign_ins_but_no_key(browse, head, session, ash, now):
    browse(ash)
    orders = [order for order in session.scalars(select(make.Order)) if order.buyer_id == ash.id]

    page = head.get(f"{PEOPLE}/{ash.id}").text

    for words in ("Ash", ash.email, "Door steward, ", "England 2027", orders[0].reference, "Ash the delegate"):
        assert words.rstrip(", ") in page
    assert "In 1 browser" in page
    assert "4 May 2026" in page
    assert orders[0].key not in page


def test_one_shows_what_the_diary_says_about_them(head, session, ash):
    duty = session.scalars(select(Duty).where(Duty.person_id == ash.id)).one()
    head.post(f"/desk/duties/{duty.id}/end")

    assert "Hedy ended a duty" in head.get(f"{PEOPLE}/{ash.id}").text


def test_one_shows_what_they_may_be_told_and_when_they_said_so(browse, head, session, ash):
    browse(ash).post("/me/consents", data={"agreed": ["news-email"]})
    browse(ash).post("/me/consents/withdraw")

    page = head.get(f"{PEOPLE}/{ash.id}").text
    assert page.index("Withdrawn: Email me about") < page.index("Granted: Email me about")


def test_one_who_has_nothing_is_shown_too(head, session, now):
    fenn = make.a_person(name="")

    page = head.get(f"{PEOPLE}/{fenn.id}")

    assert page.status_code == 200
    assert fenn.email in page.text
    assert "Nowhere" in page.text


@pytest.mark.parametrize("how_many", [1, 3])
def test_one_costs_the_same_few_questions(head, session, now, statements, how_many):
    event = make.an_event()
    product = make.a_product(event)
    ash = make.a_person()
    for role in list(Role)[:how_many]:
        make.saved(Duty(person_id=ash.id, role=role, ends_on=now.date() - timedelta(days=1)))
        make.an_order(product, event=event, buyer=ash)
        make.an_order(product, event=event).tickets[0].email_key = ash.email_key
    session.commit()
    address = f"{PEOPLE}/{ash.id}"
    statements.clear()

    assert head.get(address).status_code == 200

    # Who asks and their duties, the person, their duties, orders, the orders' tickets, tickets, consents, sign-ins,
    # diary.
    assert len(statements) == 10


def test_one_who_is_not_there(head):
    assert head.get(f"{PEOPLE}/4711").status_code == 404
