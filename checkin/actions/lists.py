"""The event's admission lists, as the desk sets them up. Each change is in the diary, without anybody's words."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from checkin import queries, rules
from checkin.models import AdmissionList
from checkin.rules import ListSays
from core import diary
from events.models import Event
from registration.models import Product


def add_list(
    session: Session, *, event: Event, says: ListSays, products: list[Product], by_id: int, now: datetime
) -> AdmissionList:
    """One admission list more. The event is locked, so that no other takes its address. Raises WrongList."""
    rules.check_list(event, says)
    slug = rules.slug_of(says.name, {each.slug for each in queries.lists_of(session, event)})
    added = AdmissionList(event_id=event.id, slug=slug, products=products, **asdict(says))
    session.add(added)
    _note(session, "added an admission list", added, by_id, now, after=_facts(added))
    return added


def change_list(
    session: Session,
    *,
    event: Event,
    admission_list: AdmissionList,
    seen: str,
    says: ListSays,
    products: list[Product],
    by_id: int,
    now: datetime,
) -> None:
    """The list is as it was said; the event's own has a row from now on. What was scanned stands as it is.

    The event is locked. Raises ListChanged unless the list is as it was ``seen``, and WrongList.
    """
    rules.check_unchanged(admission_list, seen)
    rules.check_list(event, says)
    rules.check_entry_stands(admission_list, says, has_scans=queries.has_scans(session, admission_list))
    before: dict | None = None if inspect(admission_list).transient else _facts(admission_list)
    session.add(admission_list)
    for name, said in asdict(says).items():
        setattr(admission_list, name, said)
    if set(products) != set(admission_list.products):
        admission_list.products = products
    _note(session, "changed an admission list", admission_list, by_id, now, before=before, after=_facts(admission_list))


def remove_list(session: Session, *, admission_list: AdmissionList, seen: str, by_id: int, now: datetime) -> None:
    """The list is gone. The event is locked. Raises ListChanged, and ListInUse for one that scans or phones name."""
    rules.check_unchanged(admission_list, seen)
    rules.check_may_go(
        admission_list,
        has_scans=queries.has_scans(session, admission_list),
        has_phones=queries.has_phones(session, admission_list),
    )
    _note(session, "removed an admission list", admission_list, by_id, now, before=_facts(admission_list))
    session.delete(admission_list)
    session.flush()


def _facts(admission_list: AdmissionList) -> dict:
    """What of it is in the diary: no name, which may be anybody's words."""

    def told(moment: datetime | None) -> str | None:
        return moment.isoformat() if moment else None

    return {
        "day": admission_list.day.isoformat() if admission_list.day else None,
        "opens": told(admission_list.opens_at),
        "closes": told(admission_list.closes_at),
        "capacity": admission_list.capacity,
        "entry": admission_list.entry.value,
        "reenters": admission_list.reenters,
        "counts_inside": admission_list.counts_inside,
        "unpaid_may_enter": admission_list.unpaid_may_enter,
        "products": sorted(product.id for product in admission_list.products),
    }


def _note(
    session: Session,
    act: str,
    admission_list: AdmissionList,
    by_id: int,
    now: datetime,
    before: dict | None = None,
    after: dict | None = None,
) -> None:
    session.flush()
    thing, event_id = ("admission list", admission_list.id), admission_list.event_id
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=event_id, before=before, after=after)
