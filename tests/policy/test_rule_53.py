"""Domain rule 53: one action publishes at once, alerts its people, freezes the log, and says who had access when."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from core.outbox import OutgoingLetter
from policy import actions, queries, rules
from policy.models import EmbargoMove, Opened, PositionStatus
from tests import factories as make
from tests.factories import NOON
from tests.policy.pressing import SECRET, a_guest, a_secret, composed

SECOND = timedelta(seconds=1)
SAID = {"is_meant": "y"}


def at(launch, page: str) -> str:
    return f"/desk/policy/{launch.position.slug}/{page}"


@pytest.fixture
def owner(browse):
    """The owner's browser, freshly signed in, for a launch."""
    return lambda launch: browse(launch.position.owner)


@pytest.fixture
def breached(session, now):
    """A launch that was published at once, which one had opened, one had only been asked and one had lost."""
    launch = a_secret()
    reader = a_guest(launch)
    a_guest(launch, accepted=False)
    gone = a_guest(launch, name="Mr Gone Away")
    actions.revoke_access(session, grant=gone, tell=False, by_id=None, now=NOON - SECOND)
    actions.note_opening(session, grant=reader, opened=Opened.PAPER_PAGE, thing_id=1, now=NOON - SECOND)
    actions.publish_at_once(session, launch=launch, by_id=launch.position.owner_id, now=NOON)
    session.commit()
    return launch


def test_rule_53_it_is_public_at_once(browse, owner, session, now):
    launch = a_secret()
    assert browse().get(f"/policy/{launch.position.slug}").status_code == 404

    done = owner(launch).post(at(launch, "breach"), data=SAID)

    assert (done.status_code, done.headers["Location"]) == (303, at(launch, "access-record"))
    assert SECRET in browse().get(f"/policy/{launch.position.slug}").text
    session.expire_all()
    assert (launch.lifts_at, launch.breached_at, launch.frozen_at) == (NOON, NOON, NOON)


def test_rule_53_the_page_says_what_will_happen_and_wants_a_tick(browse, owner, session, now):
    launch = a_secret()
    a_guest(launch)
    page = owner(launch).get(at(launch, "breach")).text

    assert all(words in page for words in ("Everybody can read it at once", "to 1 person of the press", "is frozen"))
    assert owner(launch).post(at(launch, "breach")).status_code == 422
    session.expire_all()
    assert launch.breached_at is None


def test_rule_53_its_people_and_all_with_access_are_told(session, breached):
    letters = list(session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)))
    alerts = {each.recipient for each in letters if each.kind == "policy/email/breached"}
    told = [each for each in letters if each.kind == "policy/email/public_now"]

    assert alerts == {each.email for each in (breached.position.owner, breached.lead, breached.champion)}
    assert [each.recipient for each in told] == [
        each.grant.email for each in queries.guests_of(session, breached) if each.grant.revoked_at is None
    ]
    assert all(SECRET in composed(each).text for each in letters)


@pytest.mark.parametrize("status", ["draft", "in approval", "approved", "live", "archived"])
def test_rule_53_what_is_not_scheduled_is_refused_in_words(owner, session, now, status):
    launch = a_secret(lifts_at=NOON + SECOND)
    launch.position.status = PositionStatus(status)
    session.commit()
    answer = owner(launch).post(at(launch, "breach"), data=SAID)

    assert (answer.status_code, "There is no embargo to lift" in answer.text) == (409, True)
    session.expire_all()
    assert launch.lifts_at == NOON + SECOND


def test_rule_53_a_second_click_alerts_nobody_again(owner, session, now):
    launch = a_secret()
    a_guest(launch)
    answers = [owner(launch).post(at(launch, "breach"), data=SAID) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 409]
    assert "published at once already" in answers[1].text
    assert len(session.scalars(select(OutgoingLetter)).all()) == 4
    assert len(session.scalars(select(EmbargoMove)).all()) == 1


FROZEN = (
    "UPDATE press_openings SET at = at",
    "DELETE FROM press_openings",
    "UPDATE embargo_moves SET because = ''",
    "DELETE FROM press_steps",
    "DELETE FROM press_grants",
    "UPDATE press_grants SET name = 'Nobody'",
    "UPDATE press_grants SET terms = 'Others', accepted_at = accepted_at",
    "UPDATE press_grants SET expires_at = invited_at",
    "UPDATE launches SET frozen_at = NULL, breached_at = NULL",
    "UPDATE launches SET lifts_at = scheduled_at",
)


@pytest.mark.parametrize("statement", FROZEN)
def test_rule_53_the_database_keeps_the_log_as_it_was(session, breached, statement):
    with pytest.raises(DBAPIError, match=r"only ever added to|are frozen"), session.begin_nested():
        session.execute(text(statement))


@pytest.mark.parametrize("statement", FROZEN[5:])
def test_before_a_breach_all_that_may_change_can(session, now, statement):
    a_guest(a_secret())
    with session.begin_nested():
        session.execute(text(statement))


def test_rule_53_after_it_a_grant_is_only_ever_revoked(owner, session, breached):
    reader, asked, _ = (each.grant for each in queries.guests_of(session, breached))
    by = {"by_id": breached.position.owner_id, "now": NOON + SECOND}
    for refused in (
        lambda: actions.give_back_access(session, grant=asked, **by),
        lambda: actions.reset_expiry(session, grant=asked, expires_at=make.LONG_AFTER, **by),
        lambda: actions.set_terms(session, launch=breached, terms="Others.", **by),
        lambda: actions.remind_guest(session, grant=asked, **by),
    ):
        with pytest.raises(rules.LogIsFrozen):
            refused()
    before = queries.access_record(session, breached).hash
    actions.revoke_access(session, grant=reader, tell=False, **by)
    session.commit()

    assert reader.revoked_at == NOON + SECOND
    assert queries.access_record(session, breached).hash == before  # it says how things stood


def test_rule_53_the_record_says_who_had_access_when(owner, session, breached):
    page = owner(breached).get(at(breached, "access-record")).text
    record = queries.access_record(session, breached)
    reader, asked, gone = record.guests

    assert [each.act for each in reader.steps] == ["invited", "accepted"]
    assert [(each.at, each.act) for each in reader.openings] == [(NOON - SECOND, "page")]
    assert ([each.act for each in asked.steps], asked.openings) == (["invited"], ())
    assert [each.act for each in gone.steps] == ["invited", "accepted", "revoked"]
    assert "The record is as it was made" in page
    assert record.hash in page
    sheet = owner(breached).get(at(breached, "access-record.csv")).text
    assert all(words in sheet for words in ("Mr Gone Away", "revoked", record.hash))
    pdf = owner(breached).get(at(breached, "access-record.pdf"))
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")


def test_rule_53_a_record_that_was_made_to_say_less_is_noticed(owner, session, breached, monkeypatch):
    monkeypatch.setattr("policy.queries.breach.openings_of", lambda session, launch: [])
    assert "The record is not as it was made" in owner(breached).get(at(breached, "access-record")).text


def test_without_a_breach_there_is_no_record(owner, session, now):
    launch = a_secret()
    assert [owner(launch).get(at(launch, f"access-record{end}")).status_code for end in ("", ".csv", ".pdf")] == [
        404
    ] * 3
