"""Who is inside, across doors; who came when; who did not (peers 2.17)."""

import csv
import gzip
import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from checkin import queries
from checkin.models import AdmissionList, Entry
from checkin.rules import Inside, house_opened_at, percent, quarters
from core.diary import DiaryEntry
from people.models import Role
from registration.models import Extra, ProductKind
from tests import factories as make

DESK = "/desk/england-2027/door"
HOUR = timedelta(hours=1)


@pytest.fixture
def event(session, now):
    return make.an_event(slug="england-2027", first_day=date(2026, 5, 4), last_day=date(2026, 5, 5))


@pytest.fixture
def organiser(browse, event):
    return browse(make.a_person(role=Role.ORGANISER, event=event))


def a_list(event, slug: str, **changes) -> AdmissionList:
    given = {"event_id": event.id, "slug": slug, "name": slug.title(), "entry": Entry.DAILY}
    given |= {"reenters": True, "counts_inside": True, "unpaid_may_enter": False, "position": 1}
    return make.saved(AdmissionList(**given | changes))


def inside(session, event, at=make.NOON) -> int:
    """The head count, which the list of people must agree with."""
    counted = queries.head_count(session, event, at)
    assert len(queries.people_inside(session, event, at)) == counted
    return counted


def test_a_person_at_two_doors_is_one_person_inside(session, event, scan):
    a_list(event, "dinner")
    scan("main")
    scan("dinner", now=make.NOON + HOUR)

    assert inside(session, event, make.NOON + HOUR) == 1


def test_leaving_a_room_is_not_leaving_the_house(session, event, scan):
    a_list(event, "lounge", counts_inside=False)
    scan("main")
    scan("lounge", now=make.NOON + HOUR)
    scan("lounge", now=make.NOON + 2 * HOUR, is_exit=True)

    assert inside(session, event, make.NOON + 2 * HOUR) == 1


def test_who_left_by_one_door_of_the_house_is_out_whatever_door_they_came_in_by(session, event, scan):
    a_list(event, "main")
    a_list(event, "hall")
    scan("hall")
    scan("main", now=make.NOON + HOUR)
    scan("main", now=make.NOON + 2 * HOUR, is_exit=True)

    assert inside(session, event, make.NOON + 2 * HOUR) == 0
    scan("main", now=make.NOON + 3 * HOUR)
    assert inside(session, event, make.NOON + 3 * HOUR) == 1


def test_who_comes_as_often_as_they_like_has_moved_each_time(session, event, scan):
    a_list(event, "main")
    a_list(event, "lounge", entry=Entry.ALWAYS)
    scan("main")
    scan("lounge", now=make.NOON + timedelta(minutes=5))
    scan("main", now=make.NOON + HOUR, is_exit=True)
    assert inside(session, event, make.NOON + HOUR) == 0

    scan("lounge", now=make.NOON + 2 * HOUR)

    assert inside(session, event, make.NOON + 2 * HOUR) == 1
    assert queries.admissions_at_fault(session) == []


def test_counts_added_up_by_door_would_count_people_twice(session, event, scan, monkeypatch):
    monkeypatch.setattr(
        "checkin.queries.head_count",
        lambda session, event, now: sum(
            each.inside for each in queries.tallies(session, event, queries.lists_of(session, event), now).values()
        ),
    )
    with pytest.raises(AssertionError):
        test_a_person_at_two_doors_is_one_person_inside(session, event, scan)


def test_the_house_is_empty_by_four_in_the_morning_and_not_before(session, event, scan):
    evening = make.NOON + 8 * HOUR
    scan("main", now=evening)

    assert inside(session, event, evening + 6 * HOUR + timedelta(minutes=59)) == 1  # 03:59 where the event is
    assert inside(session, event, evening + 7 * HOUR) == 0
    assert house_opened_at(event, evening).hour == 3  # in UTC


def test_who_is_inside_stands_by_surname_with_where_they_were_last_seen(session, event, scan, organiser, door):
    a_list(event, "lounge", counts_inside=False)
    other = make.an_order(make.a_product(event), event=event, name="Dr Zoe Aardvark").tickets[0]
    scan("main", place="North door")
    scan("main", of=other, place="North door")
    scan("lounge", place="", now=make.NOON + HOUR)

    people = queries.people_inside(session, event, make.NOON + HOUR)
    assert [(each.name, each.place) for each in people] == [
        ("Dr Zoe Aardvark", "North door"),
        ("Dr Ash Fictum", "Lounge"),
    ]
    for page in (organiser.get(f"{DESK}/evacuation"), door.get("/events/england-2027/door/evacuation")):
        assert page.text.index("Zoe Aardvark") < page.text.index("Ash Fictum")
        assert "2 people inside" in page.text


