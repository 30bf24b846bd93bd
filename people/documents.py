"""Letters about signing in."""

from flask import current_app
from sqlalchemy.orm import Session

from core import clock
from core.outbox import MASKED, Draft, composes
from people import rules
from people.models import SignInCode


@composes("people/email/code")
def code_letter(session: Session, *, masked: bool, code_id: int) -> Draft | None:
    """The six digits for whoever asked. None once the code is used or over."""
    code = session.get(SignInCode, code_id)
    if code is None or code.used_at is not None or clock.now() >= code.expires_at:
        return None
    digits = MASKED if masked else rules.digits_for(current_app.config["SECRET_KEY"], code)
    minutes = int(current_app.config["LIMITS"].code_life.total_seconds() // 60)
    return Draft(context={"digits": digits, "minutes": minutes}, pictures={})
