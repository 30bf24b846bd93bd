from flask import Blueprint, current_app, redirect, request
from flask import session as cookie

from core import clock
from core.db import session
from core.errors import NotFound
from core.web import ButtonForm, page, see_other
from demo.data import SIGN_INS, TODAY
from people import actions, rules
from people.access import SIGN_IN, open_to_visitors
from people.models import SignInCode

bp = Blueprint("demo", __name__, url_prefix="/demo")


@bp.get("/")
@open_to_visitors
def show_demo():
    """The way round the demo: who one can be, and where the mail is."""
    mail_pages = current_app.config["MAIL_PAGES"]
    return page("demo/demo.html", form=ButtonForm(), sign_ins=SIGN_INS, event_slug=TODAY, mail_pages=mail_pages)


@bp.post("/sign-in/<int:number>")
@open_to_visitors
def sign_in(number: int):
    """Sign in as one of the invented people without a letter: this view exists in demo mode only."""
    if not 0 <= number < len(SIGN_INS):
        raise NotFound("There is no such person.")
    address, now = SIGN_INS[number].address, clock.now()
    code = SignInCode(email=address, email_key=rules.email_key(address))
    _person, key = actions.sign_in(
        session,
        code=code,
        browser=rules.browser_words(request.user_agent.string),
        life=current_app.config["LIMITS"].session_life,
        now=now,
    )
    cookie.clear()
    cookie[SIGN_IN] = key
    if SIGN_INS[number].goes_to:
        return redirect(SIGN_INS[number].goes_to, code=303)
    return see_other("front.show_me")
