from datetime import datetime

from flask import current_app, flash, redirect, request

from core import clock, files
from core.cells import download
from core.db import calls_outside, reading, session, transaction
from core.errors import NotFound
from core.limits import may_once_more
from core.uploads import PDF
from core.web import ButtonForm, page, see_other
from people import rules as people_rules
from people.access import hand_link, open_to_visitors, signed_in_person, visitor
from registration import actions, documents, queries, rules
from registration.forms import LostForm, ProofForm
from registration.models import OrderStatus, Ticket
from registration.views import bp


@bp.get("/orders/<key>")
@open_to_visitors  # the query opens it to its buyer, and to a browser that opened its access link
def show_order(key: str):
    order, now = queries.order_for(session, visitor(), key), clock.now()
    is_booked = order.status is OrderStatus.CONFIRMED
    return page(
        "registration/order.html",
        form=ButtonForm(),
        order=order,
        event=order.event,
        now=now,
        may_pay=rules.may_pay(order, now),
        may_hold_again=rules.may_hold_again(order, now),
        may_cancel=rules.may_cancel(order, order.event, now),
        may_pass_on=is_booked and rules.is_time_to_pass_on(order.event, now),
        asks_delegates=is_booked and queries.asks_delegates(session, order.event),
        unproved=rules.unproved_of(visitor(), order),
        may_prove=visitor().email_key == order.email_key,
        qr_path=documents.qr_path,
    )


@bp.post("/orders/<key>/hold")
@open_to_visitors  # as the order
def hold_again(key: str):
    found = queries.order_for(session, visitor(), key)
    order, person = queries.locked_order(session, found.id), signed_in_person()
    actions.hold_again(
        session,
        order=order,
        hold=current_app.config["LIMITS"].hold,
        by_id=person.id if person else None,
        now=clock.now(),
    )
    flash("Your places are held again.")
    return see_other("registration.show_order", key=order.key)


@bp.get("/orders/<key>/open/<token>")
@open_to_visitors
def open_order(key: str, token: str):
    """Trade the token of a mailed link for this browser's cookie, and go on to a clean address."""
    order = queries.order_by_link(session, key, people_rules.hash_of(token))
    hand_link(token)
    return see_other("registration.show_order", key=order.key)


@bp.post("/orders/<key>/cancel")
@open_to_visitors  # as the order
def cancel_order(key: str):
    order = queries.locked_order(session, queries.order_for(session, visitor(), key).id)
    person = signed_in_person()
    actions.cancel_order(session, order=order, by_id=person.id if person else None, now=clock.now())
    is_one = len(order.tickets) == 1
    given = "Your place is given back. Thank you: somebody else can have it now."
    flash(given if is_one else "Your places are given back. Thank you: somebody else can have them now.")
    return see_other("registration.show_order", key=order.key)


@bp.get("/tickets/<key>")
@open_to_visitors  # as its order, and to its delegate
def show_ticket(key: str):
    ticket, now, own = queries.ticket_for(session, visitor(), key), clock.now(), None
    sharings: list[queries.Sharing] = []
    if rules.is_standing(ticket) and rules.may_fill_in(visitor(), ticket):
        own = queries.questions_waiting(session, ticket)
        sharings = queries.sharings_of(session, ticket)
    return page(
        "registration/ticket.html",
        fragment="asked",
        form=ButtonForm(),
        ticket=ticket,
        event=ticket.event,
        own=own,
        sharings=sharings,
        may_share=rules.may_share(visitor(), ticket),
        may_change=rules.may_change(ticket, ticket.event, now),
        may_pass_on=rules.may_pass_on(ticket, ticket.event, now),
        may_give_back=rules.may_give_back(ticket, ticket.event, now),
        qr_path=documents.qr_path(ticket),
        wallets={"apple": _apple_keys(now), "google": current_app.extensions["wallets"].google},
        # Whoever booked for a colleague learns nothing of their membership.
        proof=ticket.proof if rules.is_delegate(visitor(), ticket) else None,
    )


@bp.get("/tickets/<key>/ticket.pdf")
@open_to_visitors  # as the ticket
def download_ticket(key: str):
    ticket = queries.standing_ticket_for(session, visitor(), key)
    content = documents.pdf_of_tickets([ticket], made_at=clock.now())
    return download(f"{ticket.event.slug}-ticket.pdf", content, PDF)


