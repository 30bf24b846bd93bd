"""The page of an accepted abstract's final version."""

from flask import flash, g

from abstracts import actions, queries, rules
from abstracts.forms import FinalForm, final_form
from abstracts.models import Abstract
from abstracts.views import bp
from abstracts.views.tasks import here
from abstracts.views.writing import HOME
from core import clock
from core.db import session
from core.errors import NotFound, Refusal
from core.web import page, see_other
from people.access import signed_in


@bp.get(f"{HOME}/final")
@signed_in
def show_final(event_slug: str, call_slug: str, number: int):
    abstract = _accepted(event_slug, call_slug, number)
    return _final_page(abstract, _form(abstract, formdata=None))


@bp.post(f"{HOME}/final")
@signed_in
def save_final(event_slug: str, call_slug: str, number: int):
    abstract = _accepted(event_slug, call_slug, number, lock=True)
    form, now = _form(abstract), clock.now()
    if not form.validate_on_submit():
        return _final_page(abstract, form, status=422)
    words = {"title": form.title.data or "", "sections": form.sections()}
    try:
        actions.save_final(session, abstract=abstract, **words, by_id=g.person.id, now=now)
    except rules.NotComplete as refusal:
        form.show_lacks(refusal)
        return _final_page(abstract, form, status=refusal.status)
    except rules.FinalClosed as refusal:
        return _final_page(abstract, form, status=refusal.status, refusal=refusal)
    flash("The final version is in. The organisers see what you changed.")
    return see_other("abstracts.show_final", **here(abstract))


def _accepted(event_slug: str, call_slug: str, number: int, *, lock: bool = False) -> Abstract:
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number, lock=lock)
    if abstract.offer is None:
        raise NotFound("There is no such page.")
    return abstract


def _form(abstract: Abstract, **given) -> FinalForm:
    title, words = rules.final_words(abstract, queries.final_version_of(session, abstract))
    return final_form(rules.final_headings(abstract), title, words, **given)


def _final_page(abstract: Abstract, form: FinalForm, *, status: int = 200, refusal: Refusal | None = None):
    presenting, sent = queries.presenting_of(session, abstract.call), queries.final_version_of(session, abstract)
    return page(
        "abstracts/final.html",
        status=status,
        form=form,
        abstract=abstract,
        call=abstract.call,
        event=abstract.call.event,
        here=here(abstract),
        sent=sent,
        may_send=rules.may_send_final(abstract, presenting, sent, clock.now()),
        closes_at=rules.final_closes_at(abstract, presenting),
        changes=rules.changes_of_final(abstract, sent) if sent else [],
        refusal=str(refusal or ""),
    )
