"""The chair's supplement: the journal's issue, what goes in and what does not, downloads, publishing, retracting."""

from flask import Response, flash, g

from abstracts import actions, documents, queries
from abstracts.forms import DoisForm, EntryForm, RetractionForm, SupplementForm
from abstracts.models import Abstract, Call, SupplementEntry
from abstracts.queries import books
from abstracts.rules import citing, printing
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from abstracts.views.reviewers_desk import OF_CALL
from core import clock, diary
from core.cells import csv_answer, download
from core.db import record_apart, session
from core.errors import Refusal
from core.uploads import DOCX, PDF
from core.web import page, see_other
from people.access import duty, fresh
from people.models import Role

ONE = f"{OF_CALL}/supplement/<int:number>"
ZIP = "application/zip"


@bp.get(f"{OF_CALL}/supplement")
@duty(Role.ABSTRACT_CHAIR)
def show_supplement(event_slug: str, call_slug: str):
    return _supplement_page(_call(event_slug, call_slug))


@bp.post(f"{OF_CALL}/supplement")
@duty(Role.ABSTRACT_CHAIR)
def set_supplement(event_slug: str, call_slug: str):
    call, form = _call(event_slug, call_slug, lock=True), SupplementForm()
    if not form.validate_on_submit():
        return _supplement_page(call, form=form, status=422)
    actions.set_supplement(session, call=call, settings=form.settings(), by_id=g.person.id, now=clock.now())
    flash("The supplement is saved.")
    return see_other("abstracts.show_supplement", event_slug=event_slug, call_slug=call_slug)


@bp.post(f"{OF_CALL}/supplement/dois")
@duty(Role.ABSTRACT_CHAIR)
def save_dois(event_slug: str, call_slug: str):
    call, form = _call(event_slug, call_slug, lock=True), DoisForm()
    if not form.validate_on_submit():
        return _supplement_page(call, dois=form, status=422)
    try:
        text = form.lines.data or ""
        saved = actions.save_dois(session, call=call, text=text, by_id=g.person.id, now=clock.now())
    except printing.WrongDoi as refusal:
        form.lines.errors = [str(refusal)]
        return _supplement_page(call, dois=form, status=refusal.status)
    flash(f"DOIs saved: {saved}.")
    return see_other("abstracts.show_supplement", event_slug=event_slug, call_slug=call_slug)


@bp.post(f"{OF_CALL}/supplement/publish")
@duty(Role.ABSTRACT_CHAIR)
@fresh
def publish_book(event_slug: str, call_slug: str):
    call = _call(event_slug, call_slug, lock=True)
    try:
        holds = actions.publish_book(session, call=call, by_id=g.person.id, now=clock.now())
    except printing.NotReady as refusal:
        return _supplement_page(call, refusal=refusal)
    flash(f"The book holds {holds} abstracts. It is read from the end of the embargo on.")
    return see_other("abstracts.show_supplement", event_slug=event_slug, call_slug=call_slug)


@bp.post(f"{OF_CALL}/supplement/take-back")
@duty(Role.ABSTRACT_CHAIR)
def take_book_back(event_slug: str, call_slug: str):
    call = _call(event_slug, call_slug, lock=True)
    try:
        actions.take_book_back(session, call=call, by_id=g.person.id, now=clock.now())
    except printing.IsPublic as refusal:
        return _supplement_page(call, refusal=refusal)
    flash("The book is taken back. Nobody reads it until you publish it again.")
    return see_other("abstracts.show_supplement", event_slug=event_slug, call_slug=call_slug)


@bp.get(f"{OF_CALL}/supplement.<any(pdf, docx, csv, zip):kind>")
@duty(Role.ABSTRACT_CHAIR)
@fresh
def download_supplement(event_slug: str, call_slug: str, kind: str) -> Response:
    """What the journal gets: every accepted abstract that may be printed, and no other (domain rule 48)."""
    call, now = _call(event_slug, call_slug), clock.now()
    supplement = books.supplement_of(session, call)
    entries = [_entry(each) for each in books.pieces_of(session, call) if not each.reasons]
    about = {"abstracts": len(entries), "kind": kind}
    told = {"act": "exported the supplement", "thing": ("call", call.id), "event_id": call.event_id, "after": about}
    record_apart(diary.entry(now=now, actor_id=g.person.id, **told))
    name = f"{event_slug}-{call_slug}-supplement.{kind}"
    if kind == "pdf":
        embargoed = not printing.is_out(supplement, now)
        return download(name, documents.book_of(supplement, entries, made_at=now, embargoed=embargoed), PDF)
    if kind == "docx":
        return download(name, documents.word_of(supplement, entries), DOCX)
    if kind == "csv":
        return csv_answer(name, documents.sheet_of(supplement, entries))
    return download(name, documents.bundle_of(supplement, entries, now), ZIP)


