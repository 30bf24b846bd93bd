"""The pages on which an author writes: the text, and what is declared with it."""

from datetime import datetime

from flask import flash, g

from abstracts import actions, queries, rules
from abstracts.forms import StatementsForm, WordingForm, differences, statements_form, wording_form
from abstracts.models import Abstract, AbstractStatus
from abstracts.views import bp
from abstracts.views.tasks import around, here
from abstracts.views.writing import HOME
from core import clock
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from people.access import signed_in

PageForm = WordingForm | StatementsForm
TEXT, STATEMENTS = "abstracts/text.html", "abstracts/statements.html"


@bp.get(f"{HOME}/text")
@signed_in
def show_text(event_slug: str, call_slug: str, number: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number)
    return _page_of(TEXT, abstract, wording_form(abstract), clock.now())


@bp.post(f"{HOME}/text")
@signed_in
def save_wording(event_slug: str, call_slug: str, number: int):
    named = (event_slug, call_slug, number)
    abstract = queries.own_abstract(session, g.person, *named, lock=True, loaded=queries.FOR_WORDING)
    form, now = wording_form(abstract), clock.now()
    if not form.validate_on_submit():
        return _not_saved(TEXT, abstract, form, now)
    given = {"abstract": abstract, "version": form.version.data, "by_id": g.person.id, "now": now}
    try:
        actions.save_wording(session, wording=form.wording(), **given)
    except rules.ChangedElsewhere as refusal:
        return _conflict("abstracts.save_wording", abstract, form, wording_form(abstract, formdata=None), refusal)
    except (rules.CallClosed, rules.MayNotChange, rules.NotComplete) as refusal:
        return _not_saved(TEXT, abstract, form, now, refusal)
    return _saved(abstract, form, "abstracts.show_authors")


@bp.get(f"{HOME}/statements")
@signed_in
def show_statements(event_slug: str, call_slug: str, number: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number)
    return _page_of(STATEMENTS, abstract, statements_form(abstract), clock.now())


@bp.post(f"{HOME}/statements")
@signed_in
def save_statements(event_slug: str, call_slug: str, number: int):
    named = (event_slug, call_slug, number)
    abstract = queries.own_abstract(session, g.person, *named, lock=True, loaded=queries.FOR_STATEMENTS)
    form, now = statements_form(abstract), clock.now()
    if not form.validate_on_submit():
        return _not_saved(STATEMENTS, abstract, form, now)
    given = {"abstract": abstract, "version": form.version.data, "by_id": g.person.id, "now": now}
    try:
        actions.save_statements(session, statements=form.statements(), **given)
    except rules.ChangedElsewhere as refusal:
        return _conflict("abstracts.save_statements", abstract, form, statements_form(abstract, formdata=None), refusal)
    except (rules.CallClosed, rules.MayNotChange, rules.NotComplete) as refusal:
        return _not_saved(STATEMENTS, abstract, form, now, refusal)
    return _saved(abstract, form, "abstracts.show_exhibits")


def _saved(abstract: Abstract, form: PageForm, next_page: str):
    if form.is_autosave:
        return _state(abstract, form, abstract.version)
    if abstract.status is AbstractStatus.SUBMITTED:
        flash("Your changes are sent in.")
        return see_other("abstracts.show_abstract", **here(abstract))
    flash("Saved.")
    return see_other(next_page, **here(abstract))


def _state(abstract: Abstract, form: PageForm, version: int | None, problem: str = "", *, may_compare: bool = False):
    """What the page's script is told of its saving; version None leaves the page's own as it was."""
    return page(
        "abstracts/saved.html",
        fragment="saved",
        status=422 if problem else 200,
        form=form,
        abstract=abstract,
        event=abstract.call.event,
        here=here(abstract),
        version=form.version.data if version is None else version,
        problem=problem,
        may_compare=may_compare,
    )


def _not_saved(template: str, abstract: Abstract, form: PageForm, now: datetime, refusal: Refusal | None = None):
    """The page again with all that was typed, and why it was not saved."""
    if form.is_autosave:
        first = next((errors[0] for errors in form.errors.values()), "")
        return _state(abstract, form, None, str(refusal or first))
    status = refusal.status if refusal else 422
    return _page_of(template, abstract, form, now, status=status, refusal=refusal)


def _conflict(endpoint: str, abstract: Abstract, form: PageForm, theirs: PageForm, refusal: rules.ChangedElsewhere):
    if form.is_autosave:
        return _state(abstract, form, None, str(refusal), may_compare=True)
    alike, unlike = differences(form, theirs)
    return page(
        "abstracts/conflict.html",
        status=refusal.status,
        form=form,
        abstract=abstract,
        event=abstract.call.event,
        call=abstract.call,
        here=here(abstract),
        endpoint=endpoint,
        version=refusal.version,
        alike=alike,
        unlike=unlike,
    )


def _page_of(
    template: str,
    abstract: Abstract,
    form: PageForm,
    now: datetime,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
):
    shown = around(abstract, now)
    if not shown["may_change"] and status == 200:
        return see_other("abstracts.show_abstract", **here(abstract))
    return page(
        template,
        status=status,
        form=form,
        version=form.version.data,
        refusal=str(refusal or ""),
        lacks=getattr(refusal, "lacks", ()),
        count_words=rules.count_words,
        count_letters=rules.count_letters,
        counting=rules.COUNTING,
        is_autosaving=shown["may_change"] and abstract.status is AbstractStatus.DRAFT,
        **shown,
    )
