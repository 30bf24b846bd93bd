"""Domain rule 49 in the mailboxes of those who read early: before the instant no letter says what it is about."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.outbox import OutgoingLetter
from policy import actions
from policy.documents import press
from policy.models import EmbargoMove, Grant, GuestKind
from policy.rules import TypedGuest, digest_of_terms, usual_expiry
from tests.factories import NOON
from tests.policy.pressing import BODY, SECRET, a_guest, a_secret, composed

DAY = timedelta(days=1)
BY = {"by_id": None, "now": NOON}


def letters(session) -> list[OutgoingLetter]:
    return list(session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id)))


def whole(letter) -> str:
    return "\n".join((letter.subject, letter.text, letter.html))


def a_move(session, launch, to, **changes) -> EmbargoMove:
    """The instant is another, and everybody with access is owed a letter."""
    move = EmbargoMove(launch_id=launch.id, moved_at=NOON, was=launch.lifts_at, lifts_at=to, **changes)
    session.add(move)
    launch.lifts_at = to
    session.flush()
    actions.tell_of_move(session, move, NOON)
    session.commit()
    return move


@pytest.fixture
def owed(session, now):
    """A letter of each kind that goes out before the instant, and the launch that they are about."""
    launch = a_secret()
    by = {"by_id": launch.position.owner_id, "now": NOON}
    guests = [TypedGuest(1, "Ms Thyme Surrogate", "Health Ledger", "thyme@news.example")]
    actions.invite_guests(session, launch=launch, guests=guests, kind=GuestKind.PRESS, expires_at=None, **by)
    a_guest(launch)
    actions.set_terms(session, launch=launch, terms="Other terms.", **by)
    a_move(session, launch, launch.lifts_at + DAY)
    revoked = a_guest(launch)
    actions.revoke_access(session, grant=revoked, tell=True, **by)
    session.commit()
    return launch


def leaks(session, launch) -> set[str]:
    """The kinds of the letters that say a word of the position."""
    told = (SECRET, BODY, launch.position.slug, "A frame.", "In short.", "Three.")
    return {
        each.kind
        for each in letters(session)
        for masked in (False, True)
        if any(words in whole(composed(each, masked=masked)) for words in told)
    }


def test_rule_49_no_letter_before_the_instant_says_a_word_of_it(session, owed):
    assert {each.kind.rpartition("/")[2] for each in letters(session)} == {"press_invited", "moved", "press_revoked"}
    assert leaks(session, owed) == set()


def test_rule_49_a_letter_with_the_title_is_noticed(session, owed, monkeypatch):
    draft = press._draft
    monkeypatch.setattr(
        press, "_draft", lambda grant, **said: draft(grant, **said | {"link": grant.launch.position.slug})
    )
    assert leaks(session, owed)


def test_rule_49_the_key_of_a_copy_is_kept_from_who_else_reads_along(session, owed):
    keys = [grant.key for grant in session.scalars(select(Grant).order_by(Grant.id))]
    assert not [each for each in letters(session) for key in keys if key in whole(composed(each, masked=True))]


def test_rule_51_a_move_is_told_to_all_who_have_access_and_to_nobody_else(session, now):
    launch = a_secret()
    told = [a_guest(launch), a_guest(launch, accepted=False), a_guest(launch, kind=GuestKind.PARTNER)]
    a_guest(launch, revoked_at=NOON)
    a_guest(launch, expires_at=NOON)
    a_guest(a_secret())
    a_move(session, launch, launch.lifts_at + DAY)

    assert [each.recipient for each in letters(session)] == [each.email for each in told]
    said = composed(letters(session)[0]).text
    assert "UK time: Tuesday 5 May 2026, 14:00 (it was Monday 4 May 2026, 14:00)" in said
    assert "UTC: Tuesday 5 May 2026, 13:00 (it was Monday 4 May 2026, 13:00)" in said


def test_rule_51_who_is_revoked_before_it_is_sent_is_not_told(session, now):
    launch = a_secret()
    grant = a_guest(launch)
    a_move(session, launch, launch.lifts_at + DAY)
    (letter,) = letters(session)
    assert composed(letter)  # else the next line would say nothing

    actions.revoke_access(session, grant=grant, tell=False, **BY)
    assert composed(letter) is None


def test_of_two_moves_only_the_last_is_told(session, now):
    launch = a_secret()
    a_guest(launch)
    for days in (1, 2):
        a_move(session, launch, launch.lifts_at + days * DAY)

    first, second = letters(session)
    assert composed(first) is None
    assert composed(second)


def test_the_usual_week_goes_with_the_instant_and_a_chosen_day_stays(session, now):
    launch = a_secret()
    usual, chosen = a_guest(launch), a_guest(launch, expires_at=NOON + 30 * DAY)
    a_move(session, launch, launch.lifts_at + DAY)

    assert (usual.expires_at, chosen.expires_at) == (usual_expiry(launch.lifts_at), NOON + 30 * DAY)


def test_who_accepted_needs_no_reminder_and_an_old_invitation_is_not_sent(session, now):
    launch = a_secret()
    by = {"by_id": launch.position.owner_id, "now": NOON}
    grant = a_guest(launch, accepted=False)
    assert actions.remind_guest(session, grant=grant, **by)
    assert not actions.remind_guest(session, grant=grant, **by)  # once a day
    actions.accept_terms(session, grant=grant, shown=digest_of_terms(launch.terms), now=NOON)

    assert not actions.remind_guest(session, grant=grant, **by)
    assert composed(letters(session)[0]) is None
