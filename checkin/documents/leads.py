"""Files that leave the door: an exhibitor's copy of its leads."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from core.cells import csv_of, xlsx_of

HEAD = (
    *("Name", "Job role", "Organisation", "Email", "Rating", "Note"),
    *("Scanned", "Agreed", "Agreed to", "Have your words changed since"),
)
KINDS = {"csv": csv_of, "xlsx": xlsx_of}


def sheet_of_leads(leads: Iterable[Row], *, zone: str, kind: str) -> bytes:
    """Leads as a CSV or a workbook, with what each delegate agreed to; the times are those on the event's clocks."""
    local = ZoneInfo(zone)
    rows = (
        (
            each.name,
            each.job_role,
            each.organisation,
            each.email,
            each.rating.value if each.rating else "",
            each.note,
            each.scanned_at.astimezone(local),
            each.said_at.astimezone(local),
            each.wording,
            "yes" if each.is_to_earlier else "no",
        )
        for each in leads
    )
    return KINDS[kind](HEAD, rows)
