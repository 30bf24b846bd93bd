"""Domain rule 51: early access is a named person's, on accepted terms, for a time, revocable, marked and logged."""

from datetime import timedelta

import pikepdf
import pytest
from sqlalchemy import select

from policy import rules
from policy.models import Grant, Opened, Opening, PositionStatus
from tests import factories as make
from tests.factories import NOON
from tests.policy.pressing import BODY, SECRET, a_guest, a_pdf, a_secret, stored, words_of_pages

HOUR = timedelta(hours=1)
PARTS = ("", "/cy", "/paper-en.pdf")


@pytest.fixture
def file_store(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "FILES_URL", f"file://{tmp_path}")


def addresses(grant) -> list[str]:
    return [f"/press/{grant.key}{part}" for part in PARTS] + [
        f"/press/{grant.key}/assets/{each.id}" for each in grant.launch.assets
    ]


def openings(session) -> list:
    return [each.opened for each in session.scalars(select(Opening).order_by(Opening.id))]


def tells(answer) -> bool:
    """True if an answer is anything but nothing there, or says a word of the position."""
    return answer.status_code != 404 or SECRET in answer.text or BODY in answer.text


def in_vain(browse, session, person, grant) -> bool:
    """True if nothing is at any of the grant's addresses for that person, and the log knows of nothing."""
    before = openings(session)
    nothing = browse(person).get("/press/no-such-key")
    answers = [browse(person).open(each, method=how) for each in addresses(grant) for how in ("GET", "HEAD")]
    return (
        not any(tells(each) for each in answers)
        and {len(each.data) for each in answers if each.data} <= {len(nothing.data)}
        and openings(session) == before
    )


WAYS = ("revoked", "over", "another person", "withdrawn")


def turned_away(way, session):
    """A grant that opens nothing any more, and who asks."""
    launch, person = a_secret(), make.a_person()
    grant = a_guest(launch, person=person)
    if way == "revoked":
        grant.revoked_at = NOON
    if way == "over":
        grant.expires_at = NOON
    if way == "withdrawn":
        launch.position.status, launch.position.withdrawn_at = PositionStatus.WITHDRAWN, NOON
    session.commit()
    return grant, make.a_person() if way == "another person" else person


@pytest.mark.parametrize("way", WAYS)
def test_rule_51_who_has_no_access_finds_nothing_there(browse, session, now, way):
    grant, person = turned_away(way, session)

    assert in_vain(browse, session, person, grant)
    assert SECRET not in browse(person).get("/press/").text


@pytest.mark.parametrize("way", [way for way in WAYS if way != "another person"])
def test_rule_51_a_check_that_is_missing_is_noticed(browse, session, now, monkeypatch, way):
    grant, person = turned_away(way, session)
    monkeypatch.setattr(rules, "check_may_open", lambda grant, now: None)

    assert not in_vain(browse, session, person, grant)


def test_rule_51_a_key_that_opens_to_anybody_is_noticed(browse, session, now, monkeypatch):
    grant, person = turned_away("another person", session)
    any_one = select(Grant).where(Grant.key == grant.key)
    monkeypatch.setattr("policy.queries.grant_for", lambda session, person, key: session.scalars(any_one).one())

    assert not in_vain(browse, session, person, grant)


def test_rule_51_a_guest_asks_for_a_sign_in_first(browse, session, now):
    grant = a_guest(a_secret())

    assert [browse().get(each).headers["Location"].split("?")[0] for each in addresses(grant)[:3]] == ["/sign-in"] * 3


def test_rule_51_access_ends_at_its_very_end(browse, session, monkeypatch):
    person, launch = make.a_person(), a_secret(lifts_at=NOON + 9 * HOUR)
    grant = a_guest(launch, person=person, expires_at=NOON + HOUR)

    monkeypatch.setattr("core.clock.now", lambda: NOON + HOUR - timedelta(seconds=1))
    assert browse(person).get(addresses(grant)[0]).status_code == 200
    monkeypatch.setattr("core.clock.now", lambda: NOON + HOUR)
    assert browse(person).get(addresses(grant)[0]).status_code == 404


def test_rule_51_nothing_but_the_terms_is_shown_before_they_are_accepted(browse, session, now):
    person = make.a_person()
    grant = a_guest(a_secret(), person=person, accepted=False)
    terms = browse(person).get(f"/press/{grant.key}")

    assert "Nothing before the embargo lifts." in terms.text
    assert SECRET not in terms.text + browse(person).get("/press/").text
    assert [browse(person).get(each).status_code for each in addresses(grant)[2:]] == [404] * 6
    assert openings(session) == [Opened.TERMS]


def test_rule_51_skipped_terms_are_noticed(browse, session, now, monkeypatch):
    person = make.a_person()
    grant = a_guest(a_secret(), person=person, accepted=False)
    grant.accepted_at, grant.terms = NOON, "Others."  # what they accepted are not the terms as they are now
    session.commit()
    assert SECRET not in browse(person).get(f"/press/{grant.key}").text

    monkeypatch.setattr(rules, "has_accepted", lambda grant: True)
    assert SECRET in browse(person).get(f"/press/{grant.key}").text


