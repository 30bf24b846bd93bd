"""A substitute: must qualify for the price paid or pay the difference, gets a code of their own, and nothing of the
one before (domain rule 30)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.diary import DiaryEntry
from people.models import Role
from registration import actions
from registration.documents import passed_on_letter
from registration.models import Answer, Category, OrderLine, Proof, ProofStatus, RevokedCode
from registration.queries import differences_owed
from registration.rules import Place
from tests import factories as make
from tests.conftest import words
from tests.registration.booking import DOCTOR, MEMBER, TRAINEE
from tests.registration.passing_on import NEW, OLD, passes_on, two_places
from tests.registration.standing import BUYER, a_standing_order, faults, letters_to, opened

DAY = timedelta(days=1)


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


@pytest.fixture
def order(two_days, event):
    """A doctor's place with an address of its own, and a member's at the buyer's address; both paid for."""
    return two_places(two_days, event)


@pytest.fixture
def ticket(order):
    return order.tickets[0]


@pytest.fixture
def door(browse, event):
    client = browse(make.a_person(role=Role.DOOR, event=event))

    def scan(code: str) -> str:
        scans = {"scans": [{"key": f"key of {code}", "code": code}]}
        return client.post("/events/leaders-2027/door/scans", json=scans).json["results"][0]["reason"]

    return scan


class TestWhoeverQualifies:
    def test_rule_30_has_the_place_at_once_with_a_code_of_their_own(self, browse, session, order, ticket, door):
        old = ticket.code

        answer = passes_on(opened(browse(), order), ticket)

        assert answer.status_code == 303
        session.refresh(ticket)
        assert (ticket.name, ticket.email, ticket.organisation) == ("Dr New Delegate", NEW, "New Trust")
        assert ticket.proof is ProofStatus.NOT_NEEDED
        assert (door(old), door(ticket.code)) == ("replaced", "")
        assert session.scalars(select(RevokedCode)).one().reason == "passed on"
        assert faults(session) == {}

    def test_rule_30_a_code_that_lives_on_is_noticed(self, browse, session, order, ticket, door, monkeypatch):
        def renew_link_alone(_session, *, ticket, **_) -> None:
            ticket.link_version += 1

        monkeypatch.setattr("registration.actions.self_service.renew_code", renew_link_alone)
        old = ticket.code

        passes_on(opened(browse(), order), ticket)

        assert door(old) == ""  # and so it would have let the old delegate in

    def test_rule_30_gets_a_letter_and_the_one_before_is_told_without_a_name(self, browse, session, order, ticket, app):
        passes_on(opened(browse(), order), ticket)

        assert letters_to(session, NEW) == ["ticket"]
        assert letters_to(session, OLD) == ["ticket", "passed_on"]
        with app.app_context():
            context = passed_on_letter(session, masked=False, ticket_id=ticket.id).context
        assert context.keys() == {"event"}  # so that nothing of the new delegate can be in it

    def test_rule_30_is_found_by_their_name_and_the_one_before_is_not(self, browse, session, order, ticket):
        passes_on(opened(browse(), order), ticket)

        session.refresh(order)
        assert "dr new delegate new trust" in order.searchable
        assert "old" not in order.searchable
        assert order.reference.casefold() in order.searchable
        assert "dr other" in order.searchable

    def test_rule_30_the_old_link_opens_nothing_and_the_ticket_is_not_theirs(self, browse, ticket):
        before = opened(browse(), ticket)
        assert before.get(f"/tickets/{ticket.key}").status_code == 200

        answer = passes_on(before, ticket)

        assert answer.location == "/tickets/passed-on"
        assert before.get(f"/tickets/{ticket.key}").status_code == 404
        assert "Passed on" in before.get(answer.location).text

    def test_rule_30_the_diary_says_that_and_no_name(self, browse, session, order, ticket):
        passes_on(opened(browse(), order), ticket)

        entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "passed a place on")).one()
        assert entry.after == {"ticket": 1, "proof": "not needed"}


class TestNeeds:
    @pytest.fixture
    def answered(self, event, ticket, order):
        diet, table = make.a_question(event), make.a_question(event, is_staff_only=True)
        make.an_answer(ticket, diet, "No nuts")
        make.an_answer(ticket, table, "Table 4")
        make.an_answer(order.tickets[1], diet, "No fish")
        ticket.filled_in_at = make.NOON

    def test_rule_30_do_not_move_to_the_new_person(self, browse, session, order, ticket, answered):
        passes_on(opened(browse(), order), ticket)

        session.refresh(ticket)
        assert session.scalars(select(Answer.value)).all() == ["No fish"]  # of the other delegate
        assert ticket.filled_in_at is None

    def test_rule_30_needs_that_move_are_noticed(self, browse, session, order, ticket, answered, monkeypatch):
        monkeypatch.setattr("registration.actions.self_service.forget_answers", lambda *_: None)

        passes_on(opened(browse(), order), ticket)

        assert len(session.scalars(select(Answer.value)).all()) == 3

    def test_rule_30_what_was_sent_to_prove_a_category_goes_too(self, browse, session, order, ticket):
        make.saved(Proof(ticket_id=ticket.id, words="D1", sent_at=make.NOON))
        ticket.proof = ProofStatus.SENT

        passes_on(opened(browse(), order), ticket)

        assert session.scalars(select(Proof)).all() == []


