"""Inviting by name, one by one and from a list; terms, reminders, revoking; and who may."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core.outbox import OutgoingLetter
from people.models import Role
from policy.models import AccessStep, Grant, GuestKind, PositionStatus
from tests import factories as make
from tests.factories import NOON
from tests.policy.pressing import a_guest, a_secret

GUEST = {"name": "Ms Thyme Surrogate", "outlet": "HSJ", "email": "Thyme@news.example", "kind": "press"}


def desk(launch, page: str = "") -> str:
    return f"/desk/policy/{launch.position.slug}/press{page}"


def grants(session) -> list[Grant]:
    return list(session.scalars(select(Grant).order_by(Grant.id)))


@pytest.fixture
def owned(browse, now):
    """A launch that waits, and its owner's browser."""
    launch = a_secret()
    return launch, browse(launch.position.owner)


def test_an_editor_everywhere_the_owner_and_the_lead_may_and_nobody_else(browse, session, now):
    launch = a_secret()
    event = launch.event
    may = [launch.position.owner, launch.lead, make.a_person(role=Role.POLICY_EDITOR)]
    may_not = [launch.champion, make.a_person(role=Role.POLICY_EDITOR, event=event), make.a_person(role=Role.ORGANISER)]

    assert [browse(each).get(desk(launch)).status_code for each in may] == [200] * 3
    assert [browse(each).get(desk(launch)).status_code for each in may_not] == [404] * 3


def test_whose_duty_wants_a_second_factor_proves_it_first(app, browse, session, now, monkeypatch):
    launch, editor = a_secret(), make.a_person(role=Role.POLICY_EDITOR)
    monkeypatch.setitem(app.config, "SECOND_FACTOR_ROLES", frozenset({Role.POLICY_EDITOR}))
    assert browse(editor).get(desk(launch)).headers["Location"].startswith("/confirm")


def test_a_named_person_is_asked_by_letter_and_has_a_numbered_copy(owned, session):
    launch, browser = owned
    for _ in range(2):
        answer = browser.post(desk(launch), data=GUEST)
    browser.post(desk(launch), data=GUEST | {"email": "two@news.example", "kind": "partner", "until": "2026-05-20"})

    one, two = grants(session)
    assert (answer.status_code, "on the list already" in answer.text) == (422, True)
    assert [each.copy_number for each in (one, two)] == [1, 2]
    assert (one.kind, two.kind) == (GuestKind.PRESS, GuestKind.PARTNER)
    assert (one.expires_at - launch.lifts_at).days == 7
    assert two.expires_at == datetime(2026, 5, 20, 23, tzinfo=UTC)  # midnight in London ends the day
    assert len({one.key, two.key}) == 2
    letters = session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)).all()
    assert [each.recipient for each in letters] == ["Thyme@news.example", "two@news.example"]


def test_a_pasted_list_is_taken_whole_or_not_at_all(owned, session):
    launch, browser = owned
    a_guest(launch, email="known@news.example", email_key="known@news.example", copy_number=4)
    wrong = "A One, BMJ, one@news.example\nB Two, HSJ\nC Three, BMJ Leader, known@news.example"
    answer = browser.post(desk(launch, "/list"), data={"guests": wrong, "list_kind": "press"})
    assert answer.status_code == 422
    assert "Line 2: Write a name, an outlet and an email address, parted by commas. 1 more to mend" in answer.text
    assert wrong.splitlines()[1] in answer.text  # what was typed is kept
    assert len(grants(session)) == 1

    right = "A One\tBMJ\tone@news.example\n\nB Two\tHSJ\ttwo@news.example"
    assert browser.post(desk(launch, "/list"), data={"guests": right, "list_kind": "press"}).status_code == 303
    assert [(each.copy_number, each.outlet) for each in grants(session)[1:]] == [(5, "BMJ"), (6, "HSJ")]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": PositionStatus.APPROVED}, "Schedule the launch first"),
        ({"lifts_at": NOON}, "This position is public"),
        ({"terms": ""}, "Write the terms first"),
    ],
    ids=["not scheduled", "public", "no terms"],
)
def test_nobody_is_asked_where_there_is_nothing_to_read_early(owned, session, changes, words):
    launch, browser = owned
    for name, value in changes.items():
        setattr(launch.position if name == "status" else launch, name, value)
    session.commit()
    answer = browser.post(desk(launch), data=GUEST)

    assert (answer.status_code, words in answer.text, grants(session)) == (409, True, [])


def test_access_cannot_end_before_the_embargo_lifts(owned, session):
    launch, browser = owned
    grant = a_guest(launch)
    assert browser.post(desk(launch, f"/{grant.id}/until"), data={"until": "2026-05-03"}).status_code == 409
    assert browser.post(desk(launch, f"/{grant.id}/until"), data={"until": "2026-06-01"}).status_code == 303
    session.expire_all()
    assert grant.expires_at == datetime(2026, 6, 1, 23, tzinfo=UTC)


def test_new_terms_are_accepted_anew_by_who_accepted_others(owned, browse, session):
    launch, browser = owned
    person = make.a_person()
    grant, asked = a_guest(launch, person=person), a_guest(launch, accepted=False)
    answer = browser.post(desk(launch, "/terms"), data={"terms": "Other terms."}, follow_redirects=True)

    assert "1 are asked to accept them anew" in answer.text
    assert "Other terms." in browse(person).get(f"/press/{grant.key}").text
    assert browse(person).get(f"/press/{grant.key}/paper-en.pdf").status_code == 404
    assert [each.recipient for each in session.scalars(select(OutgoingLetter))] == [grant.email]
    kept = session.scalars(select(AccessStep.terms).where(AccessStep.terms != ""))
    assert kept.all() == ["Nothing before the embargo lifts."]  # what was accepted then
    assert asked.accepted_at is None


def test_what_is_revoked_can_be_given_back_and_both_stay_written(owned, browse, session):
    launch, browser = owned
    person = make.a_person()
    grant = a_guest(launch, person=person)
    browser.post(desk(launch, f"/{grant.id}/revoke"), data={"tell": "y"})
    assert browse(person).get(f"/press/{grant.key}").status_code == 404
    browser.post(desk(launch, f"/{grant.id}/give-back"))
    assert browse(person).get(f"/press/{grant.key}").status_code == 200

    acts = [each.value for each in session.scalars(select(AccessStep.act).order_by(AccessStep.id))]
    assert acts == ["invited", "accepted", "revoked", "given back"]
    page = browser.get(desk(launch, f"/{grant.id}")).text
    assert all(words in page for words in ("revoked", "given back", "the position"))


def test_the_log_and_its_file_say_who_opened_what(owned, browse, session):
    launch, browser = owned
    person = make.a_person()
    grant = a_guest(launch, person=person, name="=Ms Thyme")
    a_guest(launch, name="Mr Never")
    browse(person).get(f"/press/{grant.key}")

    page = browser.get(desk(launch)).text
    assert "1 time" in page
    assert "Never</span>" in page
    assert "The position" in browser.get(desk(launch, "/log")).text
    sheet = browser.get(desk(launch, "/log.csv")).text.splitlines()
    assert [line.rsplit(",", 1)[1] for line in sheet[1:]].count("opened: page") == 1
    assert "'=Ms Thyme" in sheet[1]  # no formula (INJ-5)
