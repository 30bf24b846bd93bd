"""Places as a machine of rules: buyers with codes, groups, add-ons, who waits, who comes instead, and the clock."""

from datetime import timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import func, select

from core import invariants
from registration import actions, queries
from registration.models import (
    Answer,
    Category,
    OrderStatus,
    Reduction,
    RevokedCode,
    WaitingStatus,
)
from registration.rules import Place
from tests import factories as make
from tests.rig.places_acts import CODES, LIFE, PlacesActs

LEAPS = {"a minute": 1, "a hold": 16, "a day": 25 * 60}
numbers = st.integers(0, 5)
how_many = st.integers(1, 3)
which_code = st.sampled_from(["", *CODES])


class PlacesModel(PlacesActs):
    """Each rule does one thing that happens; after each, what must always be true is."""

    # What people do.

    @rule(is_free=st.booleans(), places=how_many, code=which_code, extra=st.booleans())
    def book(self, is_free: bool, places: int, code: str, extra: bool) -> None:
        product = self.free if is_free else self.full
        category = self.category(product)
        extras = ((self.add_on, 1),) if extra and not is_free else ()
        chosen = [Place(product, f"N {n}", self.address(), "", category, extras=extras) for n in range(places)]
        found = self.code(code) if code else None
        kind = f"book with {code}" if code else "book"
        if self.attempt(kind, lambda: self.place(chosen, found)) and not (found and found.is_reserving):
            self.nobody_was_passed_over(product)

    @rule(size=st.integers(4, 6))
    def book_a_group(self, size: int) -> None:
        chosen = [Place(self.full, f"N {n}", self.address(), "A Trust", Category.DOCTOR) for n in range(size)]
        if self.attempt("book a group", lambda: self.place(chosen, None)):
            line = self.orders()[-1].lines[0]
            assert (line.off_pence, line.reduction is Reduction.GROUP) == ((1000, True) if size >= 5 else (0, False))

    @rule(which=numbers)
    def pay(self, which: int) -> None:
        if order := self.one(self.orders(OrderStatus.HELD), which):
            self.attempt(
                "pay", lambda: actions.confirm_order(self.session, order=order, by_id=None, now=self.now), order
            )

    @rule(which=numbers)
    def cancel(self, which: int) -> None:
        if order := self.one(self.orders(), which):
            cancel = partial(actions.cancel_order, self.session, order=order, by_id=None, now=self.now)
            self.attempt("cancel", cancel, order)

    @rule(which=numbers)
    def the_desk_closes(self, which: int) -> None:
        if order := self.one(self.orders(OrderStatus.CONFIRMED), which):
            close = partial(actions.close_order, self.session, order=order, by_id=self.desk.id, now=self.now)
            self.attempt("the desk closes", close, order)

    @rule(which=numbers)
    def hold_again(self, which: int) -> None:
        again = {"hold": make.HOLD, "by_id": None}
        if not self.orders(OrderStatus.EXPIRED):  # then somebody lets a hold end first
            self.book(False, 1, "", False)
            self.time_passes("a hold")
            self.the_worker_works()
        if order := self.one(self.orders(OrderStatus.EXPIRED), which):
            hold = partial(actions.hold_again, self.session, order=order, now=self.now, **again)
            self.attempt("hold again", hold, order)

    @rule(which=numbers)
    def give_one_back(self, which: int) -> None:
        self.somebody_has_a_place()
        if ticket := self.one(self.tickets(), which):
            others = [(line.unit_pence, line.off_pence) for line in ticket.order.lines]
            back = partial(actions.give_back_place, self.session, ticket=ticket, by_id=None, now=self.now)
            if self.attempt("give one back", back, ticket.order):
                assert [(line.unit_pence, line.off_pence) for line in ticket.order.lines] == others

    @rule(which=numbers, category=st.sampled_from([Category.DOCTOR, Category.PUBLIC]))
    def pass_on(self, which: int, category: Category) -> None:
        self.somebody_has_a_place()
        if not (ticket := self.one(self.tickets(), which)):
            return
        theirs = Category.STANDARD if ticket.line.product is self.free else category
        substitute = actions.Substitute("Somebody Else", self.address(), "", theirs)
        old, before = ticket.code, ticket.order.total_pence

        def act() -> None:
            _, difference = actions.settle_substitute(
                self.session, ticket=ticket, substitute=substitute, by=None, now=self.now
            )
            how = {"version": ticket.link_version, "agreed_pence": difference, "by": None, "now": self.now}
            actions.pass_on(self.session, ticket=ticket, substitute=substitute, **how)

        if self.attempt("pass on", act, ticket.order):
            revoked = select(RevokedCode.code).where(RevokedCode.ticket_id == ticket.id)
            assert ticket.code != old
            assert old in self.session.scalars(revoked).all()
            assert ticket.order.total_pence == before
            assert self.session.scalar(select(func.count(Answer.id)).where(Answer.ticket_id == ticket.id)) == 0

    @rule(is_free=st.booleans(), places=how_many)
    def join(self, is_free: bool, places: int) -> None:
        product = self.free if is_free else self.full
        self.others_take_the_rest(product)
        who = {"name": "Who Waits", "email": self.address(), "places": places, "by_id": None}

        def act() -> None:
            queries.count_dead_holds(self.session, self.event, [product], self.now)
            actions.join_waiting(self.session, event=self.event, product=product, now=self.now, **who)

        self.attempt("join", act)

    @rule(which=numbers)
    def leave(self, which: int) -> None:
        if not self.entries(WaitingStatus.WAITING, WaitingStatus.OFFERED):
            self.join(True, 1)
        if entry := self.one(self.entries(WaitingStatus.WAITING, WaitingStatus.OFFERED), which):
            queries.lock_queue(self.session, self.event.id)
            act = partial(actions.leave_waiting, self.session, entry=entry, by_id=None, now=self.now)
            self.attempt("leave", act)

    @rule(which=numbers, places=how_many)
    def take_an_offer(self, which: int, places: int) -> None:
        if not self.entries(WaitingStatus.OFFERED):  # then somebody waits first, and others give theirs back
            self.join(True, 1)
            self.the_desk_closes(which)
            self.the_worker_works()
        if (entry := self.one(self.entries(WaitingStatus.OFFERED), which)) is None:
            return
        category = Category.STANDARD if entry.product is self.free else Category.PUBLIC
        chosen = [Place(entry.product, f"N {n}", self.address(), "", category) for n in range(places)]
        self.attempt("take an offer", lambda: self.place(chosen, entry.code))

    # What happens by itself, and at the desk.

    @rule(leap=st.sampled_from(sorted(LEAPS)))
    def time_passes(self, leap: str) -> None:
        self.now += timedelta(minutes=LEAPS[leap])
        self.fired[f"{leap} passes"] += 1

    @rule()
    def the_worker_works(self) -> None:
        while (order_id := queries.next_dead_order_id(self.session, self.now)) is not None:
            actions.free_dead_order(self.session, order_id=order_id, now=lambda: self.now)
        queue = [entry.id for entry in self.entries(WaitingStatus.WAITING)]
        offer = {"event_id": self.event.id, "life": LIFE, "by_id": None}
        self.attempt("the worker works", lambda: actions.offer_places(self.session, now=lambda: self.now, **offer))
        waiting = self.entries(WaitingStatus.WAITING)
        for offered in self.entries(WaitingStatus.OFFERED):
            if offered.id in queue:
                self.fired["offered"] += 1
                assert not [each for each in waiting if each.product is offered.product and each.id < offered.id]

    @precondition(lambda self: self.grown < 3)
    @rule()
    def the_hall_grows(self) -> None:
        quotas = queries.lock_quotas(self.session, [quota.id for quota in self.free.quotas])
        for quota in quotas:
            quota.capacity += 1
        self.session.commit()
        self.grown += 1
        self.fired["the hall grows"] += 1

    # All but that what is confirmed was paid: money is the other model's.
    @invariant()
    def nothing_is_broken(self) -> None:
        if hasattr(self, "stage"):
            assert {number: rows for number, rows in invariants.broken(self.session).items() if number != "I2"} == {}
