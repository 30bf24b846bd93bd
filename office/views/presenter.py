"""One presenter at the chair's desk: their answer, dates, ticket and board, and withdrawing what stays at risk."""

from datetime import datetime

from flask import flash, g
from flask_wtf import FlaskForm

from abstracts import actions as of_abstracts
from abstracts import rules
from abstracts.models import Abstract, AbstractStatus, Decision
from abstracts.queries import abstract_at_desk, final_version_of
from core import clock, files
from core.db import session
from core.errors import NotFound, Refusal
from core.web import ButtonForm, page, see_other
from events.queries import event_for
from office import actions, queries
from office.forms import (
    TAKES,
    AnswerForm,
    BoardForm,
    DatesForm,
    OfferForm,
    PresenterForm,
    TicketForm,
    moment_of,
    shown,
)
from office.views.desk import bp
from office.views.presenters import OF_CALL, here
from people.access import duty
from people.models import Role

ONE = f"{OF_CALL}/<int:number>"


@bp.get(ONE)
@duty(Role.ABSTRACT_CHAIR)
def show_presenter(event_slug: str, call_slug: str, number: int):
    return _presenter_page(_abstract(event_slug, call_slug, number), clock.now())


@bp.get(f"{ONE}/file")
@duty(Role.ABSTRACT_CHAIR)
def download_presented(event_slug: str, call_slug: str, number: int):
    abstract = _abstract(event_slug, call_slug, number)
    if abstract.offer is None or abstract.offer.file is None:
        raise NotFound("There is no such file.")
    return files.answer_with(abstract.offer.file)


@bp.post(f"{ONE}/answer")
@duty(Role.ABSTRACT_CHAIR)
def answer_for_author(event_slug: str, call_slug: str, number: int):
    abstract, form = _abstract(event_slug, call_slug, number, lock=True), AnswerForm()
    now = clock.now()
    if not form.validate_on_submit():
        return _presenter_page(abstract, now, answer=form, status=422)
    about = {"abstract": abstract, "by_id": g.person.id, "now": now, "at_desk": True}
    try:
        if form.answer.data == TAKES:
            of_abstracts.take_offer(session, **about)
        else:
            of_abstracts.turn_offer_down(session, reason=form.reason.data or "", **about)
    except rules.NoOffer as refusal:
        return _presenter_page(abstract, now, refusal=refusal)
    flash("Their answer is noted.")
    return _back(abstract)


@bp.post(f"{ONE}/dates")
@duty(Role.ABSTRACT_CHAIR)
def set_offer_dates(event_slug: str, call_slug: str, number: int):
    abstract, form = _abstract(event_slug, call_slug, number, lock=True), DatesForm()
    now = clock.now()
    if not form.validate_on_submit():
        return _presenter_page(abstract, now, dates=form, status=422)
    event = abstract.call.event
    dates = {name: moment_of(event, form[name]) for name in ("answer_by", "register_by")}
    try:
        of_abstracts.set_offer_dates(session, abstract=abstract, **dates, by_id=g.person.id, now=now)
    except rules.NoOffer as refusal:
        return _presenter_page(abstract, now, refusal=refusal)
    flash("The dates are saved.")
    return _back(abstract)


@bp.post(f"{ONE}/ticket")
@duty(Role.ABSTRACT_CHAIR)
def link_ticket(event_slug: str, call_slug: str, number: int):
    abstract, form = _abstract(event_slug, call_slug, number, lock=True), TicketForm()
    now = clock.now()
    if not form.validate_on_submit():
        return _presenter_page(abstract, now, ticket=form, status=422)
    try:
        actions.link_ticket(session, abstract=abstract, code=form.plain_code(), by_id=g.person.id, now=now)
    except (NotFound, rules.NoOffer) as refusal:
        form.code.errors = [str(refusal)]
        return _presenter_page(abstract, now, ticket=form, status=422)
    flash("The ticket is noted." if form.plain_code() else "We go by the presenter’s address alone.")
    return _back(abstract)


@bp.post(f"{ONE}/presenter")
@duty(Role.ABSTRACT_CHAIR)
def change_presenter(event_slug: str, call_slug: str, number: int):
    abstract = _abstract(event_slug, call_slug, number, lock=True)
    now = clock.now()
    form = PresenterForm().offer(rules.may_present(abstract))
    if not form.validate_on_submit():
        return _presenter_page(abstract, now, presenter=form, status=422)
    author = next(each for each in abstract.authors if each.id == form.author.data)
    about = {"abstract": abstract, "author": author, "by_id": g.person.id, "now": now}
    try:
        of_abstracts.swap_presenter(session, **about, at_desk=True)
    except (rules.SecondPoster, rules.NoOffer) as refusal:
        return _presenter_page(abstract, now, refusal=refusal)
    flash(f"{author.name} presents it now.")
    return _back(abstract)


