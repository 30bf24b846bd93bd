"""The desk's admission lists."""

from flask import flash, g

from checkin import actions, queries, rules
from checkin.forms import ListForm, RemoveListForm
from checkin.models import MAIN_LIST, AdmissionList
from checkin.views import bp
from core import clock
from core.db import session
from core.web import page, see_other
from events.models import Event
from events.queries import event_for
from people.access import duty
from people.models import Role
from registration.models import Product
from registration.queries import products_of

DESK = "/desk/<event_slug>/door"


@bp.get(DESK)
@duty(Role.ORGANISER, plain=True)
def show_lists(event_slug: str):
    return page(
        "checkin/desk/lists.html",
        told=True,
        person=g.person,
        event=g.event,
        lists=queries.lists_of(session, g.event),
    )


@bp.get(f"{DESK}/lists/new")
@duty(Role.ORGANISER)
def show_new_list(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return _list_page(event, _form(event, products_of(session, event)))


@bp.post(f"{DESK}/lists/new")
@duty(Role.ORGANISER)
def add_list(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER, lock=True)
    products = products_of(session, event)
    form = _form(event, products)
    if not form.validate_on_submit():
        return _list_page(event, form, status=422)
    try:
        added = actions.add_list(
            session,
            event=event,
            says=form.says(event),
            products=_chosen(form, products),
            by_id=g.person.id,
            now=clock.now(),
        )
    except rules.WrongList as refusal:
        return _list_page(event, form, status=422, refusal=str(refusal))
    flash(f"{added.name} is added. Stewards choose it at their door.")
    return see_other("checkin.show_lists", event_slug=event_slug)


@bp.get(f"{DESK}/lists/<list_slug>")
@duty(Role.ORGANISER)
def show_list(event_slug: str, list_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    admission_list = queries.list_at_desk(session, event, list_slug)
    return _list_page(event, _form(event, products_of(session, event), admission_list), admission_list)


@bp.post(f"{DESK}/lists/<list_slug>")
@duty(Role.ORGANISER)
def change_list(event_slug: str, list_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER, lock=True)
    admission_list = queries.list_at_desk(session, event, list_slug)
    products = products_of(session, event)
    form = _form(event, products, admission_list)
    if not form.validate_on_submit():
        return _list_page(event, form, admission_list, status=422)
    try:
        actions.change_list(
            session,
            event=event,
            admission_list=admission_list,
            seen=form.seen.data or "",
            says=form.says(event, admission_list),
            products=_chosen(form, products),
            by_id=g.person.id,
            now=clock.now(),
        )
    except (rules.WrongList, rules.ListChanged) as refusal:
        return _list_page(event, form, admission_list, status=refusal.status, refusal=str(refusal))
    flash(f"{admission_list.name} is saved.")
    return see_other("checkin.show_lists", event_slug=event_slug)


@bp.post(f"{DESK}/lists/<list_slug>/remove")
@duty(Role.ORGANISER)
def remove_list(event_slug: str, list_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER, lock=True)
    admission_list = queries.list_at_desk(session, event, list_slug)
    name, seen = admission_list.name, RemoveListForm(prefix="remove-").seen.data or ""
    actions.remove_list(session, admission_list=admission_list, seen=seen, by_id=g.person.id, now=clock.now())
    flash(f"{name} is removed.")
    return see_other("checkin.show_lists", event_slug=event_slug)


def _form(event: Event, products: list[Product], admission_list: AdmissionList | None = None) -> ListForm:
    form = ListForm()
    form.offer(event, products, admission_list)
    if admission_list is not None:
        form.show(event, admission_list)
    return form


def _chosen(form: ListForm, products: list[Product]) -> list[Product]:
    return [each for each in products if each.id in (form.products.data or ())]


def _list_page(
    event: Event, form: ListForm, admission_list: AdmissionList | None = None, status: int = 200, refusal: str = ""
):
    may_go = admission_list is not None and admission_list.slug != MAIN_LIST
    return page(
        "checkin/desk/list.html",
        status=status,
        form=form,
        person=g.person,
        event=event,
        admission_list=admission_list,
        refusal=refusal,
        seen=rules.list_version(admission_list) if admission_list else "",
        may_go=may_go and not queries.has_scans(session, admission_list),
    )
