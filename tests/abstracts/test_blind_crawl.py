"""Who wrote an abstract is in no byte that its reviewers or other authors get, and who reviewed it in none of authors'.

The slow suite asks for hundreds of addresses more, in the whole demo (tests/slow/test_blind_crawl.py).
"""

import pytest

from abstracts.queries import blind as blind_queries
from core.db import db
from people.models import Role
from tests import factories as make
from tests.abstracts.judging import a_reviewer, a_rubric, in_review
from tests.conftest import a_session, an_application
from tests.rig.blind import BlindWorld, Clock


@pytest.fixture(scope="module")
def blind(new_database, tmp_path_factory) -> BlindWorld:
    app = an_application(new_database(), FILES_URL=f"file://{tmp_path_factory.mktemp('kept')}")
    with pytest.MonkeyPatch.context() as patch, a_session(app, patch, is_kept=False) as unit:
        clock = Clock(patch, make.NOON)
        call = make.a_call(make.an_event(slug="leaders-2027"), slug="research")
        make.a_person(role=Role.ABSTRACT_CHAIR, event=call.event)
        a_rubric(call)
        in_review(call)
        for number in range(4):
            reader = make.a_person(role=Role.REVIEWER, event=call.event, email=f"reads{number}@south.example")
            a_reviewer(call, person_id=reader.id)
        connection = unit.get_bind()
        unit.close()
        yield BlindWorld(app, connection, clock, "research")
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def read_by(blind):
    """What a reviewer got: their list, the abstract with its files, and what each form there answers."""

    def crawled(who: str):
        crawl = blind.crawl(who)
        crawl.follow(
            [f"/events/{blind.event_slug}/abstracts/reviews"], most=12, within=f"/events/{blind.event_slug}/abstracts/"
        )
        return crawl

    return crawled


@pytest.mark.parametrize("number", [1, 3], ids=["has theirs in", "has begun"])
def test_rule_40_nothing_tells_a_reviewer_who_wrote_it_or_who_else_reviews_it(blind, read_by, number):
    crawl = read_by(f"reviewer {number}")
    others = {label: each for label, each in blind.canaries.readers.items() if f"reviewer {number}" not in label}

    assert crawl.seen(blind.canaries.authors | others) == {}
    assert {each.address for each in crawl.got if each.status == 200} >= {
        f"{blind.site}/{blind.number}/review{end}" for end in ("", "/figure", "/table")
    }


def test_rule_40_a_planted_page_that_names_the_author_is_seen(blind, read_by, monkeypatch):
    surname = blind.canaries.authors["first surname"]
    monkeypatch.setattr(blind_queries, "_answers", lambda *_: (("By", surname),))

    assert set(read_by("reviewer 1").seen(blind.canaries.authors)) == {"first surname"}


@pytest.mark.parametrize("who", ["owner", "co-author", "another author"])
def test_rule_40_nothing_tells_an_author_who_reviews(blind, who):
    crawl, here = blind.crawl(who), f"{blind.site}/{blind.number}"
    crawl.follow(["/me", f"{blind.site}/{blind.number}", f"{blind.site}/{blind.other_number}"], most=12, within=here)
    mine = crawl.seen(blind.canaries.authors)

    assert crawl.seen(blind.canaries.readers) == {}
    assert ({"first surname", "second surname"} <= set(mine)) == (who != "another author")
    assert (mine == {}) == (who == "another author")
