"""The rows of the published table for the door's pages at the desk, and for what a steward does beside scanning."""

from tests.access_rows import NO_ONE_SIGNED_IN, ONE_OF_AN_EVENT, ORGANISERS, STEWARDS, WITHOUT_DRAFT, doing

PAGES = ("lists", "new_list", "now", "arrivals", "no_shows", "scans", "conflicts", "evacuation")
# The event's own list is there without a row, in a draft too; these are others.
OF_A_LIST = ("checkin.show_list", "checkin.change_list", "checkin.remove_list")
# A ticket of the steward's own event alone.
OF_A_TICKET = {**{thing: row for thing, row in STEWARDS.items() if thing != "draft"}, "crossed": NO_ONE_SIGNED_IN}
PAYMENTS = ("checkin.show_payment", "checkin.send_payment_link")

AT_THE_DOOR: dict[str, dict[str, str]] = {
    **{f"checkin.show_{each}": ORGANISERS for each in PAGES},
    "checkin.download_no_shows": ORGANISERS,
    "checkin.add_list": doing(ORGANISERS),
    "checkin.show_list": ONE_OF_AN_EVENT,
    "checkin.change_list": doing(ONE_OF_AN_EVENT),
    "checkin.remove_list": doing(ONE_OF_AN_EVENT),
    "checkin.mark_as_seen": {**doing(WITHOUT_DRAFT), "draft": NO_ONE_SIGNED_IN},
    "checkin.show_evacuation_at_door": STEWARDS,
    # Beside scanning: whom somebody looks for is sent by POST, and answered with a page
    "checkin.show_finding": STEWARDS,
    "checkin.find_people": STEWARDS,
    "checkin.show_walk_in": STEWARDS,
    "checkin.book_walk_in": doing(STEWARDS),
    "checkin.show_payment": OF_A_TICKET,
    "checkin.send_payment_link": doing(OF_A_TICKET),
}
FRESH_AT_THE_DOOR = {"checkin.download_no_shows"}
