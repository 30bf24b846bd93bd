"""What the door reads."""

from checkin.queries.badges import (
    badge_categories_of,
    badge_design_of,
    badge_designs_of,
    badge_of,
    badge_paper_of,
    badge_run_of,
    badge_runs_of,
    badges_of,
    lock_tickets,
    tickets_of_run,
)
from checkin.queries.devices import (
    device_at_desk,
    device_by_code,
    device_by_token,
    device_with_old_keys,
    devices_of,
    lists_to_read_for,
)
from checkin.queries.door import (
    admissions_of,
    admitted_today,
    facts_of,
    holder_by_id,
    holder_of,
    inside_list,
    listings_of,
    lock_ticket,
    scan_by_key,
)
from checkin.queries.faults import (
    admissions_at_fault,
    admitted_after_cancelling,
    conflicts,
)
from checkin.queries.packing import (
    contents_for,
)

__all__ = [
    "admissions_at_fault",
    "admissions_of",
    "admitted_after_cancelling",
    "admitted_today",
    "badge_categories_of",
    "badge_design_of",
    "badge_designs_of",
    "badge_of",
    "badge_paper_of",
    "badge_run_of",
    "badge_runs_of",
    "badges_of",
    "conflicts",
    "contents_for",
    "device_at_desk",
    "device_by_code",
    "device_by_token",
    "device_with_old_keys",
    "devices_of",
    "facts_of",
    "holder_by_id",
    "holder_of",
    "inside_list",
    "listings_of",
    "lists_to_read_for",
    "lock_ticket",
    "lock_tickets",
    "scan_by_key",
    "tickets_of_run",
]
