"""Offers from the waiting list: in order, for a while, whole, and never of somebody's place (rules 14, 33)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.diary import DiaryEntry
from registration import queries, rules
from registration.actions import free_dead_order, leave_waiting, take_off_list
from registration.commands import serve_next_queue
from registration.models import BookingCode, OrderStatus, Quota
from tests import factories as make
from tests.registration.lists import LIFE, books, counts, gives_back, is_sound, joins, letters, offers, statuses

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def event(session, now):
    return make.an_event(slug="leaders-2027")


class TestRule14:
    def test_rule_14_a_place_that_comes_free_is_offered_to_who_waits_longest(self, session, sold_out):
        for name in ("a", "b"):
            joins(session, sold_out, f"{name}@north.example")
        gives_back(session, sold_out)

        assert offers(session, sold_out) == ["a@north.example"]
        assert offers(session, sold_out) == []
        assert (statuses(session), counts(session, sold_out)) == (["offered", "waiting"], (2, 0, 1))
        assert is_sound(session)

    def test_rule_14_an_unordered_list_is_noticed(self, session, sold_out, monkeypatch):
        serve = rules.serve
        monkeypatch.setattr(rules, "serve", lambda queue, quotas: serve(reversed(queue), quotas))
        for name in ("a", "b"):
            joins(session, sold_out, f"{name}@north.example")
        gives_back(session, sold_out)

        assert offers(session, sold_out) == ["b@north.example"]  # and so the test above would fail

    def test_rule_14_a_free_place_is_not_sold_past_who_waits(self, session, sold_out):
        joins(session, sold_out)
        gives_back(session, sold_out)

        with pytest.raises(rules.SoldOut):
            books(session, sold_out)

    def test_rule_14_a_program_that_sells_past_who_waits_is_noticed(self, session, sold_out, monkeypatch):
        monkeypatch.setattr(queries, "count_waiting", lambda *_: None)
        joins(session, sold_out)
        gives_back(session, sold_out)

        assert books(session, sold_out).status is OrderStatus.CONFIRMED

    def test_rule_14_a_free_place_is_not_sold_past_a_live_offer(self, session, sold_out):
        joins(session, sold_out)
        gives_back(session, sold_out)
        offers(session, sold_out)

        with pytest.raises(rules.SoldOut):
            books(session, sold_out)

    def test_rule_14_an_offer_that_keeps_nothing_is_noticed(self, session, sold_out, monkeypatch):
        monkeypatch.setattr("registration.actions.waiting.begin_reserving", lambda *_, **__: None)
        joins(session, sold_out)
        gives_back(session, sold_out)
        offers(session, sold_out)

        assert books(session, sold_out).status is OrderStatus.CONFIRMED

    def test_rule_14_offers_cannot_oversell(self, session, sold_out):
        for name in "abcd":
            joins(session, sold_out, f"{name}@north.example")
        gives_back(session, sold_out)
        gives_back(session, sold_out)

        assert len(offers(session, sold_out)) == 2
        assert counts(session, sold_out) == (1, 0, 2)

    def test_rule_14_a_worker_that_offers_to_all_is_stopped_by_the_database(self, session, sold_out, monkeypatch):
        monkeypatch.setattr(rules, "serve", lambda queue, quotas: ([wish.entry_id for wish in queue], {}))
        joins(session, sold_out)

        with pytest.raises(rules.SoldOut):
            offers(session, sold_out)

    def test_rule_14_an_offer_expires_and_goes_to_who_is_next(self, session, sold_out):
        for name in ("a", "b"):
            joins(session, sold_out, f"{name}@north.example")
        gives_back(session, sold_out)
        offers(session, sold_out)

        assert offers(session, sold_out, make.NOON + LIFE - SECOND) == []
        assert offers(session, sold_out, make.NOON + LIFE) == ["b@north.example"]
        assert (statuses(session), counts(session, sold_out)) == (["lapsed", "offered"], (2, 0, 1))
        assert letters(session) == ["joined", "joined", "offer", "lapsed", "offer"]
        assert is_sound(session)

    def test_rule_12_an_expired_offer_is_over_by_the_clock_alone(self, session, event, sold_out):
        joins(session, sold_out)
        gives_back(session, sold_out)
        offers(session, sold_out)
        code = session.scalars(select(BookingCode)).one()

        queries.count_dead_holds(session, event, [sold_out], make.NOON + LIFE)

        assert sold_out.left == 1
        with pytest.raises(rules.CodeNotGood):
            books(session, sold_out, code, now=make.NOON + LIFE)
        assert books(session, sold_out, now=make.NOON + LIFE).status is OrderStatus.CONFIRMED
        assert is_sound(session)

    def test_rule_14_a_group_waits_until_all_its_places_are_free_and_nobody_overtakes_it(self, session, sold_out):
        joins(session, sold_out, "group@north.example", places=3)
        joins(session, sold_out, "one@north.example")
        for _ in range(2):
            gives_back(session, sold_out)

        assert offers(session, sold_out) == []
        with pytest.raises(rules.SoldOut):
            books(session, sold_out)
        gives_back(session, sold_out)
        assert offers(session, sold_out) == ["group@north.example"]
        assert counts(session, sold_out) == (0, 0, 3)

    def test_rule_14_who_waits_for_another_ticket_of_the_same_hall_does_not_overtake_either(
        self, session, event, sold_out
    ):
        other = make.a_product(event, quotas=sold_out.quotas, name="Student")
        joins(session, sold_out, "group@north.example", places=2)
        joins(session, other, "student@north.example")
        gives_back(session, sold_out)

        assert offers(session, sold_out) == []
        gives_back(session, sold_out)
        assert offers(session, sold_out) == ["group@north.example"]

    def test_rule_13_an_offer_keeps_a_place_in_every_quota(self, session, event, sold_out):
        dinner = make.a_quota(event, name="Dinner", capacity=1)
        with_dinner = make.a_product(event, quotas=[*sold_out.quotas, dinner], name="With dinner")
        joins(session, with_dinner)
        gives_back(session, sold_out)

        offers(session, sold_out)

        session.refresh(dinner)
        assert (counts(session, sold_out), dinner.reserved) == ((2, 0, 1), 1)
        assert is_sound(session)


class TestWhereAPlaceComesFrom:
    def test_rule_33_cancelling_triggers_the_waiting_list(self, session, sold_out):
        joins(session, sold_out)
        assert not serve_next_queue_of(session)

        gives_back(session, sold_out)

        assert serve_next_queue_of(session)
        assert statuses(session) == ["offered"]

    def test_rule_33_a_cancelled_place_that_is_not_freed_is_noticed(self, session, sold_out, monkeypatch):
        monkeypatch.setattr("registration.actions.places._count", lambda *_: None)
        joins(session, sold_out)
        gives_back(session, sold_out)

        assert not serve_next_queue_of(session)

    @pytest.mark.parametrize("by", ["the sweeper", "the clock"])
    def test_a_hold_that_ends_is_offered(self, session, event, context, by):
        product = make.a_product(event, capacity=1, price_pence=4500)
        held = books(session, product)
        joins(session, product)
        assert offers(session, product, make.NOON + make.HOLD - SECOND) == []

        if by == "the sweeper":
            free_dead_order(session, order_id=held.id, now=lambda: make.NOON + make.HOLD)

        assert offers(session, product, make.NOON + make.HOLD) == ["waits@north.example"]
        assert (counts(session, product), held.status) == ((0, 0, 1), OrderStatus.EXPIRED)

    def test_more_capacity_is_offered_before_it_is_sold(self, session, event, sold_out):
        joins(session, sold_out)
        session.execute(update(Quota).values(capacity=4))
        session.commit()
        session.expire_all()

        queries.count_dead_holds(session, event, [sold_out], make.NOON)

        assert sold_out.left == 0
        assert offers(session, sold_out) == ["waits@north.example"]

    def test_an_offer_that_is_given_back_goes_to_who_is_next(self, session, sold_out):
        first = joins(session, sold_out, "a@north.example")
        joins(session, sold_out, "b@north.example")
        gives_back(session, sold_out)
        offers(session, sold_out)

        leave_waiting(session, entry=queries.locked_entry(session, first), by_id=None, now=make.NOON + MINUTE)

        assert offers(session, sold_out, make.NOON + MINUTE) == ["b@north.example"]
        assert statuses(session) == ["left", "offered"]
        assert is_sound(session)


def serve_next_queue_of(session) -> bool:
    """The worker's turn, over the test's own connection."""
    session.commit()
    return serve_next_queue()


def test_joining_twice_is_one_entry_whatever_the_spelling(session, sold_out):
    first = joins(session, sold_out, "waits@north.example")
    again = joins(session, sold_out, "Waits@North.example", places=2)

    assert (again.id, again.places, statuses(session)) == (first.id, 1, ["waiting"])


def test_who_has_left_may_join_again_at_the_end(session, sold_out):
    first = joins(session, sold_out)
    leave_waiting(session, entry=queries.locked_entry(session, first), by_id=None, now=make.NOON)
    session.commit()

    assert joins(session, sold_out).id > first.id
    assert statuses(session) == ["left", "waiting"]


def test_nobody_waits_for_more_than_one_order_can_have(session, sold_out):
    with pytest.raises(rules.CannotWait):
        joins(session, sold_out, places=4)


def test_who_is_taken_off_is_told_and_the_diary_says_by_whom_and_why(session, event, sold_out):
    entry = joins(session, sold_out)
    organiser = make.a_person()

    take_off_list(
        session,
        entry=queries.locked_entry(session, entry),
        reason=2,
        by_id=organiser.id,
        now=make.NOON,
    )
    session.commit()

    noted = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "took off a waiting list")).one()
    assert (noted.actor_id, noted.object_id, noted.after["reason"]) == (organiser.id, entry.id, 2)
    assert letters(session) == ["joined", "removed"]
    assert statuses(session) == ["left"]


def test_every_move_of_an_entry_is_in_the_diary(session, sold_out):
    joins(session, sold_out)
    gives_back(session, sold_out)
    offers(session, sold_out)
    offers(session, sold_out, make.NOON + LIFE)

    moves = session.scalars(select(DiaryEntry).where(DiaryEntry.object_kind == "waiting entry").order_by(DiaryEntry.id))
    assert [each.after["status"] for each in moves] == ["waiting", "offered", "lapsed"]


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_worker_with_nothing_to_do_asks_the_same_few_questions_however_many_wait(
    session, sold_out, statements, how_many
):
    for number in range(how_many):
        joins(session, sold_out, f"{number}@north.example")
    session.commit()
    statements.clear()

    assert not serve_next_queue()

    assert len(statements) <= 10
    assert not [each for each in statements if each.startswith(("UPDATE", "INSERT"))]
