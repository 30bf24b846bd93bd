import re

import pytest
from sqlalchemy import func, select

from checkin.models import Admission, Scan, Verdict
from people.models import Role
from registration.documents import qr_text
from tests import factories as make

HTMX = {"HX-Request": "true"}
URL = "/events/england-2027/door"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="england-2027")


@pytest.fixture
def steward(browse, event):
    return browse(make.a_person(name="Sam Steward", role=Role.DOOR, event=event))


@pytest.fixture
def ticket(event):
    return make.an_order(make.a_product(event), event=event, name="Ash").tickets[0]


def a_scan(code, *, key="a", place="North door"):
    return {"code": code, "key": key, "place": place}


def key_in(answer) -> str:
    return re.search(r'name="key" value="([^"]+)"', answer.text)[1]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_badge_is_admitted_and_then_known(app, session, steward, ticket, headers):
    with app.app_context():
        badge = qr_text(ticket)

    first = steward.post(URL, data=a_scan(badge, key="a"), headers=headers)
    again = steward.post(URL, data=a_scan(ticket.code, key="b", place="South door"), headers=headers)

    assert first.status_code == again.status_code == 200
    assert 'data-verdict="admitted"' in first.text
    assert "Ash" in first.text
    assert 'data-verdict="again"' in again.text
    assert "First admitted at <b>13:00</b>, North door, by Sam Steward." in again.text
    for answer in (first, again):
        assert ("<title>" in answer.text) is (headers == {})
        assert 'id="verdict"' in answer.text
        assert 'aria-live="assertive"' in answer.text
    assert session.scalars(select(Scan.verdict).order_by(Scan.id)).all() == [Verdict.ADMITTED, Verdict.AGAIN]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_refusal_says_what_to_do_and_shows_what_was_read_to_nobody(session, steward, headers):
    answer = steward.post(URL, data=a_scan("<script>alert(1)</script>"), headers=headers)

    assert answer.status_code == 200
    assert 'data-verdict="refused"' in answer.text
    assert "That is not one of our codes." in answer.text
    assert "alert(1)" not in answer.text
    assert session.scalars(select(Scan.read)).all() == ["<script>alert(1)</script>"]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(
    "typed",
    [{"code": "", "key": "a"}, {"code": "ZZZZZZZZ"}, {"code": "A" * 4097, "key": "a"}, {"key": "a"}, {}],
    ids=["no code", "no key", "too long", "no field", "nothing"],
)
def test_what_is_no_scan_is_said_and_not_kept(session, steward, headers, typed):
    answer = steward.post(URL, data=typed, headers=headers)

    assert answer.status_code == 422
    assert '<p class="error">' in answer.text
    assert session.scalar(select(func.count(Scan.id))) == 0


def test_each_answer_brings_the_key_of_the_next_scan(steward, ticket):
    first = steward.get(URL)
    answer = steward.post(URL, data=a_scan(ticket.code, key=key_in(first)), headers=HTMX)

    assert key_in(answer) != key_in(first)


def test_a_scan_sent_twice_is_told_twice_and_kept_once(session, steward, ticket):
    answers = [steward.post(URL, data=a_scan(ticket.code), headers=HTMX).text for _ in range(2)]

    assert all('data-verdict="admitted"' in answer for answer in answers)
    assert session.scalar(select(func.count(Scan.id))) == 1


def test_a_door_remembers_its_name(steward):
    assert 'value="North door"' in steward.get(URL, query_string={"place": "North door"}).text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_the_door_of_another_event_is_not_there(browse, session, event, ticket, headers):
    elsewhere = browse(make.a_person(role=Role.DOOR, event=make.an_event()))

    for answer in (
        elsewhere.get(URL, headers=headers),
        elsewhere.get(f"{URL}/inside", headers=headers),
        elsewhere.post(URL, data=a_scan(ticket.code), headers=headers),
    ):
        assert answer.status_code == 404
        assert "Ash" not in answer.text
    assert session.scalar(select(func.count(Scan.id))) == 0
    assert session.scalar(select(func.count(Admission.id))) == 0


def test_a_ticket_of_another_event_is_not_admitted_here(app, session, steward):
    other = make.an_order(make.a_product(elsewhere := make.an_event()), event=elsewhere, name="Fenn").tickets[0]
    with app.app_context():
        badge = qr_text(other)

    for number, code in enumerate((badge, other.code)):
        answer = steward.post(URL, data=a_scan(code, key=str(number)))
        assert 'data-verdict="refused"' in answer.text
        assert "Fenn" not in answer.text
    assert session.scalar(select(func.count(Admission.id))) == 0


def test_the_door_alone_may_open_the_camera(steward):
    # Its own permission comes with the camera page; until then no page has it.
    assert "camera=()" in steward.get("/me").headers["Permissions-Policy"]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_how_many_are_inside_is_told(steward, event, ticket, headers):
    make.an_order(make.a_product(event), event=event, tickets=2)
    steward.post(URL, data=a_scan(ticket.code))

    answer = steward.get(f"{URL}/inside", headers=headers)

    assert re.search(r"<output>1</output>\s*inside, of 3", answer.text)
    assert ("<title>" in answer.text) is (headers == {})


def test_a_scan_by_htmx_asks_no_more_than_it_must(steward, ticket, statements):
    ticket_code = ticket.code
    statements.clear()

    steward.post(URL, data=a_scan(ticket_code), headers=HTMX)

    # Who asks, their duties, the event and the time; the ticket and the key; the admission, the scan.
    assert len(statements) == 4


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_asks_the_same_few_questions_however_full_the_hall(steward, event, statements, how_many):
    make.an_order(make.a_product(event), event=event, tickets=how_many)
    statements.clear()

    assert steward.get(URL).status_code == 200

    assert len(statements) == 4  # who asks, their duties and the event; how many are inside; of how many
