"""Tickets copied from another event, so that an organiser begins with what was sold last time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core import diary
from events.models import Event
from events.rules import at
from registration import queries, rules
from registration.models import AddOn, Price, PricePeriod, Product, Question, Quota


def copy_tickets(session: Session, *, event: Event, source: Event, by_id: int, now: datetime) -> list[Product]:
    """The event sells what ``source`` does: its quotas, products, periods, prices, add-ons and questions, no codes.

    Every day is shifted by what lies between the two events' first days; hours on the clocks stay. The event is
    locked. Raises WrongMatrix if it has products already.
    """
    rules.check_may_copy(queries.products_of(session, event))
    shift = event.first_day - source.first_day
    quotas = {
        quota.id: Quota(event_id=event.id, name=quota.name, capacity=quota.capacity)
        for quota in queries.quotas_of(session, source)
    }
    ending = {period.ends_at: period for period in queries.periods_of(session, event)}  # what is there already stays
    periods = {}
    for period in queries.periods_of(session, source):
        ends_at = rules.period_end(event, rules.last_day_of(source, period) + shift)
        like = {"event_id": event.id, "name": period.name, "group_percent": period.group_percent}
        periods[period.id] = ending.setdefault(ends_at, PricePeriod(ends_at=ends_at, **like))
    session.add_all([*quotas.values(), *periods.values()])
    session.flush()
    products = {}
    for product in queries.choices_of(session, source):
        products[product.id] = copied = _product(product, event, source, shift)
        copied.quotas = [quotas[quota.id] for quota in product.quotas]
        copied.prices = [
            Price(category=price.category, period_id=periods[price.period_id].id, pence=price.pence)
            for price in product.prices
        ]
    session.add_all(products.values())
    session.flush()
    for product in queries.choices_of(session, source):
        for each in product.add_ons:
            numbers = {"least": each.least, "most": each.most, "is_included": each.is_included}
            ids = {"parent_id": products[product.id].id, "product_id": products[each.product_id].id}
            session.add(AddOn(**ids, **numbers))
    _copy_questions(session, event, source, products)
    session.flush()
    diary.note(
        session,
        act="copied tickets",
        now=now,
        actor_id=by_id,
        thing=("event", event.id),
        event_id=event.id,
        after={"from": source.id, "products": len(products)},
    )
    return list(products.values())


def _product(product: Product, event: Event, source: Event, shift: timedelta) -> Product:
    def shifted(moment: datetime) -> datetime:
        shown = moment.astimezone(ZoneInfo(source.zone)) + shift
        return at(event, shown.date(), shown.time())

    return Product(
        event_id=event.id,
        name=product.name,
        hint=product.hint,
        kind=product.kind,
        price_pence=product.price_pence,
        vat=product.vat,
        position=product.position,
        in_person=product.in_person,
        only_day=product.only_day and product.only_day + shift,
        is_hidden=product.is_hidden,
        needs_approval=product.needs_approval,
        least_per_order=product.least_per_order,
        most_per_order=product.most_per_order,
        most_per_person=product.most_per_person,
        sales_open_at=shifted(product.sales_open_at),
        sales_close_at=shifted(product.sales_close_at),
    )


def _copy_questions(session: Session, event: Event, source: Event, products: dict[int, Product]) -> None:
    """Each as a first version of its own; one that hangs on an answer hangs on that of its copy."""
    copies: dict[int, Question] = {}
    asked = queries.current_questions(session, source)
    for question in asked:
        copies[question.first_id or question.id] = copied = Question(
            event_id=event.id,
            label=question.label,
            hint=question.hint,
            kind=question.kind,
            options=question.options,
            is_required=question.is_required,
            is_staff_only=question.is_staff_only,
            shown_if_value=question.shown_if_value,
            badge_part=question.badge_part,
            position=question.position,
            products=[products[product.id] for product in question.products],
        )
        session.add(copied)
    session.flush()
    for question in asked:
        copied = copies[question.first_id or question.id]
        copied.first_id = copied.id
        leader = copies.get(question.shown_if_id) if question.shown_if_id else None
        copied.shown_if_id = leader.id if leader else None
