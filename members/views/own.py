from flask import current_app, flash, g, request

from core import clock
from core.db import record_apart, session
from core.errors import TooMany
from core.limits import may_once_more
from core.web import page, see_other
from members import actions, queries, rules
from members.forms import ClaimForm
from members.views.blueprint import bp
from people.access import signed_in


@bp.get("/me/membership")
@signed_in
def show_membership():
    """What the register has about whoever is signed in. The first look makes it theirs, by their proved mailbox."""
    now = clock.now()
    membership = queries.membership_of(session, g.person.id)
    if membership is not None and membership.person_id is None:
        record_apart(*actions.found_by_mailbox(membership=membership, person=g.person, now=now))
    return _membership_page(ClaimForm(name=g.person.name), membership, now)


@bp.post("/me/membership")
@signed_in
def claim_membership():
    form, now = ClaimForm(), clock.now()
    if not form.validate_on_submit():
        return _membership_page(form, queries.membership_of(session, g.person.id), now, status=422)
    _count_claim(now)
    entry = actions.claim_membership(session, person=g.person, number=form.number.data, name=form.name.data, now=now)
    told = "This membership is yours." if entry else "Thank you. The office looks at it and writes to you."
    flash(told)
    return see_other("members.show_membership")


def _count_claim(now) -> None:
    limits = current_app.config["LIMITS"]
    tries = {
        f"person:{g.person.id}": limits.claims_per_person,
        f"visitor:{request.remote_addr or ''}": limits.claims_per_visitor,
    }
    for actor, at_most in tries.items():
        window = limits.claim_window
        if not may_once_more(session, act="claim", actor=actor, at_most=at_most, window=window, now=now):
            raise TooMany("You have asked several times today. Try again tomorrow, or write to the office.")


def _membership_page(form: ClaimForm, membership, now, status: int = 200):
    return page(
        "members/membership.html",
        status=status,
        form=form,
        person=g.person,
        membership=membership,
        is_active=membership is not None and rules.is_active_on(membership, rules.day_of(now)),
        claim=queries.last_claim_of(session, g.person.id),
    )
