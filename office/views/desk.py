"""The desk's frame, an event's papers, and letters."""

from flask import Blueprint, current_app, flash, g, request

from core import clock, files, outbox
from core.db import calls_outside, reading, session, transaction
from core.outbox import LetterStatus
from core.web import ButtonForm, page, row_number, see_other
from events.queries import event_for, events_for
from events.rules import is_over
from office import actions, queries
from office.forms import JoiningPackForm
from people.access import duty, signed_in
from people.models import Role
from people.rules import holds_duty, london_day

bp = Blueprint("office", __name__, url_prefix="/desk")


@bp.get("/")
@signed_in
def show_desk():
    """The events this person runs, stewards or chairs. To anybody else the desk is empty, not forbidden."""
    now = clock.now()
    today = london_day(now)
    runs = events_for(session, g.person, Role.ORGANISER, today)
    stewards = events_for(session, g.person, Role.DOOR, today)
    chairs = events_for(session, g.person, Role.ABSTRACT_CHAIR, today)
    return page(
        "office/desk.html",
        told=True,
        person=g.person,
        coming=[event for event in reversed(runs) if not is_over(event, now)],
        past=[event for event in runs if is_over(event, now)],
        doors=[event for event in reversed(stewards) if not is_over(event, now)],
        chairs=chairs,
        runs_all=holds_duty(g.duties, Role.ORGANISER, None),
        for_policy=any(role in (Role.POLICY_EDITOR, Role.REGIONAL_LEAD) for role, _ in g.duties),
        may_begin=any((role, None) in g.duties for role in (Role.ORGANISER, Role.POLICY_EDITOR, Role.REGIONAL_LEAD)),
    )


@bp.get("/<event_slug>/joining-pack")
@duty(Role.ORGANISER)
def show_joining_pack(event_slug: str):
    return _joining_pack_page(event_slug, JoiningPackForm())


@bp.post("/<event_slug>/joining-pack")
@duty(Role.ORGANISER)
@calls_outside  # reading a file takes seconds, and writing it waits for the disk
def replace_joining_pack(event_slug: str):
    form = JoiningPackForm()
    if not form.validate_on_submit():
        with reading():
            return _joining_pack_page(event_slug, form, status=422)
    key = files.store().write(form.upload.content)
    with transaction():
        actions.replace_joining_pack(
            session,
            event=event_for(session, g.person, event_slug, Role.ORGANISER, lock=True),
            key=key,
            upload=form.upload,
            by_id=g.person.id,
            now=clock.now(),
        )
    flash("Delegates find the joining pack on their tickets from now on.")
    return see_other("office.show_joining_pack", event_slug=event_slug)


@bp.get("/letters")
@duty(Role.ORGANISER, everywhere=True)
def show_letters():
    status = next((each for each in LetterStatus if each.value == request.args.get("status")), LetterStatus.WAITING)
    rows = current_app.config["LIMITS"].rows_per_page
    before = request.args.get("before", type=row_number)
    found = queries.letters(session, status=status, before_id=before, rows=rows + 1)
    return page(
        "office/letters.html",
        fragment="letters",
        told=True,
        person=g.person,
        chosen=status,  # page() keeps ``status`` for the answer's own
        statuses=list(LetterStatus),
        counts=queries.letter_counts(session),
        letters=found[:rows],
        next_before=found[rows - 1].id if len(found) > rows else None,
        is_first_page=before is None,
    )


@bp.get("/letters/<int:letter_id>")
@duty(Role.ORGANISER, everywhere=True)
def show_letter(letter_id: int):
    letter = queries.letter(session, letter_id)
    return page(
        "office/letter.html",
        form=ButtonForm(),
        person=g.person,
        letter=letter,
        composed=outbox.preview(session, letter),
    )


@bp.post("/letters/<int:letter_id>/retry")
@duty(Role.ORGANISER, everywhere=True)
def retry_letter(letter_id: int):
    letter = queries.letter(session, letter_id, lock=True)
    actions.retry_letter(session, letter=letter, by_id=g.person.id, now=clock.now())
    flash("The letter goes out in the next minute.")
    return see_other("office.show_letter", letter_id=letter_id)


@bp.post("/letters/<int:letter_id>/drop")
@duty(Role.ORGANISER, everywhere=True)
def drop_letter(letter_id: int):
    letter = queries.letter(session, letter_id, lock=True)
    actions.drop_letter(session, letter=letter, by_id=g.person.id, now=clock.now())
    flash("The letter will not be sent.")
    return see_other("office.show_letter", letter_id=letter_id)


def _joining_pack_page(event_slug: str, form: JoiningPackForm, status: int = 200):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return page(
        "office/joining_pack.html", form=form, status=status, person=g.person, event=event, pack=event.joining_pack
    )
