"""Each invariant finds the fault that is planted, and only that one finds it (T6)."""

import json

import pytest
from sqlalchemy import delete, func, insert, select, text, update

from checkin.models import Admission, Scan, Verdict
from core import invariants
from core.diary import DiaryEntry
from core.outbox import OutgoingLetter
from people.models import Role
from registration.models import BookingCode, Effect, Order, OrderLine, OrderStatus, Quota, Ticket
from tests import factories as make


@pytest.fixture
def order(app, session, now, browse):
    """An order of two places, one of them let in; nothing wrong with it."""
    event = make.an_event(slug="england-2027")
    order = make.an_order(make.a_product(event), event=event, tickets=2)
    steward = browse(make.a_person(role=Role.DOOR, event=event))
    steward.post("/events/england-2027/door", data={"code": order.tickets[0].code, "key": "a"})
    return order


def an_admission(order, **changes):
    given = {
        "event_id": order.event_id,
        "ticket_id": order.tickets[1].id,
        "list": "main",
        "day": make.NOON.date(),
        "admitted_at": make.NOON,
        "by_id": select(func.min(Admission.by_id)).scalar_subquery(),
        "place": "",
    }
    return insert(Admission).values(given | changes)


def a_scan(order, **changes):
    given = {
        "key": "b",
        "event_id": order.event_id,
        "list": "main",
        "read": "",
        "ticket_id": order.tickets[1].id,
        "verdict": Verdict.ADMITTED,
        "reason": "",
        "place": "",
        "scanned_at": make.NOON,
        "scanned_by_id": select(func.min(Scan.scanned_by_id)).scalar_subquery(),
    }
    return insert(Scan).values(given | changes)


def a_used_code(order):
    window = {"starts_at": make.NOON, "ends_at": make.LONG_AFTER, "created_at": make.NOON}
    given = {"code": "AUTUMN", "words": "", "effect": Effect.NONE, "amount": 0, "opens_hidden": False, "uses": 3}
    return insert(BookingCode).values(
        event_id=order.event_id, used=1, spent_pence=0, is_reserving=False, **given, **window
    )


FAULTS = {
    "a place sold that nobody holds": ("I1", lambda order: update(Quota).values(sold=3)),
    "a place held that was not sold": ("I1", lambda order: update(Quota).values(sold=1)),
    "a line that counts more tickets than it has": ("I3", lambda order: update(OrderLine).values(quantity=3)),
    "a place reserved for no code": ("I1b", lambda order: update(Quota).values(reserved=1)),
    "a code used by nobody": ("I4", a_used_code),
    "a total that its lines do not make": ("I3", lambda order: update(Order).values(total_pence=1)),
    "an order without its letter": ("I6", lambda order: delete(OutgoingLetter)),
    "a letter of another order": (
        "I6",
        lambda order: update(OutgoingLetter).values(key="registration/email/confirmed:4711"),
    ),
    "an admission that nobody scanned": ("I7", an_admission),
    "a scan that let in nobody": ("I7", a_scan),
    "one let in after the place was given back": (
        "I7b",
        lambda order: update(Order).values(cancelled_at=make.NOON.replace(hour=1)),
    ),
    "a move without its entry": ("I8", lambda order: update(Order).values(status=OrderStatus.CANCELLED)),
}


@pytest.fixture
def broken(app, session):
    """Ask all invariants, as the command does."""

    def ask() -> dict[str, list[dict]]:
        with app.app_context():
            return invariants.broken(session)

    return ask


def plant(session, order, statement) -> None:
    session.execute(statement(order))
    session.commit()


def test_nothing_is_wrong_with_what_the_program_did(order, broken):
    assert broken() == {}


@pytest.mark.parametrize(("number", "statement"), FAULTS.values(), ids=list(FAULTS))
def test_a_planted_fault_is_found(session, order, broken, number, statement):
    if number in {"I7b", "I8"}:  # both are about an order that was cancelled
        session.execute(update(Order).values(cancelled_at=make.NOON))
    if number == "I7b":
        session.execute(update(Order).values(status=OrderStatus.CANCELLED))
        session.execute(update(Quota).values(sold=0))
        made = {"at": make.NOON, "road": "page", "object_kind": "order", "object_id": order.id, "request_id": ""}
        session.add(DiaryEntry(act="cancelled an order", **made))
    plant(session, order, statement)
    found = broken()

    assert number in found
    # A confirmed order whose total is not nothing was not paid either; a line says how many a quota counts.
    assert set(found) - {number} <= {"I8": {"I1"}, "I3": {"I1", "I2"}}.get(number, set())


def test_a_sealed_diary_that_was_changed_is_found(app, session, order, broken, monkeypatch, is_postgres):
    from core import diary

    monkeypatch.setattr("core.clock.now", lambda: make.NOON.replace(hour=14))
    with app.app_context():
        assert diary.seal()
    assert broken() == {}

    # The database forbids this, and whoever gets round that is still found.
    if is_postgres:
        session.execute(text("alter table diary_entries disable trigger user"))
    else:
        for trigger in session.scalars(text("select name from sqlite_master where type = 'trigger'")).all():
            session.execute(text(f"drop trigger {trigger}"))
    session.execute(update(DiaryEntry).values(actor_id=4711))

    assert set(broken()) == {"I8"}


def test_the_command_says_that_all_holds(app, session, order):
    result = app.test_cli_runner().invoke(args=["invariants"])

    assert result.exit_code == 0
    assert result.stdout.count("holds") == len(invariants.stated())
    assert "broken" not in result.stdout


def test_the_command_names_what_is_broken_and_the_rows(app, session, order):
    plant(session, order, FAULTS["an order without its letter"][1])

    result = app.test_cli_runner().invoke(args=["invariants"])

    assert result.exit_code == 1
    assert "I6     broken" in result.stdout
    assert str({"order_id": order.id}) in result.stdout
    assert result.stderr == "Error: Broken: I6.\n"


def test_the_command_prints_one_json_object(app, session, order):
    plant(session, order, FAULTS["an order without its letter"][1])

    result = app.test_cli_runner().invoke(args=["invariants", "--json"])

    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["I6"] == [{"order_id": order.id}]
    assert set(told) == {each.number for each in invariants.stated()}
    assert [rows for number, rows in told.items() if number != "I6" and rows] == []


def test_they_hold_ids_and_counts_and_nobodys_data(session, order, broken):
    for _number, statement in FAULTS.values():
        with session.begin_nested() as undone:
            session.execute(statement(order))
            found = json.dumps(broken(), default=str)
            undone.rollback()
        for secret in (order.name, order.email, order.key, order.tickets[0].code):
            assert secret not in found
    assert session.scalar(select(func.count(Ticket.id))) == 2
