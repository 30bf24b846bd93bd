"""The program with its guards against selling a place twice taken out, to see that the burst notices."""

from sqlalchemy import update

from app import create_app
from registration import rules
from registration.actions import places
from registration.models import Quota


def _count_without_asking(session, wanted: dict[int, int], out_of: str | None, into: str | None) -> None:
    for quota_id, quantity in wanted.items():
        if into:
            more = {into: getattr(Quota, into) + quantity}
            session.execute(update(Quota).where(Quota.id == quota_id).values(more))


rules.is_left = lambda quotas, wanted: True
rules.check_left = lambda quotas, wanted: None
places._count = _count_without_asking

__all__ = ["create_app"]
