"""The desk's ticket matrix: prices, periods, and tickets copied from another event."""

from flask import flash, g, request

from core import clock
from core.db import session
from core.web import page, see_other
from events.models import Event
from events.queries import event_for, events_for
from people.access import duty
from people.models import Role
from people.rules import london_day
from registration import actions, queries, rules
from registration.forms import CopyForm, MatrixForm, PeriodForm
from registration.models import PricePeriod
from registration.views import bp


@bp.get("/desk/<event_slug>/tickets")
@duty(Role.ORGANISER)
def show_matrix(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return _matrix_page(event, _matrix_form(event))


@bp.post("/desk/<event_slug>/tickets")
@duty(Role.ORGANISER)
def save_prices(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER, lock=True)
    form = _matrix_form(event)
    if request.form.get("do", "").startswith("add-"):
        return _matrix_page(event, form)
    if not form.validate_on_submit():
        return _matrix_page(event, form, status=422)
    try:
        saved = actions.save_prices(
            session,
            event=event,
            shown=form.cells_shown(),
            typed=form.typed(),
            by_id=g.person.id,
            now=clock.now(),
        )
    except rules.PricesChanged as refusal:
        form.lay_out(form.products, form.periods, clashes=refusal.clashes)
        return _matrix_page(event, form, status=refusal.status, refusal=str(refusal))
    except rules.WrongMatrix as refusal:
        return _matrix_page(event, form, status=refusal.status, refusal=str(refusal))
    flash(f"{saved} {'price is' if saved == 1 else 'prices are'} new. Orders placed before keep theirs.")
    return see_other("registration.show_matrix", event_slug=event_slug)


@bp.get("/desk/<event_slug>/tickets/periods/new")
@duty(Role.ORGANISER)
def show_new_period(event_slug: str):
    return _period_page(event_for(session, g.person, event_slug, Role.ORGANISER), PeriodForm())


@bp.post("/desk/<event_slug>/tickets/periods/new")
@duty(Role.ORGANISER)
def add_period(event_slug: str):
    return _save_period(event_for(session, g.person, event_slug, Role.ORGANISER, lock=True), None)


@bp.get("/desk/<event_slug>/tickets/periods/<int:period_id>")
@duty(Role.ORGANISER)
def show_period(event_slug: str, period_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    period = queries.period_at_desk(session, event, period_id)
    last_day = rules.last_day_of(event, period)
    form = PeriodForm(name=period.name, last_day=last_day, group_percent=period.group_percent)
    return _period_page(event, form, period)


@bp.post("/desk/<event_slug>/tickets/periods/<int:period_id>")
@duty(Role.ORGANISER)
def change_period(event_slug: str, period_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER, lock=True)
    return _save_period(event, queries.period_at_desk(session, event, period_id))


@bp.post("/desk/<event_slug>/tickets/periods/<int:period_id>/remove")
@duty(Role.ORGANISER)
def remove_period(event_slug: str, period_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER, lock=True)
    period = queries.period_at_desk(session, event, period_id)
    actions.remove_period(session, event=event, period=period, by_id=g.person.id, now=clock.now())
    flash(f"The price period “{period.name}” is gone.")
    return see_other("registration.show_matrix", event_slug=event_slug)


@bp.post("/desk/<event_slug>/tickets/copy")
@duty(Role.ORGANISER)
def copy_tickets(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER, lock=True)
    form = _copy_form(event)
    if not form.validate_on_submit():
        return _matrix_page(event, _matrix_form(event), status=422, copy=form)
    actions.copy_tickets(
        session,
        event=event,
        source=next(each for each in _others(event) if each.id == form.source.data),
        by_id=g.person.id,
        now=clock.now(),
    )
    flash("The tickets are copied. Look at their prices and the days of their sale before anybody books.")
    return see_other("registration.show_matrix", event_slug=event_slug)


def _matrix_form(event: Event) -> MatrixForm:
    form = MatrixForm()
    form.lay_out(queries.products_of(session, event), queries.periods_of(session, event))
    return form


def _others(event: Event) -> list[Event]:
    """The other events that this person runs."""
    runs = events_for(session, g.person, Role.ORGANISER, london_day(clock.now()))
    return [each for each in runs if each.id != event.id]


def _copy_form(event: Event) -> CopyForm:
    form = CopyForm()
    form.offer(_others(event))
    return form


def _matrix_page(event: Event, form: MatrixForm, status: int = 200, refusal: str = "", copy: CopyForm | None = None):
    return page(
        "registration/desk/matrix.html",
        status=status,
        form=form,
        person=g.person,
        event=event,
        now=clock.now(),
        refusal=refusal,
        copy=copy or (None if form.products else _copy_form(event)),
        last_days={period.id: rules.last_day_of(event, period) for period in form.periods},
    )


def _period_page(event: Event, form: PeriodForm, period: PricePeriod | None = None, status: int = 200):
    return page("registration/desk/period.html", status=status, form=form, person=g.person, event=event, period=period)


def _save_period(event: Event, period: PricePeriod | None):
    form = PeriodForm()
    if not form.validate_on_submit():
        return _period_page(event, form, period, status=422)
    try:
        actions.save_period(
            session,
            event=event,
            period=period,
            name=form.name.data,
            last_day=form.last_day.data,
            group_percent=form.group_percent.data,
            by_id=g.person.id,
            now=clock.now(),
        )
    except rules.WrongMatrix as refusal:
        form.last_day.errors = [str(refusal)]
        return _period_page(event, form, period, status=422)
    flash("The price period is saved.")
    return see_other("registration.show_matrix", event_slug=event.slug)
