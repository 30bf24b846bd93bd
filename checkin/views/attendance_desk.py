"""Who is inside, who came when, and who did not, for the desk."""

from flask import current_app, g, request

from checkin import queries, rules
from checkin.forms import AttendanceForm
from checkin.models import AdmissionList
from checkin.views import bp
from checkin.views.door import DOOR
from checkin.views.lists_desk import DESK
from core import diary
from core.cells import csv_answer, csv_of, xlsx_answer, xlsx_of
from core.db import record_apart, session
from core.web import page, row_number
from events.models import Event
from events.queries import event_for
from events.rules import days, local_day
from people.access import duty, fresh
from people.models import Role

ABSENT_HEAD = ("Name", "Organisation", "Email", "Ticket", "Code", "Order")


@bp.get(f"{DESK}/now")
@duty(Role.ORGANISER, plain=True)
def show_now(event_slug: str):
    lists, today = queries.lists_of(session, g.event), local_day(g.event, g.asked_at)
    return page(
        "checkin/desk/now.html",
        fragment="now",
        person=g.person,
        event=g.event,
        now=g.asked_at,
        house=queries.house_counts(session, g.event, g.asked_at),
        is_on=g.event.first_day <= today <= g.event.last_day,
        lists=lists,
        tallies=queries.tallies(session, g.event, lists, g.asked_at),
        percent=rules.percent,
    )


@bp.get(f"{DESK}/arrivals")
@duty(Role.ORGANISER, plain=True)
def show_arrivals(event_slug: str):
    form, lists = _asked(g.event, whole=False)
    chosen = form.chosen_list(lists)
    quarters = queries.arrivals(session, g.event, chosen.slug, form.chosen_day())
    return page(
        "checkin/desk/arrivals.html",
        person=g.person,
        event=g.event,
        search=form,
        chosen=chosen,
        day=form.chosen_day(),
        quarters=quarters,
        doors=rules.doors_of(quarters),
        busiest=max((came for each in quarters for came in each.by_door.values()), default=0),
    )


@bp.get(f"{DESK}/no-shows")
@duty(Role.ORGANISER, plain=True)
def show_no_shows(event_slug: str):
    form, lists = _asked(g.event, whole=True)
    chosen, day = form.chosen_list(lists), form.chosen_day()
    after, rows = request.args.get("after", 0, type=row_number), current_app.config["LIMITS"].rows_per_page
    absent = queries.no_shows(session, g.event, chosen, day, after_id=after, rows=rows + 1)
    came, expected = queries.turnout(session, g.event, chosen, day)
    return page(
        "checkin/desk/no_shows.html",
        person=g.person,
        event=g.event,
        search=form,
        asked=form.query(),
        chosen=chosen,
        day=day,
        is_yet_to_come=(day or g.event.last_day) >= local_day(g.event, g.asked_at),
        came=came,
        expected=expected,
        percent=rules.percent,
        absent=absent[:rows],
        next_after=absent[rows - 1].ticket_id if len(absent) > rows else None,
        is_first_page=after == 0,
    )


@bp.get(f"{DESK}/no-shows.<any(csv, xlsx):kind>")
@duty(Role.ORGANISER)
@fresh
def download_no_shows(event_slug: str, kind: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form, lists = _asked(event, whole=True)
    chosen, day = form.chosen_list(lists), form.chosen_day()
    absent = queries.no_shows(session, event, chosen, day)
    exported = diary.entry(
        act="exported no-shows",
        now=g.asked_at,
        actor_id=g.person.id,
        thing=("event", event.id),
        event_id=event.id,
        after={"people": len(absent), "list": chosen.id, "day": day and day.isoformat(), "kind": kind},
    )
    record_apart(exported)
    name = f"{event_slug}-no-shows.{kind}"
    rows = [(each.name, each.organisation, each.email, each.category, each.code, each.reference) for each in absent]
    if kind == "csv":
        return csv_answer(name, csv_of(ABSENT_HEAD, rows))
    return xlsx_answer(name, xlsx_of(ABSENT_HEAD, rows))


@bp.get(f"{DESK}/evacuation")
@duty(Role.ORGANISER, plain=True)
def show_evacuation(event_slug: str):
    return _evacuation_page(at_desk=True)


@bp.get(f"{DOOR}/evacuation")
@duty(Role.DOOR, plain=True)
def show_evacuation_at_door(event_slug: str):
    return _evacuation_page(at_desk=False)


def _asked(event: Event, *, whole: bool) -> tuple[AttendanceForm, list[AdmissionList]]:
    """What is asked about: a list and one of the event's days, or one on which somebody came."""
    form, lists = AttendanceForm(request.args), queries.lists_of(session, event)
    known = {*days(event), *queries.days_with_arrivals(session, event), *(each.day for each in lists if each.day)}
    form.ask(lists, sorted(known), today=local_day(event, g.asked_at), whole=whole)
    return form, lists


def _evacuation_page(*, at_desk: bool):
    people = queries.people_inside(session, g.event, g.asked_at)
    return page(
        "checkin/evacuation.html", person=g.person, event=g.event, people=people, now=g.asked_at, at_desk=at_desk
    )