class TestThePrice:
    def test_rule_30_of_another_category_that_costs_less_gives_nothing_back(self, browse, session, order, ticket):
        answer = passes_on(opened(browse(), order), ticket, TRAINEE)

        session.refresh(ticket)
        assert answer.status_code == 303
        assert (ticket.line.category, ticket.line.unit_pence) == (Category.TRAINEE, 52500)
        assert ticket.proof is ProofStatus.WAITING  # as at a booking
        assert order.total_pence == 52500 + 39500
        assert faults(session) == {}

    def test_rule_30_a_dearer_one_is_shown_first_and_nothing_is_changed(self, browse, session, order):
        ticket = order.tickets[1]

        answer = passes_on(opened(browse(), order), ticket, DOCTOR)

        session.refresh(ticket)
        assert answer.status_code == 200
        assert "This will cost £130.00 more" in words(answer)
        assert (ticket.name, ticket.link_version) == ("Dr Other", 1)

    def test_rule_30_agreed_to_it_is_owed_and_the_door_waits_for_it(self, browse, session, order, event, door):
        ticket = order.tickets[1]

        answer = passes_on(opened(browse(), order), ticket, DOCTOR, agreed=13000)

        session.refresh(ticket)
        owed = differences_owed(session, event)
        assert answer.status_code == 303
        assert [(each.difference_pence, each.right_category) for each in owed] == [(13000, Category.DOCTOR)]
        assert (ticket.proof, door(ticket.code)) == (ProofStatus.REFUSED, "unproved")
        assert letters_to(session, BUYER)[-1] == "difference"
        assert faults(session) == {}

    def test_rule_30_a_difference_that_is_forgiven_is_noticed(self, browse, session, order, event, monkeypatch):
        monkeypatch.setattr("registration.rules.difference_of", lambda *_: 0)
        ticket = order.tickets[1]

        passes_on(opened(browse(), order), ticket, DOCTOR)

        assert differences_owed(session, event) == []

    def test_rule_30_the_prices_are_those_of_the_day_of_the_booking(self, browse, order, monkeypatch):
        monkeypatch.setattr("core.clock.now", lambda: make.NOON + DAY)  # the late prices by now

        answer = passes_on(opened(browse(), order), order.tickets[1], DOCTOR)

        assert "This will cost £130.00 more" in words(answer)

    @pytest.mark.parametrize("agreed", ["0", "12999", ""])
    def test_rule_30_what_a_browser_agrees_to_is_what_is_owed_or_nothing_happens(self, browse, session, order, agreed):
        ticket = order.tickets[1]

        assert passes_on(opened(browse(), order), ticket, DOCTOR, agreed=agreed).status_code == 200

        session.refresh(ticket)
        assert ticket.name == "Dr Other"

    def test_rule_30_what_was_settled_before_counts_as_paid(self, browse, session, order, event):
        ticket = order.tickets[1]
        passes_on(opened(browse(), order), ticket, DOCTOR, agreed=13000)
        session.refresh(ticket)
        proof = session.scalars(select(Proof)).one()
        actions.settle_difference(session, proof=proof, by_id=1, now=make.NOON)
        session.commit()

        answer = passes_on(opened(browse(), order), ticket, DOCTOR, name="Dr Third", email="third@north.example")

        session.refresh(ticket)
        assert (answer.status_code, ticket.name) == (303, "Dr Third")
        assert differences_owed(session, event) == []

    def test_rule_30_a_member_by_the_register_pays_no_more(self, browse, session, order):
        make.a_membership(email=NEW)
        ticket = order.tickets[1]

        assert passes_on(opened(browse(), order), ticket, MEMBER).status_code == 303

        session.refresh(ticket)
        assert ticket.proof is ProofStatus.NOT_NEEDED

    def test_rule_30_a_member_whom_the_register_does_not_know_waits_for_a_proof(self, browse, session, order):
        ticket = order.tickets[1]

        passes_on(opened(browse(), order), ticket, MEMBER)

        session.refresh(ticket)
        assert ticket.proof is ProofStatus.WAITING

    @pytest.mark.parametrize("category", ["", "partner", "fellow", "nothing there is"])
    def test_rule_30_a_category_that_is_not_offered_is_refused(self, browse, session, order, ticket, category):
        answer = passes_on(opened(browse(), order), ticket, category)

        assert answer.status_code == 422
        assert "Dr New Delegate" in answer.text  # nothing typed is lost

    def test_rule_7_the_others_on_the_line_keep_their_reduction(self, browse, session, two_days, event):
        two_days.prices[0].period.group_percent = 10
        places = [Place(two_days, f"Dr {n}", f"d{n}@north.example", "One Trust", Category.DOCTOR) for n in range(5)]
        order = a_standing_order(event, places)
        before = [(line.unit_pence, line.off_pence) for line in order.lines]

        assert passes_on(opened(browse(), order), order.tickets[0], TRAINEE).status_code == 303

        session.expire_all()
        lines = session.scalars(select(OrderLine).order_by(OrderLine.id)).all()
        assert before == [(52500, 5250)]
        assert [(each.quantity, each.unit_pence, each.off_pence) for each in lines] == [
            (4, *before[0]),
            (1, *before[0]),
        ]
        assert order.total_pence == sum(line.total_pence for line in lines)
        assert faults(session) == {}
