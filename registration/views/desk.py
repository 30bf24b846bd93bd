from flask import flash, g, request

from core import clock, files
from core.db import session
from core.web import ButtonForm, page, see_other
from events.queries import event_for
from people.access import duty
from people.models import Role
from registration import actions, queries, rules
from registration.forms import RefusalForm
from registration.views import bp


@bp.get("/desk/<event_slug>/proofs")
@duty(Role.ORGANISER)
def show_proofs(event_slug: str):
    return _proofs_page(event_slug, RefusalForm())


@bp.get("/desk/<event_slug>/proofs/<int:proof_id>/file")
@duty(Role.ORGANISER)
def download_proof(event_slug: str, proof_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return files.answer_with(queries.file_of_proof(session, event, proof_id))


@bp.post("/desk/<event_slug>/proofs/<int:proof_id>/accept")
@duty(Role.ORGANISER)
def accept_proof(event_slug: str, proof_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    proof = queries.proof_at_desk(session, event, proof_id, lock=True)
    actions.accept_proof(session, proof=proof, by_id=g.person.id, now=clock.now())
    flash(f"{proof.ticket.name} is let in at the price they booked.")
    return see_other("registration.show_proofs", event_slug=event_slug)


@bp.post("/desk/<event_slug>/proofs/<int:proof_id>/refuse")
@duty(Role.ORGANISER)
def refuse_proof(event_slug: str, proof_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = RefusalForm()
    if not form.validate_on_submit():
        return _proofs_page(event_slug, form, status=422, refused=proof_id)
    proof = queries.proof_at_desk(session, event, proof_id, lock=True)
    actions.refuse_proof(session, proof=proof, note=form.note.data, by_id=g.person.id, now=clock.now())
    flash("The buyer is told what is owed, and why.")
    return see_other("registration.show_proofs", event_slug=event_slug)


@bp.post("/desk/<event_slug>/proofs/<int:proof_id>/settle")
@duty(Role.ORGANISER)
def settle_difference(event_slug: str, proof_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    proof = queries.proof_at_desk(session, event, proof_id, lock=True)
    actions.settle_difference(session, proof=proof, by_id=g.person.id, now=clock.now())
    flash(f"{proof.ticket.name} is let in: what was owed has come.")
    return see_other("registration.show_proofs", event_slug=event_slug)


def _proofs_page(event_slug: str, form: RefusalForm, status: int = 200, refused: int | None = None):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return page(
        "registration/desk/proofs.html",
        form=form,
        status=status,
        person=g.person,
        event=event,
        button=ButtonForm(),
        proofs=queries.proofs_to_decide(session, event),
        owing=queries.differences_owed(session, event),
        wanted=queries.proofs_wanted(session, event),
        words=rules.CATEGORY_WORDS,
        refused=refused,
        told=request.method == "GET",
    )
