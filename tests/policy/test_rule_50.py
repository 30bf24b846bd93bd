"""Domain rules 49 and 50 on the pages of the position itself; the walk over every address is test_embargo_walk.py."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from events import rules as event_rules
from policy import queries
from policy.models import Language, Position, PositionStatus, PositionText
from tests import factories as make
from tests.factories import NOON
from tests.policy.launching import a_position, a_scheduled_launch

SECOND = timedelta(seconds=1)
SHOWING = ("/", "/policy/", "/policy/feed.xml", "/search?words=quorsum", "/events/{event}/")
OWN = ("/policy/{slug}", "/policy/{slug}/cy", "/policy/{slug}/card.png", "/policy/{slug}/paper-en.pdf")
PAGES = (*SHOWING, *OWN)
WITH_WORDS = (*SHOWING, *OWN[:2])


def a_secret(event=None):
    return a_scheduled_launch(event=event, position=a_position(title="Quorsum"), lifts_at=NOON)


def pages_of(launch) -> list[str]:
    return [each.format(event=launch.event.slug, slug=launch.position.slug) for each in PAGES]


def shown_on(client, launch) -> list[str]:
    return [each for each in pages_of(launch) if b"Quorsum" in client.get(each).data]


def stop_the_clock(monkeypatch, at: datetime) -> None:
    monkeypatch.setattr("core.clock.now", lambda: at)


def test_rule_50_one_second_before_it_is_hidden_and_at_the_instant_it_is_public(browse, monkeypatch):
    launch = a_secret()
    stop_the_clock(monkeypatch, NOON - SECOND)
    assert not shown_on(browse(), launch)
    stop_the_clock(monkeypatch, NOON)
    assert shown_on(browse(), launch) == pages_of(launch)[: len(WITH_WORDS)]
    assert browse().get(pages_of(launch)[-2]).mimetype == "image/png"


def test_rule_50_a_question_that_forgets_the_instant_is_noticed(browse, monkeypatch):
    launch = a_secret()
    stop_the_clock(monkeypatch, NOON - SECOND)
    monkeypatch.setattr("policy.queries.embargo.is_visible", lambda now: Position.id > 0)
    assert pages_of(launch)[len(SHOWING)] in shown_on(browse(), launch)


def test_rule_49_before_its_instant_its_address_answers_as_one_that_never_was(browse, monkeypatch):
    launch = a_secret()
    stop_the_clock(monkeypatch, NOON - SECOND)
    for address in pages_of(launch)[len(SHOWING) :]:
        hidden, nothing = (
            browse().get(each) for each in (address, address.replace(launch.position.slug, "position-x"))
        )
        assert (hidden.status_code, nothing.status_code) == (404, 404)
        assert len(hidden.data) == len(nothing.data)
        assert {name for name, _ in hidden.headers} == {name for name, _ in nothing.headers}


def test_rule_49_a_sitemap_names_it_from_its_instant_on(browse, monkeypatch):
    launch = a_secret()
    for at, is_named in ((NOON - SECOND, False), (NOON, True)):
        stop_the_clock(monkeypatch, at)
        assert (launch.position.slug in browse().get("/sitemap.xml").text) is is_named


@pytest.mark.parametrize(
    "status", [each for each in PositionStatus if each.value in ("draft", "in approval", "approved", "withdrawn")]
)
def test_rule_49_an_instant_alone_publishes_nothing(session, status):
    launch = a_secret()
    launch.position.status = status
    launch.position.withdrawn_at = NOON if status is PositionStatus.WITHDRAWN else None
    session.commit()
    assert queries.public_positions(session, NOON + SECOND) == []


@pytest.mark.parametrize(
    ("day", "hour", "instant"),
    [
        (date(2027, 3, 28), time(0, 1), datetime(2027, 3, 28, 0, 1, tzinfo=UTC)),
        (date(2027, 3, 29), time(0, 1), datetime(2027, 3, 28, 23, 1, tzinfo=UTC)),
    ],
    ids=["before the clocks change", "after they have changed"],
)
def test_rule_50_an_instant_entered_in_london_is_stored_in_utc(session, day, hour, instant):
    lifts_at = event_rules.at(make.an_event(), day, hour)
    launch = a_scheduled_launch(lifts_at=lifts_at)
    assert lifts_at == instant
    assert queries.public_positions(session, instant - SECOND) == []
    assert [each.launch for each in queries.public_positions(session, instant)] == [launch]


def test_readers_get_the_words_of_the_public_version_alone(session):
    launch = a_secret()
    launch.position.version = 2
    later = {"title": "Not yet", "frame": "", "saved_at": NOON}
    launch.position.texts.append(PositionText(version=2, language=Language.WELSH, **later))
    session.commit()
    (shown,) = queries.public_positions(session, NOON)
    assert {each.title for each in shown.texts.values()} == {"Quorsum"}


def test_three_statements_show_any_number_of_positions(session, statements):
    for _ in range(3):
        a_secret()
    session.expire_all()
    statements.clear()
    assert len(queries.public_positions(session, NOON)) == 3
    assert len(statements) == 3
