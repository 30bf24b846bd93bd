from flask import current_app, flash, g

from core import clock
from core.db import session
from core.web import page, see_other
from members import actions, queries
from members.forms import RefusalForm
from members.views.blueprint import bp
from people.access import duty
from people.models import Role


@bp.get("/desk/members/claims")
@duty(Role.ORGANISER, everywhere=True)
def show_claims():
    rows = current_app.config["LIMITS"].rows_per_page
    return page(
        "members/claims.html",
        told=True,
        person=g.person,
        claims=queries.waiting_claims(session, rows=rows),
        how_many=queries.how_many_claims(session),
    )


@bp.get("/desk/members/claims/<int:claim_id>")
@duty(Role.ORGANISER, everywhere=True)
def show_claim(claim_id: int):
    return _claim_page(claim_id, RefusalForm())


@bp.post("/desk/members/claims/<int:claim_id>/accept")
@duty(Role.ORGANISER, everywhere=True)
def accept_claim(claim_id: int):
    claim = queries.claim(session, claim_id, lock=True)
    actions.accept_claim(session, claim=claim, by_id=g.person.id, now=clock.now())
    flash(f"The membership is {claim.person.known_as}’s, and they are told.")
    return see_other("members.show_claims")


@bp.post("/desk/members/claims/<int:claim_id>/refuse")
@duty(Role.ORGANISER, everywhere=True)
def refuse_claim(claim_id: int):
    form = RefusalForm()
    if not form.validate_on_submit():
        return _claim_page(claim_id, form, status=422)
    claim = queries.claim(session, claim_id, lock=True)
    actions.refuse_claim(session, claim=claim, reason=form.reason.data, by_id=g.person.id, now=clock.now())
    flash(f"The claim is refused, and {claim.person.known_as} is told why.")
    return see_other("members.show_claims")


def _claim_page(claim_id: int, form: RefusalForm, status: int = 200):
    claim = queries.claim(session, claim_id)
    return page(
        "members/claim.html",
        status=status,
        form=form,
        person=g.person,
        claim=claim,
        entry=queries.membership_by_number(session, claim.number),
        other=queries.membership_of(session, claim.person_id),
    )
