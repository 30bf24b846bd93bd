"""Regional conferences: a new one from one form, and what is left to do for each."""

from flask import flash, g

from core import clock
from core.db import session
from core.web import page, see_other
from members.models import Nation
from office import actions, queries, rules
from office.forms import RegionalForm, regional_form
from office.views.desk import bp
from people.access import signed_in_to_work
from people.models import Person
from people.rules import london_day
from policy.models import Goal


@bp.get("/regional/new")
@signed_in_to_work
def show_new_regional():
    return _new_page(_form())


@bp.post("/regional/new")
@signed_in_to_work
def make_regional():
    form, now = _form(), clock.now()
    if not form.validate_on_submit() or (lifts_at := form.moment(now)) is None:
        return _new_page(form, status=422)
    plan = actions.Plan(
        nation=Nation(form.nation.data),
        lead=session.get_one(Person, form.lead.data),
        name=form.name.data or "",
        day=form.day.data,
        doors_open=form.doors_open.data,
        closes=form.closes.data,
        venue=form.venue.data or "",
        town=form.town.data or "",
        capacity=form.capacity.data,
        contact_email=form.contact.data or "",
        title=form.title.data or "",
        goal=Goal(form.goal.data),
        lifts_at=lifts_at,
        champion_email=form.champion.data or "",
    )
    event = actions.make_regional(session, plan=plan, form_key=form.form_key.data or "", by=g.person, now=now)
    flash("It is made, as a draft of which nobody is told. This is what is left to do.")
    return see_other("office.show_regional", event_slug=event.slug)


@bp.get("/<event_slug>/regional")
@signed_in_to_work
def show_regional(event_slug: str):
    found = queries.regional_at_desk(session, g.person, event_slug, london_day(g.asked_at))
    launches = [each.launch for each in found.launches if each.launch is not None]
    press = queries.how_many_press(session, launches)
    wish = queries.welsh_wish(session, found.event)
    tickets = queries.how_many_ticket_types(session, found.event)
    return page(
        "office/regional.html",
        told=True,
        person=g.person,
        event=found.event,
        runs_event=found.runs_event,
        of_event=rules.todo_of_event(found.event, tickets=tickets),
        of_launches=[(each, rules.todo_of_launch(each, press=press[each.id])) for each in launches],
        wish=wish,
        interprets=wish is not None and rules.wants_interpreter(wish.wishes, wish.booked),
    )


def _form() -> RegionalForm:
    today = london_day(g.asked_at)
    nations = queries.nations_to_begin(session, g.person, today)
    return regional_form(nations, queries.leads_of(session, nations, today), g.person.id, today)


def _new_page(form: RegionalForm, *, status: int = 200):
    return page("office/new_regional.html", status=status, form=form, person=g.person)
