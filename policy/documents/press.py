"""Letters to those who read early, and about a breach.

Before the instant none of them says a title, an address or a word of the position, since a mailbox shows subjects and
first lines to whoever looks over a shoulder (domain rule 49). Each asks again, when it is sent, whether it is wanted.
"""

from sqlalchemy.orm import Session

from core import clock
from core.outbox import Draft, composes
from core.web import full_address
from people.models import Person
from policy import queries, rules
from policy.models import EmbargoMove, Grant, Language, Launch
from policy.rules import Standing

ZONES = (("Europe/London", "UK time"), ("UTC", "UTC"))


@composes("policy/email/press_invited")
def press_invited_letter(session: Session, *, masked: bool, grant_id: int) -> Draft | None:
    """To a named person: something is under embargo, and where its terms stand. None once they have accepted these,
    their access is over, or nothing waits any more.
    """
    grant = session.get_one(Grant, grant_id)
    now = clock.now()
    asked = (Standing.INVITED, Standing.TO_ACCEPT_AGAIN)
    if rules.standing_of(grant, now) not in asked or not rules.is_waiting(grant.launch, now):
        return None
    return _draft(grant, link=_address(grant, masked), is_again=grant.accepted_at is not None)


@composes("policy/email/moved")
def moved_letter(session: Session, *, masked: bool, grant_id: int, move_id: int) -> Draft | None:
    """To everybody with access: the embargo lifts at another time. None if it was moved again or has lifted, or their
    access is over.
    """
    grant, move = session.get_one(Grant, grant_id), session.get_one(EmbargoMove, move_id)
    now = clock.now()
    is_over = rules.standing_of(grant, now) in (Standing.REVOKED, Standing.EXPIRED)
    if is_over or grant.launch.lifts_at != move.lifts_at or not rules.is_waiting(grant.launch, now):
        return None
    return _draft(grant, move=move, zones=ZONES, link=_address(grant, masked))


@composes("policy/email/press_revoked")
def press_revoked_letter(session: Session, *, masked: bool, grant_id: int) -> Draft | None:
    """To a named person: their early access has ended. None if they have it again."""
    grant = session.get_one(Grant, grant_id)
    lifted = rules.has_lifted(grant.launch, clock.now())
    return None if grant.revoked_at is None else _draft(grant, has_lifted=lifted)


@composes("policy/email/public_now")
def public_now_letter(session: Session, *, masked: bool, grant_id: int) -> Draft | None:
    """To everybody who had access: the embargo is off. None unless the world may read it."""
    grant = session.get_one(Grant, grant_id)
    shown = queries.public_launch(session, grant.launch, clock.now())
    if shown is None or grant.revoked_at is not None:
        return None
    return _draft(grant, title=shown.text(Language.ENGLISH).title, link=_public_address(grant.launch))


@composes("policy/email/breached")
def breached_letter(session: Session, *, masked: bool, launch_id: int, person_id: int) -> Draft | None:
    """To its owner, lead and champion: it was published at once, and where the record is."""
    launch, person = session.get_one(Launch, launch_id), session.get_one(Person, person_id)
    shown = queries.public_launch(session, launch, clock.now())
    if shown is None:
        return None
    slug = launch.position.slug
    context = {
        "person": person,
        "launch": launch,
        "title": shown.text(Language.ENGLISH).title,
        "link": _public_address(launch),
        "record_link": full_address("policy.show_access_record", position_slug=slug),
    }
    return Draft(context, {})


def _draft(grant: Grant, **context) -> Draft:
    return Draft({"grant": grant, **context}, {})


def _address(grant: Grant, masked: bool) -> str:
    """Their own page; for whoever else reads along, the one where everybody begins."""
    if masked:
        return full_address("policy.show_press_copies")
    return full_address("policy.show_press_copy", key=grant.key)


def _public_address(launch: Launch) -> str:
    return full_address("policy.show_position", position_slug=launch.position.slug)
