"""What a chair and an author do about who presents, through the pages, before and after the dates."""

from datetime import timedelta

import pytest
from sqlalchemy import select, true

from abstracts.models import AbstractStatus, Agreement, Conflict, Decision, OfferAnswer, Presenting, Tie
from core.diary import DiaryEntry
from core.outbox import OutgoingLetter
from people.models import Role
from tests import factories as make
from tests.abstracts.accepting import ANSWER_BY, REGISTER_BY, a_released_call, a_ticket_for, accepted

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
TAKEN = OfferAnswer.TAKEN


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


@pytest.fixture
def at_desk(browse, call):
    return browse(make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event))


def withdraw(at_desk, call, abstract):
    return at_desk.post(f"/desk/{call.event.slug}/abstracts/calls/{call.slug}/presenters/{abstract.number}/withdraw")


def test_rule_46_a_person_withdraws_it_with_notice_and_audit(at_desk, session, call, at):
    abstract = accepted(call, board="P1.01")
    at(REGISTER_BY)

    first, second = (withdraw(at_desk, call, abstract) for _ in range(2))

    session.refresh(abstract)
    assert (first.status_code, second.status_code, abstract.status) == (303, 303, AbstractStatus.WITHDRAWN)
    kinds = select(OutgoingLetter.kind).where(OutgoingLetter.kind == "abstracts/email/withdrawn_at_risk")
    assert len(session.scalars(kinds).all()) == 2
    entry = select(DiaryEntry).where(DiaryEntry.act == "withdrawn for want of a presenter")
    assert session.scalars(entry).one().actor_id is not None
    assert (abstract.poster_key, abstract.offer.board) == (None, "P1.01")


def test_rule_46_who_paid_a_moment_ago_or_has_time_left_stays(at_desk, session, call, product, at):
    paid, early = accepted(call), accepted(call, register_by=REGISTER_BY + DAY)
    a_ticket_for(paid, product)
    at(REGISTER_BY)

    answers = [withdraw(at_desk, call, each) for each in (paid, early)]

    session.expire_all()
    assert [each.status_code for each in answers] == [409, 409]
    assert [paid.status, early.status] == [AbstractStatus.ACCEPTED] * 2
    assert "registered now, so it stays" in answers[0].text


def test_rule_46_a_desk_that_does_not_ask_again_is_noticed(at_desk, session, call, product, at, monkeypatch):
    abstract = accepted(call)
    a_ticket_for(abstract, product)
    at(REGISTER_BY)
    monkeypatch.setattr("office.queries.desk._HAS_TICKET", ~true())

    withdraw(at_desk, call, abstract)

    session.refresh(abstract)
    assert abstract.status is AbstractStatus.WITHDRAWN  # which the test above would see


@pytest.mark.parametrize(("at_moment", "status"), [(ANSWER_BY - SECOND, 303), (ANSWER_BY, 409)])
def test_rule_46_the_place_is_taken_before_its_date(browse, session, call, at, at_moment, status):
    abstract = accepted(call)
    at(at_moment)

    there = f"/events/{call.event.slug}/abstracts/{call.slug}/{abstract.number}/place/take"
    answer = browse(abstract.owner).post(there)

    session.refresh(abstract.offer)
    assert (answer.status_code, abstract.offer.answer is TAKEN) == (status, status == 303)


def address(call, rest: str = "") -> str:
    return f"/desk/{call.event.slug}/abstracts/calls/{call.slug}/presenters{rest}"


def place(abstract, rest: str = "") -> str:
    call = abstract.call
    return f"/events/{call.event.slug}/abstracts/{call.slug}/{abstract.number}/place{rest}"


def test_a_place_turned_down_is_free_for_one_that_waits(browse, at_desk, session, call, now):
    abstract = accepted(call)
    waits = make.an_abstract(call, status=AbstractStatus.WAITLISTED, decision=Decision.WAITLISTED, decided_at=make.NOON)

    said = [browse(abstract.owner).post(place(abstract, "/turn-down"), data={"reason": "Ill"}) for _ in range(2)]
    offered = [
        at_desk.post(address(call, f"/{waits.number}/offer"), data={"decision": "poster", "answer_by": ""})
        for _ in range(2)
    ]

    session.expire_all()
    assert [each.status_code for each in said + offered] == [303] * 4
    assert (abstract.status, abstract.offer.reason) == (AbstractStatus.WITHDRAWN, "Ill")
    assert (waits.status, waits.offer.answer) == (AbstractStatus.ACCEPTED, OfferAnswer.WAITING)
    letters = select(OutgoingLetter.recipient).where(OutgoingLetter.kind == "abstracts/email/offered")
    assert len(session.scalars(letters).all()) == 2  # to whoever wrote it, and who is written to


def test_a_chair_answers_and_gives_a_later_date_after_the_date(browse, at_desk, session, call, at):
    late, extended = accepted(call), accepted(call)
    at(ANSWER_BY + DAY)
    dates = {"answer_by": "2026-06-01T12:00", "register_by": ""}

    at_desk.post(address(call, f"/{late.number}/answer"), data={"answer": "take"})
    at_desk.post(address(call, f"/{extended.number}/dates"), data=dates)

    session.expire_all()
    assert late.offer.answer is TAKEN
    assert browse(extended.owner).post(place(extended, "/take")).status_code == 303
    assert browse(late.owner).get(place(late)).status_code == 200


