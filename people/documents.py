"""Letters about signing in and about duties, and the QR that an authenticator app reads."""

import qrcode
from flask import current_app
from qrcode.constants import ERROR_CORRECT_M
from sqlalchemy.orm import Session

from core import clock
from core.outbox import MASKED, Draft, composes
from core.web import full_address
from people import authenticator, rules
from people.models import AddressChange, Invitation, Person, SignIn, SignInCode

MAILBOXES = ("old", "new")
QUIET = 4  # white modules around


def app_qr_path(person: Person, secret: str) -> tuple[str, int]:
    """The QR that an authenticator app reads, as ``qr_path_of`` gives it."""
    return qr_path_of(authenticator.address_of(secret, person.email))


def qr_path_of(text: str) -> tuple[str, int]:
    """The dark modules as the ``d`` of one SVG path, and how wide the whole is, the quiet zone included."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make()
    dark = [(x, y) for y, row in enumerate(code.modules, QUIET) for x, is_dark in enumerate(row, QUIET) if is_dark]
    return "".join(f"M{x} {y}h1v1h-1z" for x, y in dark), len(code.modules) + 2 * QUIET


@composes("people/email/code")
def code_letter(session: Session, *, masked: bool, code_id: int) -> Draft | None:
    """The six digits for whoever asked. None once the code is used or over."""
    code = session.get(SignInCode, code_id)
    if code is None or code.used_at is not None or clock.now() >= code.expires_at:
        return None
    digits = MASKED if masked else rules.digits_for(current_app.config["SECRET_KEY"], code)
    minutes = int(current_app.config["LIMITS"].code_life.total_seconds() // 60)
    return Draft(context={"digits": digits, "minutes": minutes}, pictures={})


@composes("people/email/device")
def device_letter(session: Session, *, masked: bool, sign_in_id: int) -> Draft | None:
    """That somebody has signed in from a browser not seen before, and what to do if it was somebody else."""
    sign_in = session.get(SignIn, sign_in_id)
    return sign_in and Draft(context={"sign_in": sign_in, "link": full_address("front.show_me")}, pictures={})


@composes("people/email/address")
def address_letter(session: Session, *, masked: bool, change_id: int, mailbox: int) -> Draft | None:
    """The button that says yes to a change of address, for one of its two mailboxes. None once it is over."""
    change = session.get(AddressChange, change_id)
    if change is None or change.ended_at is not None or clock.now() >= change.expires_at:
        return None
    token = rules.address_token(current_app.config["SECRET_KEY"], change.key, MAILBOXES[mailbox])
    link = full_address("people.show_address_link", token=MASKED if masked else token)
    return Draft(context={"link": link, "is_new": MAILBOXES[mailbox] == "new"}, pictures={})


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
