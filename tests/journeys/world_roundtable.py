"""A roundtable with everything long, one only begun, and one that is over, for the pages that are looked at."""

from datetime import datetime, timedelta

from sqlalchemy import select

from core.db import session
from events.models import Visibility
from members.models import CareerStage, Nation
from people.access import link_token
from people.models import Person
from policy.models import InviteeStatus, NoteAction, Roundtable, Sector
from tests import factories as make
from tests.policy.seating import BEGINS, ENDS, a_paper, an_invitee

ORGANISER = "iris.draftworthy@plenary.example"
NOTE = "# What was said\n\nRotas should name the hours of each role.\n\n- In all four nations.\n- From next year on."


def talked(now: datetime, long_title: str) -> dict[str, str]:
    """The links of those who are invited, by where they stand."""
    owner = session.scalars(select(Person).where(Person.email_key == ORGANISER)).one()
    full = _held("talk-full", long_title, owner, now, days=9, note=NOTE, question=NOTE)
    _held("talk-bare", "A talk that has begun to be planned", owner, now, days=30)
    over = _held("talk-over", "A talk that was held", owner, now, days=-2, note=NOTE, approved_at=now, shared_at=now)
    over.actions = [NoteAction(words=long_title, due_on=now.date())]
    kinds = zip(InviteeStatus, Nation, Sector, CareerStage, strict=False)
    for wave, (status, nation, sector, stage) in enumerate(kinds, 1):
        about = {"nation": nation, "sector": sector, "stage": stage, "wave": wave, "needs": "No nuts."}
        an_invitee(full, status, name=f"Dr {long_title}", role=long_title, **about)
    an_invitee(full, InviteeStatus.LISTED, wave=1)
    a_paper(full, title=long_title)
    standing = [InviteeStatus.INVITED, InviteeStatus.ACCEPTED, InviteeStatus.RESERVE, InviteeStatus.DECLINED]
    found = {f"talk_{each.value}": _link(an_invitee(full, each)) for each in standing}
    return found | {"talk_over": _link(an_invitee(over, InviteeStatus.ACCEPTED))}


def _held(slug: str, name: str, owner: Person, now: datetime, *, days: int, **changes) -> Roundtable:
    day = now.date() + timedelta(days=days)
    when = {"first_day": day, "last_day": day, "doors_open": BEGINS, "closes": ENDS, "venue": "The Library"}
    event = make.an_event(slug=slug, name=name, visibility=Visibility.INVITED, **when)
    return make.saved(Roundtable(event_id=event.id, owner_id=owner.id, seats=18, **changes))


def _link(invitee) -> str:
    make.session.flush()
    return f"/roundtables/{invitee.key}/open/{link_token('invitee', invitee.id, 1)}"
