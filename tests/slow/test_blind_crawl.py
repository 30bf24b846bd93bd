"""A crawl through the whole demo in review: hundreds of addresses for each kind of session, and every letter.

No byte that a reviewer or another author gets tells who wrote the canary's abstract (domain rule 40), and none that its
authors get tells who reviews it. The ordinary suite has a short twin (tests/abstracts/test_blind_crawl.py).
"""

from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Response

from abstracts.documents import letters as blind_letters
from abstracts.queries import blind as blind_queries
from core import files
from tests.rig.blind import DAY
from tests.rig.crawl import Crawl, guesses
from tests.rig.told_files import a_word_document
from tests.slow.blind_demo import blind, seen_in

__all__ = ["blind"]
LEAST = 300  # addresses for each kind of session
STARTS = ("/", "/me", "/policy/")
READERS = ("reviewer 1", "reviewer 2", "reviewer 3", "reviewer of others")
OUTSIDE = ("another author", "a stranger")


@pytest.fixture(scope="module")
def crawled(blind):
    """What a session got by links, by forms and by guessing; each kind of session crawls once."""
    done: dict[str, Crawl] = {}

    def by(who: str) -> Crawl:
        if who not in done:
            done[who] = crawl = blind.crawl(who)
            here = f"/events/{blind.event_slug}/abstracts/"
            crawl.follow([*STARTS, here, f"{here}reviews", f"{blind.site}/{blind.number}"], most=120)
            crawl.get(each for each in guesses(blind.app, blind.named()) if each not in crawl.addresses)
        return done[who]

    return by


@pytest.mark.parametrize("who", READERS + OUTSIDE)
def test_rule_40_nothing_that_others_get_tells_who_wrote_it(blind, crawled, who):
    crawl = crawled(who)

    assert crawl.seen(blind.canaries.authors) == {}
    assert len(crawl.addresses) >= LEAST
    assert {each.status for each in crawl.got} >= {200, 404}
    assert not [each for each in crawl.got if each.status >= 500]


@pytest.mark.parametrize("who", ["owner", "co-author", *OUTSIDE])
def test_rule_40_nothing_that_authors_get_tells_who_reviews(blind, crawled, who):
    crawl = crawled(who)

    assert crawl.seen(blind.canaries.readers) == {}
    assert len(crawl.addresses) >= LEAST


@pytest.mark.parametrize("number", [1, 2, 3])
def test_rule_40_nothing_tells_a_reviewer_who_else_reviews_it(blind, crawled, number):
    mine = blind.canaries.of_reader(number)
    others = {label: each for label, each in blind.canaries.readers.items() if label not in mine}

    assert crawled(f"reviewer {number}").seen(others) == {}


def test_the_same_crawl_finds_what_the_chair_and_the_authors_may_see(blind, crawled):
    of_files = {label for label in blind.canaries.authors if "’s" in label}
    chair = crawled("chair")

    assert set(chair.seen(blind.canaries.authors)) == set(blind.canaries.authors) - of_files
    # What the third reviewer noted is theirs alone until they submit it.
    assert set(chair.seen(blind.canaries.readers)) == set(blind.canaries.readers) - {"reviewer 3’s note"}
    assert {"owner's name", "first surname", "second orcid", "stated funding"} <= set(
        crawled("owner").seen(blind.canaries.authors)
    )


@pytest.fixture
def told(blind, caught):
    """By recipient every letter that was owed until now; none is sent for good."""

    def letters() -> dict[str, list]:
        with blind.undone():
            return blind.letters(caught, blind.in_review_at + DAY)

    return letters


def leaks_in(blind, letters: dict[str, list]) -> dict[str, set[str]]:
    """By recipient which canaries stand in letters to whom they must not be known."""
    authors, readers = blind.canaries.authors, blind.canaries.readers
    own = {authors["owner's address"], authors["first email"], authors["second email"]}
    chairs = {blind.email_of("chair")}
    forbidden = {each: readers if each in own else authors | readers for each in letters if each not in chairs}
    for number in (1, 2, 3):
        mine = blind.canaries.of_reader(number)
        others = {label: each for label, each in readers.items() if label not in mine}
        forbidden[mine[f"reviewer {number}’s address"]] = authors | others
    found = {address: seen_in(letters.get(address, []), canaries) for address, canaries in forbidden.items()}
    return {address: labels for address, labels in found.items() if labels}


def test_rule_40_no_letter_tells_a_reviewer_of_authors_or_an_author_of_reviewers(blind, told):
    letters, authors = told(), blind.canaries.authors

    assert leaks_in(blind, letters) == {}
    assert len(letters) > 40
    assert {blind.canaries.readers[f"reviewer {number}’s address"] for number in (1, 2)} <= letters.keys()
    assert seen_in(letters[authors["owner's address"]], authors) >= {"owner's name", "owner's address"}


def test_rule_40_a_planted_letter_that_names_an_author_is_seen(blind, told, monkeypatch):
    surname, asked = blind.canaries.authors["first surname"], blind_letters._to_reviewer
    monkeypatch.setattr(blind_letters, "_to_reviewer", lambda *row, **more: _signed(asked(*row, **more), surname))

    leaks = leaks_in(blind, told())

    assert set(leaks) >= {blind.canaries.readers[f"reviewer {number}’s address"] for number in (1, 2)}
    assert {label for labels in leaks.values() for label in labels} == {"first surname"}


def _signed(draft, surname: str):
    link = f"{draft.context['queue_link']}?by={surname}"
    return replace(draft, context=draft.context | {"link": link, "queue_link": link})


@pytest.fixture
def reading(blind):
    """What a reviewer gets of the abstract itself."""

    def of(*ends: str) -> Crawl:
        crawl = blind.crawl("reviewer 1")
        crawl.get(f"{blind.site}/{blind.number}/review{end}" for end in ends)
        return crawl

    return of


def test_rule_40_a_planted_page_that_names_the_author_is_seen(blind, reading, monkeypatch):
    surname = blind.canaries.authors["first surname"]
    monkeypatch.setattr(blind_queries, "_answers", lambda *_: (("By", surname),))

    assert set(reading("").seen(blind.canaries.authors)) == {"first surname"}


def test_rule_40_a_planted_file_that_keeps_its_name_is_seen(blind, reading, monkeypatch):
    name = blind.canaries.authors["table’s name"]
    answer_with = files.answer_with

    def under_its_own_name(kept):
        answer = answer_with(kept)
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.docx"
        return answer

    monkeypatch.setattr("abstracts.views.reviewing.files.answer_with", under_its_own_name)

    assert set(reading("/table").seen(blind.canaries.authors)) == {"table’s name"}


def test_rule_40_a_planted_file_that_keeps_what_it_tells_is_seen(blind, reading, monkeypatch):
    planted = blind.canaries.authors
    told = {each: planted[f"table’s {each}"] for each in ("author", "comment", "change")}
    sent = a_word_document(**told)
    monkeypatch.setattr(
        "abstracts.views.reviewing.files.answer_with", lambda _: Response(sent, content_type="application/octet-stream")
    )

    assert set(reading("/table").seen(planted)) == {f"table’s {each}" for each in told}
