"""The program with its guards against selling a place twice taken out, to see that the burst notices."""

from sqlalchemy import update

from app import create_app
from registration import rules
from registration.actions import places
from registration.models import Quota


def count_without_asking(session, wanted: dict[int, int], out_of: str | None, into: str | None) -> None:
    """As ``places._count`` for a new order, but for the WHERE that refuses what is not left."""
    for quota_id, quantity in wanted.items():
        session.execute(update(Quota).where(Quota.id == quota_id).values({into: getattr(Quota, into) + quantity}))


rules.is_left = lambda quotas, wanted: True
rules.check_left = lambda quotas, wanted: None
places._count = count_without_asking

__all__ = ["create_app"]
