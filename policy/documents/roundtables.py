"""The letters of a roundtable: composed when they are sent, and to nobody who is not asked any more."""

from sqlalchemy.orm import Session, joinedload

from core.outbox import Draft, composes
from core.web import full_address
from people.access import link_token
from people.rules import hash_of
from policy.models import Invitee, InviteeStatus, Roundtable


def invitee_token_hash(invitee: Invitee) -> str:
    """What the token of an invitee's mailed link hashes to."""
    return hash_of(link_token("invitee", invitee.id, 1))


def invitee_link(invitee: Invitee, masked: bool = False) -> str:
    """The access link of an invitation; masked, the plain address that opens nothing by itself."""
    if masked:
        return full_address("policy.show_invitation", key=invitee.key)
    token = link_token("invitee", invitee.id, 1)
    return full_address("policy.open_invitation", key=invitee.key, token=token)


@composes("policy/email/roundtable_invited")
def invited_letter(session: Session, *, masked: bool, invitee_id: int) -> Draft | None:
    """They are asked to come. None once they have answered, or are asked no more."""
    return _letter(session, invitee_id, masked, frozenset({InviteeStatus.INVITED}))


@composes("policy/email/roundtable_answered")
def answered_letter(session: Session, *, masked: bool, invitee_id: int) -> Draft | None:
    """What their answer came to, or that a seat has come free for them. None if they are asked no more."""
    answered = frozenset({InviteeStatus.ACCEPTED, InviteeStatus.RESERVE, InviteeStatus.DECLINED})
    return _letter(session, invitee_id, masked, answered)


@composes("policy/email/roundtable_released")
def released_letter(session: Session, *, masked: bool, invitee_id: int) -> Draft | None:
    """They are asked no more. None if they are asked again meanwhile."""
    return _letter(session, invitee_id, masked, frozenset({InviteeStatus.RELEASED}))


@composes("policy/email/roundtable_note")
def note_letter(session: Session, *, masked: bool, invitee_id: int) -> Draft | None:
    """The note can be read. None for who has no seat any more."""
    return _letter(session, invitee_id, masked, frozenset({InviteeStatus.ACCEPTED}))


def _letter(session: Session, invitee_id: int, masked: bool, standing: frozenset[InviteeStatus]) -> Draft | None:
    whole = joinedload(Invitee.roundtable).joinedload(Roundtable.event)
    invitee = session.get_one(Invitee, invitee_id, options=[whole])
    if invitee.status not in standing:
        return None
    context = {
        "invitee": invitee,
        "roundtable": invitee.roundtable,
        "event": invitee.roundtable.event,
        "link": invitee_link(invitee, masked),
    }
    return Draft(context=context, pictures={})
