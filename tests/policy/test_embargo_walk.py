"""Domain rules 49 and 50, EMB-1 and EMB-4 over every address there is, asked as a stranger on two servers by turns.

One second before the instant each answer is, letter by letter, what it was before the position was ever written:
status, headers, size, counts. At the instant the position stands on each surface that should show it.
"""

import re
from datetime import timedelta
from itertools import cycle

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule

from core import db as database
from core import files, web
from core.files import StoredFile
from events.models import Event
from policy.models import Language, Mention, MentionKind, Position, PositionText
from tests import factories as make
from tests import walker
from tests.conftest import an_application
from tests.policy.launching import a_position, a_scheduled_launch

SECOND = timedelta(seconds=1)
INSTANT = make.NOON + SECOND
CANARY = b"Quorsum"
SLUG = "quorsum-praecox"
# What is new in each answer: nonces, references, the tokens and keys of forms, and the cookies that hold them.
VARIES = re.compile(
    rb'nonce[=-]"?[\w-]+"?|[0-9A-F]{4}-[0-9A-F]{4}|name="(?:csrf_token|form_key)"[^>]*|data-options=[^>]*'
    rb"|Set-Cookie: [^\n]*"
)
GUESSES = (
    f"/policy/{SLUG}",
    f"/policy/{SLUG}/",
    f"/policy/{SLUG.upper()}",
    f"/policy/{SLUG.replace('-', '%2D')}",
    f"/policy//{SLUG}",
    f"/policy/{SLUG}/cy",
    f"/policy/{SLUG}/card.png",
    f"/policy/{SLUG}/paper-en.pdf",
    f"/policy/{SLUG}/paper-cy.pdf",
    f"/policy/{SLUG}.json",
    f"/policy/{SLUG}?language=cy",
    f"/desk/policy/{SLUG}",
    "/search?words=quorsum",
    "/search?words=praecox",
    "/robots.txt",
)
WAYS = (
    {"method": "HEAD"},
    {"method": "OPTIONS"},
    {"method": "POST"},
    {"headers": {"HX-Request": "true"}},
    {"headers": {"Range": "bytes=0-99"}},
    {"headers": {"If-None-Match": "*"}},
    {"headers": {"If-Modified-Since": "Mon, 04 May 2037 12:00:00 GMT"}},
    {"headers": {"Accept": "application/json", "Accept-Language": "cy"}},
)
SHOWING = (
    "/",
    "/events/home/",
    "/policy/",
    "/policy/feed.xml",
    *(f"/policy/{SLUG}{end}" for end in ("", "/cy", "?language=cy")),
    "/search?words=quorsum",
    "/search?words=praecox",
)


@pytest.fixture(scope="session")
def app(walked):
    return walked[0]


@pytest.fixture
def servers(app, world, session):
    """Two applications over one database; the session of the test is what both ask."""
    beside = an_application(app.config["DATABASE_URL"], FILES_URL=app.config["FILES_URL"])
    return app, beside


@pytest.fixture
def see(servers, monkeypatch):
    """What strangers are answered at a moment, by address and way: each server in turn, neither having drawn before."""
    everywhere = [*addresses_of(servers[0]), *GUESSES]

    def every(at, addresses=everywhere) -> dict[tuple, tuple]:
        monkeypatch.setattr("core.clock.now", lambda: at)
        web._drawn.clear()
        turns = cycle(servers)
        asked = [(address, {}) for address in addresses]
        asked += [(address, way) for address in GUESSES if address in addresses for way in WAYS]
        return {(address, str(way)): as_seen(next(turns).test_client().open(address, **way)) for address, way in asked}

    return every


def addresses_of(app) -> list[str]:
    """Each address that can be asked for, of the first event where it is an event's; without what changes itself."""
    adapter = app.url_map.bind("localhost")
    return [
        adapter.build(rule.endpoint, parts_of(rule), append_unknown=False)
        for rule in walker.rules_of(app)
        if "GET" in rule.methods and rule.endpoint != "show_metrics"
    ]


