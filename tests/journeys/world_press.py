"""Early access for the pages that are looked at: long names, somebody in each standing, and a breach."""

from datetime import timedelta

from sqlalchemy import select

from core.db import session
from people.models import Person
from policy import actions
from policy.models import EmbargoMove, Grant, GuestKind, Language, Launch, Position, PositionAnswer, PositionText
from policy.rules import TypedGuest, digest_of_terms
from tests.policy.launching import a_position, a_scheduled_launch

JOURNALIST, EDITOR = "thyme.surrogate@healthledger.example", "yarrow.illustra@plenary.example"
READERS = {"journalist": JOURNALIST}
PRESS_LETTERS = ("press_invited", "moved", "press_revoked", "public_now", "breached")
DAY = timedelta(days=1)


def read_early(now, long_name: str, long_title: str) -> dict[str, str]:
    """A launch with long words for the journalist, one whose terms wait, one that nobody reads, and a breach."""
    editor = session.scalars(select(Person).where(Person.email_key == EDITOR)).one()
    england = session.scalars(select(Launch).join(Position).where(Position.slug == "standards-first")).one()
    given = {"launch": england, "kind": GuestKind.PRESS, "expires_at": None, "by_id": editor.id, "now": now}
    one = TypedGuest(1, long_name, long_title, "bartholomew@news.example")
    actions.invite_guests(session, guests=[one], **given)  # the last letter of its kind to be queued stays true
    long = _launch(now, long_title)
    both = {"version": 1, "language": Language.WELSH, "title": long_title, "frame": long_title, "saved_at": now}
    long.position.texts.append(PositionText(**both, key_lines="Un\nDau\nTri", summary="Yn gryno."))
    asked = {"language": Language.ENGLISH, "question": "What would it cost?", "answer": "Less than it saves."}
    long.position.answers.append(PositionAnswer(**asked))
    grant = _ask(long, editor, now, TypedGuest(1, long_name, long_title, JOURNALIST))
    actions.accept_terms(session, grant=grant, shown=digest_of_terms(long.terms), now=now)
    waits = _ask(_launch(now, "To be accepted"), editor, now, TypedGuest(1, "Ms Thyme Surrogate", "HSJ", JOURNALIST))
    moved = _launch(now, "Moved")
    gone, told = (_ask(moved, editor, now, TypedGuest(1, "Mr Gone", "HSJ", f"{n}@news.example")) for n in (1, 2))
    actions.revoke_access(session, grant=gone, tell=True, by_id=editor.id, now=now)
    move = EmbargoMove(launch_id=moved.id, moved_at=now, was=moved.lifts_at, lifts_at=moved.lifts_at + DAY)
    session.add(move)
    moved.lifts_at = move.lifts_at
    actions.tell_of_move(session, move, now)
    breached = _launch(now, "Broken")
    _ask(breached, editor, now, TypedGuest(1, long_name, long_title, "broken@news.example"))
    actions.publish_at_once(session, launch=breached, by_id=editor.id, now=now)
    session.flush()
    desk = "/desk/policy/{}"
    return {
        "press_copy": f"/press/{grant.key}",
        "press_terms": f"/press/{waits.key}",
        "press_desk": desk.format("standards-first"),
        "press_guest": f"{desk.format(long.position.slug)}/press/{grant.id}",
        "press_guest_gone": f"{desk.format(moved.position.slug)}/press/{gone.id}",
        "press_moved": desk.format(told.launch.position.slug),
        "press_empty": desk.format(_launch(now, "Nobody’s").position.slug),
        "press_broken": desk.format(breached.position.slug),
    }


def _launch(now, title: str) -> Launch:
    return a_scheduled_launch(position=a_position(title=title, created_at=now), lifts_at=now + 9 * DAY)


def _ask(launch: Launch, editor: Person, now, guest: TypedGuest) -> Grant:
    given = {"kind": GuestKind.PRESS, "expires_at": None, "by_id": editor.id, "now": now}
    (grant,) = actions.invite_guests(session, launch=launch, guests=[guest], **given)
    return grant
