"""Badges at the desk: how many wait, printing them with a log, and designing them."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from checkin import queries, rules
from checkin.models import BadgeDesign, BadgePaper, BadgePrint, BadgeRun, Part, ReprintReason
from core.diary import DiaryEntry
from people.models import Role
from registration.models import BadgePart, Category, ProofStatus
from tests import factories as make
from tests.checkin.badges import DESIGN, PAPER, an_event_with, the_questions, words_in
from tests.conftest import words

URL = "/desk/leaders-2027/badges"
WHOLE = DESIGN | PAPER | {"back": "lines", "back_lines": "Wi-fi: guest"}


@pytest.fixture
def booked(session, now):
    return an_event_with("Ash Zett", "Bo Ypsilon", "Cy Alpha")


@pytest.fixture
def event(booked):
    return booked[0]


@pytest.fixture
def order(booked):
    return booked[1]


@pytest.fixture
def desk(browse, event):
    return browse(make.a_person(name="Iris", role=Role.ORGANISER, event=event))


def prints(session) -> list[tuple[str, int]]:
    """The names on the badges that were printed, in that order, with the number of each copy."""
    session.expire_all()
    found = session.scalars(select(BadgePrint).order_by(BadgePrint.id)).all()
    return [(session.get(make.Ticket, each.ticket_id).name, each.copy) for each in found]


def figures(desk) -> list[int]:
    return [int(number) for number in re.findall(r"<dt>[^<]+</dt><dd>(\d+)", desk.get(URL).text)]


class TestThePack:
    def test_all_are_printed_in_the_order_of_packing_and_logged(self, session, desk, statements):
        statements.clear()
        answer = desk.post(URL, data={"which": "all", "order": "surname"})

        assert answer.status_code == 303
        assert prints(session) == [("Cy Alpha", 1), ("Bo Ypsilon", 1), ("Ash Zett", 1)]
        assert len([each for each in statements if each.startswith("INSERT INTO badge_prints")]) == 1
        assert figures(desk) == [0, 0, 3, 0]
        pdf = desk.get(f"{answer.location}/badges.pdf")
        assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
        assert "no-store" in pdf.headers["Cache-Control"]
        names = words_in(pdf.data)
        assert names.index("Cy Alpha") < names.index("Bo Ypsilon") < names.index("Ash Zett")
        entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "printed badges")).one()
        assert entry.after == {"badges": 3, "blanks": 0}

    def test_afterwards_only_what_is_new_or_has_changed(self, session, event, order, desk):
        desk.post(URL, data={"which": "all", "order": "surname"})
        order.tickets[0].organisation = "South Trust"
        session.commit()
        make.an_order(make.a_product(event), event=event, name="Di New")

        assert figures(desk) == [1, 1, 2, 0]
        desk.post(URL, data={"which": "wanting", "order": "surname"})

        assert prints(session)[3:] == [("Di New", 1), ("Ash Zett", 2)]
        again = desk.post(URL, data={"which": "wanting", "order": "surname"})
        assert again.status_code == 409
        assert "none has changed" in words(again)

    def test_rule_5_who_waits_for_a_proof_is_counted_and_has_no_badge(self, session, order, desk):
        order.tickets[0].proof = ProofStatus.SENT
        session.commit()

        assert figures(desk) == [2, 0, 0, 1]
        desk.post(URL, data={"which": "all", "order": "surname"})
        assert [name for name, _ in prints(session)] == ["Cy Alpha", "Bo Ypsilon"]
        assert desk.post(f"{URL}/{order.tickets[0].id}").status_code == 409

    def test_a_place_that_was_given_back_since_is_not_in_the_file(self, session, order, desk):
        answer = desk.post(URL, data={"which": "all", "order": "surname"})
        order.tickets[0].cancelled_at = make.NOON
        session.commit()

        assert "Ash Zett" not in words_in(desk.get(f"{answer.location}/badges.pdf").data)

    @pytest.mark.parametrize("wrong", [{"which": "some"}, {"order": "height"}], ids=str)
    def test_what_is_wrong_prints_nothing(self, session, desk, wrong):
        assert desk.post(URL, data={"which": "all", "order": "surname"} | wrong).status_code == 422
        assert prints(session) == []

    def test_blanks_are_a_run_without_tickets(self, session, desk):
        answer = desk.post(f"{URL}/blanks", data={"how_many": "5", "category": "standard", "paper": "sheet"})

        run = session.scalars(select(BadgeRun)).one()
        assert (run.blanks, run.category, prints(session)) == (5, Category.STANDARD, [])
        assert words_in(desk.get(f"{answer.location}/badges.pdf").data).count("Delegate") == 5

    @pytest.mark.parametrize(
        "wrong", [{"how_many": "0"}, {"how_many": "101"}, {"how_many": "x"}, {"category": "bursary"}], ids=str
    )
    def test_wrong_blanks_come_back_as_typed(self, session, desk, wrong):
        typed = {"how_many": "5", "category": "standard", "paper": "sheet"} | wrong

        assert desk.post(f"{URL}/blanks", data=typed).status_code == 422
        assert session.scalars(select(BadgeRun)).all() == []


class TestOneBadge:
    def test_is_found_by_name_and_printed(self, session, desk, order):
        page = desk.get(f"{URL}?q=ypsilon+bo")
        address = f"{URL}/{order.tickets[1].id}"
        assert address in page.text
        assert f"{URL}/{order.tickets[0].id}" not in page.text

        answer = desk.post(address)

        assert answer.status_code == 303
        assert prints(session) == [("Bo Ypsilon", 1)]
        assert "Bo Ypsilon" in words_in(desk.get(f"{answer.location}/badges.pdf").data)

    def test_staff_read_what_its_mark_means(self, event, desk, order):
        questions = the_questions(event)
        make.an_answer(order.tickets[0], questions[BadgePart.PHOTOS], "No")

        assert "ring, “Not near”; disc, “No”." in words(desk.get(URL))
        assert "Photo preference: No" in words(desk.get(f"{URL}/{order.tickets[0].id}"))
        assert "Photo preference" not in words(desk.get(f"{URL}/{order.tickets[1].id}"))

    def test_is_led_to_from_its_order(self, desk, order):
        page = desk.get(f"/desk/leaders-2027/orders/{order.reference}")

        assert all(f'"{URL}/{ticket.id}"' in page.text for ticket in order.tickets)

    def test_a_second_print_says_when_the_first_was_and_asks_why(self, session, desk, order):
        address = f"{URL}/{order.tickets[1].id}"
        desk.post(address)

        page = desk.get(address).text
        assert "4 May 2026, 13:00</time> by Iris; 1 copy so far." in page
        refused = desk.post(address)
        assert refused.status_code == 422
        assert "Say why it is printed again" in words(refused)
        assert desk.post(address, data={"reason": "bored"}).status_code == 422
        assert desk.post(address, data={"reason": "lost"}).status_code == 303
        assert prints(session) == [("Bo Ypsilon", 1), ("Bo Ypsilon", 2)]
        assert session.scalars(select(BadgeRun.reason).order_by(BadgeRun.id)).all() == [None, ReprintReason.LOST]

    def test_a_second_print_without_a_reason_is_noticed(self, session, desk, order, monkeypatch):
        monkeypatch.setattr(rules, "check_may_print", lambda _place, _reason: None)
        address = f"{URL}/{order.tickets[1].id}"

        assert [desk.post(address).status_code for _ in range(2)] == [303, 303]


class TestDesigning:
    def test_the_events_own_design_is_saved_with_its_paper(self, session, event, desk):
        assert desk.post(f"{URL}/designs/event", data=WHOLE).status_code == 303

        paper = session.scalars(select(BadgePaper)).one()
        assert (paper.label_width_mm, paper.qr_mm, paper.back_lines) == (62, 30, "Wi-fi: guest")
        look = rules.look_of(Category.FELLOW, queries.badge_designs_of(session, event))
        assert (look.colour, look.sizes[Part.GIVEN], look.sizes[Part.JOB_ROLE]) == ("#145c39", 14, 0)

    def test_a_category_follows_the_events_sizes_unless_it_has_its_own(self, session, event, desk):
        desk.post(f"{URL}/designs/event", data=WHOLE)
        desk.post(f"{URL}/designs/fellow", data=DESIGN | {"words": "Our fellows", "name_points": "50"})
        assert rules.look_of(Category.FELLOW, queries.badge_designs_of(session, event)).sizes[Part.NAME] == 14

        desk.post(f"{URL}/designs/fellow", data=DESIGN | {"own_sizes": "y", "name_points": "50"})
        session.expire_all()
        assert rules.look_of(Category.FELLOW, queries.badge_designs_of(session, event)).sizes[Part.NAME] == 50

        desk.post(f"{URL}/designs/fellow/remove")
        session.expire_all()
        assert [design.category for design in session.scalars(select(BadgeDesign))] == [None]

    def test_a_look_saves_nothing_and_shows_what_was_typed(self, session, desk):
        page = desk.post(f"{URL}/designs/event", data=WHOLE | {"do": "look", "colour": "#010203"})

        assert page.status_code == 200
        assert session.scalars(select(BadgeDesign)).all() == []
        address = re.search(r'src="([^"]+fronts\.png[^"]*)"', page.text)[1].replace("&amp;", "&")
        assert "010203" in address
        with Image.open(io.BytesIO(desk.get(address).data)) as picture:
            assert (1, 2, 3) in {colour for _, colour in picture.convert("RGB").getcolors(100_000)}

    @pytest.mark.parametrize(
        "wrong",
        [
            {"colour": "red"},
            {"colour": "#7f7f7f"},
            {"name_points": "5"},
            {"name_points": "61"},
            {"qr_mm": "29"},
            {"qr_mm": "50"},
            {"width_mm": "106"},
            {"back": "front"},
            {"back_lines": "x" * 601},
        ],
        ids=str,
    )
    def test_what_cannot_be_printed_comes_back_and_nothing_is_saved(self, session, desk, wrong):
        answer = desk.post(f"{URL}/designs/event", data=WHOLE | wrong)

        assert answer.status_code == 422
        assert session.scalars(select(BadgeDesign)).all() + session.scalars(select(BadgePaper)).all() == []

    @pytest.mark.parametrize("kind", ["bursary", "low-income", "nobody"])
    def test_rule_35_a_category_that_is_a_price_has_no_design(self, desk, kind):
        assert desk.get(f"{URL}/designs/{kind}").status_code == 404

    @pytest.mark.parametrize("address", ["event/sides.png", "event/fronts.png?colour=red", "nobody/fronts.png"])
    def test_there_is_no_picture_of_what_could_not_be_printed(self, desk, address):
        assert desk.get(f"{URL}/designs/{address}").status_code == 404
