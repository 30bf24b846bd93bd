"""Orders by each filter, and the searches that an organiser keeps."""

import pytest
from sqlalchemy import select

from people.models import Role
from registration.models import Category, OrderStatus, ProofStatus, SavedView
from tests import factories as make

ORDERS = "/desk/england-2027/orders"
VIEWS = f"{ORDERS}/views"


@pytest.fixture
def orders(session, event, free, on_request) -> dict:
    """An order for each filter, by the name of its buyer."""
    found = {
        name: make.an_order(free, event=event, name=name) for name in ("Plain", "Coded", "Fellow", "Group", "Desk")
    }
    found["Asked"] = make.an_order(on_request, event=event, name="Asked")
    found["Coded"].lines[0].code = make.a_code(event, used=1)
    found["Fellow"].lines[0].category = Category.FELLOW
    found["Fellow"].tickets[0].proof = ProofStatus.SENT
    found["Group"].organisation = "Northmere Teaching Hospitals"
    found["Desk"].placed_by_id = make.a_person().id
    session.commit()
    return found


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"status": "requested"}, {"Asked"}),
        ({"code": "y"}, {"Coded"}),
        ({"category": "fellow"}, {"Fellow"}),
        ({"proof": "to decide"}, {"Fellow"}),
        ({"proof": "waited for"}, set()),
        ({"organisation": "northmere teach"}, {"Group"}),
        ({"desk": "y"}, {"Desk"}),
        ({"desk": "y", "code": "y"}, set()),
        ({"category": "nothing there is"}, {"Plain", "Coded", "Fellow", "Group", "Desk", "Asked"}),
    ],
)
def test_orders_are_found_by_each_filter(organiser, orders, query, names):
    page = organiser.get(ORDERS, query_string=query).text

    assert {name for name, order in orders.items() if order.reference in page} == names


def test_what_was_asked_stays_asked_on_the_next_page(app, organiser, event, free, monkeypatch):
    for _ in range(52):
        make.an_order(make.a_product(event), event=event, name="Ash")

    page = organiser.get(ORDERS, query_string={"status": "confirmed", "q": "ash"}).text

    assert "&amp;q=ash" in page
    assert "&amp;status=confirmed" in page


class TestViews:
    def test_are_kept_under_a_name_above_the_list(self, session, organiser):
        answer = organiser.post(VIEWS, data={"name": "To decide", "query": "status=requested&evil=1"})

        assert answer.status_code == 303
        view = session.scalars(select(SavedView)).one()
        assert (view.name, view.query) == ("To decide", "status=requested")
        assert "To decide</a>" in organiser.get(ORDERS).text

    def test_are_renamed_and_removed(self, session, organiser):
        organiser.post(VIEWS, data={"name": "To decide", "query": "status=requested"})
        view = session.scalars(select(SavedView)).one()

        assert organiser.post(f"{VIEWS}/{view.id}/rename", data={"name": "Asked for"}).status_code == 303
        assert "Asked for" in organiser.get(VIEWS).text
        assert organiser.post(f"{VIEWS}/{view.id}/remove").status_code == 303
        session.expire_all()
        assert session.scalars(select(SavedView)).all() == []

    @pytest.mark.parametrize("name", ["", "x" * 61])
    def test_without_a_name_come_back(self, session, organiser, name):
        assert organiser.post(VIEWS, data={"name": name, "query": "status=held"}).status_code == 422
        assert session.scalars(select(SavedView)).all() == []

    def test_of_one_name_there_is_one(self, session, organiser):
        for status in (303, 409):
            answer = organiser.post(VIEWS, data={"name": "Held", "query": "status=held"})
            assert answer.status_code == status
        organiser.post(VIEWS, data={"name": "Other", "query": "status=held"})
        other = session.scalars(select(SavedView).where(SavedView.name == "Other")).one()

        assert organiser.post(f"{VIEWS}/{other.id}/rename", data={"name": "Held"}).status_code == 409
        assert organiser.post(f"{VIEWS}/{other.id}/rename", data={"name": "Other"}).status_code == 303

    def test_are_twenty_at_most(self, session, organiser):
        answers = [organiser.post(VIEWS, data={"name": f"View {n}", "query": ""}).status_code for n in range(21)]

        assert answers == [303] * 20 + [409]

    def test_are_their_keepers_alone(self, session, browse, event, organiser):
        organiser.post(VIEWS, data={"name": "Held", "query": "status=held"})
        view, other = session.scalars(select(SavedView)).one(), browse(make.a_person(role=Role.ORGANISER, event=event))

        assert "Held</a>" not in other.get(ORDERS).text
        assert other.post(f"{VIEWS}/{view.id}/remove").status_code == 404


def test_statuses_have_a_word_each():
    from office.forms.orders import STATUS_WORDS

    assert {*STATUS_WORDS} == {*OrderStatus}