@bp.get("/tickets/<key>/ticket.pkpass")
@open_to_visitors  # as the ticket
def download_apple_pass(key: str):
    ticket, now = queries.standing_ticket_for(session, visitor(), key), clock.now()
    keys = _apple_keys(now)
    if keys is None:
        raise NotFound("There are no passes for this wallet.")
    return download(f"{ticket.event.slug}.pkpass", documents.apple_pass(keys, ticket, made_at=now), documents.PKPASS)


@bp.get("/tickets/<key>/google-wallet")
@open_to_visitors  # as the ticket
def open_google_wallet(key: str):
    """Send the browser on to Google, which keeps the ticket for whoever is signed in there."""
    ticket, keys = queries.standing_ticket_for(session, visitor(), key), current_app.extensions["wallets"].google
    if keys is None:
        raise NotFound("There are no passes for this wallet.")
    return redirect(documents.google_link(keys, ticket, made_at=clock.now()), code=303)


@bp.get("/tickets/<key>/proof")
@open_to_visitors  # to its delegate alone
def show_proof(key: str):
    return _proof_page(queries.own_ticket_for(session, visitor(), key), ProofForm())


@bp.post("/tickets/<key>/proof")
@open_to_visitors  # to its delegate alone
@calls_outside  # reading a file takes seconds, and writing it waits for the disk
def send_proof(key: str):
    form = ProofForm()
    is_fit = form.validate_on_submit()
    with reading():
        who = visitor()
        ticket = queries.own_ticket_for(session, who, key)
        rules.check_may_send(ticket)
        if not is_fit:
            return _proof_page(ticket, form, status=422)
    stored = files.store().write(form.upload.content) if form.upload else None
    with transaction():
        ticket = queries.own_ticket_for(session, who, key, lock=True)
        actions.send_proof(
            session, ticket=ticket, words=form.words.data, upload=form.upload, file_key=stored, now=clock.now()
        )
    flash("Thank you. We look at it and write to you.")
    return see_other("registration.show_ticket", key=key)


@bp.get("/tickets/<key>/joining-pack")
@open_to_visitors  # as the ticket
def download_joining_pack(key: str):
    return files.answer_with(queries.joining_pack_for(session, visitor(), key))


@bp.get("/tickets/<key>/open/<token>")
@open_to_visitors
def open_ticket(key: str, token: str):
    ticket = queries.ticket_by_link(session, key, people_rules.hash_of(token))
    hand_link(token)
    return see_other("registration.show_ticket", key=ticket.key)


@bp.get("/lost")
@open_to_visitors
def show_lost():
    return page("registration/lost.html", form=LostForm())


@bp.post("/lost")
@open_to_visitors
def send_links_again():
    form = LostForm()
    if not form.validate_on_submit():
        return page("registration/lost.html", form=form, status=422)
    limits, now = current_app.config["LIMITS"], clock.now()
    key = people_rules.email_key(form.email.data)
    asked = {"window": limits.limit_window, "now": now}
    place = request.remote_addr or ""
    if may_once_more(session, act="lost", actor=key, at_most=limits.letters_per_address, **asked) and may_once_more(
        session, act="lost from", actor=place, at_most=limits.codes_per_visitor, **asked
    ):
        actions.send_links_again(session, email=form.email.data, now=now)
    # The same words whether or not the address is known (AUT-6).
    flash("If we know that address, a letter with your links is on its way. It can take ten minutes.")
    return see_other("registration.show_lost")


def _apple_keys(now: datetime) -> documents.AppleKeys | None:
    """What signs passes for Apple's wallet, if it is set and good now."""
    keys = current_app.extensions["wallets"].apple
    return keys if keys and keys.are_good(now) else None


def _proof_page(ticket: Ticket, form: ProofForm, status: int = 200):
    wanted = rules.PROOF_WANTED.get(ticket.line.category, "")
    return page(
        "registration/proof.html",
        form=form,
        status=status,
        ticket=ticket,
        event=ticket.event,
        wanted=wanted,
        words=rules.CATEGORY_WORDS,
    )
