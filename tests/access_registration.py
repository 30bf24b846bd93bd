"""The rows of the published table for orders, tickets, proofs, what is sold, waiting and money."""

from tests.access_rows import (
    BY_LINK,
    DELEGATES,
    NO_ONE,
    NO_ONE_SIGNED_IN,
    ONE_OF_AN_EVENT,
    ORGANISERS,
    PUBLIC,
    WITHOUT_DRAFT,
    doing,
    everybody,
)

SET_UP = ("matrix", "new_period", "new_product", "places", "place_check", "codes", "new_code")
SET_UP_ONE = ("period", "product", "quota", "code")
CHANGES = (
    "change_period",
    "remove_period",
    "change_product",
    "retire_product",
    "save_add_ons",
    "change_quota",
    "change_code",
    "end_code",
)
NOT_WITHOUT_KEYS = {thing: NO_ONE for thing in DELEGATES}  # tests/registration/test_wallets.py has the keys
WAITING = {"own": everybody(200), "another's": everybody(200), "crossed": NO_ONE, "missing": NO_ONE}

REGISTRATION: dict[str, dict[str, str]] = {
    "registration.show_tickets": PUBLIC,
    "registration.place_order": doing(PUBLIC),
    "registration.show_group": PUBLIC,
    "registration.book_group": doing(PUBLIC),
    "registration.read_group_list": doing(PUBLIC, 422),  # no file was sent
    "registration.show_order": DELEGATES,
    "registration.cancel_order": doing(DELEGATES),
    "registration.open_order": BY_LINK,
    "registration.show_ticket": DELEGATES,
    "registration.download_joining_pack": DELEGATES,
    "registration.download_ticket": DELEGATES,
    **dict.fromkeys(("registration.download_apple_pass", "registration.open_google_wallet"), NOT_WITHOUT_KEYS),
    "registration.open_ticket": BY_LINK,
    "registration.show_lost": {"": everybody(200)},
    "registration.send_links_again": {"": everybody(303)},
    # Proofs: to the delegate alone, and to the event's desk
    "registration.show_proof": DELEGATES,
    "registration.send_proof": doing(DELEGATES, 422),  # without words: to take one in is tested with the proofs
    "registration.show_proofs": ORGANISERS,
    "registration.download_proof": {**WITHOUT_DRAFT, "crossed": NO_ONE_SIGNED_IN},
    "registration.accept_proof": {**doing(WITHOUT_DRAFT), "crossed": NO_ONE_SIGNED_IN},
    "registration.refuse_proof": {**doing(WITHOUT_DRAFT), "crossed": NO_ONE_SIGNED_IN},
    "registration.settle_difference": {**doing(WITHOUT_DRAFT, 409), "crossed": NO_ONE_SIGNED_IN},  # nothing is owed
    # A place's own part, who comes instead, and giving it back; questions at the desk
    "registration.show_details": DELEGATES,
    "registration.save_details": doing(DELEGATES),
    "registration.show_substitute": DELEGATES,
    "registration.pass_on": doing(DELEGATES),
    "registration.show_passed_on": {"": everybody(200)},
    "registration.give_back_place": doing(DELEGATES),
    "registration.show_questions": ORGANISERS,
    "registration.add_question": doing(ORGANISERS),
    "registration.show_question": ONE_OF_AN_EVENT,
    **dict.fromkeys((f"registration.{each}_question" for each in ("change", "retire", "move")), doing(ONE_OF_AN_EVENT)),
    "registration.download_answer": ONE_OF_AN_EVENT,
    "registration.show_details_at_desk": ONE_OF_AN_EVENT,
    "registration.save_details_at_desk": doing(ONE_OF_AN_EVENT),
    # What is sold: prices, products, places and codes, at the event's desk
    **dict.fromkeys((f"registration.show_{each}" for each in SET_UP), ORGANISERS),
    **dict.fromkeys((f"registration.show_{each}" for each in SET_UP_ONE), ONE_OF_AN_EVENT),
    "registration.download_codes": ORGANISERS,
    "registration.save_prices": doing(ORGANISERS),
    "registration.copy_tickets": {**doing(ORGANISERS, 422), "draft": "in 404 404 404 404 422"},  # of no event
    **dict.fromkeys((f"registration.add_{each}" for each in ("period", "quota")), doing(ORGANISERS)),
    "registration.add_product": {**doing(ORGANISERS), "draft": "in 404 404 404 404 422"},  # which has no quota
    "registration.make_codes": doing(ORGANISERS),
    **dict.fromkeys((f"registration.{each}" for each in CHANGES), doing(ONE_OF_AN_EVENT)),
    # Waiting: the walked tickets have places left, so that nobody needs to wait for one
    "registration.show_waiting": WAITING,
    "registration.join_waiting": doing(WAITING, 409),
    "registration.show_joined": WAITING,
    "registration.show_waiting_entry": DELEGATES,
    "registration.open_waiting_entry": BY_LINK,
    "registration.leave_waiting": doing(DELEGATES),
    "registration.give_back_offer": doing(DELEGATES, 409),  # nothing was offered
    "registration.show_waiting_list": ORGANISERS,
    "registration.offer_places": doing(ORGANISERS, 409),  # there is nobody whom it could be offered to
    "registration.take_off_list": {**doing(WITHOUT_DRAFT), "crossed": NO_ONE_SIGNED_IN},
    # Money: the walked order costs nothing, so its owner is told that there is nothing to pay or to hold
    "payments.start_payment": doing(DELEGATES, 409),
    "payments.come_back": {thing: NO_ONE for thing in DELEGATES},  # nobody came from a till
    "payments.receive_notice": {"": everybody(400)},  # signed by nobody
    "registration.hold_again": doing(DELEGATES, 409),
}
