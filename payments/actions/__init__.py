"""What happens between an order and Stripe.

Stripe is called between two transactions, never inside one: the first keeps what is meant, the second what came
of it. Ids go across, since objects belong to the transaction that read them. Whatever brings the news (the
browser's return, a notice, the worker's rounds) ends in the same function, settle_session, which asks Stripe.
"""

from payments.actions.notices import keep_notice, settle_next_notice
from payments.actions.reconcile import LONG_LOOK_BACK, free_next_hold, reconcile, reconcile_once, shut_next_till
from payments.actions.refunds import record_dispute, record_refund, send_next_refund, want_refund
from payments.actions.tills import open_till, settle_session

__all__ = [
    "LONG_LOOK_BACK",
    "free_next_hold",
    "keep_notice",
    "open_till",
    "reconcile",
    "reconcile_once",
    "record_dispute",
    "record_refund",
    "send_next_refund",
    "settle_next_notice",
    "settle_session",
    "shut_next_till",
    "want_refund",
]
