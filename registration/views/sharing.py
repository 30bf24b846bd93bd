"""What a delegate lets exhibitors know, on their own ticket."""

from flask import flash

from core import clock
from core.db import session
from core.web import page, see_other
from people.access import open_to_visitors, visitor
from registration import actions, queries, rules
from registration.forms import SayForm, ShareForm
from registration.models import Say, Ticket
from registration.views import bp


@bp.get("/tickets/<key>/exhibitors")
@open_to_visitors  # to its delegate alone, and to the buyer to whose address it went
def show_exhibitors(key: str):
    return _exhibitors_page(queries.ticket_to_share(session, visitor(), key), ShareForm())


@bp.post("/tickets/<key>/exhibitors")
@open_to_visitors  # as the page
def share_with_exhibitors(key: str):
    """Yes to each that is ticked, and nothing to the others."""
    who, now = visitor(), clock.now()
    ticket, form = queries.ticket_to_share(session, who, key, lock=True), ShareForm()
    offered = {each.seen: each.exhibitor for each in queries.sharings_of(session, ticket) if each.is_offered}
    form.exhibitors.choices = [(seen, exhibitor.name) for seen, exhibitor in offered.items()]
    if not form.validate_on_submit():
        return _exhibitors_page(ticket, form, status=422)
    for seen in form.exhibitors.data:
        said = {"ticket": ticket, "exhibitor": offered[seen], "say": Say.YES, "seen": seen}
        actions.say_to_exhibitor(session, **said, visitor=who, now=now)
    flash("Saved. You can take it back here at any time.")
    return see_other("registration.show_exhibitors", key=key)


@bp.post("/tickets/<key>/exhibitors/<int:exhibitor_id>")
@open_to_visitors  # as the page
def say_to_exhibitor(key: str, exhibitor_id: int):
    who, now = visitor(), clock.now()
    ticket, form = queries.ticket_to_share(session, who, key, lock=True), SayForm()
    exhibitor = queries.exhibitor_for(session, ticket, exhibitor_id)
    if not form.validate_on_submit():
        return _exhibitors_page(ticket, ShareForm(), status=422)
    say, seen = form.chosen(), form.seen.data or ""
    actions.say_to_exhibitor(session, ticket=ticket, exhibitor=exhibitor, say=say, seen=seen, visitor=who, now=now)
    held = f"{exhibitor.name} may hold your details. You can take it back here at any time."
    flash(held if say is Say.YES else f"{exhibitor.name} holds nothing of you here.")
    return see_other("registration.show_exhibitors", key=key)


def _exhibitors_page(ticket: Ticket, form: ShareForm, status: int = 200):
    sharings = queries.sharings_of(session, ticket)
    offered = [each for each in sharings if each.is_offered]
    form.exhibitors.choices = [(each.seen, each.exhibitor.name) for each in offered]
    return page(
        "registration/exhibitors.html",
        status=status,
        form=form,
        ticket=ticket,
        event=ticket.event,
        sharings=sharings,
        offered=offered,
        is_standing=rules.is_standing(ticket),
        may_share=rules.may_share(visitor(), ticket),
    )
