"""The life of orders and their money as a machine of rules: buyers, banks, the desk, Stripe, and all their trouble."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import select

from core.db import reading, transaction
from payments.models import Till
from registration.models import Order, Product
from tests.rig.both_ledgers import payable_twice
from tests.rig.money_acts import CARDS, DEATHS, SETTINGS, TROUBLES, Acts
from tests.rig.shop import PLACES, SLUG

numbers = st.integers(0, 3)
troubles = st.sampled_from(["", "", "", *TROUBLES, *DEATHS])
methods = st.sampled_from(["POST", "GET"])
times = st.sampled_from([1, 3])
settings = st.sampled_from(sorted(SETTINGS))
choices = st.lists(st.sampled_from([1, 2]), min_size=1, max_size=2)
ways = st.sampled_from(["card", "card", "card", "declined", "step", "step refused", "bank", "bank"])
LEAPS = {"a minute": 60, "a hold": 15 * 60 + 1, "a till": 32 * 60, "a day": 25 * 3600}


def how_to_pay(how: str) -> dict[str, str]:
    return {"method": "bank"} if how == "bank" else {"card": CARDS[how.partition(" ")[0]]}


def is_waiting(session: dict) -> bool:
    """True of a session that a bank was told to pay."""
    return session["status"] == "complete" and session["payment_status"] == "unpaid"


def may_end(refund: dict, end: str) -> bool:
    """True of a refund that may yet fail, or may yet succeed."""
    return refund["status"] in ({"pending", "succeeded"} if end == "fail" else {"pending"})


class MoneyModel(Acts):
    """Each rule does one thing that happens; after each, what must always be true is.

    A run begins with ``first_setting``, where one is given, and with an order that somebody tried to pay for.
    """

    first_setting = ""

    @initialize(setting=settings, products=choices, how=ways)
    def begin(self, setting: str, products: list[int], how: str) -> None:
        self.shop.open_again()
        self.keys: list[str] = []
        self.browsers: list = []
        self.clicks = 0
        self.turn_to(self.first_setting or setting)
        self.go_through(products, "bank" if self.first_setting.startswith("banks") else how, "", False)
        if self.first_setting.startswith("refunds"):
            self.desk_refunds(0, 1.0, False)

    # What buyers do.

    @rule(products=choices, how=ways, trouble=troubles, comes_back=st.booleans())
    def go_through(self, products: list[int], how: str, trouble: str, comes_back: bool) -> None:
        """What most buyers do, without a pause."""
        before = len(self.keys)
        self.hold(products)
        if len(self.keys) > before:
            self.click_pay(0, trouble, "POST", 1)
            self.pay(0, how)
            if comes_back:
                self.come_back(0, "")
            self.note("go through")

    @rule(products=choices)
    def hold(self, products: list[int]) -> None:
        self.order("hold", products)

    @rule(left=st.integers(0, 1))
    def others_take_the_last_places(self, left: int) -> None:
        with self.shop.app.app_context(), reading() as session:
            quota = session.get_one(Product, 3).quotas[0]
            free = quota.free - left
        if 0 < free <= PLACES:
            self.order("others take the last places", [3] * free, keep=False)

    @precondition(lambda self: self.keys)
    @rule(which=numbers, trouble=troubles, method=methods, times=times)
    def click_pay(self, which: int, trouble: str, method: str, times: int) -> None:
        key, browser = self.one(which)
        self.clicks += 1
        with self.trouble(trouble, method, times):
            answer = browser.post(f"/orders/{key}/payment")
            assert answer.status_code in {303, 409, 503}, answer.text
            self.note("click pay", answer.status_code == 303)
            assert answer.status_code != 303 or answer.location.startswith(self.shop.stripe.address), answer.location
        self.none_of(payable_twice(self.shop.stripe.ledger()))

    @precondition(lambda self: self.clicks)
    @rule(which=numbers, how=ways)
    def pay(self, which: int, how: str) -> None:
        session_id = self.session_id(which)
        done = self.at_stripe(f"sessions/{session_id}/pay", **how_to_pay(how))
        if done and how.startswith("step"):
            outcome = "refuse" if how.endswith("refused") else "authorise"
            done = self.at_stripe(f"sessions/{session_id}/step", outcome=outcome)
        self.note(f"pay: {how}", done or (how == "declined" and session_id != "none"))

    @precondition(lambda self: self.clicks)
    @rule(which=numbers, outcome=st.sampled_from(["succeeded", "failed"]))
    def bank_settles(self, which: int, outcome: str) -> None:
        waiting = self.waiting_at_banks()
        if not waiting:  # then somebody pays by bank first
            self.hold([1])
            self.click_pay(0, "", "POST", 1)
            self.pay(0, "bank")
            waiting = self.waiting_at_banks()
        if waiting:
            done = self.at_stripe(f"sessions/{waiting[which % len(waiting)]}/settle", outcome=outcome)
            self.note(f"bank settles: {outcome}", done)

    def waiting_at_banks(self) -> list[str]:
        return [each["id"] for each in self.shop.stripe.ledger()["sessions"] if is_waiting(each)]

    @precondition(lambda self: self.clicks)
    @rule(which=numbers, trouble=troubles)
    def come_back(self, which: int, trouble: str) -> None:
        session_id = self.session_id(which)
        key, browser = self.one(which)
        with self.shop.app.app_context(), reading() as session:
            found = select(Order.key).join(Till, Till.order_id == Order.id).where(Till.session_id == session_id)
            theirs = session.scalar(found)
        if theirs in self.keys:
            key, browser = theirs, self.browsers[self.keys.index(theirs)]
        with self.trouble(trouble, "GET", 3):
            answer = browser.get(f"/orders/{key}/paid?session={session_id}")
            assert answer.status_code in {303, 404}
            self.note("come back", answer.status_code == 303)
            page = browser.get(f"/orders/{key}")
            assert page.status_code == 200

    @precondition(lambda self: self.keys)
    @rule(which=numbers, too_late=st.booleans())
    def hold_again(self, which: int, too_late: bool) -> None:
        if too_late:
            self.order("hold", [1])
            self.time_passes("a hold")
        self.press("hold again", 0 if too_late else which, "hold")

    @precondition(lambda self: self.keys)
    @rule(which=numbers)
    def let_go(self, which: int) -> None:
        self.press("let go", which, "cancel")

    # What the desk, the banks and Stripe's own dashboard do.

    def some_payment(self, which: int):
        """A payment that our program has booked; if it has none, somebody pays by card first."""
        if found := self.payment(which):
            return found
        self.hold([1])
        self.click_pay(0, "", "POST", 1)
        self.pay(0, "card")
        self.come_back(0, "")
        return self.payment(which)

    @precondition(lambda self: self.clicks)
    @rule(which=numbers, part=st.sampled_from([0.3, 1.0]), cancels=st.booleans())
    def desk_refunds(self, which: int, part: float, cancels: bool) -> None:
        payment = self.some_payment(which)
        if payment:
            left = payment.amount_pence - payment.refunded_pence
            pence = max(1, int(left * part))
            typed = {"payment": payment.id, "left": left, "amount": f"{pence // 100}.{pence % 100:02}"}
            typed |= {"cancel": "y"} if cancels else {}
            answer = self.shop.organiser().post(f"/desk/{SLUG}/orders/{payment.order.reference}/refund", data=typed)
            assert answer.status_code in {303, 409}, answer.text
            self.note(f"desk refunds {'all' if part == 1 else 'a part'}", answer.status_code == 303)

    @precondition(lambda self: self.clicks)
    @rule(which=numbers, pence=st.sampled_from([None, 1000]))
    def dashboard_refunds(self, which: int, pence: int | None) -> None:
        payment = self.some_payment(which)
        if payment:
            asked = {"charge": payment.charge_id} | ({"amount": pence} if pence else {})
            self.note("dashboard refunds", self.at_stripe("refunds", **asked))

    @precondition(lambda self: self.clicks)
    @rule(which=numbers, end=st.sampled_from(["fail", "succeed"]))
    def refund_ends(self, which: int, end: str) -> None:
        refunds = self.refunds_that_may(end)
        if not refunds and end == "succeed":  # then one is made that waits
            before = self.setting
            self.turn_to("refunds wait")
            self.dashboard_refunds(which, 1000)
            self.turn_to(before)
            refunds = self.refunds_that_may(end)
        if refunds:
            done = self.at_stripe(f"refunds/{refunds[which % len(refunds)]}/{end}")
            self.note(f"refund {end}s later", done)

    def refunds_that_may(self, end: str) -> list[str]:
        return [each["id"] for each in self.shop.stripe.ledger()["refunds"] if may_end(each, end)]

    @precondition(lambda self: self.clicks)
    @rule(which=numbers, end=st.sampled_from(["", "won", "lost"]))
    def dispute(self, which: int, end: str) -> None:
        payment = self.some_payment(which)
        self.note("dispute", bool(payment) and self.at_stripe("disputes", charge=payment.charge_id))
        if end:
            self.dispute_ends(which, end)

    @precondition(lambda self: self.clicks)
    @rule(which=numbers, status=st.sampled_from(["won", "lost"]))
    def dispute_ends(self, which: int, status: str) -> None:
        disputes = [
            each["id"] for each in self.shop.stripe.ledger()["disputes"] if each["status"] not in {"won", "lost"}
        ]
        if disputes:
            done = self.at_stripe(f"disputes/{disputes[which % len(disputes)]}/close", status=status)
            self.note(f"dispute {status}", done)

    @rule(pence=st.sampled_from([4500, 5000]))
    def price_changes(self, pence: int) -> None:
        with self.shop.app.app_context(), transaction() as session:
            session.get_one(Product, 1).price_pence = pence
        self.note("price changes")

    # What time, the network and our own worker do.

    @rule(setting=settings)
    def stripe_turns_to(self, setting: str) -> None:
        self.turn_to(setting)

    @rule(leap=st.sampled_from(sorted(LEAPS)))
    def time_passes(self, leap: str) -> None:
        self.shop.advance(LEAPS[leap])
        self.note(f"{leap} passes")

    @precondition(lambda self: self.clicks)
    @rule(by_itself=st.booleans())
    def news_comes(self, by_itself: bool) -> None:
        tried = self.shop.stripe.let_go() if by_itself else self.shop.stripe.deliver()
        self.note(self.setting, bool(tried) and not self.setting.startswith(("banks", "refunds")))
        self.note(f"news comes {'by itself' if by_itself else 'when told to'}", bool(tried))

    @precondition(lambda self: self.clicks)
    @rule(which=numbers)
    def old_news_comes_again(self, which: int) -> None:
        events = [each["id"] for each in self.shop.stripe.ledger()["events"]]
        if events:
            done = self.at_stripe(f"events/{events[-1 - which % len(events)]}/resend")
            self.shop.stripe.deliver()
            self.note("old news comes again", done)

    @precondition(lambda self: self.keys)
    @rule(rounds=st.integers(1, 8), trouble=troubles, method=methods, times=times)
    def worker_works(self, rounds: int, trouble: str, method: str, times: int) -> None:
        with self.trouble(trouble, method, times):
            self.work(rounds)
        self.note("worker works")

    @precondition(lambda self: self.keys)
    @rule(trouble=troubles, times=times)
    def ledgers_are_compared(self, trouble: str, times: int) -> None:
        with self.trouble(trouble, "GET", times):
            self.reconcile()
        self.note("ledgers are compared")

    @precondition(lambda self: self.keys)
    @rule()
    def all_comes_to_rest(self) -> None:
        self.come_to_rest()
        self.note("all comes to rest")

    @invariant()
    def all_that_must_hold_holds(self) -> None:
        self.nothing_is_broken()

    def teardown(self) -> None:
        if getattr(self, "keys", None):
            self.come_to_rest()
            self.nothing_is_broken()
            self.note("runs")
