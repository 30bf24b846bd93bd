"""After the release and the embargo the canary's authors appear where they should, and its reviewers still nowhere.

The same world as in tests/slow/test_blind_crawl.py, moved on.
"""

import io
import zipfile
from datetime import timedelta

import pytest

from tests.rig.blind import DAY, BlindWorld
from tests.rig.crawl import Crawl, guesses
from tests.slow.blind_demo import blind, seen_in

__all__ = ["blind"]
AS_PRINTED = ("given_names", "surname", "organisation", "town", "orcid")
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def published(blind):
    """The world after the release and the publishing, with the end of the embargo."""
    with blind.undone():
        blind.release()
        yield blind, blind.publish()


def printed(world: BlindWorld) -> set[str]:
    return {f"{who} {what}" for who in ("first", "second") for what in AS_PRINTED}


def book_for(world: BlindWorld, who: str, now) -> Crawl:
    """What somebody gets of the book, its pages, files and citations, and of the public pages around it."""
    crawl, book = world.crawl(who, now), f"{world.site}/book"
    one = f"{book}/{world.number}"
    starts = [book, f"{book}.pdf", f"{book}/authors", one, *(f"{one}/cite.{kind}" for kind in ("txt", "bib", "ris"))]
    crawl.follow([*starts, f"/events/{world.event_slug}/", world.site], most=40)
    return crawl


def test_rule_48_after_the_embargo_the_book_names_the_authors_to_everybody(published):
    world, embargo = published
    crawl = book_for(world, "a stranger", embargo)
    seen = crawl.seen(world.canaries.authors)

    assert set(seen) >= printed(world) - {"first town", "second town"}
    assert not {label for label in seen if "email" in label or "address" in label}
    assert any(where.startswith("GET ") and where.endswith("/book") for where in seen["first surname"])
    assert any(where.endswith(".pdf") for where in seen["first surname"])
    assert crawl.seen(world.canaries.readers) == {}


def test_rule_48_before_the_end_of_the_embargo_nobody_is_told(published):
    world, embargo = published

    assert book_for(world, "a stranger", embargo - SECOND).seen(world.canaries.authors) == {}
    assert book_for(world, "another author", embargo - SECOND).seen(world.canaries.authors) == {}


def test_rule_48_what_goes_to_the_journal_names_the_authors(published):
    world, _ = published
    chair = world.client("chair", world.in_review_at + 3 * DAY)
    of_call = f"{world.desk}/calls/{world.call_slug}"
    bundle = chair.get(f"{of_call}/supplement.zip")
    with zipfile.ZipFile(io.BytesIO(bundle.data)) as archive:
        parts = [archive.read(each) for each in archive.namelist()]

    assert {"first surname", "second surname", "first organisation", "first orcid"} <= seen_in(
        parts, world.canaries.authors
    )
    assert seen_in(parts, world.canaries.readers) == set()


def test_rules_40_and_45_the_letter_names_its_reader_and_no_reviewer(published, caught):
    world, _ = published
    with world.undone():
        letters = world.letters(caught, world.in_review_at + 3 * DAY)
    mine = letters[world.canaries.authors["owner's address"]]
    subjects = [each["Subject"] for each in mine]

    assert any("accepted" in each for each in subjects)
    assert "owner's name" in seen_in(mine, world.canaries.authors)
    assert seen_in(mine, world.canaries.readers) == set()
    for number in (1, 2, 3):
        address = world.canaries.readers[f"reviewer {number}’s address"]
        assert seen_in(letters.get(address, []), world.canaries.authors) == set()


@pytest.mark.parametrize("who", ["owner", "co-author", "another author", "a stranger"])
def test_rule_40_reviewers_are_told_to_nobody_after_the_release_either(published, who):
    world, embargo = published
    crawl = world.crawl(who, embargo + DAY)
    crawl.follow(["/", "/me", f"{world.site}/{world.number}"], most=60)
    crawl.get(each for each in guesses(world.app, world.named()) if each not in crawl.addresses)

    assert crawl.seen(world.canaries.readers) == {}
    assert len(crawl.addresses) >= 300


def test_rule_40_a_planted_comment_that_is_signed_is_seen(published, caught, monkeypatch):
    world, _ = published
    name = world.canaries.readers["reviewer 1’s name"]
    monkeypatch.setattr("abstracts.queries.comments_for_authors", lambda *_: [f"Clear. {name}"])
    with world.undone():
        letters = world.letters(caught, world.in_review_at + 3 * DAY)

    mine = letters[world.canaries.authors["owner's address"]]
    assert seen_in(mine, world.canaries.readers) == {"reviewer 1’s name"}
