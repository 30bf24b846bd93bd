"""What the door reads."""

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
from checkin.queries.packing import (
    contents_for,
)

__all__ = [
    "admissions_at_fault",
    "admissions_of",
    "admitted_after_cancelling",
    "admitted_today",
    "agreed_lead",
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
    "how_many_leads",
    "inside_list",
    "lead_of",
    "lead_to_judge",
    "leads_page",
    "leads_to_export",
    "listings_of",
    "lists_to_read_for",
    "lock_ticket",
    "scan_by_key",
    "stand_for",
    "stands_of",
]
