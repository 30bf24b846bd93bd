"""Who may do what: the published table that every route is walked against. A route that is not here fails the build.

A row says, for each of ``ACTORS`` in their order, how the route answers for an object: ``own`` belongs to the first
event, in which the delegate, the steward and the organiser are at home; ``another's`` to a second event; ``crossed``
is another's within the address of the first; a ``draft`` is an event that nobody is told of; ``missing`` is nowhere.
``in`` asks for a sign-in: a redirect to it, or 401 for an htmx request.

Four roles have no page of their own yet. Whoever holds one in the first event gets what somebody without a duty gets.
"""

from collections import Counter

from tests.access_authors import AUTHORS
from tests.access_badges import BADGES, FRESH_FOR_BADGES
from tests.access_book import BOOK
from tests.access_chair import CHAIR, CHAIRS, FRESH_FOR_CHAIR
from tests.access_devices import DEVICES, FRESH_FOR_DEVICES
from tests.access_door import AT_THE_DOOR, FRESH_AT_THE_DOOR
from tests.access_phone import PHONE
from tests.access_policy import FRESH_FOR_POLICY, POLICY, POLICY_ACTORS
from tests.access_presenters import PRESENTERS
from tests.access_regional import REGIONAL
from tests.access_registration import REGISTRATION
from tests.access_review import REVIEW, REVIEWER
from tests.access_rows import (
    NAMED,
    NO_ONE,
    NO_ONE_SIGNED_IN,
    ORGANISERS,
    ORGANISERS_OF_ALL,
    PUBLIC,
    STEWARDS,
    UNSUBSCRIBE,
    WITHOUT_DRAFT,
    doing,
    everybody,
    signed_in,
)
from tests.access_stands import EXHIBITOR, FRESH_AT_STANDS, STANDS
from tests.access_writing import WRITING

WITHOUT_A_PAGE = (
    "finance",
    "programme editor",
    "network convenor",
    "read-only",
)
ACTORS = NAMED + CHAIRS + REVIEWER + POLICY_ACTORS + EXHIBITOR + WITHOUT_A_PAGE


def published(endpoint: str, thing: str, actor: str) -> str:
    """How the route answers ``actor`` about ``thing``: a status, or ``in``."""
    row = MATRIX[endpoint][thing].split()
    if (place := ACTORS.index(actor)) < len(row):
        return row[place]
    return Counter(row[1 : len(NAMED) - 1]).most_common(1)[0][0]


# A search that an organiser keeps is theirs alone.
OWN_VIEWS = {
    "own": "in 404 404 303 404 404",
    "another's": "in 404 404 404 303 404",
    "crossed": NO_ONE_SIGNED_IN,
    "missing": NO_ONE_SIGNED_IN,
}

