"""What phones without a network told by themselves: all of it is kept, and one rule makes who is in (R21, CHK-2)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from checkin import actions, queries
from checkin.models import Admission, AdmissionList, Scan, Verdict
from checkin.rules import TOLD, DeviceSays, Reading, Reason, Told, Why
from core.db import insert_once
from registration.actions import cancel_order
from tests import factories as make
from tests.checkin.conftest import SIGNER

MINUTE = timedelta(minutes=1)
SCANS = "/events/england-2027/door/scans"
LISTS = {"main": {}, "lounge": {"reenters": True}}


@pytest.fixture
def codes(event):
    """Four tickets, and a lounge to go in and out of."""
    make.saved(AdmissionList(event_id=event.id, slug="lounge", name="Lounge", reenters=True))
    order = make.an_order(make.a_product(event), event=event, tickets=4)
    return [ticket.code for ticket in order.tickets]


@pytest.fixture
def take(session, event, steward):
    """Give the server what a device holds."""

    def take(readings, *, device_id=1, now=make.NOON, **more):
        door = actions.Door(event, SIGNER, steward.id, f"Phone {device_id}", device_id, **more)
        answers = actions.record_scans(session, door=door, readings=readings, now=now)
        return [(answer.verdict, answer.reason) for answer in answers]

    return take


def told(key: str, code: str, minutes: float = 0, *, verdict=Verdict.ADMITTED, reason=Reason.NONE, **more) -> Reading:
    at = make.NOON + minutes * MINUTE
    list_name = more.pop("list_name", "main")
    says = DeviceSays(more.pop("device", "1"), more.pop("counter", 0), at)
    return Reading(key, code, list_name, says, told=Told(verdict, reason, at, make.NOON), **more)


def inside(session) -> list[tuple]:
    columns = (Admission.ticket_id, Admission.list, Admission.day, Admission.admitted_at, Admission.inside)
    return session.execute(
        select(*columns, Admission.moved_at, Admission.place).order_by(Admission.ticket_id, Admission.list)
    ).all()


def test_it_stands_as_it_was_told_at_the_phone_s_time(session, take, ticket):
    later = make.NOON + 90 * MINUTE

    assert take([told("a", ticket.code, -5)], now=later) == [(Verdict.ADMITTED, Reason.NONE)]

    scan = session.scalars(select(Scan)).one()
    assert (scan.verdict, scan.reason) == (Verdict.ADMITTED, "")
    assert (scan.scanned_at, scan.data_at, scan.received_at) == (make.NOON - 5 * MINUTE, make.NOON, later)
    assert scan.device_id == 1
    assert session.scalars(select(Admission.admitted_at)).one() == make.NOON - 5 * MINUTE


def test_sent_twice_it_is_kept_once_with_one_answer(session, take, ticket):
    both = [told("a", ticket.code), told("b", ticket.code, 1, verdict=Verdict.AGAIN, reason=Reason.ALREADY_IN)]

    assert take(both) == take(both) == take(both[::-1])[::-1]
    assert session.scalar(select(func.count(Scan.id))) == 2


def test_when_our_answer_was_lost_what_the_phone_told_since_is_a_fact_beside_it(session, take, ticket):
    take([Reading("other", ticket.code)], device_id=2)
    take([Reading("a", ticket.code)])  # we said “again”, and the phone never heard it

    answers = [take([told("a", ticket.code, 1)]) for _ in range(2)]

    assert answers == [[(Verdict.ADMITTED, Reason.NONE)]] * 2
    kept = session.execute(select(Scan.key, Scan.verdict).order_by(Scan.id)).all()
    assert kept == [("other", Verdict.ADMITTED), ("a", Verdict.AGAIN), ("a" + TOLD, Verdict.ADMITTED)]


def test_a_lost_answer_that_was_the_same_is_no_fact_of_its_own(session, take, ticket):
    take([Reading("a", ticket.code)])

    assert take([told("a", ticket.code, 1)]) == [(Verdict.ADMITTED, Reason.NONE)]
    assert session.scalar(select(func.count(Scan.id))) == 1


def test_what_is_no_code_is_kept_too_with_what_the_phone_said(session, take):
    junk = told("a", "https://elsewhere.example/", verdict=Verdict.REFUSED, reason=Reason.NOT_A_CODE)

    assert take([junk]) == [(Verdict.REFUSED, Reason.NOT_A_CODE)]
    assert session.scalars(select(Scan.read)).one() == junk.text


class TestChk5OldNewsAtTheDoor:
    def test_a_ticket_that_died_while_the_phone_was_away_is_inside_and_flagged(self, app, session, event, take, ticket):
        with app.app_context():
            cancel_order(session, order=ticket.order, by_id=None, now=make.NOON)

        take([told("a", ticket.code, 5)], now=make.NOON + 9 * MINUTE)

        ((ticket_id, wrong),) = queries.conflicts(session, event)
        assert (ticket_id, wrong.why, wrong.fact.key) == (ticket.id, Why.DEAD, "a")
        assert len(inside(session)) == 1
        assert queries.admitted_after_cancelling(session) == []
        assert queries.admissions_at_fault(session) == []

    def test_a_code_that_was_replaced_meanwhile_is_flagged(self, session, event, take, ticket, replace_code):
        old = replace_code()

        take([told("a", old, 5)])

        ((_, wrong),) = queries.conflicts(session, event)
        assert (wrong.why, wrong.fact.key) == (Why.DEAD, "a")

    def test_let_in_before_it_died_nothing_is_wrong(self, session, event, take, ticket, replace_code):
        take([told("a", ticket.code, -1)])
        replace_code()

        assert queries.conflicts(session, event) == []

    def test_a_phone_that_was_revoked_hands_in_what_it_has_and_admits_nobody_since(self, session, event, take, codes):
        readings = [told("before", codes[0], -1), told("since", codes[1], 1), Reading("now", codes[2])]

        answers = take(readings, ends_at=make.NOON)

        assert answers == [
            (Verdict.ADMITTED, Reason.NONE),
            (Verdict.ADMITTED, Reason.REVOKED),
            (Verdict.REFUSED, Reason.REVOKED),
        ]
        assert len(inside(session)) == 1
        assert [each.conflict.why for each in queries.conflicts(session, event)] == [Why.REVOKED]

    def test_a_phone_is_told_of_its_own_conflicts_only(self, session, event, take, codes):
        take([told("a", codes[0])], device_id=1)
        take([told("b", codes[0], 1), told("c", codes[1])], device_id=2)

        assert queries.conflicts(session, event, device_id=1) == []
        assert [each.conflict.fact.key for each in queries.conflicts(session, event, device_id=2)] == ["b"]


def test_the_conflicts_of_many_tickets_are_had_in_three_statements(session, event, take, codes, statements):
    for device_id in (1, 2):
        take([told(f"{device_id}{code}", code, device_id) for code in codes], device_id=device_id)
    statements.clear()

    assert len(queries.conflicts(session, event, device_id=2)) == len(codes)
    assert len(statements) == 3


TICKETS, DEVICES = 4, 5
HELD = st.lists(
    st.tuples(
        st.integers(0, TICKETS - 1),
        st.integers(0, 30),
        st.sampled_from(["in", "in", "in", "out", "again", "undo"]),
        st.sampled_from(list(LISTS)),
    ),
    max_size=5,
)


def as_readings(device: int, held: list[tuple], codes: list[str]) -> list[Reading]:
    """What one phone has told, in its own order; it takes back the last thing that it told, of the same ticket."""
    readings: list[Reading] = []
    for number, (ticket, minutes, act, list_name) in enumerate(held):
        given = {"list_name": list_name, "device": str(device), "counter": number}
        if act == "out":
            given |= {"is_exit": True, "reason": Reason.LEFT}
        elif act == "again":
            given |= {"verdict": Verdict.AGAIN, "reason": Reason.ALREADY_IN}
        elif act == "undo" and readings:
            given |= {"verdict": Verdict.REFUSED, "reason": Reason.UNDONE, "undo_of": readings[-1].key}
        text = readings[-1].text if given.get("undo_of") else codes[ticket]
        readings.append(told(f"{device}-{number}", text, minutes, **given))
    return readings


@st.composite
def sent_in_two_orders(draw):
    """Five phones' queues, each cut into batches, and two orders in which all those batches arrive."""
    batches = []
    for device in range(DEVICES):
        held = draw(HELD)
        cut = draw(st.integers(0, len(held)))
        batches += [(device, held, slice(None, cut)), (device, held, slice(cut, None))]
    numbers = list(range(len(batches)))
    return batches, draw(st.permutations(numbers)), draw(st.permutations(numbers))


