"""The program with its guard against selling a place twice taken out, to see that the burst notices."""

from sqlalchemy import update

from app import create_app
from registration import actions, rules
from registration.models import Quota


def _take_without_asking(session, wanted: dict[int, int]) -> None:
    for quota_id, quantity in wanted.items():
        session.execute(update(Quota).where(Quota.id == quota_id).values(sold=Quota.sold + quantity))


rules.check_left = lambda quotas, wanted: None
actions._take = _take_without_asking

__all__ = ["create_app"]
