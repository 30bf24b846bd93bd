"""What the walker walks in where badges are printed: a badge of each event, and a run in which it was printed."""

from checkin.models import BadgePrint, BadgeRun, PackingOrder
from people.models import Person
from registration.models import Ticket
from tests import factories as make
from tests.access_badges import DESIGN_PAGES, DESK_PAGES, DOOR_PAGES, PRINTED_PAGES, RUN_PAGES
from tests.checkin.badges import DESIGN, PAPER

SLUGS = {"own": "home", "another's": "other", "draft": "draft", "missing": "nowhere"}


def what_has_badges(tickets: dict[str, Ticket], by: Person, in_event) -> dict:
    """Their parts of addresses."""
    runs = {}
    for thing, ticket in tickets.items():
        run = make.saved(BadgeRun(event_id=ticket.event_id, at=make.NOON, by_id=by.id, is_single=True))
        make.saved(BadgePrint(run_id=run.id, ticket_id=ticket.id, copy=1, printed=""))
        run.event = ticket.event  # for its part of the address
        runs[thing] = run
    designs = {thing: {"event_slug": slug, "kind": "fellow"} for thing, slug in SLUGS.items()}
    return {
        **{f"checkin.{name}": designs for name in DESIGN_PAGES},
        "checkin.show_badge_preview": {thing: {**row, "side": "fronts"} for thing, row in designs.items()},
        **{f"checkin.{name}": in_event("ticket_id", tickets) for name in (*DESK_PAGES, *DOOR_PAGES)},
        **{f"checkin.{name}": in_event("run_id", runs) for name in (*RUN_PAGES, *PRINTED_PAGES)},
    }


def typed_of_badges() -> dict[str, dict]:
    """What is sent to each of these pages."""
    return {
        "checkin.print_badges": {"data": {"which": "all", "order": PackingOrder.SURNAME.value}},
        "checkin.print_blanks": {"data": {"how_many": 1, "category": "standard", "paper": "sheet"}},
        "checkin.save_badge_design": {"data": DESIGN | PAPER},
        "checkin.print_badge_at_desk": {"data": {"reason": "lost"}},
        "checkin.print_badge": {"data": {"reason": "lost"}},
    }
