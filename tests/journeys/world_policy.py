"""Positions in the states that the demo's four are not in: beside a newer version, in approval, withdrawn, and bare."""

from datetime import datetime, timedelta

from sqlalchemy import select

from core.db import session
from events.models import Event
from people.access import SIGN_IN
from people.models import Person, SignIn
from people.rules import hash_of
from policy.models import Approval, Language, PositionAnswer, PositionStatus, PositionText, RunStep
from tests import factories as make
from tests.journeys.world_roundtable import talked
from tests.policy.launching import a_launch, a_position

EDITOR = "yarrow.illustra@plenary.example"


def at_policy_desk(now: datetime, long_title: str) -> dict[str, str]:
    """The cookie of the policy editor, and the links of who is invited to a roundtable."""
    editor = session.scalars(select(Person).where(Person.email_key == EDITOR)).one()
    event = session.scalars(select(Event).where(Event.slug == "leaders-2027")).one()
    over = now - timedelta(days=1)
    readable = {"lifts_at": over, "scheduled_at": over - timedelta(days=1), "told_at": over, "event": event}
    given = {"owner_id": editor.id, "public_version": 1, "status": PositionStatus.LIVE}
    updated = a_launch(position=a_position(slug="updated", title=long_title, **given), **readable).position
    updated.version, updated.answers = 2, [_answer(long_title)]
    words = {"title": long_title, "frame": "A frame.", "summary": "In short.", "changed": "Its title."}
    updated.texts.append(PositionText(version=2, language=Language.ENGLISH, saved_at=now, **words))
    waiting = a_position(slug="waiting", status=PositionStatus.IN_APPROVAL, owner_id=editor.id)
    waits = a_launch(position=waiting, event=event, lifts_at=now + timedelta(days=9))
    waits.steps.append(RunStep(at=now, words=long_title, owner="The hall", done_at=now))
    for place, person in enumerate((editor, make.a_person(name=long_title)), 1):
        waiting.approvals.append(Approval(version=1, place=place, person_id=person.id))
    gone = a_launch(position=a_position(slug="gone", **given), **readable).position
    gone.status, gone.withdrawn_at, gone.withdrawn_because = PositionStatus.WITHDRAWN, now, "The figures were wrong."
    a_position(slug="bare", owner_id=editor.id, spokespeople=[])
    times = {"begun_at": now, "seen_at": now, "expires_at": now + timedelta(days=1), "confirmed_at": now}
    session.add(SignIn(person_id=editor.id, key_hash=hash_of("editor-key"), **times))
    signer = make.app.session_interface.get_signing_serializer(make.app)
    return {"editor": signer.dumps({SIGN_IN: "editor-key"}), **talked(now, long_title)}


def _answer(long_title: str) -> PositionAnswer:
    return PositionAnswer(place=1, language=Language.WELSH, question=long_title, answer="Ydy.", is_public=True)
