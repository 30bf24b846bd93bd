"""What the door reads."""

from checkin.queries.at_door import (
    MOST_FOUND,
    Found,
    people_at_door,
    ticket_at_door,
)
from checkin.queries.attendance import (
    Absent,
    arrivals,
    days_with_arrivals,
    head_count,
    house_counts,
    no_shows,
    people_inside,
    tallies,
    turnout,
)
from checkin.queries.badges import (
    badge_categories_of,
    badge_design_of,
    badge_designs_of,
    badge_marks_of,
    badge_of,
    badge_paper_of,
    badge_run_of,
    badge_runs_of,
    badges_of,
    tickets_of_run,
)
from checkin.queries.devices import (
    device_at_desk,
    device_by_code,
    device_by_token,
    device_with_old_keys,
    devices_of,
)
from checkin.queries.door import (
    admissions_of,
    facts_of,
    holder_by_id,
    holders_of,
    inside_list,
    listings_of,
    lock_tickets,
    lock_tickets_by_code,
    scan_by_key,
)
from checkin.queries.doubts import (
    doubts_of,
)
from checkin.queries.faults import (
    admissions_at_fault,
    admitted_after_cancelling,
    conflicts,
)
from checkin.queries.finding import (
    codes_by_id,
    people_expected,
)
from checkin.queries.leads import (
    agreed_lead,
    lead_of,
    lead_to_judge,
    leads_page,
    leads_to_export,
    stand_for,
    stands_of,
)
from checkin.queries.lists import (
    has_phones,
    has_scans,
    is_admitted_by,
    list_at_desk,
    lists_of,
)
from checkin.queries.packing import (
    contents_for,
)
from checkin.queries.scan_log import (
    LoggedScan,
    scans_page,
)

__all__ = [
    "MOST_FOUND",
    "Absent",
    "Found",
    "LoggedScan",
    "admissions_at_fault",
    "admissions_of",
    "admitted_after_cancelling",
    "agreed_lead",
    "arrivals",
    "badge_categories_of",
    "badge_design_of",
    "badge_designs_of",
    "badge_marks_of",
    "badge_of",
    "badge_paper_of",
    "badge_run_of",
    "badge_runs_of",
    "badges_of",
    "codes_by_id",
    "conflicts",
    "contents_for",
    "days_with_arrivals",
    "device_at_desk",
    "device_by_code",
    "device_by_token",
    "device_with_old_keys",
    "devices_of",
    "doubts_of",
    "facts_of",
    "has_phones",
    "has_scans",
    "head_count",
    "holder_by_id",
    "holders_of",
    "house_counts",
    "inside_list",
    "is_admitted_by",
    "lead_of",
    "lead_to_judge",
    "leads_page",
    "leads_to_export",
    "list_at_desk",
    "listings_of",
    "lists_of",
    "lock_tickets",
    "lock_tickets_by_code",
    "no_shows",
    "people_at_door",
    "people_expected",
    "people_inside",
    "scan_by_key",
    "scans_page",
    "stand_for",
    "stands_of",
    "tallies",
    "ticket_at_door",
    "tickets_of_run",
    "turnout",
]
