"""Reading badges: one admission a ticket, list and day, whoever reads it and however often (CHK-1)."""

from datetime import timedelta
from functools import partial
from itertools import permutations

import pytest
from sqlalchemy import func, select

from checkin import actions
from checkin.actions import scan_badge
from checkin.models import Admission, AdmissionList, Scan, Verdict
from checkin.rules import Reading, Reason, Told
from people.models import Role
from registration.actions import cancel_order
from registration.codes import Signer
from registration.documents import qr_text, signer
from registration.models import OrderStatus
from tests import factories as make

HOUR = timedelta(hours=1)
ALONE = Told(Verdict.ADMITTED, Reason.NONE, make.NOON - HOUR, make.NOON - 2 * HOUR)


class Door:
    """An event with one ticket, and a steward who reads badges there."""

    def __init__(self, app, session) -> None:
        self.event = make.an_event()
        self.steward = make.a_person(name="Sam Steward", role=Role.DOOR, event=self.event)
        self.order = make.an_order(make.a_product(self.event), event=self.event, name="Ash")
        self.ticket = self.order.tickets[0]
        with app.app_context():
            self.signer: Signer = signer()
            self.badge = qr_text(self.ticket)
        self._scan = partial(scan_badge, session)

    def scan(self, key="a", text=None, *, list_name="main", place="North door", now=make.NOON, **more):
        text = self.badge if text is None else text
        door = actions.Door(self.event, self.signer, self.steward.id, place)
        return self._scan(door=door, read=Reading(key, text, list_name, **more), now=now)


@pytest.fixture
def door(app, session, now):
    return Door(app, session)


def told(answer):
    return answer.verdict, answer.reason


def test_a_badge_admits_and_is_then_known_with_when_where_and_by_whom(session, door):
    assert told(door.scan("a")) == (Verdict.ADMITTED, Reason.NONE)

    again = door.scan("b", place="South door", now=make.NOON + HOUR)

    assert told(again) == (Verdict.AGAIN, Reason.ALREADY_IN)
    first = again.holder
    assert (first.admitted_at, first.admitted_place, first.admitted_by) == (make.NOON, "North door", "Sam Steward")
    assert first.name == "Ash"


def test_the_printed_letters_do_as_well_as_the_code(door):
    assert told(door.scan("a", text=f"{door.ticket.code[:4]} {door.ticket.code[4:].lower()}")) == (
        Verdict.ADMITTED,
        Reason.NONE,
    )
    assert told(door.scan("b")) == (Verdict.AGAIN, Reason.ALREADY_IN)


def test_each_list_and_each_day_has_its_own_admission(door):
    make.saved(AdmissionList(event_id=door.event.id, slug="dinner", name="Dinner"))

    verdicts = [
        door.scan("a").verdict,
        door.scan("b", list_name="dinner").verdict,
        door.scan("c", now=make.NOON + 24 * HOUR).verdict,
        door.scan("d", now=make.NOON + 24 * HOUR).verdict,
    ]

    assert verdicts == [Verdict.ADMITTED, Verdict.ADMITTED, Verdict.ADMITTED, Verdict.AGAIN]


def test_the_day_is_the_events_and_not_the_servers(session, door):
    midnight_in_london = make.NOON.replace(hour=23)

    door.scan("a", now=midnight_in_london - timedelta(seconds=1))
    door.scan("b", now=midnight_in_london)

    assert [day.day for day in session.scalars(select(Admission.day).order_by(Admission.id))] == [4, 5]


def test_what_is_not_let_in_is_refused_with_its_reason_and_remembered(app, session, door):
    other = make.an_order(make.a_product(elsewhere := make.an_event()), event=elsewhere).tickets[0]
    impostor, retired = (Signer({number: bytes(range(50, 82))}) for number in (1, 9))
    with app.app_context():
        texts = {
            "ZZZZZZZZ": Reason.UNKNOWN,
            other.code: Reason.UNKNOWN,
            qr_text(other): Reason.OTHER_EVENT,
            impostor.sign(door.event.id, door.ticket.code): Reason.FORGED,
            retired.sign(door.event.id, door.ticket.code): Reason.WRONG_KEY,
            "<script>alert(1)</script>": Reason.NOT_A_CODE,
        }
    for number, (text, reason) in enumerate(texts.items()):
        assert told(door.scan(str(number), text=text)) == (Verdict.REFUSED, reason)

    kept = session.execute(select(Scan.read, Scan.reason, Scan.ticket_id).order_by(Scan.id)).all()
    assert kept == [(text, reason.value, None) for text, reason in texts.items()]
    assert session.scalar(select(func.count(Admission.id))) == 0


def test_a_place_that_was_given_back_is_refused(app, session, door, now):
    with app.app_context():
        cancel_order(session, order=door.order, by_id=None, now=now)

    assert told(door.scan()) == (Verdict.REFUSED, Reason.CANCELLED)


def test_the_same_key_gets_the_same_answer(app, session, door, now):
    first = door.scan("a")
    with app.app_context():
        cancel_order(session, order=door.order, by_id=None, now=now)

    second = door.scan("a", text="something else")

    assert told(first) == told(second) == (Verdict.ADMITTED, Reason.NONE)
    assert second.holder.ticket_id == first.holder.ticket_id
    assert session.scalar(select(func.count(Scan.id))) == 1


def test_a_key_of_another_event_is_another_scan(app, session, door):
    other = Door(app, session)
    door.scan("a")

    assert told(other.scan("a")) == (Verdict.ADMITTED, Reason.NONE)