def merged(session, event, take, codes, batches, order) -> tuple:
    """The end state, and then nothing of it: who is in, what is in doubt, and all that was kept."""
    with session.begin_nested() as savepoint:
        for number in order:
            device, held, part = batches[number]
            take(as_readings(device, held, codes)[part], device_id=device + 1)
        kept = session.execute(select(Scan.key, Scan.verdict, Scan.scanned_at).order_by(Scan.key)).all()
        doubtful = sorted((each.ticket_id, *each.conflict[:2]) for each in queries.conflicts(session, event))
        assert queries.admissions_at_fault(session) == []
        state = inside(session), doubtful, kept
        savepoint.rollback()
    return state


def check_orders(examples: int, **more):
    """A property: batches merged in any order end in the same state."""

    def of(session, event, take, codes):
        @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck), **more)
        @given(sent_in_two_orders())
        def in_any_order(drawn):
            batches, one, another = drawn
            assert merged(session, event, take, codes, batches, one) == merged(
                session, event, take, codes, batches, another
            )

        in_any_order()

    return of


def test_chk_2_batches_of_five_phones_end_the_same_in_any_order(session, event, take, codes):
    check_orders(15)(session, event, take, codes)


def test_chk_2_admitting_whoever_arrives_first_is_noticed(session, event, take, codes, monkeypatch):
    def by_arrival(session, *, event, dead_at):
        for ticket_id, (first, *_) in queries.facts_of(session, dead_at).items():
            row = {"event_id": event.id, "ticket_id": ticket_id, "list": first.list, "by_id": first.by_id}
            insert_once(session, Admission, **row, day=first.at.date(), admitted_at=first.at, place=first.place)

    monkeypatch.setattr("checkin.actions.door.settle_tickets", by_arrival)
    monkeypatch.setattr("checkin.queries.admissions_at_fault", lambda _: [])

    with pytest.raises(AssertionError):
        check_orders(200, phases=(Phase.generate,))(session, event, take, codes)


