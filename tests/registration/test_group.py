"""Booking for a group from a list (domain rules 6, 7; vector 3)."""

import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from core.outbox import OutgoingLetter
from registration.models import Category, Order, Reduction, Ticket
from registration.rules import read_list
from tests import factories as make
from tests.conftest import words
from tests.registration.booking import the_order

DAY = timedelta(days=1)
URL = "/events/leaders-2027/group"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def two_days(event):
    product = make.a_product(event, name="Two days", capacity=60, sales_close_at=make.NOON + 9 * DAY)
    prices = {"DOCTOR": (52500, 62000), "MEMBER_STUDENT": (6000, 6000), "COMMERCIAL": (95000, 110000)}
    make.a_matrix(product, {make.NOON - DAY: "Early", make.NOON + 9 * DAY: "Standard"}, **prices)
    for price in product.prices:
        price.period.group_percent = 10
    make.session.commit()
    return product


def a_list(how_many: int, **last) -> str:
    return "\n".join(f"Dr Number {n}\tnumber{n}@north.example" for n in range(1, how_many + 1))


def typed(product, people: str, **changes) -> dict:
    return make.a_group(product, category=Category.DOCTOR.value, people=people) | changes


def test_vector_3_six_doctors_of_one_trust_pay_3348_pounds(browse, session, two_days):
    answer = browse().post(URL, data=typed(two_days, a_list(6)))

    order = the_order(session)
    assert answer.status_code == 303
    assert order.total_pence == 334800
    assert [(line.quantity, line.unit_pence, line.off_pence, line.vat_pence) for line in order.lines] == [
        (6, 62000, 6200, 0)
    ]
    assert order.lines[0].reduction is Reduction.GROUP
    assert order.organisation == "Northmere Teaching Hospitals"


def test_rule_7_without_its_percent_the_six_pay_the_whole_price(browse, session, two_days):
    for price in two_days.prices:
        price.period.group_percent = 0
    session.commit()

    browse().post(URL, data=typed(two_days, a_list(6)))

    assert the_order(session).total_pence == 372000  # and so vector 3 would fail


def test_looking_books_nothing_and_shows_every_line_with_its_price(browse, session, two_days):
    people = a_list(5) + "\n\nNo address at all\nDr Six\tsix@north.example\tcommercial"

    shown = browse().post(URL, data=typed(two_days, people, do="look"))

    assert shown.status_code == 422
    assert session.scalars(select(Order)).all() == []
    assert "The address is missing" in shown.text
    assert "£558" in words(shown)
    assert "£1,100" in words(shown)  # a company pays the whole price (rule 7)
    assert "number3@north.example" in shown.text  # nothing typed is lost


def test_a_list_with_a_line_to_mend_is_not_booked(browse, session, two_days):
    answer = browse().post(URL, data=typed(two_days, a_list(5) + "\nDr Six\tsix at north"))

    assert answer.status_code == 422
    assert session.scalars(select(Order)).all() == []


@pytest.mark.parametrize(("how_many", "status"), [(4, 422), (5, 303), (60, 303), (61, 409), (101, 422)])
def test_a_group_is_from_five_to_a_hundred_and_never_larger_than_the_hall(browse, session, two_days, how_many, status):
    assert browse().post(URL, data=typed(two_days, a_list(how_many))).status_code == status


def test_each_delegate_of_a_free_group_gets_their_own_ticket_by_letter(browse, session, event):
    product = make.a_product(event, capacity=10)

    browse().post(URL, data=typed(product, a_list(5)))

    assert session.scalar(select(func.count(Ticket.id))) == 5
    kinds = session.scalars(select(OutgoingLetter.kind)).all()
    assert sorted(kinds) == ["registration/email/confirmed", *["registration/email/ticket"] * 5]


class TestReading:
    @pytest.fixture
    def read(self, event, two_days):
        categories = [Category.DOCTOR, Category.MEMBER_STUDENT, Category.COMMERCIAL]
        choice = {"products": [two_days], "categories": categories}
        return lambda text: read_list(text, **choice, product=two_days, category=Category.DOCTOR)

    @pytest.mark.parametrize("mark", ["\t", ",", ";"])
    def test_cells_may_be_parted_as_spreadsheets_and_people_do(self, read, mark):
        (one,) = read(mark.join(["Dr Ash Fictum", "ash@north.example", "member student"]))

        assert (one.name, one.email, one.category, one.problem) == (
            "Dr Ash Fictum",
            "ash@north.example",
            Category.MEMBER_STUDENT,
            "",
        )

    def test_headings_may_come_in_any_order_and_unknown_ones_are_passed_over(self, read):
        (one,) = read("Email\tPay number\tName\nash@north.example\t007\tDr Ash Fictum")

        assert (one.number, one.name, one.email) == (2, "Dr Ash Fictum", "ash@north.example")

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("\tash@north.example", "name is missing"),
            ("Dr Ash", "address is missing"),
            ("Dr Ash\tash at north", "email address in full"),
            ("Dr Ash\tash@north.example\tqueen", "no category"),
            ("Dr Ash\tash@north.example\t\tgala", "no ticket"),
            ("x" * 121 + "\tash@north.example", "longer than 120"),
        ],
    )
    def test_what_cannot_be_used_says_why(self, read, line, problem):
        (one,) = read(line)

        assert problem in one.problem

    def test_an_address_that_stands_twice_says_where(self, read):
        _, second = read("Dr Ash\tash@north.example\nDr Elm\tASH@north.example")

        assert "line 1 already" in second.problem


class TestAFile:
    def send(self, browse, product, content: bytes, name: str):
        data = typed(product, "", do="look") | {"file": (io.BytesIO(content), name)}
        return browse().post(f"{URL}/list", data=data, content_type="multipart/form-data")

    def a_workbook(self, rows) -> bytes:
        book, kept = openpyxl.Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(kept)
        return kept.getvalue()

    def test_a_workbook_comes_into_the_box_line_by_line(self, browse, session, two_days):
        rows = [("Name", "Email"), *((f"Dr Number {n}", f"number{n}@north.example") for n in range(5))]

        shown = self.send(browse, two_days, self.a_workbook(rows), "people.xlsx")

        assert shown.status_code == 200
        assert "Dr Number 4\tnumber4@north.example" in shown.text
        assert session.scalars(select(Order)).all() == []

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
    def test_a_csv_may_be_saved_as_either_kind_of_text(self, browse, two_days, encoding):
        shown = self.send(browse, two_days, "Name,Email\nDr Zoë Notreal,zoe@north.example".encode(encoding), "a.csv")

        assert "Dr Zoë Notreal" in shown.text

    @pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", b""], ids=["damaged", "none"])
    def test_a_file_that_cannot_be_read_says_so_and_loses_nothing(self, browse, two_days, content):
        shown = self.send(browse, two_days, content, "people.xlsx")

        assert shown.status_code in {200, 422}
        assert "Ms Linden Placeholder" in shown.text
