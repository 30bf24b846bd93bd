"""A change of the address that one signs in with."""

from flask import current_app, flash, g

from core import clock
from core.db import session
from core.errors import TooMany
from core.limits import may_once_more
from core.web import ButtonForm, page, see_other
from people import actions, queries, rules
from people.access import fresh, open_to_visitors, signed_in
from people.forms import AddressForm
from people.views.blueprint import bp


@bp.get("/me/address")
@signed_in
@fresh
def show_address():
    return page("people/address.html", form=AddressForm(), person=g.person)


@bp.post("/me/address")
@signed_in
@fresh
def ask_for_address():
    form, limits, now = AddressForm(), current_app.config["LIMITS"], clock.now()
    if not form.validate_on_submit():
        return page("people/address.html", form=form, person=g.person, status=422)
    actor = {"act": "ask for address", "actor": str(g.person.id)}
    if not may_once_more(session, **actor, at_most=limits.letters_per_address, window=limits.limit_window, now=now):
        raise TooMany("You have asked for this too often. Wait fifteen minutes, then try again.")
    secret = current_app.config["SECRET_KEY"]
    actions.ask_for_address(session, sign_in=g.sign_in, email=form.email.data, secret=secret, limits=limits, now=now)
    flash("Two letters are on their way, one to each address. Press the button in both within an hour.")
    return see_other("people.show_security")


@bp.get("/address/<token>")
@open_to_visitors
def show_address_link(token: str):
    token_hash = rules.hash_of(token)
    change = queries.address_change_by_token(session, token_hash)
    return page(
        "people/address_link.html",
        form=ButtonForm(),
        token=token,
        email=change.email,
        is_new=token_hash == change.new_hash,
        is_open=rules.is_address_link_open(change, token_hash, clock.now()),
    )


@bp.post("/address/<token>")
@open_to_visitors
def prove_address(token: str):
    token_hash = rules.hash_of(token)
    change = queries.address_change_by_token(session, token_hash, lock=True)
    is_done = actions.prove_address(session, change=change, token_hash=token_hash, now=clock.now())
    flash(
        "You sign in with your new address from now on."
        if is_done
        else "Thank you. Now the button in the other letter."
    )
    return see_other("people.show_sign_in")
