"""The desk's ticket matrix: saved in one go, by several organisers at once, and never changing what was ordered."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.diary import DiaryEntry
from people.models import Role
from registration import actions, queries, rules
from registration.models import Category, Order, Price, PricePeriod
from registration.rules import Cell
from tests import factories as make
from tests.registration.booking import book

DAY = timedelta(days=1)
URL = "/desk/leaders-2027/tickets"
M, D = Category.MEMBER, Category.DOCTOR


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


@pytest.fixture
def grid(organiser, two_days):
    """What the page shows: the names of its boxes with what stands in each, and the hidden field."""

    def as_seen(**typed) -> dict:
        page = organiser.get(URL).text
        boxes = dict(re.findall(r'<input id="(price-[^"]+)"[^>]* value="([^"]*)"', page))
        shown = re.search(r'name="shown" value="([^"]*)"', page)[1]
        return {**boxes, "shown": shown} | typed

    return as_seen


def box(product, category, period) -> str:
    return f"price-{product.id}-{category.name}-{period.id}"


def periods(session) -> list[PricePeriod]:
    return list(session.scalars(select(PricePeriod).order_by(PricePeriod.ends_at)))


def stored(session, product) -> dict:
    session.expire_all()
    rows = session.scalars(select(Price).where(Price.product_id == product.id))
    return {(each.category, each.period_id): each.pence for each in rows}


def test_every_price_stands_in_its_box_with_a_label_of_its_own(organiser, two_days, session):
    page = organiser.get(URL).text
    early, _ = periods(session)

    assert re.search(rf'id="{box(two_days, M, early)}"[^>]*value="395"', page)
    assert "Two days, Member: consultant, GP, SAS doctor or dentist, Early, in pounds" in page
    assert page.count("<th ") == 1 + 2 + 1 + 3  # the corner, two periods, the product, three categories


@pytest.mark.parametrize(
    ("typed", "pence"), [("400", 40000), ("400.50", 40050), ("£1,400", 140000), ("0", 0), ("", None)]
)
def test_a_price_is_typed_in_pounds_and_an_empty_box_is_not_sold(organiser, session, two_days, grid, typed, pence):
    early, _ = periods(session)

    answer = organiser.post(URL, data=grid(**{box(two_days, M, early): typed}))

    assert answer.status_code == 303
    assert stored(session, two_days).get((M, early.id)) == pence
    assert len(stored(session, two_days)) == 6 - (pence is None)


@pytest.mark.parametrize("typed", ["4o0", "400.5", "-1", "1e3", "４００", "400 pounds"])
def test_what_is_no_amount_comes_back_with_its_error_and_all_that_was_typed(organiser, session, two_days, grid, typed):
    early, late = periods(session)

    answer = organiser.post(URL, data=grid(**{box(two_days, M, early): typed, box(two_days, D, late): "601"}))

    assert answer.status_code == 422
    assert f'href="#{box(two_days, M, early)}"' in answer.text
    assert 'value="601"' in answer.text
    assert stored(session, two_days)[M, early.id] == 39500
    assert stored(session, two_days)[D, late.id] == 62000


class TestTwoOrganisers:
    def test_who_change_different_cells_both_keep_theirs(self, organiser, session, two_days, grid):
        early, late = periods(session)
        first, second = grid(**{box(two_days, M, early): "1"}), grid(**{box(two_days, D, late): "2"})

        assert [organiser.post(URL, data=each).status_code for each in (first, second)] == [303, 303]
        assert stored(session, two_days)[M, early.id] == 100
        assert stored(session, two_days)[D, late.id] == 200

    def test_who_change_the_same_cell_are_shown_both_values_and_nothing_is_lost(
        self, organiser, session, two_days, grid
    ):
        early, late = periods(session)
        first = grid(**{box(two_days, M, early): "1"})
        second = grid(**{box(two_days, M, early): "2", box(two_days, D, late): "3"})
        organiser.post(URL, data=first)

        answer = organiser.post(URL, data=second)

        assert answer.status_code == 409
        assert "Somebody else has made it £1 meanwhile. What stands here is yours." in answer.text
        assert 'value="2"' in answer.text
        assert 'value="3"' in answer.text
        assert stored(session, two_days)[M, early.id] == 100
        assert stored(session, two_days)[D, late.id] == 62000

        shown = re.search(r'name="shown" value="([^"]*)"', answer.text)[1]
        assert organiser.post(URL, data=second | {"shown": shown}).status_code == 303  # having looked
        assert stored(session, two_days)[M, early.id] == 200
        assert stored(session, two_days)[D, late.id] == 300

    def test_a_page_that_came_back_for_another_reason_still_knows_what_it_had_shown(
        self, organiser, session, two_days, grid
    ):
        early, late = periods(session)
        first = grid(**{box(two_days, M, early): "1"})
        second = grid(**{box(two_days, M, early): "2", box(two_days, D, late): "3o"})
        organiser.post(URL, data=first)
        again = organiser.post(URL, data=second)
        shown = re.search(r'name="shown" value="([^"]*)"', again.text)[1]

        answer = organiser.post(URL, data=second | {"shown": shown, box(two_days, D, late): "30"})

        assert (again.status_code, answer.status_code) == (422, 409)
        assert stored(session, two_days)[M, early.id] == 100

    def test_a_box_left_alone_shows_what_another_has_made_of_it(self, organiser, session, two_days, grid):
        early, late = periods(session)
        first, second = grid(**{box(two_days, M, early): "1"}), grid(**{box(two_days, D, late): "3o"})
        organiser.post(URL, data=first)

        answer = organiser.post(URL, data=second)

        assert re.search(rf'id="{box(two_days, M, early)}"[^>]*value="1"', answer.text)

    def test_the_same_change_twice_is_one(self, organiser, session, two_days, grid):
        early, _ = periods(session)
        typed = grid(**{box(two_days, M, early): "1"})

        assert [organiser.post(URL, data=typed).status_code for _ in range(2)] == [303, 303]
        assert session.scalar(select(func.count(DiaryEntry.id)).where(DiaryEntry.act == "changed prices")) == 1

    def test_a_row_that_another_has_removed_comes_back_as_a_question(self, organiser, session, two_days, grid):
        early, late = periods(session)
        first = grid(**{box(two_days, M, early): "", box(two_days, M, late): ""})
        second = grid(**{box(two_days, M, early): "2"})
        organiser.post(URL, data=first)

        answer = organiser.post(URL, data=second)

        assert answer.status_code == 409
        assert "Somebody else has made it not sold meanwhile" in answer.text

    def test_a_matrix_that_takes_the_last_word_for_granted_is_noticed(
        self, organiser, session, two_days, grid, monkeypatch
    ):
        early, _ = periods(session)
        monkeypatch.setattr(rules, "changes", lambda shown, typed, stored: typed)
        first, second = grid(**{box(two_days, M, early): "1"}), grid(**{box(two_days, M, early): "2"})
        organiser.post(URL, data=first)

        assert organiser.post(URL, data=second).status_code == 303
        assert stored(session, two_days)[M, early.id] == 200  # and the first organiser's price would be lost


class TestRows:
    def test_a_category_is_added_and_what_was_typed_stays(self, organiser, session, two_days, grid):
        early, late = periods(session)
        typed = grid(**{box(two_days, M, early): "1"})
        asked = typed | {"do": f"add-{two_days.id}", "add": f"{two_days.id}-PARTNER"}

        answer = organiser.post(URL, data=asked)

        assert answer.status_code == 200
        assert f'id="{box(two_days, Category.PARTNER, early)}"' in answer.text
        assert re.search(rf'id="{box(two_days, M, early)}"[^>]*value="1"', answer.text)
        assert stored(session, two_days)[M, early.id] == 39500
        typed[box(two_days, Category.PARTNER, late)] = "5"
        assert organiser.post(URL, data=typed).status_code == 303
        assert stored(session, two_days)[Category.PARTNER, late.id] == 500

    def test_the_last_price_cannot_be_emptied_since_the_ticket_would_cost_something_else(
        self, organiser, session, two_days, grid
    ):
        empty = {name: "" for name in grid() if name.startswith("price-")}

        answer = organiser.post(URL, data=grid(**empty))

        assert answer.status_code == 422
        assert "Two days must have a price left" in answer.text
        assert len(stored(session, two_days)) == 6

    def test_a_product_without_a_matrix_has_one_box(self, organiser, session, two_days, grid, event):
        online = make.a_product(event, name="Online", price_pence=1550)

        assert grid()[f"price-{online.id}"] == "15.50"
        assert organiser.post(URL, data=grid(**{f"price-{online.id}": "20"})).status_code == 303
        session.refresh(online)
        assert online.price_pence == 2000

    def test_standard_stands_beside_no_other_category(self, event):
        plain, other = make.a_product(event), make.a_product(event)

        assert Category.STANDARD in rules.categories_to_add(plain, [plain, other])
        make.a_matrix(other, {make.NOON + DAY: "Early"}, MEMBER=(1,))
        assert Category.STANDARD not in rules.categories_to_add(plain, [plain, other])

    def test_a_cell_of_another_event_is_left_alone(self, organiser, session, two_days, grid):
        other = make.a_matrix(make.a_product(make.an_event()), {make.NOON + DAY: "Early"}, MEMBER=(1,))
        price = other.prices[0]

        answer = organiser.post(URL, data=grid(**{f"price-{other.id}-MEMBER-{price.period_id}": "9"}))

        assert answer.status_code == 422  # what was typed has no place here
        assert stored(session, other) == {(M, price.period_id): 1}


def test_a_ticket_without_any_price_in_a_period_is_sold_at_those_of_the_next(
    organiser, browse, session, two_days, grid
):
    early, _ = periods(session)
    empty = {box(two_days, each, early): "" for each in (M, D, Category.TRAINEE)}

    organiser.post(URL, data=grid(**empty))

    assert "is sold at those of the next" in organiser.get(URL).text
    book(browse(), two_days)
    assert session.scalars(select(Order.total_pence)).one() == 62000


def test_rule_1_orders_keep_the_price_at_which_they_were_placed(organiser, browse, session, two_days, grid):
    book(browse(), two_days)
    early, _ = periods(session)

    organiser.post(URL, data=grid(**{box(two_days, D, early): "999"}))

    session.expire_all()
    assert session.scalars(select(Order)).one().total_pence == 52500
    book(browse(), two_days)
    assert session.scalars(select(Order.total_pence).order_by(Order.id.desc())).first() == 99900


def test_a_change_of_price_is_in_the_diary_with_what_it_was(organiser, session, two_days, grid):
    early, _ = periods(session)

    organiser.post(URL, data=grid(**{box(two_days, M, early): "1"}))

    entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "changed prices")).one()
    name = f"MEMBER {early.id}"
    assert (entry.object_id, entry.before, entry.after) == (two_days.id, {name: 39500}, {name: 100})


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_costs_the_same_however_many_products(organiser, event, two_days, statements, how_many):
    for _ in range(how_many - 1):
        make.a_product(event)
    statements.clear()

    assert organiser.get(URL).status_code == 200
    assert len(statements) <= 6


def test_an_action_that_is_handed_cells_that_are_not_there_ignores_them(session, event, two_days):
    typed = {Cell(999_999): 5, Cell(two_days.id, M, 999_999): 5}

    assert actions.save_prices(session, event=event, shown={}, typed=typed, by_id=1, now=make.NOON) == 0
    assert len(queries.periods_of(session, event)) == 2