def test_two_doors_at_once_admit_one_and_the_other_says_so(session, door, monkeypatch):
    make.saved(AdmissionList(event_id=door.event.id, slug="another", name="Another"))
    before = door.scan("before", list_name="another").holder
    monkeypatch.setattr("checkin.queries.holders_of", lambda *_, **__: {before.code: before})  # neither saw the other

    answers = [door.scan(key, place=place) for key, place in (("a", "North door"), ("b", "South door"))]

    assert [told(answer) for answer in answers] == [
        (Verdict.ADMITTED, Reason.NONE),
        (Verdict.AGAIN, Reason.ALREADY_IN),
    ]
    assert answers[1].holder.admitted_place == "North door"
    assert session.scalar(select(func.count(Admission.id)).where(Admission.list == "main")) == 1


def test_one_scan_sent_twice_at_once_is_kept_once_with_one_answer(session, door, monkeypatch):
    make.saved(AdmissionList(event_id=door.event.id, slug="another", name="Another"))
    before = door.scan("before", list_name="another").holder
    first = door.scan("a")
    monkeypatch.setattr("checkin.queries.holders_of", lambda *_, **__: {before.code: before})  # as if both came at once

    assert told(door.scan("a")) == told(first)
    assert session.scalar(select(func.count(Scan.id)).where(Scan.key == "a")) == 1


def test_what_was_refused_once_and_is_sent_again_lets_nobody_in_though_it_would_now(session, door):
    door.order.status = OrderStatus.AWAITING
    session.commit()
    assert told(door.scan("a")) == (Verdict.REFUSED, Reason.UNPAID)
    door.order.status = OrderStatus.CONFIRMED
    session.commit()

    assert told(door.scan("a")) == (Verdict.REFUSED, Reason.UNPAID)
    assert session.scalar(select(func.count(Admission.id))) == 0
    assert told(door.scan("b")) == (Verdict.ADMITTED, Reason.NONE)


def test_of_two_readings_in_one_batch_the_second_knows_of_the_first(session, door):
    at = actions.Door(door.event, door.signer, door.steward.id)
    readings = [
        Reading("a", door.badge),
        Reading("b", door.ticket.code),  # the same ticket once more
        Reading("a", "ZZZZZZZZ"),  # the same key once more
        Reading(None, "no key"),
        Reading("c", door.badge, is_exit=True),
        Reading("d", door.badge),
    ]

    answers = actions.record_scans(session, door=at, readings=readings, now=make.NOON)

    assert [told(answer) for answer in answers] == [
        (Verdict.ADMITTED, Reason.NONE),
        (Verdict.AGAIN, Reason.ALREADY_IN),
        (Verdict.ADMITTED, Reason.NONE),
        (Verdict.REFUSED, Reason.MALFORMED),
        (Verdict.ADMITTED, Reason.LEFT),
        (Verdict.AGAIN, Reason.ALREADY_IN),
    ]
    assert session.scalars(select(Scan.key).order_by(Scan.id)).all() == ["a", "b", "c", "d"]


def test_the_last_place_of_a_list_goes_to_one_of_a_batch(session, door):
    make.saved(AdmissionList(event_id=door.event.id, slug="dinner", name="Dinner", capacity=1))
    two = make.an_order(door.order.lines[0].product, event=door.event).tickets[0]
    at = actions.Door(door.event, door.signer, door.steward.id)
    readings = [Reading(key, code, "dinner") for key, code in (("a", door.ticket.code), ("b", two.code))]

    answers = actions.record_scans(session, door=at, readings=readings, now=make.NOON)

    assert [told(answer) for answer in answers] == [(Verdict.ADMITTED, Reason.NONE), (Verdict.REFUSED, Reason.FULL)]


@pytest.mark.parametrize("alone", [{}, {"told": ALONE}], ids=["judged here", "told alone"])
def test_a_batch_of_fifty_asks_as_much_as_one_of_five(session, door, statements, alone):
    order = make.an_order(make.a_product(door.event, capacity=99), event=door.event, tickets=56)
    at = actions.Door(door.event, door.signer, door.steward.id)

    codes = sorted(each.code for each in order.tickets)

    def asked(codes) -> int:
        readings = [Reading(f"of {code}", code, **alone) for code in codes]
        statements.clear()
        actions.record_scans(session, door=at, readings=readings, now=make.NOON)
        return len(statements)

    asked(codes[:1])  # the event is read now
    assert asked(codes[1:6]) == asked(codes[6:]) <= 8


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_whatever_the_order_of_arrival_one_is_admitted_and_all_is_kept(session, door, order):
    """What is scanned again, twice or by hand ends in the same state, whoever comes first."""
    texts = [door.badge, door.ticket.code, door.badge]

    verdicts = [door.scan(str(number), text=texts[number]).verdict for number in order]

    assert verdicts == [Verdict.ADMITTED, Verdict.AGAIN, Verdict.AGAIN]
    assert session.scalar(select(func.count(Scan.id))) == 3
    admitted = session.execute(select(Admission.ticket_id, Admission.list, Admission.day)).all()
    assert admitted == [(door.ticket.id, "main", make.NOON.date())]


@pytest.mark.parametrize("statement", ["update scans set verdict = 'refused'", "delete from scans"])
def test_a_scan_is_only_ever_added(session, door, statement):
    from sqlalchemy import text

    door.scan()
    session.commit()

    with pytest.raises(Exception, match="only ever added"):
        session.execute(text(statement))
    session.rollback()
    assert session.scalars(select(Scan.verdict)).all() == [Verdict.ADMITTED]
