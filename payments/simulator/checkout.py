"""The page where one pays, without script: card or bank, and for some cards one more step."""

import re

from flask import Blueprint, Flask, make_response, redirect, render_template, request
from werkzeug import Response

from payments.simulator import paying, sessions
from payments.simulator.cards import TEST_CARDS, card_numbered
from payments.simulator.errors import ApiError
from payments.simulator.ledger import Ledger

_WITHOUT_PENCE = {"jpy", "krw", "vnd", "clp", "ugx", "xaf", "xof"}
_SIGNS = {"gbp": "£", "eur": "€", "usd": "$"}


def money(amount: int, currency: str) -> str:
    """An amount in the minor unit, as one reads it: 123450 pence are £1,234.50."""
    sign = _SIGNS.get(currency, currency.upper() + "\u00a0")
    return f"{sign}{amount:,}" if currency in _WITHOUT_PENCE else f"{sign}{amount / 100:,.2f}"


def add_checkout(app: Flask, ledger: Ledger) -> None:
    """The app shows every session's page at /c/pay/<id>."""
    pages = Blueprint("checkout", __name__, url_prefix="/c/pay")
    app.template_filter("money")(money)

    @pages.get("/<id>")
    def show_checkout(id: str) -> Response:
        with ledger.lock:
            sessions.keep_time(ledger)
            session = ledger.find("sessions", id)
            if session["status"] != "open":
                return _closed(session)
            intent = ledger.intents.get(session["payment_intent"] or "", {})
            if intent.get("status") == "requires_action":
                return redirect(f"/c/pay/{id}/step", 303)
            error = intent.get("last_payment_error")
            return _form(ledger, session, {"card_number": error["message"]} if error else {})

    @pages.post("/<id>")
    def pay(id: str) -> Response:
        with ledger.lock:
            sessions.keep_time(ledger)
            session = ledger.find("sessions", id)
            if session["status"] != "open":
                return _left(session) if session["status"] == "complete" else _closed(session)
            email = request.form.get("email", "").strip()
            if request.form.get("method") == "bank":
                return _left(paying.pay_by_bank(ledger, id, email=email or None))
            errors = _mistyped(session)
            if errors:
                return _form(ledger, session, errors, status=422)
            try:
                card = card_numbered(request.form.get("card_number", ""))
                paying.pay_by_card(ledger, id, card, email=email or None)
            except ApiError as error:
                return _form(ledger, session, {"card_number": str(error)}, status=error.status)
            return redirect(f"/c/pay/{id}/step", 303) if session["status"] == "open" else _left(session)

    @pages.get("/<id>/step")
    def show_step(id: str) -> Response:
        with ledger.lock:
            sessions.keep_time(ledger)
            session = ledger.find("sessions", id)
            intent = ledger.intents.get(session["payment_intent"] or "", {})
            if session["status"] != "open" or intent.get("status") != "requires_action":
                return redirect(f"/c/pay/{id}", 303)
            return _page("step.html", session=session)

    @pages.post("/<id>/step")
    def answer_step(id: str) -> Response:
        with ledger.lock:
            sessions.keep_time(ledger)
            session = ledger.find("sessions", id)
            try:
                paying.answer_step(ledger, id, authorised=request.form.get("outcome") == "authorise")
            except ApiError:
                return redirect(f"/c/pay/{id}", 303)
            return redirect(f"/c/pay/{id}", 303) if session["status"] == "open" else _left(session)

    @pages.errorhandler(ApiError)
    def refused(error: ApiError) -> Response:
        return _page("closed.html", error.status, session=None)

    app.register_blueprint(pages)


def success_url_of(session: dict) -> str:
    """Where the buyer goes after paying, with the session's id where the program asked for it."""
    return session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])


def _mistyped(session: dict) -> dict[str, str]:
    """What is wrong with the fields, by name; nothing when there is nothing to pay."""
    errors = {}
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", request.form.get("email", "").strip()):
        errors["email"] = "Enter an email address, such as name@example.com."
    if not session["amount_total"]:
        return errors
    if not request.form.get("card_number", "").strip():
        errors["card_number"] = "Enter a card number. The table below has some to try."
    if not re.fullmatch(r"(0[1-9]|1[0-2])\s*/?\s*(20)?[0-9]{2}", request.form.get("expiry", "").strip()):
        errors["expiry"] = "Enter the expiry date as two figures each, such as 12/34."
    if not re.fullmatch(r"[0-9]{3,4}", request.form.get("security_code", "").strip()):
        errors["security_code"] = "Enter the three or four figures of the security code."
    return errors


def _form(ledger: Ledger, session: dict, errors: dict[str, str], *, status: int = 200) -> Response:
    typed = dict(request.form) or {"email": session["customer_email"] or ""}
    # A security code is never sent back.
    typed.pop("security_code", None)
    return _page(
        "pay.html",
        status,
        session=session,
        lines=ledger.particulars[session["id"]]["lines"],
        cards=TEST_CARDS,
        errors=errors,
        typed=typed,
    )


def _left(session: dict) -> Response:
    return redirect(success_url_of(session), 303)


def _closed(session: dict) -> Response:
    status = 410 if session["status"] == "expired" else 200
    return _page("closed.html", status, session=session, success_url=success_url_of(session))


def _page(template: str, status: int = 200, **shown: object) -> Response:
    response = make_response(render_template(template, **shown), status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # No form-action: browsers apply it to the redirect back to the shop as well.
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
    return response
