"""Letters about signing in, and about duties."""

from flask import current_app
from sqlalchemy.orm import Session

from core import clock
from core.outbox import MASKED, Draft, composes
from core.web import full_address
from people import rules
from people.models import Invitation, Person, SignInCode


@composes("people/email/code")
def code_letter(session: Session, *, masked: bool, code_id: int) -> Draft | None:
    """The six digits for whoever asked. None once the code is used or over."""
    code = session.get(SignInCode, code_id)
    if code is None or code.used_at is not None or clock.now() >= code.expires_at:
        return None
    digits = MASKED if masked else rules.digits_for(current_app.config["SECRET_KEY"], code)
    minutes = int(current_app.config["LIMITS"].code_life.total_seconds() // 60)
    return Draft(context={"digits": digits, "minutes": minutes}, pictures={})


@composes("people/email/invitation")
def invitation_letter(session: Session, *, masked: bool, invitation_id: int) -> Draft | None:
    """A duty offered, with the link that lets its reader accept. None once it is taken, withdrawn or too old."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or not rules.is_open(invitation, clock.now()):
        return None
    token = rules.link_token(current_app.config["SECRET_KEY"], "invitation", invitation.id, 1)
    link = full_address("people.show_sign_in") if masked else full_address("people.show_invitation", token=token)
    duty = rules.duty_words(invitation.role, invitation.scope)
    return Draft(context={"invitation": invitation, "duty": duty, "link": link}, pictures={})


def unsubscribe_link(person: Person) -> str:
    """Where the reader of a letter takes back all they agreed to be told: with a button, and without a sign-in."""
    token = rules.link_token(current_app.config["SECRET_KEY"], "unsubscribe", person.id, 1)
    return full_address("people.show_unsubscribe", person_id=person.id, token=token)