def test_the_list_counts_each_and_shows_what_is_asked_for(at_desk, session, call, product, at):
    silent, there, risky = accepted(call), accepted(call, answer=TAKEN), accepted(call, answer=TAKEN)
    a_ticket_for(there, product)
    at(REGISTER_BY)

    page, some = at_desk.get(address(call)).text, at_desk.get(address(call, "?standing=registered")).text

    assert all(each.title in page for each in (silent, there, risky))
    assert there.title in some
    assert risky.title not in some


def test_chasing_writes_once_on_a_day_to_those_that_lack_something(at_desk, session, call, product, at):
    late, there = accepted(call), accepted(call, answer=TAKEN)
    a_ticket_for(there, product)
    at(ANSWER_BY)

    for _ in range(2):
        at_desk.post(address(call, "/chase"))

    letters = select(OutgoingLetter.about).where(OutgoingLetter.kind == "office/email/chase")
    assert session.scalars(letters.order_by(OutgoingLetter.id)).all() == [{"abstract_id": late.id}] * 2


def test_rule_42_a_bound_chair_sees_no_presenter_of_theirs(browse, session, call, now):
    chair = make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)
    bound, free = accepted(call), accepted(call)
    make.saved(Conflict(abstract_id=bound.id, person_id=chair.id, tie=Tie.ORGANISATION, found_at=make.NOON))

    page = browse(chair).get(address(call)).text

    assert free.title in page
    assert bound.title not in page
    assert browse(chair).get(address(call, f"/{bound.number}")).status_code == 404


def test_boards_go_by_category_and_number_and_none_is_given_twice(at_desk, session, call, now):
    second, third, first = (accepted(call, answer=TAKEN, category_id=call.categories[at].id) for at in (0, 1, 0))
    first.number, second.number = second.number, 90
    make.session.commit()
    at_desk.post(address(call, "/boards"))
    session.expire_all()
    assert [each.offer.board for each in (first, second, third)] == ["P1.01", "P1.02", "P2.01"]

    gone = at_desk.post(address(call, f"/{second.number}/answer"), data={"answer": "turn-down"})
    later = accepted(call, answer=TAKEN)
    at_desk.post(address(call, "/boards"))
    again = at_desk.post(address(call, f"/{later.number}/board"), data={"board": "p1.02"})

    session.expire_all()
    assert (gone.status_code, again.status_code, later.offer.board) == (303, 422, "P1.03")
    assert "none is given twice" in again.text
    assert "Stays empty" in at_desk.get(address(call, "/boards")).text


def test_another_presenter_is_an_author_who_has_agreed(browse, session, call, now):
    abstract = accepted(call, authors=3)
    agreed, silent = abstract.authors[1:]
    agreed.agreement = Agreement.CONFIRMED
    make.session.commit()
    author = browse(abstract.owner)

    wrong = author.post(place(abstract, "/presenter"), data={"author": silent.id})
    right = author.post(place(abstract, "/presenter"), data={"author": agreed.id})

    session.expire_all()
    assert (wrong.status_code, right.status_code) == (422, 303)
    assert [each.is_presenter for each in abstract.authors] == [False, True, False]


def test_rule_47_nobody_is_swapped_into_a_second_poster(browse, session, call, now):
    abstract, other = accepted(call, authors=2), accepted(call)
    abstract.authors[1].agreement = Agreement.CONFIRMED
    abstract.authors[1].email = abstract.authors[1].email_key = other.authors[0].email_key
    make.session.commit()

    answer = browse(abstract.owner).post(place(abstract, "/presenter"), data={"author": abstract.authors[1].id})

    session.expire_all()
    assert answer.status_code == 409
    assert abstract.authors[0].is_presenter


def test_a_swap_ends_at_its_date_and_the_desk_goes_on(browse, at_desk, session, call, at):
    make.saved(Presenting(call_id=call.id, swap_until=make.NOON + DAY))
    abstract = accepted(call, authors=2)
    other = abstract.authors[1]
    other.agreement = Agreement.CONFIRMED
    make.session.commit()
    at(make.NOON + DAY)

    late = browse(abstract.owner).post(place(abstract, "/presenter"), data={"author": other.id})
    desk = at_desk.post(address(call, f"/{abstract.number}/presenter"), data={"author": other.id})

    session.expire_all()
    assert (late.status_code, desk.status_code, other.is_presenter) == (409, 303, True)


def test_a_place_is_nobody_elses(browse, session, call, now):
    abstract = accepted(call)

    assert browse(make.a_person()).get(place(abstract)).status_code == 404
    assert browse(make.a_person()).post(place(abstract, "/take")).status_code == 404


def test_the_list_asks_as_much_for_twenty_as_for_two(at_desk, session, call, statements, now):
    def asked() -> int:
        at_desk.get(address(call))
        statements.clear()
        at_desk.get(address(call))
        return len(statements)

    accepted(call)
    accepted(call)
    few = asked()
    for _ in range(18):
        accepted(call)

    assert asked() == few
