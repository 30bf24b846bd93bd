"""What the machine of places is made of: one event, one transaction for a run, and how each thing is done."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from uuid import uuid4

from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine, initialize
from sqlalchemy import select

from core.db import db
from core.errors import Refusal
from registration import actions, queries, rules
from registration.models import (
    AddOn,
    BookingCode,
    Category,
    Effect,
    Order,
    OrderStatus,
    Product,
    ProductKind,
    Quota,
    Ticket,
    WaitingEntry,
    WaitingStatus,
    product_quotas,
)
from registration.rules import Place
from tests import factories as make

DAY = timedelta(days=1)
HALL, FEW, WORKSHOP = 7, 2, 2
LIFE = timedelta(hours=24)
CODES = {
    "TENTH": {"effect": Effect.PERCENT, "amount": 10, "uses": 3},
    "PURSE": {"effect": Effect.FIXED, "amount": 3000, "uses": 9, "budget_pence": 7000},
    "KEPT": {"effect": Effect.NONE, "uses": 2},
}


@contextmanager
def a_stage(app: Flask) -> Iterator[None]:
    """One transaction for a whole run, undone at its end; what the program commits is kept until then."""
    with app.app_context():
        make_session = db.session.session_factory
        with db.engine.connect() as connection, connection.begin() as outer:
            make_session.configure(bind=connection, join_transaction_mode="create_savepoint")
            db.session.remove()
            make.session, make.app = db.session, app
            try:
                yield
            finally:
                db.session.remove()
                make_session.configure(bind=None)
                make.session = make.app = None
                outer.rollback()


class PlacesActs(RuleBasedStateMachine):
    """A run over ``app``; ``fired`` counts what came about."""

    app: Flask
    fired: Counter[str]

    @initialize()
    def begin(self) -> None:
        self.stage = a_stage(self.app)
        self.stage.__enter__()
        self.now, self.grown = make.NOON, 0
        self.event = make.an_event(slug="modelled")
        window = {"sales_close_at": make.NOON + 9 * DAY}
        hall = make.a_quota(self.event, name="Hall", capacity=HALL)
        few = make.a_quota(self.event, name="Few", capacity=FEW)
        self.full = make.a_product(self.event, name="Full", quotas=[hall], **window)
        make.a_matrix(self.full, {make.NOON + 9 * DAY: "Standard"}, DOCTOR=(10000,), PUBLIC=(4000,))
        self.full.prices[0].period.group_percent = 10
        self.free = make.a_product(self.event, name="Free", quotas=[hall, few], **window)
        workshop = make.a_product(
            self.event, name="Workshop", price_pence=2000, kind=ProductKind.ADD_ON, capacity=WORKSHOP, **window
        )
        self.add_on = make.saved(AddOn(parent_id=self.full.id, product_id=workshop.id))
        for words, given in CODES.items():
            times = {"starts_at": make.NOON - DAY, "ends_at": make.NOON + 3 * DAY, "created_at": make.NOON}
            code = BookingCode(event_id=self.event.id, code=words, products=[self.full], **times, **given)
            make.saved(code)
            if words == "KEPT":
                queries.lock_quotas(db.session, [hall.id])
                actions.begin_reserving(db.session, code=code)
        self.desk = make.a_person()
        db.session.commit()
        self.fired["runs"] += 1

    def teardown(self) -> None:
        if hasattr(self, "stage"):
            self.stage.__exit__(None, None, None)

    @property
    def session(self):
        return db.session

    def place(self, places: list[Place], code: BookingCode | None) -> Order:
        quotas = queries.lock_quotas(self.session, list(rules.draws(places)))
        who = {"buyer_id": None, "name": places[0].name, "email": places[0].email, "form_key": str(uuid4())}
        return actions.place_order(
            self.session, event=self.event, places=places, quotas=quotas, hold=make.HOLD, now=self.now, code=code, **who
        )

    def attempt(self, what: str, act: Callable[[], object], order: Order | None = None) -> bool:
        """Do it as a request does, under the order's locks; true, and counted, unless a rule refuses it."""
        try:
            if order is not None:
                queries.locked_order(self.session, order.id)
            act()
            self.session.commit()
        except Refusal:
            self.session.rollback()
            self.fired[f"{what}: refused"] += 1
            return False
        self.fired[what] += 1
        return True

    def somebody_has_a_place(self) -> None:
        if not self.tickets():
            self.book(True, 1, "", False)

    def others_take_the_rest(self, product: Product) -> None:
        queries.count_dead_holds(self.session, self.event, [product], self.now)
        if (left := product.left) > 0:
            chosen = [Place(product, f"N {n}", self.address(), "", self.category(product)) for n in range(left)]
            self.attempt("others take the rest", lambda: self.place(chosen, None))
            for order in self.orders(OrderStatus.HELD)[-1:]:
                pay = partial(actions.confirm_order, self.session, order=order, by_id=None, now=self.now)
                self.attempt("pay", pay, order)

    def category(self, product: Product) -> Category:
        return Category.STANDARD if product is self.free else Category.DOCTOR

    def nobody_was_passed_over(self, product: Product) -> None:
        """A place that was sold to the public was free beside all that people wait for (domain rule 14)."""
        quotas = self.session.scalars(
            select(Quota).join(product_quotas).where(product_quotas.c.product_id == product.id)
        ).all()
        queries.count_waiting(self.session, self.event.id, list(quotas), self.now)
        assert [quota for quota in quotas if quota.free - quota.waited_for < 0] == []

    def address(self) -> str:
        return f"n{uuid4().hex[:12]}@north.example"

    def code(self, words: str) -> BookingCode:
        return self.session.scalars(select(BookingCode).where(BookingCode.code == words)).one()

    def orders(self, *statuses: OrderStatus) -> list[Order]:
        found = select(Order).where(Order.status.in_(statuses or tuple(OrderStatus))).order_by(Order.id)
        return list(self.session.scalars(found))

    def tickets(self) -> list[Ticket]:
        standing = select(Ticket).join(Ticket.order).where(Order.status == OrderStatus.CONFIRMED)
        return list(self.session.scalars(standing.where(Ticket.cancelled_at.is_(None)).order_by(Ticket.id)))

    def entries(self, *statuses: WaitingStatus) -> list[WaitingEntry]:
        found = select(WaitingEntry).where(WaitingEntry.status.in_(statuses)).order_by(WaitingEntry.id)
        return list(self.session.scalars(found))

    def one(self, things: list, which: int):
        return things[which % len(things)] if things else None