@bp.post(f"{ONE}/board")
@duty(Role.ABSTRACT_CHAIR)
def change_board(event_slug: str, call_slug: str, number: int):
    abstract, form = _abstract(event_slug, call_slug, number, lock=True), BoardForm()
    now = clock.now()
    if not form.validate_on_submit():
        return _presenter_page(abstract, now, board=form, status=422)
    board = form.board.data or ""
    try:
        of_abstracts.change_board(session, abstract=abstract, board=board, by_id=g.person.id, now=now)
    except (rules.WrongBoard, rules.NoOffer) as refusal:
        form.board.errors = [str(refusal)]
        return _presenter_page(abstract, now, board=form, status=422)
    flash("The board is changed.")
    return _back(abstract)


@bp.post(f"{ONE}/offer")
@duty(Role.ABSTRACT_CHAIR)
def offer_to_waitlisted(event_slug: str, call_slug: str, number: int):
    abstract, form = _abstract(event_slug, call_slug, number, lock=True), OfferForm()
    now = clock.now()
    if not form.validate_on_submit():
        return _presenter_page(abstract, now, offer=form, status=422)
    wanted = {"decision": Decision(form.decision.data), "answer_by": moment_of(abstract.call.event, form.answer_by)}
    try:
        of_abstracts.offer_to_waitlisted(session, abstract=abstract, **wanted, by_id=g.person.id, now=now)
    except (rules.WrongMove, rules.SecondPoster, rules.NobodyPresents) as refusal:
        return _presenter_page(abstract, now, offer=form, refusal=refusal)
    flash("The place is offered, and their letter is on its way.")
    return _back(abstract)


@bp.post(f"{ONE}/withdraw")
@duty(Role.ABSTRACT_CHAIR)
def withdraw_at_risk(event_slug: str, call_slug: str, number: int):
    abstract = _abstract(event_slug, call_slug, number, lock=True)
    now = clock.now()
    # Asked again here: who paid a moment ago stays.
    is_registered = queries.is_presenter_registered(session, abstract)
    about = {"abstract": abstract, "is_registered": is_registered, "by_id": g.person.id, "now": now}
    try:
        of_abstracts.withdraw_at_risk(session, **about)
    except rules.NotAtRisk as refusal:
        return _presenter_page(abstract, now, refusal=refusal)
    flash(f"Abstract {number} is withdrawn, and its authors have a letter.")
    return _back(abstract)


def _abstract(event_slug: str, call_slug: str, number: int, *, lock: bool = False) -> Abstract:
    """An abstract that was offered a place, or waits for one; to a chair who is bound there is none (rule 42)."""
    event = event_for(session, g.person, event_slug, Role.ABSTRACT_CHAIR)
    abstract = abstract_at_desk(session, event, call_slug, number, chair_id=g.person.id, lock=lock)
    if abstract.offer is None and abstract.status is not AbstractStatus.WAITLISTED:
        raise NotFound("This abstract has no place.")
    return abstract


def _back(abstract: Abstract):
    return see_other("office.show_presenter", **here(abstract.call), number=abstract.number)


def _presenter_page(
    abstract: Abstract, now: datetime, *, status: int = 0, refusal: Refusal | None = None, **sent: FlaskForm
):
    event, offer = abstract.call.event, abstract.offer
    is_registered = queries.is_presenter_registered(session, abstract)
    final = final_version_of(session, abstract)
    fresh: dict[str, FlaskForm] = {
        "answer": AnswerForm(formdata=None),
        "dates": DatesForm(
            formdata=None,
            answer_by=shown(event, offer and offer.answer_by),
            register_by=shown(event, offer and offer.register_by),
        ),
        "ticket": TicketForm(formdata=None),
        "board": BoardForm(formdata=None, board=offer.board if offer else ""),
        "presenter": PresenterForm(formdata=None).offer(rules.may_present(abstract)),
        "offer": OfferForm(formdata=None),
    }
    return page(
        "office/presenter.html",
        status=status or (refusal.status if refusal else 200),
        form=next(iter(sent.values()), ButtonForm()),
        forms=fresh | sent,
        person=g.person,
        event=event,
        call=abstract.call,
        abstract=abstract,
        offer=offer,
        standing=rules.standing_of(abstract, is_registered, now) if offer else None,
        standing_words=rules.STANDING_WORDS,
        is_registered=is_registered,
        is_at_risk=rules.is_at_risk(abstract, is_registered, now),
        answer_by=rules.answer_by(abstract),
        register_by=rules.register_by(abstract),
        presenter=rules.presenter_of(abstract),
        final=final,
        changes=rules.changes_of_final(abstract, final) if final else [],
        refusal=str(refusal or ""),
    )
