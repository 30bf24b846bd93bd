"""What the door reads."""

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
from checkin.queries.faults import admissions_at_fault, admitted_after_cancelling, conflicts
from checkin.queries.leads import (
    agreed_lead,
    how_many_leads,
    lead_of,
    lead_to_judge,
    leads_page,
    leads_to_export,
    stand_for,
    stands_of,
)

__all__ = [
    "admissions_at_fault",
    "admissions_of",
    "admitted_after_cancelling",
    "admitted_today",
    "agreed_lead",
    "conflicts",
    "facts_of",
    "holder_by_id",
    "holder_of",
    "how_many_leads",
    "inside_list",
    "lead_of",
    "lead_to_judge",
    "leads_page",
    "leads_to_export",
    "listings_of",
    "lock_ticket",
    "scan_by_key",
    "stand_for",
    "stands_of",
]
