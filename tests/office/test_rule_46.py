"""Who presents and is not registered and paid by the date is at risk, and only a person withdraws (rule 46)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from abstracts import rules
from abstracts.actions import remind_to_answer, swap_presenter
from abstracts.models import AbstractStatus, Agreement, OfferAnswer, Presenting
from core.outbox import OutgoingLetter, compose
from office import actions, queries
from registration.actions import close_order, give_back_place
from registration.models import BookingCode, Category, Ticket
from tests import factories as make
from tests.abstracts.accepting import ANSWER_BY, REGISTER_BY, a_released_call, a_ticket_for, accepted

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
TAKEN = OfferAnswer.TAKEN


@pytest.fixture(autouse=True)
def _in_the_application(app):
    with app.app_context():
        yield


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""
    return lambda moment: monkeypatch.setattr("core.clock.now", lambda: moment)


@pytest.fixture
def call(session):
    return a_released_call()


@pytest.fixture
def product(call):
    return make.a_product(call.event, sales_close_at=REGISTER_BY + 60 * DAY)


def settle(session, now) -> None:
    """What the worker does until nothing is due."""
    for _ in range(20):
        abstract_id = queries.next_to_settle(session, now)
        if abstract_id is None:
            return
        actions.settle_presenter(session, abstract_id=abstract_id, now=now)
    raise AssertionError("the worker would never rest")


def at_risk_letters(session) -> int:
    return session.scalar(select(func.count(OutgoingLetter.id)).where(OutgoingLetter.kind == "office/email/at_risk"))


def check_marked_at_the_date(session, call) -> None:
    abstract = accepted(call, answer=TAKEN)
    settle(session, REGISTER_BY - SECOND)
    assert abstract.offer.at_risk_at is None
    settle(session, REGISTER_BY)
    assert abstract.offer.at_risk_at == REGISTER_BY
    # An owner, and a presenter who is written to as well.
    assert at_risk_letters(session) == 2
    settle(session, REGISTER_BY + DAY)
    assert at_risk_letters(session) == 2


def test_rule_46_at_the_date_it_is_at_risk_and_those_concerned_are_told_once(session, call):
    check_marked_at_the_date(session, call)


def test_rule_46_a_program_that_never_asks_is_noticed(session, call, monkeypatch):
    monkeypatch.setattr("office.queries.next_to_settle", lambda session, now: None)

    with pytest.raises(AssertionError):
        check_marked_at_the_date(session, call)


def check_only_a_person_withdraws(session, call) -> None:
    abstract = accepted(call)
    for days in (0, 1, 30, 300):
        settle(session, REGISTER_BY + days * DAY)
    assert abstract.status is AbstractStatus.ACCEPTED


def test_rule_46_the_program_never_withdraws(session, call):
    check_only_a_person_withdraws(session, call)


def test_rule_46_a_program_that_withdraws_is_noticed(session, call, monkeypatch):
    def eager(session, *, abstract, is_registered, now):
        abstract.status, abstract.withdrawn_at, abstract.offer.at_risk_at = AbstractStatus.WITHDRAWN, now, now

    monkeypatch.setattr("office.actions.desk.settle_risk", eager)

    with pytest.raises(AssertionError, match=r"WITHDRAWN|rest"):
        check_only_a_person_withdraws(session, call)


def check_refunds_bring_it_back(session, call, product) -> None:
    abstract = accepted(call, answer=TAKEN)
    settle(session, REGISTER_BY)
    order = a_ticket_for(abstract, product)
    settle(session, REGISTER_BY + SECOND)
    assert abstract.offer.at_risk_at is None
    close_order(session, order=order, by_id=None, now=REGISTER_BY + DAY)
    settle(session, REGISTER_BY + DAY)
    assert abstract.offer.at_risk_at == REGISTER_BY + DAY
    assert at_risk_letters(session) == 4


def test_rule_46_registering_clears_it_and_a_refund_brings_it_back(session, call, product):
    check_refunds_bring_it_back(session, call, product)


def test_rule_46_a_refunded_ticket_that_still_counts_is_noticed(session, call, product, monkeypatch):
    any_ticket = select(Ticket.id).where(Ticket.email_key == queries.desk.Author.email_key).exists()
    monkeypatch.setattr("office.queries.desk._HAS_TICKET", any_ticket)

    with pytest.raises(AssertionError):
        check_refunds_bring_it_back(session, call, product)


def test_rule_46_a_place_that_is_not_paid_or_was_given_back_is_none(session, call, product):
    dear = make.a_product(call.event, price_pence=10000, sales_close_at=REGISTER_BY + DAY)
    held, given_back, stands = (accepted(call) for _ in range(3))
    a_ticket_for(held, dear)
    order = a_ticket_for(given_back, product)
    give_back_place(session, ticket=order.tickets[0], by_id=None, now=make.NOON)
    a_ticket_for(stands, product)

    assert queries.registered_presenters(session, call) == {stands.id}


def test_rule_46_another_events_ticket_is_none(session, call):
    elsewhere = make.a_product(make.an_event())
    abstract = accepted(call)
    make.an_order(elsewhere, event=session.get(type(call.event), elsewhere.event_id), email=abstract.authors[0].email)

    assert not queries.is_presenter_registered(session, abstract)


@pytest.mark.parametrize(
    ("at", "is_at_risk"), [(REGISTER_BY - SECOND, False), (REGISTER_BY, True), (REGISTER_BY + 9 * DAY, True)]
)
def test_rule_46_the_date_is_the_first_moment_that_is_too_late(session, call, at, is_at_risk):
    abstract = accepted(call)

    assert rules.is_at_risk(abstract, False, at) is is_at_risk
    assert not rules.is_at_risk(abstract, True, at)


def test_rule_46_a_date_of_ones_own_counts_and_clears_the_mark(session, call):
    abstract = accepted(call)
    settle(session, REGISTER_BY)

    abstract.offer.register_by = REGISTER_BY + 7 * DAY
    settle(session, REGISTER_BY + DAY)

    assert abstract.offer.at_risk_at is None
    settle(session, REGISTER_BY + 7 * DAY)
    assert abstract.offer.at_risk_at == REGISTER_BY + 7 * DAY


def test_rule_46_it_follows_the_new_presenter(session, call, product):
    abstract = accepted(call, authors=2)
    other = abstract.authors[1]
    other.agreement = Agreement.CONFIRMED
    a_ticket_for(abstract, product)
    settle(session, REGISTER_BY)
    assert abstract.offer.at_risk_at is None

    swap_presenter(session, abstract=abstract, author=other, by_id=None, now=REGISTER_BY)
    settle(session, REGISTER_BY + SECOND)

    assert abstract.offer.at_risk_at == REGISTER_BY + SECOND
    assert other.email in session.scalars(select(OutgoingLetter.recipient).order_by(OutgoingLetter.id)).all()
    assert abstract.poster_key == other.email_key  # and rule 47 goes along


def test_rule_46_a_ticket_the_desk_found_counts_until_it_is_passed_on(session, call, product):
    abstract = accepted(call)
    order = a_ticket_for(abstract, product, email="secretary@north.example")
    code = order.tickets[0].code

    actions.link_ticket(session, abstract=abstract, code=code, by_id=None, now=make.NOON)
    assert queries.is_presenter_registered(session, abstract)

    order.tickets[0].email_key = "somebody.else@north.example"
    session.flush()
    assert not queries.is_presenter_registered(session, abstract)


def test_rule_46_the_letter_says_how_to_mend_it_and_goes_no_more_once_it_is(session, call, product, at):
    abstract = accepted(call)
    settle(session, REGISTER_BY)
    at(REGISTER_BY + SECOND)
    owed = session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)).first()

    letter = compose(session, owed, masked=False)
    assert "find no paid ticket" in letter.text
    assert f"/events/{call.event.slug}/tickets" in letter.text
    assert "How to mend it" in letter.html

    a_ticket_for(abstract, product)
    assert compose(session, owed, masked=False) is None


def settle_codes(session, now) -> None:
    for _ in range(20):
        abstract_id = queries.next_code_to_settle(session, now.date())
        if abstract_id is None:
            return
        actions.settle_code(session, abstract_id=abstract_id, now=now)
    raise AssertionError("the worker would never rest")


def test_each_presenter_gets_a_code_of_their_own_once_the_place_is_taken(session, call):
    make.saved(Presenting(call_id=call.id, issues_codes=True))
    silent, abstract = accepted(call), accepted(call, answer=TAKEN)

    settle_codes(session, make.NOON)
    settle_codes(session, make.NOON)

    code = session.scalars(select(BookingCode)).one()
    assert (silent.offer.booking_code, abstract.offer.booking_code) == ("", code.code)
    assert (code.category, code.uses, code.ends_at > make.NOON) == (Category.ISSUED, 1, True)
    owed = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "office/email/presenter_code")).one()
    assert owed.recipient == abstract.authors[0].email
    assert code.code in compose(session, owed, masked=False).text
    assert code.code not in compose(session, owed, masked=True).text


def test_the_code_ends_with_a_swap_or_a_withdrawal_and_the_new_presenter_has_another(session, call):
    make.saved(Presenting(call_id=call.id, issues_codes=True))
    abstract = accepted(call, answer=TAKEN, authors=2)
    other = abstract.authors[1]
    other.agreement = Agreement.CONFIRMED
    settle_codes(session, make.NOON)
    first = abstract.offer.booking_code

    swap_presenter(session, abstract=abstract, author=other, by_id=None, now=make.NOON)
    settle_codes(session, make.NOON + SECOND)
    second = abstract.offer.booking_code
    abstract.status, abstract.withdrawn_at = AbstractStatus.WITHDRAWN, make.NOON
    settle_codes(session, make.NOON + DAY)

    ends = dict(session.execute(select(BookingCode.code, BookingCode.ends_at).order_by(BookingCode.id)).all())
    assert ends == {first: make.NOON + SECOND, second: make.NOON + DAY}
    assert abstract.offer.booking_code == ""


@pytest.mark.parametrize(
    ("at", "which"),
    [
        (ANSWER_BY - 3 * DAY - SECOND, None),
        (ANSWER_BY - 3 * DAY, "soon"),
        (ANSWER_BY - SECOND, "soon"),
        (ANSWER_BY, "over"),
        (ANSWER_BY + 7 * DAY, None),
    ],
)
def test_who_has_not_answered_is_reminded_before_the_date_and_after_it(session, call, at, which):
    assert rules.offer_reminder_due(accepted(call), at) == which
    assert rules.offer_reminder_due(accepted(call, answer=TAKEN), at) is None


def test_each_of_these_reminders_goes_once_and_nothing_happens_by_itself(session, call):
    abstract = accepted(call)
    for hours in range(-96, 24 * 9, 12):
        remind_to_answer(session, now=ANSWER_BY + timedelta(hours=hours))

    letters = select(func.count(OutgoingLetter.id)).where(OutgoingLetter.kind == "abstracts/email/offer_reminder")
    assert session.scalar(letters) == 2
    assert (abstract.status, abstract.offer.answer) == (AbstractStatus.ACCEPTED, OfferAnswer.WAITING)
    assert rules.standing_of(abstract, False, ANSWER_BY) is rules.Standing.NO_ANSWER
