from flask import Blueprint, current_app, flash, g, request
from flask import session as cookie

from core import clock
from core.db import record_apart, session
from core.errors import TooMany
from core.limits import may_once_more
from core.web import ButtonForm, go_on, page, see_other
from people import actions, queries, rules
from people.access import SIGN_IN, link_token, open_to_visitors, signed_in, signed_in_person
from people.forms import CodeForm, ConsentForm, SignInForm
from people.models import Person, WrongCode

bp = Blueprint("people", __name__)
ASKED = "asked_for_code"
NEXT = "after_sign_in"


@bp.get("/sign-in")
@open_to_visitors
def show_sign_in():
    return page("people/sign_in.html", form=SignInForm(next=request.args.get("next", "")))


@bp.post("/sign-in")
@open_to_visitors
def ask_for_code():
    form = SignInForm()
    if not form.validate_on_submit():
        return page("people/sign_in.html", form=form, status=422)
    limits, now = current_app.config["LIMITS"], clock.now()
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
    _person, key = actions.sign_in(
        session,
        code=code,
        browser=rules.browser_words(request.user_agent.string),
        life=limits.session_life,
        now=now,
    )
    _begin_cookie_anew(key)
    return go_on(cookie.pop(NEXT, ""), otherwise="front.show_me")


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


@bp.get("/me/consents")
@signed_in
def show_consents():
    return _consents_page(ConsentForm())


@bp.post("/me/consents")
@signed_in
def agree():
    form = ConsentForm()
    if not form.validate_on_submit():
        return _consents_page(form, status=422)
    changed = actions.agree(session, person=g.person, wanted=form.wanted(), now=clock.now())
    flash("Your choices are saved." if changed else "Nothing was changed.")
    return see_other("people.show_consents")


@bp.post("/me/consents/withdraw")
@signed_in
def withdraw_consents():
    actions.agree(session, person=g.person, wanted=frozenset(), now=clock.now())
    flash("All of it is withdrawn. Letters about what you book still come.")
    return see_other("people.show_consents")


@bp.get("/unsubscribe/<int:person_id>/<token>")
@open_to_visitors
def show_unsubscribe(person_id: int, token: str):
    person = _reader(person_id, token)
    return page(
        "people/unsubscribe.html",
        form=ButtonForm(),
        person=person,
        token=token,
        standing=queries.consents_of(session, person),
    )


@bp.post("/unsubscribe/<int:person_id>/<token>")
@open_to_visitors
def unsubscribe(person_id: int, token: str):
    actions.agree(session, person=_reader(person_id, token), wanted=frozenset(), now=clock.now())
    return see_other("people.show_unsubscribe", person_id=person_id, token=token)


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


def _consents_page(form: ConsentForm, status: int = 200):
    return page(
        "people/consents.html",
        form=form,
        status=status,
        person=g.person,
        standing=queries.consents_of(session, g.person),
        history=queries.consent_history(session, g.person),
        words=rules.CONSENT_WORDS,
    )


def _reader(person_id: int, token: str) -> Person:
    expected = link_token("unsubscribe", person_id, 1)
    return queries.person_by_link(session, person_id, token=token, expected=expected)


def _begin_cookie_anew(key: str) -> None:
    # A token known before the sign-in is worth nothing after it.
    cookie.pop("csrf_token", None)
    cookie.pop(ASKED, None)
    cookie[SIGN_IN] = key
