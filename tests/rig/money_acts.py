"""What the machine of rules does its acts with: the knobs it turns, the troubles it makes, and what it counts."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.strategies._internal.featureflags import FeatureFlags
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.db import reading
from core.outbox import LetterStatus, OutgoingLetter
from payments import actions
from payments.gateway import StripeDown
from payments.models import Payment, Till
from tests.rig.both_ledgers import differences, payable_twice
from tests.rig.shop import SLUG, Died, MortalGateway, Shop

CARDS = {"card": "4242424242424242", "declined": "4000000000000002", "step": "4000002760003184"}
# What Stripe and the network do otherwise while the setting lasts.
SETTINGS: dict[str, dict[str, object]] = {
    "all well": {},
    "duplicates": {"webhook_duplicates": 2},
    "reversed": {"webhook_order": "reversed"},
    "shuffled": {"webhook_order": "shuffled", "webhook_duplicates": 1},
    "delayed": {"webhook_delay_seconds": 0.02},
    "dropped": {"webhook_drop": ["*"]},
    "some dropped": {"webhook_drop": ["checkout.session.completed", "refund.updated", "charge.dispute.closed"]},
    "at once": {"webhook_at_once": 4, "webhook_duplicates": 1},
    "impatient": {"webhook_timeout_seconds": 0.004, "webhook_retries": 1},
    "not repeated": {"webhook_retries": 0},
    **{f"signed {kind}": {"webhook_signature": kind} for kind in ("rolled", "wrong", "blank", "stale", "missing")},
    "signed altered": {"webhook_signature": "altered"},
    "older shape": {"event_shape": "older"},
    "newer shape": {"event_shape": "newer"},
    "other mode": {"event_livemode": True},
    "other account": {"event_account": "acct_of_somebody_else"},
    "banks pay": {"settle_after_seconds": 60.0, "settle_outcome": "succeeded"},
    "banks refuse": {"settle_after_seconds": 60.0, "settle_outcome": "failed"},
    "refunds wait": {"refund_outcome": "pending"},
    "refunds fail": {"refund_outcome": "failed"},
}
TROUBLES = ["error_before", "error_after", "drop_before", "drop_after", "hang_before", "hang_after", "rate_limit"]
DEATHS = ["dies before", "dies after"]
WORK = ("free_next_hold", "settle_next_notice", "shut_next_till", "send_next_refund", "send_next")
MORE_THAN_ENOUGH = 400  # turns that a worker may take before it must be at rest


class Acts(RuleBasedStateMachine):
    """``shop`` and ``fired`` are the test's: where it happens, and how often each thing did."""

    shop: Shop
    fired: Counter[str]
    setting = "all well"

    def __init__(self) -> None:
        super().__init__()
        # Left alone, Hypothesis leaves many rules out of each run, and few would see money come and go.
        self._rules_strategy.enabled_rules_strategy = st.just(FeatureFlags())

    def note(self, name: str, done: bool = True) -> None:
        self.fired[name] += done

    def order(self, name: str, products: list[int], *, keep: bool = True) -> None:
        """One more order, in a browser of its own, if there are places for it."""
        browser = self.shop.app.test_client()
        typed = {"form_key": str(uuid4()), "name": "Dr Ash Fictum", "email": "ash.fictum@north.example"}
        for number, product in enumerate(products):
            typed |= {f"delegates-{number}-product": str(product), f"delegates-{number}-name": f"Delegate {number}"}
        answer = browser.post(f"/events/{SLUG}/tickets", data=typed)
        assert answer.status_code in {303, 409}, answer.text
        if answer.status_code == 303:
            self.keys.append(answer.location.rpartition("/")[2])
            self.browsers.append(browser)
        self.note(name, answer.status_code == 303)

    def press(self, name: str, which: int, button: str) -> None:
        key, browser = self.one(which)
        answer = browser.post(f"/orders/{key}/{button}")
        assert answer.status_code in {303, 409}, answer.text
        self.note(name, answer.status_code == 303)

    def one(self, which: int):
        """An order's key and the browser that may open it, counted from the latest."""
        place = -1 - which % len(self.keys)
        return self.keys[place], self.browsers[place]

    def session_id(self, which: int) -> str:
        """A session that our program knows of, counted from the latest."""
        with self.shop.app.app_context(), reading() as session:
            known = session.scalars(
                select(Till.session_id).where(Till.session_id.is_not(None)).order_by(Till.id.desc())
            )
            found = list(known)
        return found[which % len(found)] if found else "none"

    def payment(self, which: int) -> Payment | None:
        with self.shop.app.app_context(), reading() as session:
            found = list(
                session.scalars(select(Payment).options(joinedload(Payment.order)).order_by(Payment.id.desc()))
            )
            session.expunge_all()
        return found[which % len(found)] if found else None

    def at_stripe(self, path: str, **asked: object) -> bool:
        """Somebody does something at Stripe; false if it was not possible."""
        done = self.shop.stripe.act(path, **asked)
        self.note(self.setting, done and not self.setting.startswith(("banks", "refunds")))
        self.note(self.setting, done and self.setting.startswith("banks") and asked.get("method") == "bank")
        self.note(self.setting, done and self.setting.startswith("refunds") and path == "refunds")
        return done

    def turn_to(self, setting: str) -> None:
        self.setting = setting
        self.shop.turn(**SETTINGS[setting])

    @contextmanager
    def trouble(self, kind: str, method: str = "POST", times: int = 1) -> Iterator[None]:
        """Stripe gives this trouble meanwhile. A worker that then dies, or is not answered, is one more trouble."""
        with self.shop.trouble(kind, method, times):
            try:
                yield
            except (Died, StripeDown):
                assert kind, "trouble out of nowhere"
            met = not MortalGateway.dies if kind.startswith("dies") else self.shop.stripe.has_met(times)
        if kind:
            self.note(f"trouble: {kind}", met)

    def work(self, rounds: int) -> bool:
        """The worker takes so many turns at each thing it does about money; false if there was nothing more to do."""
        busy = False
        turns = {turn.name.rpartition(".")[2]: turn.work for turn in self.shop.app.extensions["worker_turns"]}
        for _ in range(rounds):
            busy = False
            for name in WORK:
                with self.shop.app.app_context():
                    done = turns[name]()
                self.note(f"worker: {name}", done)
                self.note(self.setting, done and name == "send_next_refund" and self.setting.startswith("refunds"))
                busy = busy or done
            if not busy:
                break
        return busy

    def reconcile(self) -> None:
        with self.shop.app.app_context():
            actions.reconcile(self.shop.app.extensions["gateway"], actions.LONG_LOOK_BACK)

    def come_to_rest(self) -> None:
        """What was put off is due, nobody makes trouble, and the worker has done all there is to do."""
        self.shop.advance(31 * 60)
        for _ in range(2):
            assert not self.work(MORE_THAN_ENOUGH), "the worker never rests"
            self.reconcile()
        assert not self.work(MORE_THAN_ENOUGH), "the worker never rests"
        ledger = self.shop.stripe.ledger()
        with self.shop.app.app_context(), reading() as session:
            self.none_of(differences(session, ledger))
            lost = session.scalars(select(OutgoingLetter.kind).where(OutgoingLetter.status == LetterStatus.FAILED))
            self.none_of(list(lost))
        self.none_of(payable_twice(ledger))

    def nothing_is_broken(self) -> None:
        self.none_of(self.shop.broken())

    @staticmethod
    def none_of(found: object) -> None:
        assert not found, found
