"""The rows of the published table for badges: designed and printed at the desk, and one by one at the door."""

from tests.access_rows import NO_ONE_SIGNED_IN, ONE_OF_AN_EVENT, ORGANISERS, STEWARDS, doing

WITH_CROSSED = {thing: row for thing, row in STEWARDS.items() if thing != "draft"} | {"crossed": NO_ONE_SIGNED_IN}
DESIGN_PAGES = ("show_badge_design", "save_badge_design", "remove_badge_design", "show_badge_preview")
DESK_PAGES = ("show_badge_at_desk", "print_badge_at_desk")
DOOR_PAGES = ("show_badge", "print_badge")
RUN_PAGES = ("show_badge_run", "download_badges")
PRINTED_PAGES = ("show_printed", "download_badge")
FRESH_FOR_BADGES = {"checkin.download_badges"}
MIXABLE_BADGES = tuple(f"checkin.{name}" for name in (*DESK_PAGES, *DOOR_PAGES, *RUN_PAGES, *PRINTED_PAGES))

BADGES: dict[str, dict[str, str]] = {
    "checkin.show_badges": ORGANISERS,
    "checkin.print_badges": doing(ORGANISERS, 409),  # the walked ones wait for a proof
    "checkin.print_blanks": doing(ORGANISERS),
    "checkin.show_badge_design": ORGANISERS,
    "checkin.save_badge_design": doing(ORGANISERS),
    "checkin.remove_badge_design": doing(ORGANISERS),
    "checkin.show_badge_preview": ORGANISERS,
    "checkin.show_badge_at_desk": ONE_OF_AN_EVENT,
    "checkin.print_badge_at_desk": doing(ONE_OF_AN_EVENT, 409),
    "checkin.show_badge_run": ONE_OF_AN_EVENT,
    "checkin.download_badges": ONE_OF_AN_EVENT,
    "checkin.show_badge": WITH_CROSSED,
    "checkin.print_badge": doing(WITH_CROSSED, 409),
    "checkin.show_printed": WITH_CROSSED,
    "checkin.download_badge": WITH_CROSSED,
}
