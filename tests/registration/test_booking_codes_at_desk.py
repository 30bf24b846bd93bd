"""Codes at the desk: made alone and in bulk, found, downloaded, changed and ended."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.cells import safe_cell
from core.diary import DiaryEntry
from people.models import Role
from registration import actions, rules
from registration.codes import ALPHABET
from registration.models import BookingCode, Category, Effect, WaitingEntry
from registration.queries import lock_places
from registration.queries.faults import codes_at_fault, reservations_at_fault
from tests import factories as make
from tests.walked_sale import A_CODE

DAY = timedelta(days=1)
URL = "/desk/leaders-2027/codes"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


def the_codes(session) -> list[BookingCode]:
    session.expire_all()
    return list(session.scalars(select(BookingCode).order_by(BookingCode.id)))


def made(organiser, **typed):
    return organiser.post(f"{URL}/new", data=A_CODE | typed)


class TestMaking:
    def test_one_is_written_as_it_was_typed_without_what_people_add(self, organiser, session):
        assert made(organiser, code="early-Bird 10", effect="percent off", amount="10").status_code == 303

        (code,) = the_codes(session)
        assert (code.code, code.effect, code.amount, code.uses) == ("EARLYBIRD10", Effect.PERCENT, 10, 1)

    @pytest.mark.parametrize(
        ("effect", "typed", "amount"),
        [
            ("amount off", "12.50", 1250),
            ("amount off", "£1,200", 120000),
            ("percent off", "100", 100),
            ("percent off", "15%", 15),
            ("set price", "0", 0),
            ("none", "", 0),
            ("none", "99", 0),
        ],
    )
    def test_how_much_is_read_as_what_it_is(self, organiser, session, effect, typed, amount):
        assert made(organiser, code="WINTER", effect=effect, amount=typed).status_code == 303
        assert the_codes(session)[0].amount == amount

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"code": "abc"}, "Write 4 to 20 letters and digits."),
            ({"code": "Früh"}, "Write 4 to 20 letters and digits."),
            ({"effect": "percent off", "amount": "101"}, "No more than 100 percent"),
            ({"effect": "percent off", "amount": "0"}, "Write how much comes off."),
            ({"effect": "percent off", "amount": "1.5"}, "Write a whole number"),
            ({"effect": "amount off", "amount": ""}, "Write pounds"),
            ({"uses": "0"}, "From 1 to"),
            ({"how_many": "501"}, "From 1 to 500"),
            ({"ends": A_CODE["starts"]}, "The code must end after it begins."),
            ({"is_reserving": "y"}, "keeps them of one product"),
            ({"budget": "100"}, "has nothing to spend"),
            ({"budget": "x"}, "Write pounds"),
        ],
        ids=str,
    )
    def test_what_makes_no_code_comes_back(self, organiser, session, typed, words):
        answer = made(organiser, **typed)

        assert answer.status_code == 422
        assert words in answer.text
        assert the_codes(session) == []

    def test_the_same_twice_is_refused_and_in_another_event_it_is_another(self, organiser, session, event):
        make.a_code(make.an_event(), code="WINTER")

        assert [made(organiser, code="winter").status_code for _ in range(2)] == [303, 422]

    def test_many_are_random_each_begins_as_typed_and_nothing_in_them_looks_alike(self, organiser, session):
        assert made(organiser, how_many="200", code="press-", words="Press").status_code == 303

        codes = [each.code for each in the_codes(session)]
        assert len(set(codes)) == 200
        assert all(re.fullmatch(f"PRESS[{ALPHABET}]{{8}}", each) for each in codes)
        assert not set("ILOU") & set(ALPHABET)

    def test_each_is_in_the_diary_which_does_not_hold_the_code(self, organiser, session):
        made(organiser, how_many="3", words="For Dr Fictum")

        entries = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "made a code")).all()
        assert {entry.object_id for entry in entries} == {code.id for code in the_codes(session)}
        kept = " ".join(str(entry.after) for entry in entries)
        assert "Fictum" not in kept
        assert not [code for code in the_codes(session) if code.code in kept]

    def test_a_category_is_one_that_is_given_by_invitation(self, organiser, session):
        assert made(organiser, category="ISSUED").status_code == 303
        assert made(organiser, category="MEMBER").status_code == 422
        assert [code.category for code in the_codes(session)] == [Category.ISSUED]

    def test_one_that_keeps_places_takes_them_from_what_is_free(self, organiser, session, event):
        product = make.a_product(event, capacity=10)

        assert made(organiser, is_reserving="y", products=product.id, uses="7").status_code == 303
        assert made(organiser, is_reserving="y", products=product.id, uses="4").status_code == 409

        session.expire_all()
        assert product.quotas[0].reserved == 7
        assert reservations_at_fault(session) == []

    def test_places_of_a_hold_that_has_ended_can_be_kept(self, organiser, session, event):
        product = make.a_product(event, capacity=4, price_pence=5)
        make.an_order(product, event=event, tickets=4, now=make.NOON - timedelta(hours=1))

        assert made(organiser, is_reserving="y", products=product.id, uses="4").status_code == 303

    def test_a_product_of_another_event_is_no_choice(self, organiser, session):
        other = make.a_product(make.an_event())

        assert made(organiser, products=other.id).status_code == 422


class TestFinding:
    def test_by_code_or_by_whom_it_is_for(self, organiser, event):
        make.a_code(event, code="WINTER10", words="Northmere Trust")
        make.a_code(event, code="SUMMER20")
        make.a_code(make.an_event(), code="WINTER99")

        for words in ("win-ter", "northmere", "WINTER northmere"):
            page = organiser.get(f"{URL}?q={words}").text
            assert "WINTER10" in page
            assert "SUMMER20" not in page
            assert "WINTER99" not in page
        assert "No code matches" in organiser.get(f"{URL}?q=%25").text

    def test_a_page_leads_to_older_ones_and_costs_the_same(self, app, organiser, event, monkeypatch, statements):
        monkeypatch.setitem(app.config, "LIMITS", type(app.config["LIMITS"])(rows_per_page=3))
        codes = [make.a_code(event, products=[make.a_product(event)]) for _ in range(5)]
        statements.clear()

        first = organiser.get(URL).text
        asked = len(statements)
        older = organiser.get(f"{URL}?before={codes[2].id}").text

        assert all(code.code in first for code in codes[2:])
        assert all(code.code in older for code in codes[:2])
        assert "Older codes" in first
        assert asked <= 6

    def test_an_offer_of_the_waiting_list_is_not_among_them(self, organiser, session, event):
        product = make.a_product(event)
        offer = make.a_code(event, code="OFFERED1")
        times = {"joined_at": make.NOON, "code_id": offer.id}
        who = {"name": "Ash", "email": "a@north.example", "email_key": "a@north.example", "key": "k"}
        make.saved(WaitingEntry(event_id=event.id, product_id=product.id, **who, **times))

        assert "OFFERED1" not in organiser.get(URL).text
        assert organiser.get(f"{URL}/{offer.id}").status_code == 404

    def test_who_used_it_is_told(self, organiser, session, event):
        product = make.a_product(event, price_pence=1000)
        code = make.a_code(event, effect=Effect.FIXED, amount=300, uses=5, budget_pence=1000)
        make.an_order(product, event=event, code=code, name="Dr Ash Fictum", tickets=2)

        page = organiser.get(f"{URL}/{code.id}").text

        assert "Dr Ash Fictum" in page
        assert "2 places, order" in page
        assert "£6.00" in page

    def test_a_file_holds_what_was_found_in_cells_that_run_nothing(self, organiser, event):
        make.a_code(event, code="WINTER10", words='=HYPERLINK("http://evil.example")')
        make.a_code(event, code="SUMMER20")

        answer = organiser.get(f"{URL}.csv?q=winter")

        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        assert [row[0] for row in rows] == ["Code", "WINTER10"]
        assert rows[1][1] == '\'=HYPERLINK("http://evil.example")'
        assert answer.headers["Content-Disposition"] == 'attachment; filename="leaders-2027-codes.csv"'

    @pytest.mark.parametrize("words", ["=1", "+1", "-1", "@x", "\t1", "  =1", "\r1"])
    def test_no_cell_is_a_formula(self, words):
        assert safe_cell(words) == f"'{words}"

    def test_other_cells_are_as_they_are(self):
        assert [safe_cell(each) for each in ("a=1", 5, None, "")] == ["a=1", "5", "", ""]


class TestChanging:
    def change(self, organiser, code, **typed):
        return organiser.post(f"{URL}/{code.id}", data=A_CODE | typed)

    @pytest.fixture
    def used(self, session, event):
        """A code of five uses of which two are used, for £6 of £10."""
        product = make.a_product(event, price_pence=1000)
        code = make.a_code(event, effect=Effect.FIXED, amount=300, uses=5, budget_pence=1000)
        make.an_order(product, event=event, code=code, tickets=2)
        return code

    @pytest.mark.parametrize(("uses", "status"), [("2", 303), ("1", 422), ("9", 303)])
    def test_its_uses_are_never_fewer_than_were_used(self, organiser, session, used, uses, status):
        assert self.change(organiser, used, uses=uses).status_code == status
        session.expire_all()
        assert used.uses == (int(uses) if status == 303 else 5)

    @pytest.mark.parametrize(("budget", "status"), [("6", 303), ("5.99", 422), ("", 303)])
    def test_its_budget_is_never_less_than_was_spent(self, organiser, session, used, budget, status):
        assert self.change(organiser, used, uses="5", budget=budget).status_code == status

    def test_a_change_that_nobody_checks_is_stopped_by_the_database(self, app, organiser, used, monkeypatch):
        monkeypatch.setattr(rules, "check_change", lambda *_, **__: None)
        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

        assert self.change(organiser, used, uses="1").status_code == 500

    def test_the_places_that_it_keeps_change_with_its_uses(self, organiser, session, event):
        product = make.a_product(event, capacity=10)
        quota = product.quotas[0]
        made(organiser, is_reserving="y", products=product.id, uses="4")
        (code,) = the_codes(session)
        kept = []
        for uses, more in (("9", {"is_reserving": "y"}), ("2", {"is_reserving": "y"}), ("2", {})):
            assert self.change(organiser, code, uses=uses, **more).status_code == 303
            session.expire_all()
            kept.append(quota.reserved)
            assert reservations_at_fault(session) == []

        assert kept == [9, 2, 0]

    def test_more_than_are_free_it_cannot_keep_and_then_it_keeps_what_it_kept(self, organiser, session, event):
        product = make.a_product(event, capacity=10)
        made(organiser, is_reserving="y", products=product.id, uses="4")
        (code,) = the_codes(session)

        assert self.change(organiser, code, uses="11", is_reserving="y").status_code == 409
        session.expire_all()
        assert (code.uses, product.quotas[0].reserved, code.is_reserving) == (4, 4, True)

    def test_the_diary_says_what_it_was(self, organiser, session, used):
        self.change(organiser, used, uses="9")

        entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "changed a code")).one()
        assert (entry.before["uses"], entry.after["uses"]) == (5, 9)

    def test_ended_it_is_good_no_longer_and_who_booked_keeps_their_place(self, organiser, session, event, used):
        assert organiser.post(f"{URL}/{used.id}/end").status_code == 303

        session.expire_all()
        assert not rules.is_good(used, make.NOON)
        assert (used.used, codes_at_fault(session)) == (2, [])

    @pytest.mark.parametrize("starts_at", [make.NOON - DAY, make.NOON + DAY], ids=["running", "not begun"])
    def test_ended_its_places_are_free(self, organiser, session, event, starts_at):
        product = make.a_product(event, capacity=10)
        code = make.a_code(event, products=[product], uses=4, starts_at=starts_at)
        lock_places(session, event)
        actions.begin_reserving(session, code=code)
        session.commit()

        assert organiser.post(f"{URL}/{code.id}/end").status_code == 303

        session.expire_all()
        assert (product.quotas[0].reserved, code.is_reserving, code.ends_at) == (0, False, make.NOON)
        assert code.starts_at < code.ends_at
