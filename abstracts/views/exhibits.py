"""The page of an abstract's figure and table."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, g

from abstracts import actions, queries, rules
from abstracts.forms import ExhibitForm, exhibit_forms, read_exhibit
from abstracts.models import Abstract, Exhibit
from abstracts.views import bp
from abstracts.views.tasks import around, here
from abstracts.views.writing import HOME
from core import clock, files
from core.db import calls_outside, reading, session, transaction
from core.errors import NotFound, Refusal
from core.web import page, see_other
from people.access import signed_in

ONE = f"{HOME}/exhibits/<any(figure, table):exhibit>"


@bp.get(f"{HOME}/exhibits")
@signed_in
def show_exhibits(event_slug: str, call_slug: str, number: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number)
    shown = around(abstract, clock.now())
    if not shown["may_change"]:
        return see_other("abstracts.show_abstract", **here(abstract))
    return _exhibits_page(abstract, exhibit_forms(abstract), shown)


@bp.post(ONE)
@signed_in
@calls_outside  # reading a file takes seconds, and writing it waits for the disk
def save_exhibit(event_slug: str, call_slug: str, number: int, exhibit: str):
    person, by_id, which = g.person, g.person.id, Exhibit(exhibit)
    named = (person, event_slug, call_slug, number)
    with reading():
        abstract, now = queries.own_abstract(session, *named), clock.now()
        form = _sent_form(abstract, which)
        if not form.validate_on_submit():
            return _again(abstract, form, now, status=422)
        given, caption, version = form.chosen_file(), form["caption"].data or "", form.version.data
    upload, problem = read_exhibit(given, which) if given else (None, "")
    if problem:
        return _refused(named, which, lambda form: form.show_unfit(problem), status=422)
    key = files.store().write(upload.content) if upload else ""
    try:
        with transaction():
            abstract = queries.own_abstract(session, *named, lock=True)
            about = {"caption": caption, "upload": upload, "file_key": key, "version": version, "by_id": by_id}
            actions.save_exhibit(session, abstract=abstract, exhibit=which, now=clock.now(), **about)
            flash(f"The {exhibit} is kept." if upload else "The caption is saved.")
    except (rules.ChangedElsewhere, rules.CallClosed, rules.MayNotChange, rules.NotComplete, rules.NoFile) as refusal:
        return _refused(named, which, status=refusal.status, refusal=refusal)
    return see_other("abstracts.show_exhibits", event_slug=event_slug, call_slug=call_slug, number=number)


@bp.post(f"{ONE}/remove")
@signed_in
def remove_exhibit(event_slug: str, call_slug: str, number: int, exhibit: str):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number, lock=True)
    which, now = Exhibit(exhibit), clock.now()
    forms = exhibit_forms(abstract, which)
    if which in forms and not forms[which].version.errors:
        version = forms[which].version.data or 0
        about = {"exhibit": which, "version": version, "by_id": g.person.id, "now": now}
        actions.remove_exhibit(session, abstract=abstract, **about)
    flash(f"The {exhibit} is removed.")
    return see_other("abstracts.show_exhibits", **here(abstract))


@bp.get(f"{ONE}/file")
@signed_in
def download_exhibit(event_slug: str, call_slug: str, number: int, exhibit: str):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number)
    kept = rules.exhibit_of(abstract, Exhibit(exhibit))
    if kept is None:
        raise NotFound("There is no such file.")
    return files.answer_with(kept.file)


def _sent_form(abstract: Abstract, exhibit: Exhibit) -> ExhibitForm:
    forms = exhibit_forms(abstract, exhibit)
    if exhibit not in forms:
        raise NotFound("This call takes none.")
    return forms[exhibit]


def _refused(
    named: tuple,
    exhibit: Exhibit,
    mark: Callable[[ExhibitForm], None] = lambda form: None,
    *,
    status: int,
    refusal: Refusal | None = None,
):
    """The page as it stands now, with what was typed for this exhibit and why it was not kept."""
    with reading():
        abstract = queries.own_abstract(session, *named)
        form = _sent_form(abstract, exhibit)
        mark(form)
        return _again(abstract, form, clock.now(), status=status, refusal=refusal)


def _again(abstract: Abstract, sent: ExhibitForm, now: datetime, *, status: int, refusal: Refusal | None = None):
    forms = exhibit_forms(abstract) | {sent.exhibit: sent}
    return _exhibits_page(abstract, forms, around(abstract, now), sent=sent, status=status, refusal=refusal)


def _exhibits_page(
    abstract: Abstract,
    forms: dict[Exhibit, ExhibitForm],
    shown: dict,
    *,
    sent: ExhibitForm | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
):
    return page(
        "abstracts/exhibits.html",
        status=status,
        form=sent or next(iter(forms.values()), None),
        told=True,
        forms=forms,
        kept={each.exhibit: each for each in abstract.files},
        # The page shows the abstract as it is now, so that whoever sends again sends on top of that.
        version=abstract.version,
        refusal=str(refusal or ""),
        lacks=getattr(refusal, "lacks", ()),
        **shown,
    )
