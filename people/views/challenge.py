"""What a passkey is asked to sign: made with the page, kept in the signed cookie, good once."""

import secrets
from datetime import datetime

from flask import current_app
from flask import session as cookie
from sqlalchemy.orm import Session, scoped_session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from core.limits import may_once_more
from people.rules import NotAPasskey

CHALLENGE = "challenge"
OLD = "That page was too old for a passkey. Load it again, and try once more."


def new_challenge(purpose: str, now: datetime) -> bytes:
    """32 random bytes for this browser and ``purpose``; an earlier challenge of it is over."""
    challenge = secrets.token_bytes(32)
    cookie[CHALLENGE] = [purpose, bytes_to_base64url(challenge), now.isoformat()]
    return challenge


def spent_challenge(session: Session | scoped_session, purpose: str, now: datetime) -> bytes:
    """The challenge of this browser, which nobody can use again. Raises NotAPasskey if it is not there or too old."""
    made_for, challenge, made = cookie.pop(CHALLENGE, ("", "", ""))
    made_at = datetime.fromisoformat(made) if made else None
    if made_for != purpose or made_at is None or now - made_at >= current_app.config["LIMITS"].challenge_life:
        raise NotAPasskey(OLD)
    # Counted in the window in which it was made: a copy of the cookie is good once, too.
    life = current_app.config["LIMITS"].challenge_life
    if not may_once_more(session, act="challenge", actor=challenge, at_most=1, window=life, now=made_at):
        raise NotAPasskey(OLD)
    return base64url_to_bytes(challenge)
