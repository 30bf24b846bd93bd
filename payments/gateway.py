"""Stripe, behind the few calls that we make to it, at one pinned version of its API.

No call is made inside a transaction. What comes back is Stripe's word at that moment, in our own terms.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

import stripe

from core.errors import Refusal

API_VERSION = "2026-10-28.endive"
SECONDS = 10
RETRIES = 2
PAGE = 100
NOT_NOW = {401, 403, 409}  # our key is wrong for a while, or an earlier try is still at work


class StripeDown(Refusal):
    """Stripe did not answer, or not in a way that tells what became of the request.

    ``was_answered``: it said that it had trouble, and says so again for the same idempotency key.
    """

    status = 503
    was_answered = False


class StripeTrouble(StripeDown):
    was_answered = True


class NotTaken(Exception):
    """Stripe said no, for a reason that asking again does not change."""


class NotGenuine(Exception):
    """A notice that is no event, or that Stripe did not sign with our secret, or too long ago."""


@dataclass(frozen=True)
class SessionTruth:
    """A Checkout Session as Stripe has it. ``status`` is open, complete or expired; amounts are pence."""

    session_id: str
    till_key: str
    order_key: str
    status: str
    is_paid: bool
    is_hopeless: bool
    amount_pence: int
    currency: str
    livemode: bool
    address: str | None
    intent_id: str | None
    charge_id: str | None
    captured_at: datetime | None


@dataclass(frozen=True)
class RefundTruth:
    refund_id: str
    key: str
    charge_id: str
    amount_pence: int
    status: str


@dataclass(frozen=True)
class DisputeTruth:
    dispute_id: str
    charge_id: str
    amount_pence: int
    status: str
    opened_at: datetime


@dataclass(frozen=True)
class NoticeTold:
    """The ids in a signed notice. The rest of it is not believed: it is asked for."""

    notice_id: str
    kind: str
    object_kind: str
    object_id: str
    livemode: bool
    account: str


@dataclass(frozen=True)
class Gateway:
    """What we ask of Stripe. Raises StripeDown where asking again may help, NotTaken where it does not."""

    secret_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    api_base: str = ""

    @cached_property
    def _client(self) -> stripe.StripeClient:
        addresses = {"base_addresses": {"api": self.api_base}} if self.api_base else {}
        return stripe.StripeClient(
            self.secret_key,
            stripe_version=API_VERSION,
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=SECONDS),
            **addresses,
        )

    @property
    def is_live(self) -> bool:
        return "_live_" in self.secret_key

    def open_session(
        self,
        *,
        till_key: str,
        order_key: str,
        reference: str,
        email: str,
        lines: list[tuple[str, int, int]],
        currency: str,
        ends_at: datetime,
        success_address: str,
        cancel_address: str,
    ) -> SessionTruth:
        """A new session over ``lines`` of name, quantity and pence each; the same key gets the same session."""
        parameters = {
            "mode": "payment",
            "client_reference_id": order_key,
            "customer_email": email,
            "expires_at": int(ends_at.timestamp()),
            "success_url": success_address,
            "cancel_url": cancel_address,
            "metadata": {"till": till_key, "order": order_key},
            "payment_intent_data": {"metadata": {"till": till_key}, "description": f"Order {reference}"},
            "line_items": [
                {
                    "quantity": quantity,
                    "price_data": {
                        "currency": currency,
                        "unit_amount": pence,
                        "product_data": {"name": name},
                    },
                }
                for name, quantity, pence in lines
            ],
        }
        with _answered():
            made = self._client.v1.checkout.sessions.create(parameters, {"idempotency_key": till_key})
        return _session(made)

    def session(self, session_id: str) -> SessionTruth:
        with _answered():
            found = self._client.v1.checkout.sessions.retrieve(session_id, {"expand": ["payment_intent.latest_charge"]})
        return _session(found)

    def shut_session(self, session_id: str) -> None:
        """The session can no longer be paid. NotTaken if it has been, or is shut already."""
        with _answered():
            self._client.v1.checkout.sessions.expire(session_id)

    def sessions_since(self, since: datetime) -> Iterator[SessionTruth]:
        """Every session made since then, the newest first."""
        wanted = {
            "limit": PAGE,
            "created": {"gte": int(since.timestamp())},
            "expand": ["data.payment_intent.latest_charge"],
        }
        with _answered():
            for each in self._client.v1.checkout.sessions.list(wanted).auto_paging_iter():
                yield _session(each)

    def refund(self, *, key: str, charge_id: str, amount_pence: int) -> RefundTruth:
        """Give so much of a charge back; the same key gives it back once."""
        parameters = {"charge": charge_id, "amount": amount_pence, "metadata": {"refund": key}}
        with _answered():
            made = self._client.v1.refunds.create(parameters, {"idempotency_key": key})
        return _refund(made)

    def refund_by_id(self, refund_id: str) -> RefundTruth:
        with _answered():
            return _refund(self._client.v1.refunds.retrieve(refund_id))

    def refunds_since(self, since: datetime) -> Iterator[RefundTruth]:
        with _answered():
            listed = self._client.v1.refunds.list({"limit": PAGE, "created": {"gte": int(since.timestamp())}})
            for each in listed.auto_paging_iter():
                yield _refund(each)

    def refunds_of(self, charge_id: str) -> list[RefundTruth]:
        with _answered():
            listed = self._client.v1.refunds.list({"limit": PAGE, "charge": charge_id})
            return [_refund(each) for each in listed.auto_paging_iter()]

    def dispute(self, dispute_id: str) -> DisputeTruth:
        with _answered():
            return _dispute(self._client.v1.disputes.retrieve(dispute_id))

    def disputes_since(self, since: datetime) -> Iterator[DisputeTruth]:
        with _answered():
            listed = self._client.v1.disputes.list({"limit": PAGE, "created": {"gte": int(since.timestamp())}})
            for each in listed.auto_paging_iter():
                yield _dispute(each)

    def read_notice(self, body: bytes, signature: str) -> NoticeTold:
        """The ids in a webhook's body. Raises NotGenuine unless it is an event, signed with our secret, and lately."""
        try:
            told = stripe.Webhook.construct_event(body, signature, self.webhook_secret)
            thing = told.data.object
            return NoticeTold(
                notice_id=told.id,
                kind=told.type,
                object_kind=_of(thing, "object", ""),
                object_id=_of(thing, "id", ""),
                livemode=bool(told.livemode),
                account=_of(told, "account", "") or "",
            )
        except (ValueError, TypeError, AttributeError, stripe.SignatureVerificationError) as error:
            raise NotGenuine from error


