"""The rows of the published table for exhibitors: at the desk, on a delegate's ticket, and at a stand."""

from tests.access_chair import NOBODY
from tests.access_rows import DELEGATES, NO_ONE, ONE_OF_AN_EVENT, ORGANISERS, doing

EXHIBITOR = ("exhibitor",)
# Whoever scans for the stand of the first event has one answer more than a policy editor. Its organisers find nothing.
WHO_SCANS = f"{NOBODY} 404 404 404 200"
AT_STANDS = {"own": WHO_SCANS, "another's": NOBODY, "draft": NOBODY, "missing": NOBODY}
AT_STAND = {"own": WHO_SCANS, "another's": NOBODY, "crossed": NOBODY, "missing": NOBODY}
FRESH_AT_STANDS = {"checkin.export_leads", "office.invite_exhibitor"}
MIXABLE_AT_STANDS = (
    "checkin.export_leads",
    "checkin.judge_lead",
    "checkin.scan_at_stand",
    "checkin.show_lead",
    "checkin.show_leads",
    "office.change_exhibitor",
    "office.invite_exhibitor",
    "office.show_exhibitor",
    "registration.say_to_exhibitor",
)
STANDS: dict[str, dict[str, str]] = {
    "office.show_exhibitors": ORGANISERS,
    "office.add_exhibitor": doing(ORGANISERS),
    "office.show_exhibitor": ONE_OF_AN_EVENT,
    "office.change_exhibitor": doing(ONE_OF_AN_EVENT),
    "office.invite_exhibitor": doing(ONE_OF_AN_EVENT),
    "registration.show_exhibitors": DELEGATES,
    "registration.share_with_exhibitors": doing(DELEGATES),
    "registration.say_to_exhibitor": {**doing(DELEGATES), "crossed": NO_ONE},
    "checkin.show_stands": doing(AT_STANDS),  # there is only one, and so one is sent on to it
    **dict.fromkeys((f"checkin.{each}" for each in ("show_leads", "show_lead", "scan_at_stand")), AT_STAND),
    "checkin.judge_lead": doing(AT_STAND),
    "checkin.export_leads": AT_STAND,
}
