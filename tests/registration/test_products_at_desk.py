"""Products, add-ons and quotas at the desk: what may be set up, and what must stay once it is sold."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.diary import DiaryEntry
from people.models import Role
from registration import actions, rules
from registration.models import AddOn, Product, ProductKind, Vat
from registration.queries.faults import quotas_at_fault, reservations_at_fault
from tests import factories as make
from tests.walked_sale import SOLD

DAY = timedelta(days=1)
DESK = "/desk/leaders-2027"


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


@pytest.fixture
def closed(event):
    """A product that nobody has bought and that is not on sale."""
    return make.a_product(event, sales_open_at=make.NOON - 2 * DAY, sales_close_at=make.NOON - DAY)


def the_product(session) -> Product:
    session.expire_all()
    return session.scalars(select(Product).order_by(Product.id.desc()).limit(1)).one()


def as_it_is(product, **typed) -> dict:
    return SOLD | {"name": product.name, "quotas": [quota.id for quota in product.quotas]} | typed


class TestAProduct:
    def test_is_added_with_all_that_was_said_of_it(self, organiser, session, event):
        hall, dinner = make.a_quota(event), make.a_quota(event, name="Dinner")
        typed = SOLD | {
            "name": "Dinner",
            "hint": "Three courses",
            "kind": "add-on",
            "price": "65",
            "vat": "standard",
            "quotas": [hall.id, dinner.id],
            "is_hidden": "y",
            "needs_approval": "y",
            "least_per_order": "2",
            "most_per_order": "8",
            "most_per_person": "3",
        }

        assert organiser.post(f"{DESK}/tickets/new", data=typed).status_code == 303

        made = the_product(session)
        assert (made.name, made.kind, made.vat, made.price_pence) == (
            "Dinner",
            ProductKind.ADD_ON,
            Vat.STANDARD,
            6500,
        )
        assert (made.is_hidden, made.needs_approval, made.in_person) == (True, True, False)
        assert (made.least_per_order, made.most_per_order, made.most_per_person) == (2, 8, 3)
        assert made.quotas == [hall, dinner]
        # London's clocks are an hour ahead in May.
        assert made.sales_open_at == datetime(2026, 5, 3, 12, 0, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"name": ""}, "Write what it is called."),
            ({"price": "much"}, "Write pounds"),
            ({"price": ""}, "Write what it costs"),
            ({"sales_close": "2026-05-03T13:00"}, "The sale must close after it opens."),
            ({"sales_open": "soon"}, "Write the day and the time"),
            ({"least_per_order": "3", "most_per_order": "2"}, "The least in one order cannot be more"),
            ({"least_per_order": "0"}, "Number must be between"),
            ({"quotas": ["999999"]}, "not a valid choice"),
            ({"quotas": []}, "Choose at least one."),
        ],
        ids=str,
    )
    def test_said_wrongly_it_comes_back(self, organiser, session, event, typed, words):
        given = SOLD | {"quotas": [make.a_quota(event).id]} | typed
        answer = organiser.post(f"{DESK}/tickets/new", data=given)

        assert answer.status_code == 422
        assert words in answer.text
        assert session.scalars(select(Product)).all() == []

    def test_is_changed_and_the_diary_says_how(self, organiser, session, event):
        product = make.a_product(event)

        answer = organiser.post(f"{DESK}/tickets/{product.id}", data=as_it_is(product, name="Whole", is_hidden="y"))

        assert answer.status_code == 303
        session.expire_all()
        assert (product.name, product.is_hidden) == ("Whole", True)
        entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "changed a product")).one()
        assert (entry.before["hidden"], entry.after["hidden"]) == (False, True)

    def test_saved_as_it_was_its_window_keeps_its_seconds(self, organiser, session, event):
        exactly = make.NOON - DAY + timedelta(seconds=7)
        product = make.a_product(event, sales_open_at=exactly)

        organiser.post(f"{DESK}/tickets/{product.id}", data=as_it_is(product))

        session.expire_all()
        assert product.sales_open_at == exactly

    def test_retired_it_is_sold_no_longer(self, organiser, browse, session, event):
        product = make.a_product(event)

        assert organiser.post(f"{DESK}/tickets/{product.id}/retire").status_code == 303

        session.expire_all()
        assert not rules.is_on_sale(product, make.NOON)
        assert browse().post("/events/leaders-2027/tickets", data=make.a_booking(product)).status_code == 409

    def test_retired_before_its_sale_it_never_is(self, organiser, session, event):
        product = make.a_product(event, sales_open_at=make.NOON + DAY, sales_close_at=make.NOON + 2 * DAY)

        organiser.post(f"{DESK}/tickets/{product.id}/retire")

        session.expire_all()
        assert product.sales_open_at < product.sales_close_at <= make.NOON


class TestOnceSold:
    def change(self, organiser, product, **typed):
        return organiser.post(f"{DESK}/tickets/{product.id}", data=as_it_is(product, **typed))

    def test_its_kind_and_its_quotas_stay(self, organiser, session, event, closed):
        closed.sales_close_at = make.NOON + DAY
        make.an_order(closed, event=event)
        closed.sales_close_at = make.NOON - DAY
        session.commit()
        other = make.a_quota(event)

        answers = [self.change(organiser, closed, **each) for each in ({"kind": "add-on"}, {"quotas": [other.id]})]

        assert [each.status_code for each in answers] == [409, 409]
        assert "has been sold, so its kind and its quotas stay" in answers[0].text
        session.expire_all()
        assert closed.kind is ProductKind.TICKET
        assert quotas_at_fault(session) == []

    def test_a_change_that_is_let_through_is_noticed(self, organiser, session, event, closed, monkeypatch):
        closed.sales_close_at = make.NOON + DAY
        make.an_order(closed, event=event)
        monkeypatch.setattr(rules, "check_product_change", lambda *_, **__: None)

        self.change(organiser, closed, quotas=[make.a_quota(event).id])

        session.expire_all()
        assert quotas_at_fault(session) != []

    def test_on_sale_and_unsold_they_stay_too_since_somebody_may_be_booking(self, organiser, session, event):
        product = make.a_product(event)

        answer = self.change(organiser, product, quotas=[make.a_quota(event).id])

        assert answer.status_code == 409
        assert "is on sale now" in answer.text

    def test_a_code_that_keeps_places_keeps_the_quotas(self, organiser, session, event, closed):
        code = make.a_code(event, products=[closed], uses=2)
        actions.begin_reserving(session, code=code)
        session.commit()

        answer = self.change(organiser, closed, quotas=[make.a_quota(event).id])

        assert answer.status_code == 409
        assert reservations_at_fault(session) == []

    def test_unsold_and_closed_both_may_change(self, organiser, session, event, closed):
        other = make.a_quota(event)

        assert self.change(organiser, closed, kind="add-on", quotas=[other.id]).status_code == 303
        session.expire_all()
        assert (closed.kind, closed.quotas) == (ProductKind.ADD_ON, [other])


class TestAddOns:
    def save(self, organiser, parent, **typed):
        return organiser.post(f"{DESK}/tickets/{parent.id}/add-ons", data=typed)

    def given(self, product, least="0", most="1", **more):
        name = f"add-on-{product.id}"
        return {name: "y", f"{name}-least": least, f"{name}-most": most} | {f"{name}-{each}": "y" for each in more}

    @pytest.fixture
    def dinner(self, event):
        return make.a_product(event, name="Dinner", kind=ProductKind.ADD_ON)

    def test_goes_with_a_ticket_and_goes_no_longer(self, organiser, session, event, dinner):
        ticket = make.a_product(event)

        assert self.save(organiser, ticket, **self.given(dinner, "1", "2", included=True)).status_code == 303
        one = session.scalars(select(AddOn)).one()
        assert (one.least, one.most, one.is_included) == (1, 2, True)
        assert self.save(organiser, ticket, **self.given(dinner, "0", "3")).status_code == 303
        session.expire_all()
        assert (one.least, one.most, one.is_included) == (0, 3, False)
        assert self.save(organiser, ticket).status_code == 303
        assert session.scalars(select(AddOn)).all() == []

    @pytest.mark.parametrize(("least", "most"), [("2", "1"), ("0", "0"), ("x", "1"), ("-1", "1"), ("", "")])
    def test_numbers_out_of_order_come_back(self, organiser, session, event, dinner, least, most):
        answer = self.save(organiser, make.a_product(event), **self.given(dinner, least, most))

        assert answer.status_code == 422
        assert session.scalars(select(AddOn)).all() == []

    def test_a_ticket_goes_with_no_ticket(self, organiser, session, event):
        ticket, other = make.a_product(event), make.a_product(event)

        self.save(organiser, ticket, **self.given(other))

        assert session.scalars(select(AddOn)).all() == []
        with pytest.raises(rules.WrongProduct):
            rules.check_may_add(ticket, other, 0, 1)
