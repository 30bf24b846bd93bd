"""A regional conference with a launch, made from one form."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from demo import data
from events.models import Event, Visibility
from members.models import Nation
from office import rules
from people.models import Duty, Role
from policy.models import Launch, Mention, Position, PositionStatus, RunStep
from policy.queries import is_visible
from registration.models import Product, Question, Quota, Vat
from tests import factories as make
from tests.office.regional import NEW, a_lead, typed

THERE = "/desk/wales-2027/regional"


def how_many(session) -> dict[str, int]:
    kinds = (Event, Product, Quota, Position, Launch, RunStep, Question, Mention)
    return {kind.__name__: session.scalar(select(func.count()).select_from(kind)) for kind in kinds}


@pytest.fixture
def lead(now):
    return a_lead()


def test_one_form_makes_event_tickets_duties_position_launch_and_run_sheet(browse, session, lead):
    annual = make.an_event(slug="leaders-2027", first_day=date(2027, 3, 16), last_day=date(2027, 3, 17))
    make.an_event(slug="later", first_day=date(2028, 3, 16), last_day=date(2028, 3, 16))

    answer = browse(lead).post(NEW, data=typed(lead))

    assert (answer.status_code, answer.location) == (303, THERE)
    event = session.scalars(select(Event).where(Event.slug == "wales-2027")).one()
    assert (event.visibility, event.nation, event.town) == (Visibility.DRAFT, "Wales", "Dyffryn Glas")
    sold = session.scalars(select(Product).where(Product.event_id == event.id).order_by(Product.position)).all()
    assert [(each.name, each.price_pence) for each in sold if not each.is_hidden] == [
        ("Medical or dental student", 0),
        ("Member", 4500),
        ("Trainee or foundation doctor", 2000),
        ("Not a member", 7500),
        ("Online", 0),
    ]
    assert {each.name for each in sold if each.is_hidden} == {"Patient or carer partner", "Speaker or chair"}
    assert {each.vat for each in sold} == {Vat.EXEMPT}
    assert {each.sales_close_at for each in sold} == {datetime(2027, 2, 25, 8, 30, tzinfo=UTC)}
    assert {quota.name: quota.capacity for each in sold for quota in each.quotas} == {"In person": 120, "Online": 500}
    duties = session.scalars(select(Duty).where(Duty.event_id == event.id, Duty.person_id == lead.id)).all()
    assert {(each.role, each.scope) for each in duties} == {(Role.ORGANISER, ""), (Role.REGIONAL_LEAD, "wales")}
    launch = session.scalars(select(Launch).where(Launch.event_id == event.id)).one()
    assert (launch.position.status, launch.position.slug) == (PositionStatus.DRAFT, "leading-fairly-wales")
    assert launch.lifts_at == datetime(2027, 2, 25, 10, 30, tzinfo=UTC)
    assert (launch.lead_id, launch.champion.email, launch.nation) == (lead.id, "laurel@plenary.example", Nation.WALES)
    assert len(launch.steps) == 12
    mention = session.scalars(select(Mention)).one()
    assert (mention.event_id, mention.session, mention.on) == (annual.id, "Policy in four nations", date(2027, 3, 17))
    assert session.scalars(select(Question.label)).one() == rules.WELSH_QUESTION


def test_the_checklist_shows_what_is_left_to_its_lead_and_is_nothing_to_others(browse, lead):
    browse(lead).post(NEW, data=typed(lead))
    shown = browse(lead).get(THERE).text
    for words in ("Say it in Welsh too", "Have it approved", "Publish the event", "Nobody has booked yet"):
        assert words in shown
    strangers = (make.a_person(), a_lead(Nation.SCOTLAND), make.a_person(role=Role.DOOR))
    assert {browse(each).get(THERE).status_code for each in strangers} == {404}
    # Who runs all events but not its position sees the event's half.
    organiser = browse(make.a_person(role=Role.ORGANISER)).get(THERE).text
    assert "Publish the event" in organiser
    assert "Have it approved" not in organiser


def test_a_form_pressed_twice_makes_one(browse, session, lead):
    sent = typed(lead)
    places = {browse(lead).post(NEW, data=sent).location for _ in range(2)}
    assert places == {THERE}
    assert how_many(session)["Event"] == how_many(session)["Position"] == 1


def test_a_form_whose_key_is_not_asked_about_makes_no_second_one_either(browse, session, lead, monkeypatch):
    sent = typed(lead)
    browse(lead).post(NEW, data=sent)
    monkeypatch.setattr("office.queries.event_by_form", lambda session, form_key: None)
    assert browse(lead).post(NEW, data=sent).status_code == 409
    assert how_many(session)["Event"] == 1


def test_another_form_of_the_same_year_has_its_own_address(browse, session, lead):
    for _ in range(2):
        browse(lead).post(NEW, data=typed(lead))
    assert session.scalars(select(Event.slug).order_by(Event.id)).all() == ["wales-2027", "wales-2027-2"]
    found = session.scalars(select(Position.slug).order_by(Position.id)).all()
    assert found == ["leading-fairly-wales", "leading-fairly-wales-2"]


@pytest.mark.parametrize("part", ["make_event", "add_product", "give_duty", "make_position", "add_step"])
def test_whatever_part_fails_nothing_is_made(browse, session, lead, monkeypatch, part):
    before = how_many(session)

    def breaks(*_, **__):
        raise rules.CannotMerge("No.")

    monkeypatch.setattr(f"office.actions.regional.{part}", breaks)
    assert browse(lead).post(NEW, data=typed(lead)).status_code == 409
    session.expire_all()
    assert how_many(session) == before
    assert session.scalar(select(func.count(Duty.id)).where(Duty.event_id.is_not(None))) == 0


def test_a_lead_of_another_nation_makes_none_here(browse, session, lead):
    other = a_lead(Nation.SCOTLAND)
    answer = browse(other).post(NEW, data=typed(lead))
    assert answer.status_code == 422
    assert "Dr" not in answer.text
    assert session.scalar(select(func.count(Event.id))) == 0
    # Nor in one's own nation with somebody else's lead.
    assert browse(other).post(NEW, data=typed(lead, nation="scotland")).status_code == 422


def test_who_leads_one_event_alone_or_nothing_has_no_such_page(browse, now):
    of_one = make.a_person()
    event = make.an_event()
    make.saved(Duty(person_id=of_one.id, event_id=event.id, role=Role.REGIONAL_LEAD, scope="wales"))
    for each in (of_one, make.a_person(), make.a_person(role=Role.ORGANISER, event=event)):
        assert browse(each).get(NEW).status_code == 404
    for role in (Role.ORGANISER, Role.POLICY_EDITOR):
        assert browse(make.a_person(role=role)).get(NEW).status_code == 200


def test_a_page_that_forgets_the_nation_is_noticed(browse, session, lead, monkeypatch):
    monkeypatch.setattr("office.queries.nations_to_begin", lambda *_: [Nation.WALES])
    assert browse(a_lead(Nation.SCOTLAND)).post(NEW, data=typed(lead)).status_code == 303


@pytest.mark.parametrize(
    ("lifts", "instant", "says"),
    [
        ("2027-03-28T00:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC), ""),
        ("2027-03-28T01:30", None, "There is no 01:30"),
        ("2027-03-28T02:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC), ""),
        ("2027-10-31T01:30", None, "twice"),
        ("2027-10-31T02:00", datetime(2027, 10, 31, 2, 0, tzinfo=UTC), ""),
        ("2027-02-25T10:30:30", None, "whole minute"),
        ("2026-05-04T13:00", None, "That moment is past"),
        ("2026-05-04T13:01", datetime(2026, 5, 4, 12, 1, tzinfo=UTC), ""),
    ],
    ids=["before the gap", "in the gap", "after it", "twice", "after both", "seconds", "now", "a minute on"],
)
def test_rule_50_the_moment_is_a_whole_minute_that_the_clocks_show_once(browse, session, lead, lifts, instant, says):
    answer = browse(lead).post(NEW, data=typed(lead, lifts=lifts))
    assert answer.status_code == (303 if instant else 422)
    assert says in answer.text
    assert session.scalar(select(Launch.lifts_at)) == instant


def test_rule_49_nothing_of_the_draft_is_public(browse, session, lead):
    browse(lead).post(NEW, data=typed(lead))
    addresses = ("/events/wales-2027/", "/events/wales-2027/tickets", "/events/wales-2027/calendar.ics")
    for address in (*addresses, "/policy/leading-fairly-wales"):
        assert browse().get(address).status_code == 404
    for address in ("/", "/search?words=leading", "/sitemap.xml", "/policy/", "/policy/feed.xml"):
        answer = browse().get(address)
        assert "Leading" not in answer.text.replace("leading", "")
        assert "wales-2027" not in answer.text
    event = session.scalars(select(Event).where(Event.slug == "wales-2027")).one()
    event.visibility = Visibility.PUBLIC
    session.commit()
    shown = browse().get("/events/wales-2027/").text
    assert "Leading in Wales" in shown
    assert "Leading fairly" not in shown


def test_rule_49_a_page_that_shows_what_is_not_out_is_noticed(browse, session, lead, monkeypatch):
    browse(lead).post(NEW, data=typed(lead))
    event = session.scalars(select(Event)).one()
    event.visibility = Visibility.PUBLIC
    launch = session.scalars(select(Launch)).one()
    launch.position.status, launch.position.public_version = PositionStatus.SCHEDULED, 1
    session.commit()
    late = datetime(2028, 1, 1, tzinfo=UTC)
    monkeypatch.setattr("policy.queries.embargo.is_visible", lambda now: is_visible(late))
    assert "Leading fairly" in browse().get("/events/wales-2027/").text


def test_the_demo_sells_what_the_template_makes():
    made = [(each.name, each.hint, each.price_pence, (each.quota,), each.is_hidden) for each in rules.TICKETS]
    shown = data.REGIONAL_PRODUCTS
    assert made == [(each.name, each.hint, each.price_pence, each.quotas, each.is_hidden) for each in shown]
    assert {rules.HALL: 120, rules.ONLINE: rules.PLACES_ONLINE} == data.REGIONAL_QUOTAS