@bp.get(ONE)
@duty(Role.ABSTRACT_CHAIR)
def show_entry(event_slug: str, call_slug: str, number: int):
    call, abstract, entry = _piece(event_slug, call_slug, number)
    return _entry_page(call, abstract, entry, EntryForm(obj=entry))


@bp.post(ONE)
@duty(Role.ABSTRACT_CHAIR)
def change_entry(event_slug: str, call_slug: str, number: int):
    call, abstract, entry = _piece(event_slug, call_slug, number, lock=True)
    form = EntryForm()
    if not form.validate_on_submit():
        return _entry_page(call, abstract, entry, form, status=422)
    typed = {"doi": form.doi.data or "", "prize": form.prize.data or ""}
    actions.change_entry(session, abstract=abstract, entry=entry, **typed, by_id=g.person.id, now=clock.now())
    flash(f"Abstract {number} is saved.")
    return see_other("abstracts.show_supplement", event_slug=event_slug, call_slug=call_slug)


@bp.post(f"{ONE}/retract")
@duty(Role.ABSTRACT_CHAIR)
@fresh
def retract_abstract(event_slug: str, call_slug: str, number: int):
    call, abstract, entry = _piece(event_slug, call_slug, number, lock=True)
    form = RetractionForm()
    if not form.validate_on_submit():
        return _entry_page(call, abstract, entry, EntryForm(formdata=None, obj=entry), retraction=form, status=422)
    about = {"abstract": abstract, "entry": entry, "notice": form.notice.data or ""}
    try:
        actions.retract_abstract(session, **about, by_id=g.person.id, now=clock.now())
    except (printing.NotReady, printing.IsPublic) as refusal:
        form = EntryForm(formdata=None, obj=entry)
        return _entry_page(call, abstract, entry, form, status=refusal.status, refusal=str(refusal))
    flash(f"Abstract {number} is retracted. The book says so in place of its text.")
    return see_other("abstracts.show_entry", event_slug=event_slug, call_slug=call_slug, number=number)


def _call(event_slug: str, call_slug: str, *, lock: bool = False) -> Call:
    return queries.call_at_desk(session, event_of_chair(event_slug), call_slug, lock=lock)


def _piece(
    event_slug: str, call_slug: str, number: int, *, lock: bool = False
) -> tuple[Call, Abstract, SupplementEntry]:
    call = _call(event_slug, call_slug)
    return call, *books.piece_at_desk(session, call, number, chair_id=g.person.id, lock=lock)


def _entry(piece: printing.Piece) -> SupplementEntry:
    if piece.entry is not None:
        return piece.entry
    # Not stored, so that reading changes nothing.
    return SupplementEntry(abstract=piece.abstract, doi="", prize="", notice="")


def _supplement_page(
    call: Call,
    *,
    form: SupplementForm | None = None,
    dois: DoisForm | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
):
    supplement, pieces = books.supplement_of(session, call), books.pieces_of(session, call)
    if form is None:
        form = SupplementForm(formdata=None, obj=supplement)
    return page(
        "abstracts/desk/supplement.html",
        status=refusal.status if refusal else status,
        form=form,
        dois=dois or DoisForm(formdata=None),
        person=g.person,
        event=call.event,
        call=call,
        supplement=supplement,
        issue=f"{citing.journal_of(supplement)} {citing.issue_of(supplement)}",
        is_out=printing.is_out(supplement, clock.now()),
        title_of=citing.title_of,
        fitting=[each for each in pieces if not each.reasons],
        left_out=[each for each in pieces if each.reasons],
        waiting=sum(1 for each in pieces if not each.reasons and printing.still_waiting(each.abstract)),
        refusal=str(refusal or ""),
    )


def _entry_page(
    call: Call,
    abstract: Abstract,
    entry: SupplementEntry,
    form: EntryForm,
    *,
    retraction: RetractionForm | None = None,
    status: int = 200,
    refusal: str = "",
):
    return page(
        "abstracts/desk/entry.html",
        status=status,
        form=form,
        retraction=retraction or RetractionForm(formdata=None),
        person=g.person,
        event=call.event,
        call=call,
        abstract=abstract,
        title=citing.title_of(abstract),
        entry=entry,
        reasons=printing.why_left_out(abstract),
        citation=citing.citation(books.supplement_of(session, call), abstract, entry),
        refusal=refusal,
    )