class TestOverJson:
    def given(self, key: str, code: str, **more) -> dict:
        return {"key": key, "code": code, "list": None, "scanned_at": "2026-05-04T13:00:00+01:00"} | more

    def send(self, door, *scans) -> list[tuple[str, str]]:
        results = door.post(SCANS, json={"scans": list(scans)}).json["results"]
        return [(each["verdict"], each["reason"]) for each in results]

    def test_a_verdict_of_the_phone_s_own_is_kept_with_its_time(self, door, session, ticket):
        told_alone = {"verdict": "admitted", "reason": "new to this phone", "data_at": "2026-05-04T11:00:00Z"}
        sent = self.given("a", ticket.code, scanned_at="2026-05-04T11:58:00Z", **told_alone)

        assert self.send(door, sent) == [("admitted", "new to this phone")]
        assert session.scalars(select(Scan.scanned_at)).one() == datetime.fromisoformat("2026-05-04T11:58:00Z")

    def test_out_and_in_again_where_one_may(self, door, session, event, ticket, codes):
        lounge = {"list": "lounge"}

        answers = self.send(
            door,
            self.given("a", ticket.code, **lounge),
            self.given("b", ticket.code, **lounge, direction="out"),
            self.given("c", ticket.code, **lounge),
            self.given("d", ticket.code, **lounge),
        )

        assert answers == [("admitted", ""), ("admitted", "left"), ("admitted", "back in"), ("again", "already in")]
        assert [row.inside for row in inside(session)] == [True]
        assert queries.admissions_at_fault(session) == []

    def test_a_scan_is_taken_back_and_they_may_come_in_anew(self, door, session, ticket):
        answers = self.send(
            door,
            self.given("a", ticket.code),
            self.given("b", ticket.code, undo_of="a"),
            self.given("c", ticket.code),
            self.given("d", ticket.code, undo_of="nothing"),
        )

        assert answers == [("admitted", ""), ("refused", "undone"), ("admitted", ""), ("refused", "too late to undo")]
        assert len(inside(session)) == 1
        assert queries.admissions_at_fault(session) == []

    def test_by_hand_lets_in_who_would_be_refused_with_the_steward_s_words(self, app, door, session, ticket):
        with app.app_context():
            cancel_order(session, order=ticket.order, by_id=None, now=make.NOON)
        session.commit()

        assert self.send(door, self.given("a", ticket.code, by_hand="The desk knows her.")) == [("admitted", "by hand")]
        assert session.scalars(select(Scan.by_hand)).one() == "The desk knows her."
        assert queries.admitted_after_cancelling(session) == []

    def test_by_hand_lets_in_nobody_without_a_ticket(self, door, session, event):
        assert self.send(door, self.given("a", "77777777", by_hand="I know them.")) == [("refused", "unknown code")]
        assert inside(session) == []
