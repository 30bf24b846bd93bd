"""The desk's products, the add-ons of a ticket, and the places that they draw on."""

from collections.abc import Mapping

from flask import flash, g, request

from core import clock
from core.db import session
from core.web import page, see_other
from events.models import Event
from events.queries import event_for
from people.access import duty
from people.models import Role
from registration import actions, queries, rules
from registration.forms import AddOnsForm, ProductForm, QuotaForm
from registration.models import Product, ProductKind, Quota
from registration.views import bp


@bp.get("/desk/<event_slug>/tickets/new")
@duty(Role.ORGANISER)
def show_new_product(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return _product_page(event, _product_form(event))


@bp.post("/desk/<event_slug>/tickets/new")
@duty(Role.ORGANISER)
def add_product(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = _product_form(event)
    if not form.validate_on_submit():
        return _product_page(event, form, status=422)
    try:
        product = actions.add_product(
            session,
            event=event,
            kind=ProductKind(form.kind.data),
            quotas=_chosen(event, form),
            price_pence=form.price.pence,
            particulars=actions.Particulars(**form.particulars(event)),
            by_id=g.person.id,
            now=clock.now(),
        )
    except rules.WrongProduct as refusal:
        return _product_page(event, form, status=422, refusal=str(refusal))
    flash(f"{product.name} is added.")
    return see_other("registration.show_product", event_slug=event_slug, product_id=product.id)


@bp.get("/desk/<event_slug>/tickets/<int:product_id>")
@duty(Role.ORGANISER)
def show_product(event_slug: str, product_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    product = queries.product_at_desk(session, event, product_id)
    return _product_page(event, _product_form(event, product), product)


@bp.post("/desk/<event_slug>/tickets/<int:product_id>")
@duty(Role.ORGANISER)
def change_product(event_slug: str, product_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    queries.lock_places(session, event)
    product = queries.product_at_desk(session, event, product_id)
    form = _product_form(event, product)
    if not form.validate_on_submit():
        return _product_page(event, form, product, status=422)
    try:
        actions.change_product(
            session,
            event=event,
            product=product,
            kind=ProductKind(form.kind.data),
            quotas=_chosen(event, form),
            particulars=actions.Particulars(**form.particulars(event, product)),
            by_id=g.person.id,
            now=clock.now(),
        )
    except (rules.WrongProduct, rules.Sold) as refusal:
        return _product_page(event, form, product, status=refusal.status, refusal=str(refusal))
    flash(f"{product.name} is saved.")
    return see_other("registration.show_matrix", event_slug=event_slug)


@bp.post("/desk/<event_slug>/tickets/<int:product_id>/retire")
@duty(Role.ORGANISER)
def retire_product(event_slug: str, product_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    product = queries.product_at_desk(session, event, product_id)
    actions.retire_product(session, event=event, product=product, by_id=g.person.id, now=clock.now())
    flash(f"{product.name} is sold no longer. What was sold of it stands.")
    return see_other("registration.show_matrix", event_slug=event_slug)


@bp.post("/desk/<event_slug>/tickets/<int:product_id>/add-ons")
@duty(Role.ORGANISER)
def save_add_ons(event_slug: str, product_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER, lock=True)
    product = queries.product_at_desk(session, event, product_id)
    extras = _add_ons_form(event, product, request.form)
    if not extras.validate_on_submit():
        return _product_page(event, _stored_form(event, product), product, status=422, extras=extras)
    try:
        actions.save_add_ons(
            session, event=event, parent=product, wanted=extras.wanted(), by_id=g.person.id, now=clock.now()
        )
    except rules.WrongProduct as refusal:
        form = _stored_form(event, product)
        return _product_page(event, form, product, status=422, extras=extras, refusal=str(refusal))
    flash(f"What goes with {product.name} is saved.")
    return see_other("registration.show_product", event_slug=event_slug, product_id=product_id)


@bp.get("/desk/<event_slug>/places")
@duty(Role.ORGANISER)
def show_places(event_slug: str):
    return _places_page(event_for(session, g.person, event_slug, Role.ORGANISER), QuotaForm())


@bp.post("/desk/<event_slug>/places")
@duty(Role.ORGANISER)
def add_quota(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    form = QuotaForm()
    if not form.validate_on_submit():
        return _places_page(event, form, status=422)
    actions.add_quota(
        session,
        event=event,
        name=form.name.data,
        capacity=form.capacity.data,
        by_id=g.person.id,
        now=clock.now(),
    )
    flash(f"{form.name.data} is added. Let the products that take its places draw on it.")
    return see_other("registration.show_places", event_slug=event_slug)


@bp.get("/desk/<event_slug>/places/<int:quota_id>")
@duty(Role.ORGANISER)
def show_quota(event_slug: str, quota_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    quota = queries.quota_at_desk(session, event, quota_id)
    return _quota_page(event, quota, QuotaForm(obj=quota))


@bp.post("/desk/<event_slug>/places/<int:quota_id>")
@duty(Role.ORGANISER)
def change_quota(event_slug: str, quota_id: int):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    queries.lock_places(session, event)
    quota = queries.quota_at_desk(session, event, quota_id)
    form = QuotaForm()
    if not form.validate_on_submit():
        return _quota_page(event, quota, form, status=422)
    try:
        actions.change_quota(
            session,
            event=event,
            quota=quota,
            name=form.name.data,
            capacity=form.capacity.data,
            by_id=g.person.id,
            now=clock.now(),
        )
    except rules.TooFew as refusal:
        form.capacity.errors = [str(refusal)]
        return _quota_page(event, quota, form, status=409)
    flash(f"{quota.name}: there are {quota.capacity} now.")
    return see_other("registration.show_places", event_slug=event_slug)


@bp.get("/desk/<event_slug>/places/check")
@duty(Role.ORGANISER)
def show_place_check(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    quotas = queries.quotas_of(session, event)
    return page(
        "registration/desk/place_check.html",
        person=g.person,
        event=event,
        quotas=quotas,
        miscounts=queries.miscounts_of(session, quotas),
    )


def _product_form(event: Event, product: Product | None = None) -> ProductForm:
    form = ProductForm()
    form.offer(queries.quotas_of(session, event))
    form.offer_days(event, product)
    form.is_new = product is None
    if product is None:
        form.suggest(event, clock.now())
    elif not form.is_submitted():
        form.show(event, product)
    return form


def _stored_form(event: Event, product: Product) -> ProductForm:
    """The product's own form beside another that was sent: as it stands."""
    form = ProductForm(formdata=None)
    form.offer(queries.quotas_of(session, event))
    form.offer_days(event, product)
    form.show(event, product)
    form.is_new = False
    return form


def _add_ons_form(event: Event, product: Product, typed: Mapping[str, str] | None = None) -> AddOnsForm:
    form = AddOnsForm(formdata=None) if typed is None else AddOnsForm()
    add_ons = [each for each in queries.products_of(session, event) if each.kind is ProductKind.ADD_ON]
    form.lay_out(product, add_ons, typed)
    return form


def _chosen(event: Event, form: ProductForm) -> list[Quota]:
    return [quota for quota in queries.quotas_of(session, event) if quota.id in form.quotas.data]


def _product_page(
    event: Event,
    form: ProductForm,
    product: Product | None = None,
    status: int = 200,
    refusal: str = "",
    extras: AddOnsForm | None = None,
):
    if extras is None and product is not None and product.kind is ProductKind.TICKET:
        extras = _add_ons_form(event, product)
    return page(
        "registration/desk/product.html",
        status=status,
        form=form,
        person=g.person,
        event=event,
        product=product,
        extras=extras,
        refusal=refusal,
        is_sold=product is not None and queries.is_sold(session, product),
        is_over=product is not None and product.sales_close_at <= clock.now(),
    )


def _places_page(event: Event, form: QuotaForm, status: int = 200):
    quotas = queries.quotas_of(session, event)
    queries.count_dead_places(session, event, quotas, clock.now())
    return page(
        "registration/desk/places.html",
        status=status,
        form=form,
        person=g.person,
        event=event,
        quotas=quotas,
        products=queries.products_by_quota(session, event),
    )


def _quota_page(event: Event, quota: Quota, form: QuotaForm, status: int = 200):
    return page("registration/desk/quota.html", status=status, form=form, person=g.person, event=event, quota=quota)