def test_each_list_says_who_was_admitted_is_inside_and_is_expected(session, event, scan, ticket):
    dinner = make.a_product(event, name="Dinner", kind=ProductKind.ADD_ON)
    day = make.a_product(event, name="Tomorrow alone", only_day=date(2026, 5, 5))
    make.an_order(day, event=event)
    make.an_order(make.a_product(event, name="Online", in_person=False), event=event)
    own = a_list(event, "dinner", entry=Entry.ONCE)
    own.products = [dinner, ticket.line.product]  # who has both counts once
    line = make.an_order(dinner, event=event).lines[0]
    make.saved(Extra(ticket_id=ticket.id, line_id=line.id))
    scan("main")
    scan("main", now=make.NOON + HOUR, is_exit=True)
    scan("dinner")
    lists = queries.lists_of(session, event)

    told = queries.tallies(session, event, lists, make.NOON + HOUR)

    # Of the add-on's own order, the rig made a ticket too: it is a product like another here.
    assert (told["main"].admitted, told["main"].inside, told["main"].expected) == (1, 0, 2)
    assert (told["dinner"].admitted, told["dinner"].inside, told["dinner"].expected) == (1, 1, 2)


def test_no_shows_are_those_with_a_ticket_for_it_whom_no_door_admitted(session, event, scan, ticket, organiser):
    absent = make.an_order(make.a_product(event), event=event, name="Dr Heath Notreal").tickets[0]
    make.an_order(make.a_product(event, only_day=date(2026, 5, 5)), event=event, name="Ms Tomorrow")
    gone = make.an_order(make.a_product(event), event=event, name="Dr Given Back")
    gone.tickets[0].cancelled_at = make.NOON
    session.commit()
    scan("main")

    page = organiser.get(f"{DESK}/no-shows", query_string={"which": "main", "on": "2026-05-04"}).text
    assert "Heath Notreal" in page
    assert all(name not in page for name in ("Ash Fictum", "Ms Tomorrow", "Given Back"))
    assert "50% of those expected" in page
    whole = organiser.get(f"{DESK}/no-shows", query_string={"which": "main", "on": ""}).text
    assert "Ms Tomorrow" in whole

    answer = organiser.get(f"{DESK}/no-shows.csv", query_string={"which": "main", "on": "2026-05-04"})
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["Code"] for row in rows] == [absent.code]
    entry = session.scalars(select(DiaryEntry).where(DiaryEntry.act == "exported no-shows")).one()
    assert entry.after == {"people": 1, "list": None, "day": "2026-05-04", "kind": "csv"}


def test_arrivals_are_counted_in_quarters_of_an_hour_by_door(session, event, scan, organiser):
    product = make.a_product(event)
    for minute, place in ((0, "North"), (14, "North"), (15, "South"), (46, "North")):
        of = make.an_order(product, event=event).tickets[0]
        scan("main", of=of, place=place, now=make.NOON + timedelta(minutes=minute))

    drawn = queries.arrivals(session, event, "main", date(2026, 5, 4))

    assert [each.number for each in drawn] == [2, 1, 0, 1]
    assert drawn[0].begins_at == make.NOON
    assert queries.arrivals(session, event, "main", date(2026, 5, 5)) == []
    page = organiser.get(f"{DESK}/arrivals").text
    assert "4 people came to Event on Monday 4 May" in page
    assert page.count("<svg") >= 3  # all doors, and each of two


def test_of_many_doors_the_busiest_keep_their_names():
    drawn = quarters((0, f"Door {n}", n) for n in range(1, 9))
    assert set(drawn[0].by_door) == {*(f"Door {n}" for n in range(4, 9)), "Other doors"}
    assert drawn[0].number == sum(range(1, 9))


@pytest.mark.parametrize(
    ("part", "whole", "told"), [(0, 0, None), (0, 9, 0), (1, 1000, 1), (999, 1000, 99), (9, 9, 100), (11, 10, 110)]
)
def test_per_cent_is_whole_and_never_says_all_of_some(part, whole, told):
    assert percent(part, whole) == told


def test_a_full_house_is_a_small_page(organiser, event, monkeypatch):
    trusts = ("Northmere Teaching Hospitals NHS Trust", "Saltmarsh Ambulance NHS Trust", "")
    seen = [make.NOON + timedelta(seconds=7 * number) for number in range(800)]
    people = [
        Inside(f"Dr {number:x} Fictum", trusts[number % 3], "Member", "North door", at)
        for number, at in enumerate(seen)
    ]
    monkeypatch.setattr(queries, "people_inside", lambda *_: [])
    empty = organiser.get(f"{DESK}/evacuation").data
    monkeypatch.setattr(queries, "people_inside", lambda *_: people)
    full = organiser.get(f"{DESK}/evacuation").data

    words = sum(len(f"{each.name}{each.organisation}{each.category}{each.place}, 13:00") for each in people)
    assert full.count(b"<tr>") == 1 + 800
    assert len(gzip.compress(full)) < 60_000
    assert (len(full) - len(empty) - words) / 800 < 100  # bytes of markup for each of them
