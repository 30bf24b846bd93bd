"""An abstract at home: begun, looked over, sent in, or thrown away."""

from datetime import datetime

from flask import flash, g, request, url_for

from abstracts import actions, queries, rules
from abstracts.forms import LateCodeForm, SubmitForm
from abstracts.models import Abstract
from abstracts.queries.prizes import prizes_won_by
from abstracts.views import bp
from abstracts.views.public import call_page
from abstracts.views.tasks import around, here
from core import clock
from core.db import session
from core.web import ButtonForm, page, see_other
from people.access import signed_in

HOME = "/events/<event_slug>/abstracts/<call_slug>/<int:number>"


@bp.post("/events/<event_slug>/abstracts/<call_slug>")
@signed_in
def start_abstract(event_slug: str, call_slug: str):
    call = queries.public_call(session, event_slug, call_slug)
    form, now = LateCodeForm(), clock.now()
    if not form.validate_on_submit():
        return call_page(call, form, now, status=422)
    late = {"late_code": form.late_code.data or "", "place": request.remote_addr or ""}
    try:
        abstract = actions.start_abstract(session, call=call, owner=g.person, now=now, **late)
    except rules.WrongLateCode as refusal:
        form.late_code.errors = [str(refusal)]
        return call_page(call, form, now, status=refusal.status)
    return see_other("abstracts.show_abstract", event_slug=event_slug, call_slug=call_slug, number=abstract.number)


@bp.get(HOME)
@signed_in
def show_abstract(event_slug: str, call_slug: str, number: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number)
    told = len(rules.leaks_of(abstract)) if abstract.submitted_at else 0
    told_of = {"told_chair": told, "prizes": prizes_won_by(session, abstract)}
    return page("abstracts/abstract.html", form=ButtonForm(), **told_of, **around(abstract, clock.now()))


@bp.post(f"{HOME}/delete")
@signed_in
def delete_draft(event_slug: str, call_slug: str, number: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number, lock=True)
    actions.delete_draft(session, abstract=abstract, by_id=g.person.id, now=clock.now())
    flash("The draft is deleted.")
    return see_other("front.show_me")


@bp.get(f"{HOME}/check")
@signed_in
def show_check(event_slug: str, call_slug: str, number: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number)
    return _check_page(abstract, clock.now())


@bp.post(f"{HOME}/check")
@signed_in
def submit_abstract(event_slug: str, call_slug: str, number: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number, lock=True)
    form, now = SubmitForm(), clock.now()
    if not form.validate_on_submit():
        return _check_page(abstract, now, status=422, problem="Look it over once more, then submit it.")
    try:
        actions.submit_abstract(session, abstract=abstract, version=form.version.data, by_id=g.person.id, now=now)
    except rules.ChangedElsewhere:
        changed = "It was changed in another window since you looked it over here. This is how it stands now."
        return _check_page(abstract, now, status=409, problem=changed)
    except (rules.CallClosed, rules.MayNotChange) as refusal:
        return _check_page(abstract, now, status=refusal.status, problem=str(refusal))
    except rules.NotComplete as refusal:
        return _check_page(abstract, now, status=refusal.status, problem="It was not submitted: something is lacking.")
    flash("Your abstract is in.")
    return see_other("abstracts.show_abstract", **here(abstract))


def _check_page(abstract: Abstract, now: datetime, *, status: int = 200, problem: str = ""):
    places, authors = rules.affiliations(abstract.authors)
    return page(
        "abstracts/check.html",
        status=status,
        form=SubmitForm(formdata=None, version=abstract.version),
        problem=problem,
        blind=queries.blind_abstract(session, abstract.id),
        file_links={
            each.exhibit.value: url_for("abstracts.download_exhibit", exhibit=each.exhibit.value, **here(abstract))
            for each in abstract.files
        },
        passages=rules.passages(abstract),
        written={each.heading_id: each.words for each in abstract.sections},
        places=places,
        authors=authors,
        **around(abstract, now),
    )
