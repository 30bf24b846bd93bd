from flask import Blueprint, current_app, flash, redirect, request

from core import clock
from core.db import calls_outside, reading, transaction
from core.web import full_address, see_other
from payments import actions, queries
from payments.gateway import Gateway, NotGenuine, StripeDown
from people.access import Visitor, open_to_visitors, visitor

bp = Blueprint("payments", __name__)


def gateway() -> Gateway:
    return current_app.extensions["gateway"]


@bp.post("/orders/<key>/payment")
@open_to_visitors  # as the order
@calls_outside
def start_payment(key: str):
    address = actions.open_till(
        gateway(),
        visitor=_who_asks(),
        key=key,
        limits=current_app.config["LIMITS"],
        # Stripe puts the session's id in place of the braces, which must not be quoted.
        success_address=full_address("payments.come_back", key=key) + "?session={CHECKOUT_SESSION_ID}",
        cancel_address=full_address("registration.show_order", key=key),
    )
    return redirect(address, code=303)


@bp.get("/orders/<key>/paid")
@open_to_visitors  # as the order
@calls_outside
def come_back(key: str):
    """The browser's return: the same question to Stripe as every other road, and then the order's clean address."""
    who = _who_asks()
    with reading() as session:
        session_id = queries.till_for(session, who, key, request.args.get("session", "")).session_id
    try:
        actions.settle_session(gateway(), session_id=session_id)
    except StripeDown:
        flash("We could not ask the payment service yet. If you have paid, your tickets come by email within minutes.")
    return see_other("registration.show_order", key=key)


@bp.post("/stripe/webhook")
@open_to_visitors  # Stripe signs its call instead
@calls_outside
def receive_notice():
    try:
        told = gateway().read_notice(request.get_data(), request.headers.get("Stripe-Signature", ""))
    except NotGenuine:
        return "", 400
    with transaction() as session:
        actions.keep_notice(session, told=told, is_live=gateway().is_live, now=clock.now())
    return "", 200


def _who_asks() -> Visitor:
    """The visitor, read in a transaction that is over before Stripe is called."""
    with reading():
        return visitor()


# No browser sends this one, so it has no token of ours and comes from another site.
receive_notice.signed_call = True
