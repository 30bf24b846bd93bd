"""Finding people, and all that is known of one: for those who organise all events."""

from flask import current_app, flash, g, request

from core import clock
from core.db import session
from core.web import page, row_number, see_other
from members.queries import membership_of
from office import actions, queries
from office.forms import MergeForm, PeopleSearchForm
from office.views.desk import bp
from people.access import duty, fresh
from people.models import Role
from people.queries import consent_history, duties_of
from people.rules import duty_words, is_held, london_day
from registration.queries import orders_of, tickets_of

ENTRIES = 50
CANDIDATES = 20


@bp.get("/people")
@duty(Role.ORGANISER, everywhere=True)
def show_people():
    form = PeopleSearchForm(request.args)
    rows = current_app.config["LIMITS"].rows_per_page
    before = request.args.get("before", type=row_number)
    words = form.q.data or ""
    found = queries.people_page(session, words=words, before_id=before, rows=rows + 1)
    return page(
        "office/people.html",
        fragment="people",
        told=True,
        person=g.person,
        search=form,
        people=found[:rows],
        duties=queries.duties_by_person(session, found[:rows], london_day(clock.now())),
        duty_words=duty_words,
        next_before=found[rows - 1].id if len(found) > rows else None,
        is_first_page=before is None,
        how_many=queries.how_many_people(session, words=words),
    )


@bp.get("/people/<int:person_id>")
@duty(Role.ORGANISER, everywhere=True)
def show_person(person_id: int):
    now = clock.now()
    known = queries.person_at_desk(session, person_id)
    live_sign_ins, seen_at = queries.sign_in_figures(session, known, now)
    return page(
        "office/person.html",
        told=True,
        person=g.person,
        known=known,
        membership=membership_of(session, known.id),
        duties=duties_of(session, known),
        duty_words=duty_words,
        is_held=is_held,
        today=london_day(now),
        orders=orders_of(session, known),
        tickets=tickets_of(session, known),
        consents=consent_history(session, known),
        live_sign_ins=live_sign_ins,
        seen_at=seen_at,
        diary=queries.diary_about(session, known, rows=ENTRIES),
    )


@bp.get("/people/<int:person_id>/merge")
@duty(Role.ORGANISER, everywhere=True)
def show_people_merge(person_id: int):
    """First the other record is looked for, then what would move is shown, with the button."""
    kept = queries.person_at_desk(session, person_id)
    search = PeopleSearchForm(request.args)
    other_id = request.args.get("other", type=row_number)
    other = queries.person_at_desk(session, other_id) if other_id is not None else None
    words = search.q.data or ""
    found = queries.people_page(session, words=words, before_id=None, rows=CANDIDATES) if words else []
    return page(
        "office/merge.html",
        form=MergeForm(other=other_id),
        person=g.person,
        kept=kept,
        search=search,
        found=[each for each in found if each.id != kept.id and each.merged_into_id is None],
        other=other,
        moves=queries.what_moves(session, other, clock.now()) if other else {},
    )


@bp.post("/people/<int:person_id>/merge")
@duty(Role.ORGANISER, everywhere=True)
@fresh
def merge_people(person_id: int):
    form = MergeForm()
    if not form.validate_on_submit():
        return see_other("office.show_people_merge", person_id=person_id)
    kept, merged = queries.both_at_desk(session, person_id, form.other.data)
    actions.merge_people(session, kept=kept, merged=merged, by_id=g.person.id, now=clock.now())
    flash("The two records are one. Who signs in with either address is the same person now.")
    return see_other("office.show_person", person_id=person_id)
