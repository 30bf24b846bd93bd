from flask import flash, g, request

from abstracts import actions, queries, rules
from abstracts.forms import AuthorForm, PressForm
from abstracts.models import Abstract, AbstractStatus, Agreement, Author
from abstracts.views import bp
from abstracts.views.tasks import around, here
from abstracts.views.writing import HOME
from core import clock
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from people.access import signed_in

REFUSED = (rules.ChangedElsewhere, rules.NamedAlready, rules.NotComplete)
ANSWER_WORDS = {
    Agreement.CONFIRMED: ("agrees", "agree"),
    Agreement.DECLINED: ("says no", "say no"),
    Agreement.WAITING: ("has not answered", "have not answered"),
}
WHY_CLOSED = {
    AbstractStatus.SUBMITTED: "Abstracts of this call are locked once they are submitted, or the call has closed.",
    AbstractStatus.IN_REVIEW: "It is in review, so its authors stay as they are.",
    AbstractStatus.WITHDRAWN: "It is withdrawn, so its authors stay as they are.",
}
ONE = f"{HOME}/authors/<int:author_id>"


@bp.get(f"{HOME}/authors")
@signed_in
def show_authors(event_slug: str, call_slug: str, number: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number)
    return page(
        "abstracts/authors.html",
        fragment="authors",
        form=PressForm(formdata=None, version=abstract.version),
        why_closed=WHY_CLOSED.get(rules.shown_status(abstract), "The call has closed."),
        has_room=rules.has_room(abstract),
        answers=rules.answers_of_authors(abstract),
        answer_words=ANSWER_WORDS,
        is_asked=rules.is_asked,
        may_ask_again=rules.may_ask_again,
        **around(abstract, clock.now()),
    )


@bp.get(f"{HOME}/authors/new")
@signed_in
def show_new_author(event_slug: str, call_slug: str, number: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number)
    rules.check_may_write(abstract)
    rules.check_has_room(abstract)
    return _author_page(abstract, AuthorForm(version=abstract.version))


@bp.post(f"{HOME}/authors/new")
@signed_in
def add_author(event_slug: str, call_slug: str, number: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number, lock=True)
    form, now = AuthorForm(), clock.now()
    if not form.validate_on_submit():
        return _author_page(abstract, form, status=422)
    given = {"details": form.details(), "version": form.version.data, "by_id": g.person.id, "now": now}
    try:
        with session.begin_nested():  # the page that says why not shows nothing of what was undone
            author = actions.add_author(session, abstract=abstract, **given)
    except REFUSED as refusal:
        return _author_page(abstract, form, refusal=refusal)
    flash(f"{author.name} is named as an author.")
    if request.form.get("do") == "another" and rules.has_room(abstract):
        return see_other("abstracts.show_new_author", **here(abstract))
    return see_other("abstracts.show_authors", **here(abstract))


@bp.get(ONE)
@signed_in
def show_author(event_slug: str, call_slug: str, number: int, author_id: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number)
    author = queries.author_of(abstract, author_id)
    rules.check_may_write(abstract)
    return _author_page(abstract, AuthorForm.about(author), author)


@bp.post(ONE)
@signed_in
def change_author(event_slug: str, call_slug: str, number: int, author_id: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number, lock=True)
    author, form, now = queries.author_of(abstract, author_id), AuthorForm(), clock.now()
    if not form.validate_on_submit():
        return _author_page(abstract, form, author, status=422)
    given = {"details": form.details(), "version": form.version.data, "by_id": g.person.id, "now": now}
    try:
        with session.begin_nested():
            actions.change_author(session, author=author, **given)
    except REFUSED as refusal:
        return _author_page(abstract, form, author, refusal=refusal)
    flash(f"What you changed of {author.name} is saved.")
    return see_other("abstracts.show_authors", **here(abstract))


@bp.post(f"{ONE}/move")
@signed_in
def move_author(event_slug: str, call_slug: str, number: int, author_id: int):
    def move(author: Author, form: PressForm, given: dict) -> str:
        actions.move_author(session, author=author, position=form.position, **given)
        return f"{author.name} is author {author.position} now."

    return _press(event_slug, call_slug, number, author_id, move)


@bp.post(f"{ONE}/choose")
@signed_in
def choose_author(event_slug: str, call_slug: str, number: int, author_id: int):
    def choose(author: Author, form: PressForm, given: dict) -> str:
        if form.to.data == "corresponding":
            actions.choose_corresponding(session, author=author, **given)
            return f"We write to {author.name}."
        actions.choose_presenter(session, author=author, **given)
        return f"{author.name} presents it."

    return _press(event_slug, call_slug, number, author_id, choose)


@bp.post(f"{ONE}/remove")
@signed_in
def remove_author(event_slug: str, call_slug: str, number: int, author_id: int):
    def remove(author: Author, _form: PressForm, given: dict) -> str:
        actions.remove_author(session, author=author, **given)
        return f"{author.name} is no author any more."

    return _press(event_slug, call_slug, number, author_id, remove)


@bp.post(f"{ONE}/ask")
@signed_in
def ask_author_again(event_slug: str, call_slug: str, number: int, author_id: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number, lock=True)
    author = queries.author_of(abstract, author_id)
    actions.ask_again(session, author=author, by_id=g.person.id, now=clock.now())
    flash(f"A letter is on its way to {author.email}.")
    return see_other("abstracts.show_authors", **here(abstract))


def _press(event_slug: str, call_slug: str, number: int, author_id: int, deed):
    """Do what a button says; on a page that is no longer true show the one that is, and say so."""
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number, lock=True)
    author, form, now = queries.author_of(abstract, author_id), PressForm(), clock.now()
    given = {"version": form.version.data or 0, "by_id": g.person.id, "now": now}
    try:
        with session.begin_nested():  # else what came before the refusal would be kept with the redirect
            said = deed(author, form, given)
        flash(said)
    except rules.ChangedElsewhere:
        flash("The authors were changed in another window. Here they are as they stand: press again if need be.", "bad")
    except rules.NotComplete as refusal:
        flash(f"Nothing was changed, since what is submitted must stay complete. {_lacks(refusal)}", "bad")
    return see_other("abstracts.show_authors", **here(abstract))


def _author_page(
    abstract: Abstract,
    form: AuthorForm,
    author: Author | None = None,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
):
    if isinstance(refusal, rules.ChangedElsewhere):
        # A field shows what was sent before what it is told.
        form.version.raw_data, form.version.data, status = None, refusal.version, refusal.status
    elif isinstance(refusal, rules.NamedAlready):
        form.email.errors, status = [str(refusal)], refusal.status
    elif refusal is not None:
        status = refusal.status
    return page(
        "abstracts/author.html",
        form=form,
        status=status,
        abstract=abstract,
        author=author,
        call=abstract.call,
        event=abstract.call.event,
        here=here(abstract),
        places=rules.places_typed(abstract.authors),
        lacking=_lacks(refusal) if isinstance(refusal, rules.NotComplete) else "",
        has_moved_on=isinstance(refusal, rules.ChangedElsewhere),
        has_answered=author is not None and author.agreement is not Agreement.WAITING,
    )


def _lacks(refusal: rules.NotComplete) -> str:
    return " ".join(each.words for each in refusal.lacks)