def test_rule_51_the_terms_are_kept_word_for_word_with_their_time(browse, session, now):
    person, launch = make.a_person(), a_secret()
    grant = a_guest(launch, person=person, accepted=False)
    given = {"seen": rules.digest_of_terms(launch.terms), "is_accepted": "y"}

    assert browse(person).post(f"/press/{grant.key}", data={"seen": given["seen"]}).status_code == 422
    changed = browse(person).post(f"/press/{grant.key}", data=given | {"seen": "of others"})
    assert (changed.status_code, grant.accepted_at) == (409, None)
    assert browse(person).post(f"/press/{grant.key}", data=given).headers["Location"] == f"/press/{grant.key}"

    session.expire_all()
    assert (grant.terms, grant.accepted_at) == (launch.terms, NOON)
    assert SECRET in browse(person).get(f"/press/{grant.key}").text


def test_rule_51_every_page_says_whose_copy_it_is(browse, session, now):
    person = make.a_person()
    grant = a_guest(a_secret(), person=person)
    page = browse(person).get(f"/press/{grant.key}").text

    assert 'class="watermark"' in page
    assert f"Embargoed · {grant.name}" in page
    assert f"{grant.outlet} · copy {grant.copy_number}" in page
    assert "Monday 4 May 2026, 14:00</time>" in page
    assert "UK time (Monday 4 May 2026, 13:00 UTC)" in page


@pytest.fixture
def paper_of(browse, session, now, file_store):
    """The pages of a stored paper, and of the words where there is none, as somebody downloads them."""

    def download(*pages: str) -> list[str]:
        person, launch = make.a_person(), a_secret()
        if pages:
            launch.position.texts[0].paper_id = stored(a_pdf(*pages)).id
            session.commit()
        grant = a_guest(launch, person=person, copy_number=7)
        answer = browse(person).get(f"/press/{grant.key}/paper-en.pdf", headers={"Range": "bytes=0-9"})
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert not {"ETag", "Last-Modified"} & set(answer.headers.keys())
        return words_of_pages(answer.data)

    return download


MARKED = "Ms Thyme Surrogate, Health Ledger, copy 7. Opened Monday 4 May 2026, 13:00 UK time."


def unmarked(pages: list[str]) -> list[int]:
    return [number for number, words in enumerate(pages) if MARKED not in words]


def test_rule_51_every_page_of_the_paper_carries_the_name_the_number_and_the_time(paper_of):
    pages = paper_of("one", "two", "three")
    assert (len(pages), unmarked(pages)) == (3, [])


def test_rule_51_a_paper_that_is_set_from_its_words_carries_them_too(paper_of):
    pages = paper_of()
    assert (SECRET in pages[0], unmarked(pages)) == (True, [])


def test_rule_51_a_page_without_its_mark_is_noticed(paper_of, monkeypatch):
    add, calls = pikepdf.Page.add_overlay, []

    def skip_the_second(page, other, *given):
        calls.append(page)
        return add(page, other, *given) if len(calls) != 2 else None

    monkeypatch.setattr("pikepdf.Page.add_overlay", skip_the_second)
    assert unmarked(paper_of("one", "two", "three")) == [1]


def test_rule_51_every_view_and_download_is_in_the_log(browse, session, now, file_store):
    person = make.a_person()
    grant = a_guest(a_secret(), person=person)
    asset = next(each for each in grant.launch.assets if each.channel.value == "slide")
    asset.file_id = stored(a_pdf("slide")).id
    session.commit()
    at = f"/press/{grant.key}"
    client = browse(person)
    for path, how in ((at, "GET"), (at, "HEAD"), (f"{at}/paper-en.pdf", "GET"), (f"{at}/assets/{asset.id}", "GET")):
        assert client.open(path, method=how, headers={"If-None-Match": "*"}).status_code == 200

    page, paper = Opened.PAPER_PAGE, Opened.PAPER_FILE
    assert openings(session) == [page, page, paper, Opened.ASSET]
    assert {each.at for each in session.scalars(select(Opening))} == {NOON}


def test_rule_51_what_cannot_be_logged_is_not_shown(browse, session, now, monkeypatch):
    """A view that is not noted is an answer that is not given: here the log is made to fail."""
    person = make.a_person()
    grant = a_guest(a_secret(), person=person)

    def fail(*_given, **_named):
        raise rules.LogIsFrozen("No log.")

    monkeypatch.setattr("policy.views.press.actions.note_opening", fail)
    assert SECRET not in browse(person).get(f"/press/{grant.key}").text

    monkeypatch.setattr("policy.views.press.actions.note_opening", lambda *_given, **_named: None)
    assert SECRET in browse(person).get(f"/press/{grant.key}").text
    assert openings(session) == []  # which is what the test before would have found


def test_at_the_instant_it_leads_to_the_public_page(browse, session, monkeypatch):
    person, launch = make.a_person(), a_secret(lifts_at=NOON)
    grant = a_guest(launch, person=person)
    monkeypatch.setattr("core.clock.now", lambda: NOON)

    answers = [browse(person).get(each) for each in addresses(grant)[:3]]
    assert [each.headers["Location"] for each in answers] == [f"/policy/{launch.position.slug}"] * 3
    assert openings(session) == []
