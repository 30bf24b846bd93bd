"""Who reads the position for England before the world does: six named people, as their access stands after a week."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.models import Person
from policy import actions
from policy.models import Grant, GuestKind, Launch, Opened, Position
from policy.rules import TypedGuest, digest_of_terms

SLUG = "standards-first"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class DemoGuest:
    """A named person, how many hours after being asked they accepted, and when they opened what; -1 is never."""

    name: str
    outlet: str
    email: str
    kind: GuestKind = GuestKind.PRESS
    accepted: int = -1
    opened: tuple[tuple[int, Opened], ...] = ()
    revoked: int = -1


PAGE, PAPER = Opened.PAPER_PAGE, Opened.PAPER_FILE
GUESTS = (
    DemoGuest("Ms Bryony Madeup", "HSJ", "bryony.madeup@hsj.example", accepted=3, opened=((3, PAGE), (4, PAPER))),
    DemoGuest("Mr Elder Mannequin", "BMJ Leader", "elder.mannequin@leader.example", accepted=20, opened=((20, PAGE),)),
    DemoGuest("Ms Sorrel Figment", "BMJ", "sorrel.figment@bmj.example"),
    DemoGuest(
        "Ms Thyme Surrogate",
        "Health Ledger",
        "thyme.surrogate@healthledger.example",
        accepted=26,
        opened=((26, PAGE), (27, PAPER), (50, PAGE), (98, PAGE)),
    ),
    DemoGuest(
        "Dr Myrtle Dummett-Ware",
        "Halcyon Medical School",
        "myrtle.dummett-ware@halcyon.example",
        kind=GuestKind.PARTNER,
        accepted=70,
    ),
    DemoGuest(
        "Mr Ash Testerton",
        "Ward and Wire",
        "ash.testerton@wardandwire.example",
        accepted=5,
        opened=((5, PAGE),),
        revoked=30,
    ),
)


def brief(session: Session, editor: Person, now: datetime) -> None:
    """Six were asked a week ago: four have access, one has not answered, and one has access no more."""
    launch = session.scalars(select(Launch).join(Position).where(Position.slug == SLUG)).one()
    asked_at = now - 7 * DAY
    for number, each in enumerate(GUESTS, start=1):
        guest = TypedGuest(number, each.name, each.outlet, each.email)
        given = {"kind": each.kind, "expires_at": None, "by_id": editor.id, "now": asked_at}
        (grant,) = actions.invite_guests(session, launch=launch, guests=[guest], **given)
        _follow(session, grant, each, editor, asked_at)


def _follow(session: Session, grant: Grant, guest: DemoGuest, editor: Person, asked_at: datetime) -> None:
    if guest.accepted >= 0:
        shown = digest_of_terms(grant.launch.terms)
        actions.note_opening(
            session, grant=grant, opened=Opened.TERMS, thing_id=None, now=asked_at + guest.accepted * HOUR
        )
        actions.accept_terms(session, grant=grant, shown=shown, now=asked_at + guest.accepted * HOUR)
    for hours, opened in guest.opened:
        at = asked_at + hours * HOUR + timedelta(minutes=7)
        actions.note_opening(session, grant=grant, opened=opened, thing_id=None, now=at)
    if guest.revoked >= 0:
        actions.revoke_access(session, grant=grant, tell=True, by_id=editor.id, now=asked_at + guest.revoked * HOUR)