def parts_of(rule: Rule) -> dict:
    given = {"event_slug": "home", "call_slug": "abstracts", "position_slug": SLUG, "language": "en"}
    numbers = {name: 1 for name, kind in rule._converters.items() if type(kind).__name__ == "RowNumber"}
    chosen = {name: min(kind.items) for name, kind in rule._converters.items() if hasattr(kind, "items")}
    return {name: (numbers | chosen | given).get(name, "a" * 22) for name in rule.arguments} | chosen


def as_seen(answer) -> tuple:
    """The status, the headers and the body, without what is new in each answer."""
    headers = sorted(f"{name}: {value}" for name, value in answer.headers.items())
    return answer.status_code, VARIES.sub(b"", "\n".join(headers).encode()), VARIES.sub(b"", answer.data)


def hide_a_position(app, session) -> None:
    """A position with everything a surface could show, an instant away from its embargo's end."""
    home = session.scalars(select(Event).where(Event.slug == "home")).one()
    position = a_position(title="Quorsum praecox", body="Quorsum tandem.", slug=SLUG)
    text = position.texts[0]
    text.frame, text.key_lines, text.summary = "Quorsum frame.", "Quorsum one.\nQuorsum two.\nThree.", "Quorsum short."
    with app.app_context():
        key = files.store().write(b"%PDF-1.7 Quorsum")
    paper = {"name": "quorsum.pdf", "kind": "application/pdf", "bytes": 16, "sha256": "0" * 64, "purpose": "paper"}
    text.paper_id = make.saved(StoredFile(key=key, stored_at=make.NOON, **paper)).id
    later = {"title": "Quorsum secundum", "saved_at": make.NOON}
    position.texts.append(PositionText(version=1, language=Language.WELSH, **later))
    a_scheduled_launch(event=home, position=position, lifts_at=INSTANT)
    make.saved(Mention(position_id=position.id, event_id=home.id, kind=MentionKind.LAUNCHED, on=home.first_day))


def differences(before: dict, after: dict) -> list[str]:
    return [f"{address} {way}" for (address, way), seen in before.items() if after[address, way] != seen]


def test_rule_49_emb_1_one_second_before_every_answer_is_as_if_it_had_never_been(see, session, app):
    before = see(INSTANT - SECOND)
    hide_a_position(app, session)
    assert len(before) > 200
    assert not differences(before, see(INSTANT - SECOND))


def test_rule_50_at_the_instant_it_stands_on_every_surface_that_should_show_it(see, session, app):
    hide_a_position(app, session)
    seen = see(INSTANT)
    assert {address for (address, way), (*_, body) in seen.items() if way == "{}" and CANARY in body} >= {*SHOWING}
    assert SLUG.encode() in seen["/sitemap.xml", "{}"][2]
    for own in (f"/policy/{SLUG}/paper-en.pdf", f"/policy/{SLUG}/card.png"):
        assert seen[own, "{}"][0] == 200, own


def test_rule_49_a_surface_that_forgets_to_ask_is_noticed(see, session, app, monkeypatch):
    before = see(INSTANT - SECOND, SHOWING)
    hide_a_position(app, session)
    monkeypatch.setattr("policy.queries.embargo.is_visible", lambda now: Position.public_version.is_not(None))
    noticed = differences(before, see(INSTANT - SECOND, SHOWING))
    assert {each.removesuffix(" {}") for each in noticed} >= {*SHOWING}


def test_emb_4_a_count_that_gives_it_away_is_noticed(see, session, app, monkeypatch):
    before = see(INSTANT - SECOND, SHOWING)
    hide_a_position(app, session)
    counted = web.page

    def telling(template, **context):
        answer = counted(template, **context)
        if template == "policy/positions.html":
            answer.headers["X-Total"] = str(database.session.query(Position).count())
        return answer

    monkeypatch.setattr("policy.views.public.page", telling)
    assert differences(before, see(INSTANT - SECOND, SHOWING)) != []