@contextlib.contextmanager
def _answered() -> Iterator[None]:
    """Turn what the SDK raises into the two things that matter: ask again, or do not."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.AuthenticationError) as error:
        raise StripeDown("The payment service does not answer. Nothing was taken; try again in a minute.") from error
    except stripe.StripeError as error:
        if error.http_status == 409:  # the very same request is on its way at this moment
            raise StripeDown("Your payment is being opened already; try again in a minute.") from error
        if (error.http_status or 500) >= 500 or isinstance(error, stripe.IdempotencyError):
            raise StripeTrouble("The payment service has trouble. Nothing was taken; try again in a minute.") from error
        if error.http_status in NOT_NOW:
            raise StripeDown("The payment service cannot answer now. Try again in a minute.") from error
        raise NotTaken(error.code or type(error).__name__) from error


def _session(thing) -> SessionTruth:
    intent, charge = _of(thing, "payment_intent"), None
    intent_id = intent if isinstance(intent, str) or intent is None else intent.id
    if intent is not None and not isinstance(intent, str):
        charge = _of(intent, "latest_charge")
    charge_id = charge if isinstance(charge, str) or charge is None else charge.id
    captured = None if charge is None or isinstance(charge, str) else _moment(charge.created)
    metadata = _of(thing, "metadata") or {}
    is_paid = thing.payment_status == "paid"
    waits = intent is not None and not isinstance(intent, str) and intent.status == "processing"
    return SessionTruth(
        session_id=thing.id,
        till_key=_of(metadata, "till", ""),
        order_key=_of(thing, "client_reference_id") or "",
        status=thing.status,
        is_paid=is_paid,
        is_hopeless=thing.status == "complete" and not is_paid and not waits,
        amount_pence=_of(thing, "amount_total") or 0,
        currency=_of(thing, "currency") or "",
        livemode=bool(thing.livemode),
        address=_of(thing, "url"),
        intent_id=intent_id,
        charge_id=charge_id,
        captured_at=captured,
    )


def _refund(thing) -> RefundTruth:
    charge = _of(thing, "charge")
    return RefundTruth(
        refund_id=thing.id,
        key=_of(_of(thing, "metadata") or {}, "refund", ""),
        charge_id=charge if isinstance(charge, str) else charge.id if charge is not None else "",
        amount_pence=thing.amount,
        status=thing.status,
    )


def _dispute(thing) -> DisputeTruth:
    charge = thing.charge if isinstance(thing.charge, str) else thing.charge.id
    return DisputeTruth(thing.id, charge, thing.amount, thing.status, _moment(thing.created))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _of(thing, name: str, otherwise=None):
    try:
        return thing[name]
    except (KeyError, TypeError):
        return otherwise
