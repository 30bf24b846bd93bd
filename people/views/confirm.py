"""Proving once more who one is: by a code from the mailbox, the app, a recovery code or a passkey."""

from datetime import datetime

from flask import current_app, g, request
from flask import session as cookie

from core import clock
from core.db import record_apart, session
from core.limits import one_more, times_so_far
from core.web import go_on, page, see_other
from people import actions, passkeys, queries, rules
from people.access import SIGN_IN, is_fresh, must_have_second_factor, signed_in, signed_in_so_far
from people.forms import AppForm, ConfirmForm, PasskeyForm
from people.models import WrongCode
from people.views.blueprint import bp
from people.views.challenge import new_challenge, spent_challenge

CONFIRMING = "asked_to_confirm"
OTHERWISE = "people.show_security"


@bp.get("/confirm")
@signed_in_so_far
def show_confirm():
    return _confirm_page(request.args.get("next", ""), clock.now())


@bp.post("/confirm/letter")
@signed_in
def mail_confirmation():
    limits, now = current_app.config["LIMITS"], clock.now()
    code = actions.ask_for_code(session, email=g.person.email, limits=limits, now=now)
    rules.check_sent(code, now)
    cookie[CONFIRMING] = code.key
    return see_other("people.show_confirm", next=request.form.get("next") or None)


@bp.post("/confirm/code")
@signed_in
def confirm_by_code():
    form, limits = ConfirmForm(), current_app.config["LIMITS"]
    code = queries.code_by_key(session, cookie.get(CONFIRMING, ""), lock=True)
    tries, now = queries.wrong_tries(session, code), clock.now()
    rules.check_open(code, tries, limits.code_tries, now)
    rules.check_mailbox(code, g.person)
    if not form.validate_on_submit():
        return _confirm_page(form.next.data, now, code=form, status=422)
    if not rules.is_right(current_app.config["SECRET_KEY"], code, form.code.data):
        record_apart(WrongCode(code_id=code.id, tried_at=now))
        form.code.errors = [rules.wrong_code_words(limits.code_tries - tries - 1)]
        return _confirm_page(form.next.data, now, code=form, status=422)
    cookie.pop(CONFIRMING)
    cookie[SIGN_IN] = actions.confirm_by_code(session, sign_in=g.sign_in, code=code, now=now)
    return go_on(form.next.data, otherwise=OTHERWISE)


@bp.post("/confirm/app")
@signed_in_so_far
def confirm_by_app():
    form, limits = AppForm(), current_app.config["LIMITS"]
    factors, now = queries.factors_of(session, g.sign_in.person, lock=True), clock.now()
    if not form.validate_on_submit():
        return _confirm_page(form.next.data, now, app=form, status=422)
    tries = {"act": "factor", "actor": str(g.sign_in.person_id), "window": limits.limit_window, "now": now}
    rules.check_tries(times_so_far(session, **tries), limits.code_tries)
    if not actions.use_typed_factor(
        session,
        person=g.sign_in.person,
        factors=factors,
        secret=current_app.config["SECRET_KEY"],
        typed=form.app_code.data,
        is_digits=form.is_digits,
        now=now,
    ):
        record_apart(one_more(session, **tries))
        form.app_code.errors = ["That code does not match, or was used before. Wait for the next one in your app."]
        return _confirm_page(form.next.data, now, app=form, status=422)
    cookie[SIGN_IN] = actions.confirm(session, sign_in=g.sign_in, by_factor=True, now=now)
    return go_on(form.next.data, otherwise=OTHERWISE)


@bp.post("/confirm/passkey")
@signed_in_so_far
def confirm_by_passkey():
    form, now = PasskeyForm(), clock.now()
    challenge = spent_challenge(session, "confirm", now)
    if not form.validate_on_submit():
        raise rules.NotAPasskey(passkeys.REFUSED)
    passkey = queries.passkey_by_credential(session, passkeys.credential_id(form.credential.data))
    if passkey is None or passkey.person_id != g.sign_in.person_id:
        raise rules.NotAPasskey("This passkey is not one of yours. Use another way to confirm.")
    count = passkeys.proved(form.credential.data, passkey, challenge)
    actions.use_passkey(session, passkey=passkey, sign_count=count, now=now)
    cookie[SIGN_IN] = actions.confirm(session, sign_in=g.sign_in, by_factor=True, now=now)
    return go_on(form.next.data, otherwise=OTHERWISE)


def _confirm_page(
    next_: str | None,
    now: datetime,
    *,
    code: ConfirmForm | None = None,
    app: AppForm | None = None,
    status: int = 200,
):
    person = g.sign_in.person
    factors = queries.factors_of(session, person)
    asked = queries.code_by_key(session, cookie.get(CONFIRMING, ""))
    return page(
        "people/confirm.html",
        status=status,
        form=code or ConfirmForm(formdata=None),
        app_form=app or AppForm(formdata=None),
        next=next_ or "",
        person=person,
        is_half=g.person is None,
        proof=rules.what_to_prove(
            g.sign_in, is_required=must_have_second_factor(), has_factor=bool(factors), is_fresh=is_fresh()
        ).value,
        has_app=factors.has_app,
        options=passkeys.options_to_prove(new_challenge("confirm", now), factors.passkeys) if factors.passkeys else "",
        is_asked=asked is not None and rules.is_code_open(asked, now),
    )
