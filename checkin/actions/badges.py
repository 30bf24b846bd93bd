"""Designing badges and printing them. Each badge that is printed is a row, and what it said a digest."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from checkin import queries, rules
from checkin.models import BadgeDesign, BadgePaper, BadgePrint, BadgeRun, BadgeSize, PackingOrder, Part, ReprintReason
from core import diary
from core.db import refuse_if_broken
from events.models import Event
from registration.models import Category


def save_badge_paper(session: Session, *, event: Event, by_id: int, now: datetime, **given: Any) -> BadgePaper:
    """The event's badges are printed on that: sizes in millimetres, and what is on their backs."""
    paper = queries.badge_paper_of(session, event)
    refuse_if_broken(session, "uq_badge_papers_event_id", rules.BadgesChanged())
    session.add(paper)
    for name, value in given.items():
        setattr(paper, name, value)
    _note(session, "chose the paper of badges", event, by_id, now)
    return paper


def save_badge_design(
    session: Session,
    *,
    event: Event,
    category: Category | None,
    words: str,
    colour: str,
    sizes: Mapping[Part, int],
    by_id: int,
    now: datetime,
) -> BadgeDesign:
    """Badges of that category look like that, or with no category all that have no design of their own.

    Without ``sizes`` the event's own hold. Raises UnreadableColour, and NoDesign for a category that is a price alone.
    """
    rules.check_may_design(category)
    rules.words_on(colour)
    design = queries.badge_design_of(session, event, category)
    if design is None:
        for constraint in ("uq_badge_designs_event_id", "uq_badge_designs_default"):
            refuse_if_broken(session, constraint, rules.BadgesChanged())
        session.add(design := BadgeDesign(event_id=event.id, category=category))
    design.words, design.colour = words, colour
    kept = {size.part: size for size in design.sizes}
    for part, points in sizes.items():
        if part in kept:
            kept[part].points = points
        else:
            design.sizes.append(BadgeSize(part=part, points=points))
    for part in kept.keys() - sizes.keys():
        design.sizes.remove(kept[part])
    _note(session, "designed badges", event, by_id, now, category=category.value if category else "all others")
    return design


def remove_badge_design(session: Session, *, event: Event, category: Category, by_id: int, now: datetime) -> None:
    """Badges of that category look as the event's own design says from now on."""
    if design := queries.badge_design_of(session, event, category):
        session.delete(design)
        _note(session, "removed a design of badges", event, by_id, now, category=category.value)


def print_pack(
    session: Session,
    *,
    event: Event,
    only_wanting: bool,
    order: PackingOrder,
    by_id: int,
    now: datetime,
) -> BadgeRun:
    """All badges that may be printed, or only those that are new or say something else by now: one run, a row each.

    Raises NothingToPrint.
    """
    may_be = rules.printable_of(queries.badges_of(session, event))
    wanted = [place for place in may_be if place.state in rules.TO_PRINT] if only_wanting else may_be
    if not wanted:
        raise rules.NothingToPrint("There is no badge to print: none is new, and none has changed.")
    return _run(session, event, rules.in_packing_order(wanted, order), by_id=by_id, now=now, is_single=False)


def print_badge(
    session: Session,
    *,
    event: Event,
    ticket_id: int,
    reason: ReprintReason | None,
    by_id: int,
    now: datetime,
) -> BadgeRun:
    """One badge, on a page of its own. Raises NoBadge, or SaysNoReason for a further copy without one."""
    queries.lock_tickets(session, event.id, [ticket_id])  # nobody else prints this badge meanwhile, nor changes it
    place = queries.badge_of(session, event, ticket_id)
    rules.check_may_print(place, reason)
    return _run(session, event, [place], by_id=by_id, now=now, is_single=True, reason=reason if place.copies else None)


def print_blanks(
    session: Session, *, event: Event, category: Category, how_many: int, is_single: bool, by_id: int, now: datetime
) -> BadgeRun:
    """So many badges with the band of that category and no name, for walk-ins."""
    rules.check_may_design(category)
    return _run(session, event, [], by_id=by_id, now=now, is_single=is_single, blanks=how_many, category=category)


def _run(
    session: Session, event: Event, places: Collection[rules.BadgeOf], *, by_id: int, now: datetime, **given: Any
) -> BadgeRun:
    refuse_if_broken(session, "uq_badge_prints_ticket_id", rules.BadgesChanged())
    session.add(run := BadgeRun(event_id=event.id, at=now, by_id=by_id, **given))
    session.flush()
    if places:
        rows = [
            {
                "run_id": run.id,
                "ticket_id": place.ticket_id,
                "copy": place.copies + 1,
                "printed": rules.digest_of(place.badge),
            }
            for place in places
        ]
        session.execute(insert(BadgePrint), rows)
    diary.note(
        session,
        act="printed badges",
        now=now,
        actor_id=by_id,
        thing=("badge run", run.id),
        event_id=event.id,
        after={"badges": len(places), "blanks": run.blanks},
    )
    return run


def _note(session: Session, act: str, event: Event, by_id: int, now: datetime, **after: Any) -> None:
    session.flush()
    diary.note(
        session, act=act, now=now, actor_id=by_id, thing=("event", event.id), event_id=event.id, after=after or None
    )
