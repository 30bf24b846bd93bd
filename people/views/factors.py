"""A person's own passkeys, authenticator app and recovery codes."""

from flask import current_app, flash, g
from flask import session as cookie

from core import clock
from core.db import record_apart, session
from core.limits import one_more, times_so_far
from core.web import ButtonForm, page, see_other
from people import actions, authenticator, passkeys, queries, rules
from people.access import SIGN_IN, fresh, is_fresh, must_have_second_factor, owes_second_factor, signed_in
from people.documents import app_qr_path
from people.forms import AppForm, NewPasskeyForm
from people.queries import Factors
from people.views.blueprint import bp
from people.views.challenge import new_challenge, spent_challenge


@bp.get("/me/security")
@signed_in
def show_security():
    factors = queries.factors_of(session, g.person)
    return page(
        "people/security.html",
        form=ButtonForm(),
        person=g.person,
        factors=factors,
        codes_left=queries.recovery_codes_left(session, g.person) if factors.has_app else 0,
        is_required=must_have_second_factor(),
        is_owed=owes_second_factor(),
        is_fresh=is_fresh(),
    )


@bp.get("/me/security/passkey")
@signed_in
@fresh
def show_new_passkey():
    return _new_passkey_page(NewPasskeyForm(), _factors_to_change())


@bp.post("/me/security/passkey")
@signed_in
@fresh
def add_passkey():
    form, now, known = NewPasskeyForm(), clock.now(), _factors_to_change()
    challenge = spent_challenge(session, "add", now)
    if not form.validate_on_submit():
        return _new_passkey_page(form, known, status=422)
    actions.add_passkey(
        session,
        person=g.person,
        passkey=passkeys.made(form.credential.data, challenge),
        name=form.name.data,
        known=known,
        at_most=current_app.config["LIMITS"].passkeys_per_person,
        now=now,
    )
    flash("Your passkey is added. Use it to sign in from now on.")
    return see_other("people.show_security")


@bp.post("/me/security/passkey/<int:number>/remove")
@signed_in
@fresh
def remove_passkey(number: int):
    passkey, _known = queries.passkey_of(session, g.person, number), _factors_to_change()
    actions.remove_passkey(session, passkey=passkey, now=clock.now())
    flash("That passkey opens nothing here any more.")
    return see_other("people.show_security")


@bp.get("/me/security/app")
@signed_in
@fresh
def show_app():
    return _app_page(AppForm(), _factors_to_change())


@bp.post("/me/security/app/begin")
@signed_in
@fresh
def begin_app():
    secret = current_app.config["SECRET_KEY"]
    actions.begin_app(session, person=g.person, known=_factors_to_change(), secret=secret, now=clock.now())
    return see_other("people.show_app")


@bp.post("/me/security/app")
@signed_in
@fresh
def prove_app():
    form, limits, now = AppForm(), current_app.config["LIMITS"], clock.now()
    app = rules.check_app_to_prove(_factors_to_change(lock=True).app)
    if not form.validate_on_submit():
        return _app_page(form, Factors(app, []), status=422)
    tries = {"act": "factor", "actor": str(g.person.id), "window": limits.limit_window, "now": now}
    rules.check_tries(times_so_far(session, **tries), limits.code_tries)
    secret = current_app.config["SECRET_KEY"]
    if not actions.use_app(session, app=app, secret=secret, typed=form.app_code.data, now=now):
        record_apart(one_more(session, **tries))
        form.app_code.errors = ["That code does not match. Check that your phone’s clock is right, and type the next."]
        return _app_page(form, Factors(app, []), status=422)
    codes = actions.prove_app(session, person=g.person, app=app, how_many=limits.recovery_codes, now=now)
    cookie[SIGN_IN] = actions.confirm(session, sign_in=g.sign_in, by_factor=True, now=now)
    # No redirect: this answer is the only one that ever holds them.
    return page("people/recovery_codes.html", told=True, codes=codes)


@bp.post("/me/security/app/remove")
@signed_in
@fresh
def remove_app():
    _factors_to_change()
    actions.remove_app(session, person=g.person, now=clock.now())
    flash("Signing in takes one step again: a code from your email.")
    return see_other("people.show_security")


@bp.post("/me/security/recovery-codes")
@signed_in
@fresh
def renew_recovery_codes():
    factors, how_many = _factors_to_change(), current_app.config["LIMITS"].recovery_codes
    rules.check_has_app(factors.has_app)
    codes = actions.renew_recovery_codes(session, person=g.person, how_many=how_many, now=clock.now())
    return page("people/recovery_codes.html", told=True, codes=codes)


def _factors_to_change(*, lock: bool = False) -> Factors:
    """What this person has, once it is sure that they may change it."""
    factors = queries.factors_of(session, g.person, lock=lock)
    rules.check_may_change_factors(g.sign_in, is_required=must_have_second_factor(), has_factor=bool(factors))
    return factors


def _new_passkey_page(form: NewPasskeyForm, known: Factors, status: int = 200):
    options = passkeys.options_to_add(g.person, known.passkeys, new_challenge("add", g.asked_at))
    return page("people/new_passkey.html", form=form, status=status, person=g.person, options=options)


def _app_page(form: AppForm, factors: Factors, status: int = 200):
    app, secret, path = factors.app, None, ""
    if app is not None and app.proved_at is None:
        secret = authenticator.unsealed(current_app.config["SECRET_KEY"], g.person.id, app.sealed_secret)
    if secret:
        path, size = app_qr_path(g.person, secret)
    return page(
        "people/app.html",
        form=form,
        status=status,
        person=g.person,
        has_app=factors.has_app,
        secret=secret,
        path=path,
        size=size if secret else 0,
    )
