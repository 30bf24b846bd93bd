"""What the desk does across packages."""

from office.actions.desk import (
    drop_letter,
    link_ticket,
    merge_people,
    refund_payment,
    replace_joining_pack,
    retry_letter,
    settle_code,
    settle_presenter,
)
from office.actions.regional import WELSH_WORDING, Plan, make_regional

__all__ = [
    "WELSH_WORDING",
    "Plan",
    "drop_letter",
    "link_ticket",
    "make_regional",
    "merge_people",
    "refund_payment",
    "replace_joining_pack",
    "retry_letter",
    "settle_code",
    "settle_presenter",
]
