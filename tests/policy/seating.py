"""Roundtables for tests. Each saves one valid thing; a test names only what it is about."""

from datetime import date, time
from itertools import count

from core.files import StoredFile
from events.models import Visibility
from members.models import CareerStage, Nation
from people.models import Duty, Person, Role
from policy import rules
from policy.models import Invitee, InviteeStatus, Roundtable, RoundtablePaper, Sector
from tests import factories as make

_number = count(1)
TODAY = make.NOON.date()
# That evening in London is UTC+1.
DAY, BEGINS, ENDS = date(2026, 5, 14), time(17, 30), time(20, 0)


def a_roundtable(*, seats: int = 3, owner: Person | None = None, **changes) -> Roundtable:
    """A roundtable at an event of its own, run by its owner, with nobody on its list."""
    n = next(_number)
    hours = {"first_day": DAY, "last_day": DAY, "doors_open": BEGINS, "closes": ENDS}
    event = make.an_event(slug=f"talk-{n:04}", name=f"Quorsum {n}", visibility=Visibility.INVITED, **hours)
    owner = owner or make.a_person()
    make.session.add(Duty(person_id=owner.id, event_id=event.id, role=Role.ORGANISER))
    return make.saved(Roundtable(event_id=event.id, owner_id=owner.id, seats=seats, **changes))


def an_invitee(roundtable: Roundtable, status: InviteeStatus = InviteeStatus.INVITED, **changes) -> Invitee:
    """Somebody on its list who stands so, with a seat if they have accepted."""
    n = next(_number)
    email = changes.pop("email", f"invitee{n}@north.example")
    about = {"name": f"Dr Ada Surname{n}", "role": "Medical director", "email": email, "email_key": email}
    kinds = {"nation": Nation.WALES, "sector": Sector.NHS_TRUST, "stage": CareerStage.CONSULTANT}
    asked = {} if status is InviteeStatus.LISTED else {"invited_at": make.NOON, "reply_by": DAY}
    given = {
        "roundtable_id": roundtable.id,
        "key": f"key-of-invitee-{n:06}",
        "status": status,
        **about,
        **kinds,
        **asked,
    }
    roundtable.taken += status is InviteeStatus.ACCEPTED
    return make.saved(Invitee(**given | changes))


def a_paper(roundtable: Roundtable, file: StoredFile | None = None, title: str = "What we know") -> RoundtablePaper:
    kept = {"key": f"paper-{next(_number)}", "name": "paper.pdf", "kind": "application/pdf", "bytes": 24}
    file = file or StoredFile(**kept, sha256="0" * 64, stored_at=make.NOON, purpose="roundtable paper")
    return make.saved(RoundtablePaper(roundtable_id=roundtable.id, title=title, file=file, added_at=make.NOON))


def somebody(name: str = "Dr Moss Pretendre", email: str = "moss@north.example", wave: int = 1, **changes):
    """Somebody to be listed, who is not yet."""
    given = {"role": "Chief executive", "nation": Nation.SCOTLAND, "sector": Sector.CHARITY, "stage": CareerStage.GP}
    return rules.NewInvitee(name=name, email=email, wave=wave, **given | changes)