MATRIX: dict[str, dict[str, str]] = {
    **{f"show_{each}": {"": everybody(200)} for each in ("alive", "ready", "metrics")},
    **{f"front.show_{each}": {"": everybody(200)} for each in ("home", "privacy", "terms", "accessibility")},
    "front.show_event": PUBLIC,
    "events.show_calendar": PUBLIC,
    **(WRITING | AUTHORS | CHAIR | REVIEW | BOOK | POLICY | PRESENTERS | REGIONAL | REGISTRATION),
    **(DEVICES | PHONE | STANDS | BADGES),
    # Signing in
    "people.show_sign_in": {"": everybody(200)},
    "people.ask_for_code": {"": everybody(303)},
    "people.show_code": {"": everybody(303)},  # nothing was asked for: to where one asks
    "people.sign_in": {"": everybody(409)},
    "people.sign_out": {"": everybody(303)},
    "people.sign_out_elsewhere": {"": signed_in(303)},
    "people.show_invitation": {"own": everybody(200), "another's": everybody(200), "missing": NO_ONE},
    "people.take_duty": {
        "own": "in 303 403 403 403 403",
        "another's": signed_in(403),
        "missing": NO_ONE_SIGNED_IN,
    },
    "people.sign_in_by_passkey": {"": everybody(409)},  # no page asked for one
    # Proving again who one is, and what one signs in with
    "people.show_confirm": {"": signed_in(200)},
    "people.mail_confirmation": {"": signed_in(303)},
    "people.confirm_by_code": {"": signed_in(409)},  # none was sent
    "people.confirm_by_app": {"": signed_in(422)},
    "people.confirm_by_passkey": {"": signed_in(409)},
    "people.show_security": {"": signed_in(200)},
    "people.show_new_passkey": {"": signed_in(200)},
    "people.add_passkey": {"": signed_in(409)},
    "people.remove_passkey": {
        "own": "in 303 404 404 404 404",
        "another's": "in 404 303 404 404 404",
        "missing": NO_ONE_SIGNED_IN,
    },
    "people.show_app": {"": signed_in(200)},
    "people.begin_app": {"": signed_in(303)},
    "people.prove_app": {"": signed_in(409)},  # none was begun
    "people.remove_app": {"": signed_in(303)},
    "people.renew_recovery_codes": {"": signed_in(409)},
    "people.show_address": {"": signed_in(200)},
    "people.ask_for_address": {"": signed_in(303)},
    "people.show_address_link": {"own": everybody(200), "another's": everybody(200), "missing": NO_ONE},
    "people.prove_address": {"own": everybody(303), "another's": everybody(303), "missing": NO_ONE},
    "front.show_me": {"": signed_in(200)},
    "front.call_oneself": {"": signed_in(303)},
    "people.show_consents": {"": signed_in(200)},
    "people.agree": {"": signed_in(303)},
    "people.withdraw_consents": {"": signed_in(303)},
    "people.show_unsubscribe": UNSUBSCRIBE,
    "people.unsubscribe": doing(UNSUBSCRIBE),
    # The door
    "checkin.show_door": STEWARDS,
    "checkin.scan_badge": STEWARDS,
    "checkin.record_scans": {thing: row.replace("in", "401") for thing, row in STEWARDS.items()},  # JSON: no redirect
    "checkin.show_inside": STEWARDS,
    **AT_THE_DOOR,
    # The desk
    "office.show_desk": {"": signed_in(200)},
    "office.show_orders": ORGANISERS,
    "office.show_order": {**WITHOUT_DRAFT, "crossed": NO_ONE_SIGNED_IN},
    "office.reissue_code": {**doing(WITHOUT_DRAFT), "crossed": NO_ONE_SIGNED_IN},
    "office.refund_payment": {**doing(WITHOUT_DRAFT, 422), "crossed": NO_ONE_SIGNED_IN},  # of no payment
    # What the desk does to an order, to many, and for somebody; the walked order is booked, and so nothing asked for
    "office.add_note": {**doing(WITHOUT_DRAFT), "crossed": NO_ONE_SIGNED_IN},
    "office.approve_request": {**doing(WITHOUT_DRAFT, 409), "crossed": NO_ONE_SIGNED_IN},
    "office.decline_request": {**doing(WITHOUT_DRAFT, 409), "crossed": NO_ONE_SIGNED_IN},
    "office.cancel_order": {**doing(WITHOUT_DRAFT), "crossed": NO_ONE_SIGNED_IN},
    "office.send_letters_again": {**doing(WITHOUT_DRAFT), "crossed": NO_ONE_SIGNED_IN},
    "office.show_ticked": ORGANISERS,
    "office.change_ticked": doing(ORGANISERS),
    "office.download_orders": doing(ORGANISERS, 409),  # nothing is ticked
    "office.show_views": ORGANISERS,
    "office.save_view": doing(ORGANISERS),
    "office.rename_view": OWN_VIEWS,
    "office.remove_view": OWN_VIEWS,
    "registration.show_new_order": ORGANISERS,
    "registration.place_order_at_desk": {
        **doing(ORGANISERS),
        "draft": doing(ORGANISERS, 422)["draft"],
    },  # sells nothing
    "office.show_joining_pack": ORGANISERS,
    "office.replace_joining_pack": doing(ORGANISERS, 422),  # without a file: to take one in is tested at the desk
    "office.show_letters": {"": ORGANISERS_OF_ALL["own"]},
    "office.show_letter": ORGANISERS_OF_ALL,
    "office.retry_letter": doing(ORGANISERS_OF_ALL),
    "office.drop_letter": doing(ORGANISERS_OF_ALL),
    # The register, and one's own entry in it
    "members.show_membership": {"": signed_in(200)},
    "members.claim_membership": {"": signed_in(303)},
    "members.show_members": {"": ORGANISERS_OF_ALL["own"]},
    "members.show_imports": {"": ORGANISERS_OF_ALL["own"]},
    "members.upload_register": {"": "in 404 404 404 404 422"},  # without a file, as with a joining pack
    "members.show_preview": ORGANISERS_OF_ALL,
    "members.import_register": doing(ORGANISERS_OF_ALL),
    "members.undo_import": doing(ORGANISERS_OF_ALL),
    "members.show_claims": {"": ORGANISERS_OF_ALL["own"]},
    "members.show_claim": ORGANISERS_OF_ALL,
    "members.accept_claim": doing(ORGANISERS_OF_ALL),
    "members.refuse_claim": doing(ORGANISERS_OF_ALL),
    # Duties, of all events and of one; the walked ones are stewards' of the first and the second event
    "office.show_duties": {"": ORGANISERS_OF_ALL["own"]},
    "office.offer_duty": {"": "in 404 404 404 404 303"},
    "office.end_duty": doing(ORGANISERS_OF_ALL),
    "office.withdraw_invitation": doing(ORGANISERS_OF_ALL),
    "office.show_event_duties": ORGANISERS,
    "office.offer_event_duty": doing(ORGANISERS),
    "office.end_event_duty": {**doing(WITHOUT_DRAFT), "crossed": NO_ONE_SIGNED_IN},
    "office.withdraw_event_invitation": {**doing(WITHOUT_DRAFT), "crossed": NO_ONE_SIGNED_IN},
    # People
    "office.show_people": {"": ORGANISERS_OF_ALL["own"]},
    "office.show_person": ORGANISERS_OF_ALL,
    "office.show_people_merge": ORGANISERS_OF_ALL,
    "office.merge_people": doing(ORGANISERS_OF_ALL),
    # The demo
    "demo.show_demo": {"": everybody(200)},
    "demo.sign_in": {"own": everybody(303), "missing": NO_ONE},
}

# What asks again for whoever signed in more than a quarter of an hour ago: money, addresses and factors.
FRESH = (
    FRESH_FOR_CHAIR
    | FRESH_AT_THE_DOOR
    | FRESH_FOR_POLICY
    | FRESH_FOR_BADGES
    | FRESH_AT_STANDS
    | FRESH_FOR_DEVICES
    | {
        "people.show_new_passkey",
        "people.add_passkey",
        "people.remove_passkey",
        "people.show_app",
        "people.begin_app",
        "people.prove_app",
        "people.remove_app",
        "people.renew_recovery_codes",
        "people.show_address",
        "people.ask_for_address",
        "registration.download_codes",
        "office.refund_payment",
        "office.change_ticked",
        "office.download_orders",
        "office.offer_duty",
        "office.offer_event_duty",
        "office.merge_people",
    }
)
