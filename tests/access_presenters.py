"""The rows of the published table for what follows acceptance: an author's own place, and the chair's presenters."""

from tests.access_chair import CHAIRS_THING
from tests.access_writing import OWN_DEED, OWN_PAGE

OWN_PAGES = ("show_place", "download_presented")
OWN_DEEDS = ("take_place", "turn_place_down", "swap_presenter")
CHAIRS_PAGES = ("show_presenters", "show_presenter", "show_boards", "show_presenting", "download_presented")
CHAIRS_DEEDS = (
    "chase_presenters",
    "give_boards",
    "set_presenting",
    "answer_for_author",
    "set_offer_dates",
    "link_ticket",
    "change_presenter",
    "change_board",
    "offer_to_waitlisted",
    "withdraw_at_risk",
)

PRESENTERS: dict[str, dict[str, str]] = {
    **{f"front.{name}": OWN_PAGE for name in OWN_PAGES},
    **{f"front.{name}": OWN_DEED for name in OWN_DEEDS},
    # Without a file: to take one in is tested on the author's page.
    "front.save_presented": {thing: row.replace("303", "422") for thing, row in OWN_DEED.items()},
    "abstracts.show_final": OWN_PAGE,
    "abstracts.save_final": OWN_DEED,
    **{f"office.{name}": CHAIRS_THING for name in CHAIRS_PAGES},
    **{
        f"office.{name}": {thing: row.replace("200", "303") for thing, row in CHAIRS_THING.items()}
        for name in CHAIRS_DEEDS
    },
}
