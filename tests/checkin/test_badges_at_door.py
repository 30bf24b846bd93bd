"""A badge printed at the door, and `flask badges`."""

import pytest
from sqlalchemy import select

from checkin.actions import print_badge, print_pack
from checkin.models import BadgePrint, BadgeRun, PackingOrder
from core.errors import NotFound
from people.models import Role
from registration.models import ProofStatus
from tests import factories as make
from tests.checkin.badges import an_event_with, words_in
from tests.conftest import words

URL = "/events/leaders-2027/door/badges"


@pytest.fixture
def booked(session, now):
    return an_event_with("Ash Zett", "Bo Ypsilon")


@pytest.fixture
def event(booked):
    return booked[0]


@pytest.fixture
def ticket(booked):
    return booked[1].tickets[0]


@pytest.fixture
def door(browse, event):
    return browse(make.a_person(name="Fern", role=Role.DOOR, event=event))


def test_a_steward_prints_one_badge_and_says_why_for_a_second(session, door, ticket):
    first = door.post(f"{URL}/{ticket.id}")

    assert first.status_code == 303
    assert "Open the badge" in words(door.get(first.location))
    pdf = door.get(f"{first.location}/badge.pdf")
    assert "Ash Zett" in words_in(pdf.data)
    assert "by Fern" in words(door.get(f"{URL}/{ticket.id}"))
    assert door.post(f"{URL}/{ticket.id}").status_code == 422
    assert door.post(f"{URL}/{ticket.id}", data={"reason": "damaged"}).status_code == 303
    assert session.scalars(select(BadgePrint.copy).order_by(BadgePrint.id)).all() == [1, 2]


def test_a_steward_prints_no_badge_that_waits_for_a_proof(session, door, ticket):
    ticket.proof = ProofStatus.WAITING
    session.commit()

    assert "help desk" in words(door.get(f"{URL}/{ticket.id}"))
    assert door.post(f"{URL}/{ticket.id}").status_code == 409
    assert session.scalars(select(BadgeRun)).all() == []


def test_the_whole_pack_is_for_the_desk_alone(app, session, event, door):
    with app.app_context():
        given = {"event": event, "by_id": make.a_person().id, "now": make.NOON}
        run = print_pack(session, only_wanting=False, order=PackingOrder.SURNAME, **given)
    session.commit()

    assert door.get(f"{URL}/printed/{run.id}").status_code == 404
    assert door.get(f"{URL}/printed/{run.id}/badge.pdf").status_code == 404
    assert door.get("/desk/leaders-2027/badges").status_code == 404


def test_a_badge_of_another_event_is_not_there(app, session, event, door):
    _, order = an_event_with("Cy Other", slug="other-2027")

    assert door.get(f"{URL}/{order.tickets[0].id}").status_code == 404
    assert door.post(f"{URL}/{order.tickets[0].id}").status_code == 404
    with app.app_context(), pytest.raises(NotFound):
        print_badge(session, event=event, ticket_id=order.tickets[0].id, reason=None, by_id=1, now=make.NOON)


class TestTheCommand:
    @pytest.fixture
    def run(self, app):
        return lambda *given: app.test_cli_runner().invoke(args=["badges", *map(str, given)])

    def test_writes_all_badges_four_to_a_page(self, session, event, run, tmp_path):
        ended = run("leaders-2027", "-o", tmp_path / "all.pdf")

        assert (ended.exit_code, ended.stderr) == (0, "")
        assert "2 badges" in ended.output
        assert "Bo Ypsilon" in words_in((tmp_path / "all.pdf").read_bytes())
        assert session.scalars(select(BadgeRun)).all() == []

    @pytest.mark.parametrize(
        ("given", "code", "says"),
        [
            (("nowhere", "-o", "x.pdf"), 1, "There is no event nowhere."),
            (("leaders-2027", "-o", "/no/such/folder/x.pdf"), 1, "cannot be written"),
            (("leaders-2027",), 2, "-o"),
            (("leaders-2027", "-o", "x.pdf", "--order", "height"), 2, "--order"),
        ],
        ids=["no event", "no folder", "no file", "no order"],
    )
    def test_says_plainly_why_not(self, event, run, given, code, says):
        ended = run(*given)

        assert (ended.exit_code, ended.stdout) == (code, "")
        assert says in ended.stderr
        assert "Traceback" not in ended.stderr

    def test_says_so_where_there_is_none(self, session, now, run, tmp_path):
        make.an_event(slug="leaders-2027")

        ended = run("leaders-2027", "-o", tmp_path / "all.pdf")

        assert (ended.exit_code, ended.stderr) == (1, "Error: There is no badge to print yet.\n")
        assert not (tmp_path / "all.pdf").exists()
