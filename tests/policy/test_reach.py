"""How far a position has come: counted by the day, of nobody in particular, and told to a council as a PDF."""

import io
from datetime import timedelta

import pikepdf
import pytest
from sqlalchemy import select

from checkin.models import Admission
from members.models import CareerStage, Nation
from office.queries import attendance_at
from policy import rules
from policy.models import Coverage, DailyReach, Position
from tests import factories as make
from tests.conftest import words
from tests.policy.following import DAY, a_mention, a_poll, answered
from tests.policy.launching import a_position, a_scheduled_launch
from tests.policy.test_desk import an_editor
from tests.policy.test_rule_50 import SECOND, stop_the_clock

READER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture
def live(monkeypatch):
    stop_the_clock(monkeypatch, make.NOON)
    return a_scheduled_launch(position=a_position(title="Quorsum"), lifts_at=make.NOON - 8 * DAY)


def counted(session) -> list[tuple]:
    found = select(DailyReach.day, DailyReach.language, DailyReach.reached, DailyReach.times)
    return [
        (day, language.value, reached.value, times)
        for day, language, reached, times in session.execute(found.order_by(DailyReach.id))
    ]


def test_each_visit_counts_one_for_its_day(browse, session, live, monkeypatch):
    at, today = f"/policy/{live.position.slug}", make.NOON.date()
    for address in (at, at, f"{at}/cy"):
        answer = browse().get(address, headers=READER)
        assert "Set-Cookie" not in answer.headers
    stop_the_clock(monkeypatch, make.NOON + DAY)
    browse().get(at, headers=READER)
    # There is no Welsh text, and so its address is read in English.
    assert counted(session) == [(today, "en", "visit", 3), (today + DAY, "en", "visit", 1)]


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "facebookexternalhit/1.1 (preview)"},
        {"User-Agent": ""},
        READER | {"Sec-Purpose": "prefetch;prerender"},
    ],
    ids=["a robot", "a preview", "nothing said", "fetched in case"],
)
def test_what_nobody_reads_is_not_counted(browse, session, live, headers):
    browse().get(f"/policy/{live.position.slug}", headers=headers)
    assert counted(session) == []


def test_rule_49_what_is_hidden_is_not_counted(browse, session, live, monkeypatch):
    stop_the_clock(monkeypatch, live.lifts_at - SECOND)
    assert browse().get(f"/policy/{live.position.slug}", headers=READER).status_code == 404
    assert counted(session) == []


def test_rule_49_a_count_that_comes_before_the_question_is_noticed(browse, session, live, monkeypatch):
    stop_the_clock(monkeypatch, live.lifts_at - SECOND)
    monkeypatch.setattr("policy.queries.embargo.is_visible", lambda now: Position.id > 0)
    browse().get(f"/policy/{live.position.slug}", headers=READER)
    assert len(counted(session)) == 1


def test_weeks_without_a_visit_are_told_too():
    first = make.NOON.date()
    assert rules.weeks_between(first, first + 14 * DAY)[0].weekday() == 0
    assert len(rules.weeks_between(first, first + 14 * DAY)) == 3


def came(event, **membership):
    product = make.a_product(event)
    ticket = make.an_order(product, event=event).tickets[0]
    if membership:
        make.a_membership(email=ticket.email_key, **membership)
    day = event.first_day
    by_id = make.a_person().id
    given = {"event_id": event.id, "ticket_id": ticket.id, "day": day, "by_id": by_id, "admitted_at": make.NOON}
    for on in (day, day + timedelta(days=1)):
        make.saved(Admission(list="main", place="North", **given | {"day": on}))


def test_who_came_is_counted_once_by_nation_and_stage_of_the_register(session):
    event = make.an_event()
    came(event, nation=Nation.WALES, career_stage=CareerStage.GP)
    came(event)
    make.an_order(make.a_product(event), event=event)  # who stayed away
    nations, stages = attendance_at(session, event)
    assert nations == {Nation.WALES: 1, None: 1}
    assert stages == {CareerStage.GP: 1, None: 1}


def test_the_report_is_a_tagged_pdf_to_the_desk_alone_and_only_once_it_is_public(browse, live, monkeypatch):
    annual = make.an_event()
    a_mention(live, annual)
    answered(a_poll(live, closes_in=-SECOND), 31, 47, 9)
    article = {"outlet": "HSJ", "url": "https://hsj.example/1", "on": make.NOON.date(), "words": "Of *hours* #let"}
    make.saved(Coverage(position_id=live.position_id, **article))
    came(live.event, nation=Nation.SCOTLAND)
    at = f"/desk/policy/{live.position.slug}/reach"
    answer = browse(an_editor()).get(f"{at}/report.pdf")
    assert answer.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "Launch report: Quorsum"
    assert browse(make.a_person()).get(f"{at}/report.pdf").status_code == 404

    stop_the_clock(monkeypatch, live.lifts_at - SECOND)
    assert browse(an_editor()).get(f"{at}/report.pdf").status_code == 404
    assert "nothing to count before" in words(browse(an_editor()).get(at))
