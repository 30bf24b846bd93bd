"""Duties, and invitations to them: who may offer, hold and end which."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.errors import NotAllowed, Refusal
from people.models import (
    Duty,
    Invitation,
    Person,
    Role,
)

# What somebody does and in which event, by its slug; None is all of them.
Duties = frozenset[tuple[Role, str | None]]


LONDON = ZoneInfo("Europe/London")


ROLE_WORDS = {
    Role.ORGANISER: "organiser",
    Role.FINANCE: "finance officer",
    Role.ABSTRACT_CHAIR: "abstract chair",
    Role.REVIEWER: "reviewer",
    Role.PROGRAMME_EDITOR: "programme editor",
    Role.REGIONAL_LEAD: "regional lead",
    Role.POLICY_EDITOR: "policy editor",
    Role.CONVENOR: "network convenor",
    Role.DOOR: "door steward",
    Role.EXHIBITOR: "exhibitor",
    Role.READ_ONLY: "reader of everything",
}


NATIONS = ("england", "scotland", "wales", "northern ireland")  # a regional lead's; members' register has them too


LONGEST_SCOPE = 120


class InvitationIsOver(Refusal):
    pass


class InvitedSomebodyElse(NotAllowed):
    pass


class MayNotOffer(NotAllowed):
    pass


class ScopeIsWrong(Refusal):
    status = 422


class LastDayIsPast(Refusal):
    status = 422


class MayNotEnd(Refusal):
    pass


def london_day(now: datetime) -> date:
    """The date in London, by which duties end."""
    return now.astimezone(LONDON).date()


def holds_duty(duties: Duties, role: Role, event_slug: str | None) -> bool:
    """True if ``role`` is among the duties held in that event; without a slug, in all events."""
    return (role, None) in duties or (event_slug is not None and (role, event_slug) in duties)


def is_held(duty: Duty, today: date) -> bool:
    """True up to its last day, and on it."""
    return duty.ends_on is None or today <= duty.ends_on


def check_may_offer(held: Duties, event_slug: str | None) -> None:
    """Raise MayNotOffer unless who holds these duties may give others there: in an event who runs it, in all events
    who runs all."""
    if not holds_duty(held, Role.ORGANISER, event_slug):
        raise MayNotOffer("You may offer duties in the events that you run, and in no other.")


def check_scope(role: Role, scope: str) -> None:
    """Raise ScopeIsWrong unless a regional lead has a nation, a convenor a network, an exhibitor's person the name of
    the exhibitor, and anybody else nothing."""
    if role is Role.REGIONAL_LEAD:
        if scope not in NATIONS:
            raise ScopeIsWrong("Choose the nation of the regional lead: England, Scotland, Wales or Northern Ireland.")
    elif role is Role.CONVENOR:
        if not 0 < len(scope) <= LONGEST_SCOPE:
            raise ScopeIsWrong("Write the name of the network, in 120 characters at most.")
    elif role is Role.EXHIBITOR:
        if not 0 < len(scope) <= LONGEST_SCOPE:
            raise ScopeIsWrong("An exhibitor’s people are invited from the event’s page of exhibitors.")
    elif scope:
        raise ScopeIsWrong("Only a regional lead has a nation, a convenor a network, and an exhibitor a name.")


def check_last_day(ends_on: date | None, today: date) -> None:
    """Raise LastDayIsPast for a duty that would be over before it begins."""
    if ends_on is not None and ends_on < today:
        raise LastDayIsPast("Choose a last day that is today or later, or none.")


def check_may_end(duty: Duty, by_id: int) -> None:
    """Raise MayNotEnd for one's own duty as an organiser of all events: somebody must be left to give it back."""
    if duty.person_id == by_id and duty.role is Role.ORGANISER and duty.event_id is None:
        raise MayNotEnd("You cannot end your own duty for all events. Ask another organiser of all events to end it.")


def duty_words(role: Role, scope: str) -> str:
    """The duty as its holder would say it: “regional lead, Northern Ireland”."""
    named = scope.title() if role is Role.REGIONAL_LEAD else scope
    return f"{ROLE_WORDS[role]}, {named}" if named else ROLE_WORDS[role]


def check_invitation(invitation: Invitation, person: Person, now: datetime) -> None:
    """Raise unless the invitation is open and for this person's proved address."""
    if not is_open(invitation, now):
        raise InvitationIsOver("This invitation has been used or has run out. Ask for a new one.")
    if invitation.email_key != person.email_key:
        raise InvitedSomebodyElse("This invitation is for another address. Sign in with the one it was sent to.")


def is_open(invitation: Invitation, now: datetime) -> bool:
    """True until it is taken, withdrawn or too old, or its duty's last day is over."""
    is_live = invitation.taken_at is None and now < invitation.expires_at
    return is_live and (invitation.ends_on is None or london_day(now) <= invitation.ends_on)
