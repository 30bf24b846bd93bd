from datetime import datetime

from flask import current_app, flash, g, make_response, request
from flask import session as cookie

from core import clock
from core.db import record_apart, session
from core.errors import TooMany
from core.limits import may_once_more
from core.web import ButtonForm, go_on, page, see_other
from people import actions, passkeys, queries, rules
from people.access import SIGN_IN, browser_token, know_browser, open_to_visitors, signed_in, signed_in_person
from people.forms import CodeForm, PasskeyForm, SignInForm
from people.models import WrongCode
from people.views.blueprint import bp
from people.views.challenge import new_challenge, spent_challenge

ASKED = "asked_for_code"
NEXT = "after_sign_in"


@bp.get("/sign-in")
@open_to_visitors
def show_sign_in():
    return _sign_in_page(SignInForm(next=request.args.get("next", "")), clock.now())


@bp.post("/sign-in")
@open_to_visitors
def ask_for_code():
    form, limits, now = SignInForm(), current_app.config["LIMITS"], clock.now()
    if not form.validate_on_submit():
        return _sign_in_page(form, now, status=422)
    if not may_once_more(
        session,
        act="ask",
        actor=request.remote_addr or "",
        at_most=limits.codes_per_visitor,
        window=limits.limit_window,
        now=now,
    ):
        raise TooMany("Too many codes were asked for from your network. Wait fifteen minutes, then try again.")
    code = actions.ask_for_code(session, email=form.email.data, limits=limits, now=now)
    cookie[ASKED] = code.key
    cookie[NEXT] = form.next.data or ""
    return see_other("people.show_code")


@bp.get("/sign-in/code")
@open_to_visitors
def show_code():
    code = queries.code_by_key(session, cookie.get(ASKED, ""))
    if code is None:
        return see_other("people.show_sign_in")
    return page("people/code.html", form=CodeForm(), email=code.email)


@bp.post("/sign-in/code")
@open_to_visitors
def sign_in():
    form = CodeForm()
    limits = current_app.config["LIMITS"]
    code = queries.code_by_key(session, cookie.get(ASKED, ""), lock=True)
    tries, now = queries.wrong_tries(session, code), clock.now()
    rules.check_open(code, tries, limits.code_tries, now)
    if not form.validate_on_submit():
        return page("people/code.html", form=form, email=code.email, status=422)
    if not rules.is_right(current_app.config["SECRET_KEY"], code, form.code.data):
        record_apart(WrongCode(code_id=code.id, tried_at=now))
        form.code.errors = [rules.wrong_code_words(limits.code_tries - tries - 1)]
        return page("people/code.html", form=form, email=code.email, status=422)
    _person, key = actions.sign_in(session, code=code, now=now, **_browser())
    return _signed_in(key, cookie.pop(NEXT, ""))


@bp.post("/sign-in/passkey")
@open_to_visitors
def sign_in_by_passkey():
    form, now = PasskeyForm(), clock.now()
    challenge = spent_challenge(session, "sign in", now)
    if not form.validate_on_submit():
        raise rules.NotAPasskey(passkeys.REFUSED)
    passkey = queries.passkey_by_credential(session, passkeys.credential_id(form.credential.data))
    if passkey is None:
        raise rules.NotAPasskey("This passkey is not known here. Use a code from your email, then add it again.")
    count = passkeys.proved(form.credential.data, passkey, challenge)
    key = actions.sign_in_by_passkey(session, passkey=passkey, sign_count=count, now=now, **_browser())
    return _signed_in(key, form.next.data)


@bp.post("/sign-out")
@open_to_visitors
def sign_out():
    if key := cookie.get(SIGN_IN):
        actions.sign_out(session, key=key, now=clock.now())
    cookie.clear()
    flash("You are signed out.")
    return see_other("people.show_sign_in")


@bp.post("/me/sign-out-elsewhere")
@signed_in
def sign_out_elsewhere():
    actions.end_sign_ins(session, person=g.person, keep=cookie[SIGN_IN], now=clock.now())
    flash("Every other browser is signed out.")
    return see_other("front.show_me")


@bp.get("/invitations/<token>")
@open_to_visitors
def show_invitation(token: str):
    invitation = queries.invitation_by_token(session, rules.hash_of(token))
    return page(
        "people/invitation.html",
        form=ButtonForm(),
        invitation=invitation,
        token=token,
        person=signed_in_person(),
        duty_words=rules.duty_words(invitation.role, invitation.scope),
        is_open=rules.is_open(invitation, clock.now()),
    )


@bp.post("/invitations/<token>")
@signed_in
def take_duty(token: str):
    invitation = queries.invitation_by_token(session, rules.hash_of(token), lock=True)
    actions.take_duty(session, invitation=invitation, person=g.person, now=clock.now())
    flash(f"You are now {rules.duty_words(invitation.role, invitation.scope)}.")
    return see_other("front.show_me")


def _sign_in_page(form: SignInForm, now: datetime, status: int = 200):
    options = passkeys.options_to_prove(new_challenge("sign in", now))
    return page("people/sign_in.html", form=form, status=status, options=options, person=signed_in_person())


def _browser() -> dict:
    """What is kept of the browser that signs in, and the key that it had until now."""
    return {
        "browser": rules.browser_words(request.user_agent.string),
        "device": browser_token(),
        "replaces": cookie.get(SIGN_IN, ""),
        "life": current_app.config["LIMITS"].session_life,
    }


def _signed_in(key: str, next_: str | None):
    # A token known before the sign-in is worth nothing after it.
    cookie.pop("csrf_token", None)
    cookie.pop(ASKED, None)
    cookie[SIGN_IN] = key
    return know_browser(make_response(go_on(next_, otherwise="front.show_me")))
