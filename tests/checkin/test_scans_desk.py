"""The log of scans and the conflicts at the desk: found by few statements, in plain words, and never changed."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from checkin.models import Admission, ConflictSeen, Device, Scan, Verdict
from checkin.rules import REASON_WORDS, Reason, Told
from core.diary import DiaryEntry
from people.models import Role
from registration.actions import cancel_order
from registration.models import Ticket
from tests import factories as make
from tests.rig.many_orders import many_orders
from tests.rig.plans import asked, scans

DESK = "/desk/england-2027/door"
PAGES = ("now", "arrivals", "no-shows", "scans", "evacuation", "conflicts")


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event, name="Iris"))


def facts(session) -> list[int | None]:
    return [session.scalar(select(func.count(each.id))) for each in (Scan, Admission)]


def told(at, data_at=make.NOON) -> Told:
    return Told(Verdict.ADMITTED, Reason.NONE, at, data_at)


def test_the_log_says_of_each_scan_what_was_answered_and_why(organiser, scan, ticket):
    scan("main", place="North door")
    scan("main", place="South door", now=make.NOON + timedelta(minutes=1))
    page = organiser.get(f"{DESK}/scans").text

    assert page.index("South door") < page.index("North door")
    assert "Scanned before" in page
    assert "Already in" in page
    assert "Dr Ash Fictum" in page
    found = organiser.get(f"{DESK}/scans", query_string={"reason": "already in"}).text
    assert "South door" in found
    assert "North door" not in found


@pytest.mark.parametrize("words", ["fictum", "ASH fict", "the code"])
def test_a_scan_is_found_by_a_part_of_a_name_or_the_whole_code(organiser, scan, ticket, event, words):
    other = make.an_order(make.a_product(event), event=event, name="Ms Sorrel Figment").tickets[0]
    scan("main")
    scan("main", of=other)

    found = organiser.get(f"{DESK}/scans", query_string={"q": ticket.code if words == "the code" else words}).text

    assert "Ash Fictum" in found
    assert "Sorrel Figment" not in found


def test_every_reason_has_words_for_the_desk():
    assert set(REASON_WORDS) == set(Reason) - {Reason.NONE}


def test_two_doors_that_let_one_ticket_in_are_a_conflict_with_both_facts(session, organiser, scan, steward):
    scan("main", place="North door", told=told(make.NOON))
    scan("main", place="South door", told=told(make.NOON + timedelta(minutes=2)))

    page = organiser.get(f"{DESK}/conflicts").text

    assert "Admitted twice: Dr Ash Fictum" in page
    assert page.index("13:00</time>, North door, by Fern") < page.index("13:02</time>, South door, by Fern")


def test_a_dead_ticket_and_a_wrong_clock_are_conflicts_too(app, session, organiser, scan, ticket, event, steward):
    with app.app_context():
        cancel_order(session, order=ticket.order, by_id=None, now=make.NOON)
    scan("main", told=told(make.NOON + timedelta(minutes=2)))
    kept = {"salt": "", "names_key": "", "seal_key": "", "skew_seconds": 600, "added_by_id": steward.id}
    make.saved(Device(event_id=event.id, name="Phone 3", added_at=make.NOON, shift_ends_at=make.LONG_AFTER, **kept))

    page = organiser.get(f"{DESK}/conflicts").text

    assert "given back or replaced: Dr Ash Fictum" in page
    assert "clock is wrong: Phone 3" in page
    assert "10 minutes ahead" in page


def test_to_look_at_a_conflict_changes_no_fact_and_is_in_the_diary_once(session, organiser, scan):
    scan("main", told=told(make.NOON))
    scan("main", told=told(make.NOON + timedelta(minutes=2)))
    about = session.scalars(select(Scan.key).order_by(Scan.id.desc())).first()
    before = facts(session)

    for _ in range(2):
        assert organiser.post(f"{DESK}/conflicts", data={"why": "admitted twice", "about": about}).status_code == 303

    assert facts(session) == before
    assert session.scalars(select(ConflictSeen.about)).all() == [about]
    entries = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "looked at a conflict")).all()
    assert [entry.after for entry in entries] == [{"why": "admitted twice", "about": about}]
    assert "Looked at by Iris" in organiser.get(f"{DESK}/conflicts").text
    assert organiser.post(f"{DESK}/conflicts", data={"why": "admitted twice", "about": "x"}).status_code == 404


@pytest.mark.parametrize(("rows", "pages"), [(2, [[3, 2], [1]]), (3, [[3, 2, 1]])])
def test_conflicts_are_paged_newest_first(app, monkeypatch, organiser, scan, event, rows, pages):
    monkeypatch.setitem(app.config, "LIMITS", replace(app.config["LIMITS"], rows_per_page=rows))
    product = make.a_product(event)
    for number in (1, 2, 3):
        of = make.an_order(product, event=event, name=f"Nr {number}").tickets[0]
        for minutes in (number, number + 10):
            scan("main", of=of, told=told(make.NOON + timedelta(minutes=minutes)))

    shown, address = [], f"{DESK}/conflicts"
    while address:
        page = organiser.get(address).text
        shown.append([int(number) for number in re.findall(r"Admitted twice: Nr (\d)", page)])
        assert ("From the beginning" in page) is (len(shown) > 1)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following and following[1]

    assert shown == pages
    assert f"3 conflicts that nobody has looked at{'; these are 3 to 3 of 3' if rows == 2 else ''}. To" in page
    assert "No more conflicts" in organiser.get(f"{DESK}/conflicts?after=9").text


def test_who_has_looked_at_a_conflict_stays_on_the_page_they_were_on(app, session, organiser, scan):
    scan("main", told=told(make.NOON))
    scan("main", told=told(make.NOON + timedelta(minutes=2)))
    about = session.scalars(select(Scan.key).order_by(Scan.id.desc())).first()

    answer = organiser.post(f"{DESK}/conflicts?after=50", data={"why": "admitted twice", "about": about})

    assert answer.headers["Location"].endswith("/conflicts?after=50")


@pytest.fixture
def crowd(session, event, steward):
    """Some hundred tickets, most of them admitted and scanned."""
    many_orders(session, event, make.a_product(event, capacity=100_000), 450)
    ids = session.scalars(select(Ticket.id).where(Ticket.event_id == event.id).order_by(Ticket.id)).all()
    row = {"event_id": event.id, "list": "main", "place": "North"}
    of_scan = {
        "verdict": Verdict.ADMITTED,
        "reason": "",
        "scanned_at": make.NOON,
        "scanned_by_id": steward.id,
        "read": "",
    }
    came = {"day": make.NOON.date(), "admitted_at": make.NOON, "by_id": steward.id, "inside": True}
    session.execute(insert(Scan), [{**row, **of_scan, "key": f"crowd-{each}", "ticket_id": each} for each in ids[:400]])
    session.execute(insert(Admission), [{**row, **came, "ticket_id": each} for each in ids[:400]])
    session.commit()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_the_door_asks_more_than_eight_statements(organiser, engine, crowd, page):
    with asked(engine) as sent:
        assert organiser.get(f"{DESK}/{page}").status_code == 200

    assert len(sent) <= 8


def test_the_log_reads_no_table_from_end_to_end(organiser, engine, session, crowd):
    for query in ({}, {"before": "200"}, {"verdict": "admitted"}, {"reason": "forged"}):
        with asked(engine) as sent:
            organiser.get(f"{DESK}/scans", query_string=query)
        assert len(sent) <= 6
        assert scans(session.connection(), sent, unwillingly=True) == []


def test_a_log_that_is_put_in_order_by_place_is_noticed(engine, session, crowd):
    with asked(engine) as sent:
        session.scalars(select(Scan.id).order_by(Scan.place).limit(5)).all()

    assert scans(session.connection(), sent, unwillingly=True) == ["scans"]
