"""What the walker finds of waiting lists: somebody who waits in each event."""

from people.access import link_token
from people.rules import hash_of
from registration.models import WaitingEntry
from tests import factories as make

NOWHERE = "AAAAAAAAAAAAAAAAAAAAAA"


def a_waiting_list(app, products: dict, delegate) -> dict:
    """The delegate waits in the first event and somebody else in the second: their parts of addresses."""
    entries = {"own": an_entry(app, products["own"], delegate.email)}
    entries["another's"] = an_entry(app, products["another's"], "waits@south.example")
    slugs = {"own": "home", "another's": "other"}
    with app.app_context():
        tokens = {thing: link_token("waiting", entry.id, 1) for thing, entry in entries.items()}
    tickets = {thing: {"event_slug": slugs[thing], "product_id": products[thing].id} for thing in slugs}
    tickets["crossed"] = {**tickets["another's"], "event_slug": "home"}
    tickets["missing"] = {"event_slug": "home", "product_id": 999_999}
    keys = {thing: {"key": entry.key} for thing, entry in entries.items()} | {"missing": {"key": NOWHERE}}
    links = {thing: {**keys[thing], "token": tokens[thing]} for thing in slugs}
    links |= {"crossed": {**keys["own"], "token": tokens["another's"]}}
    links |= {"missing": {**keys["missing"], "token": tokens["own"]}}
    at_desk = {thing: {"event_slug": slugs[thing], "entry_id": entry.id} for thing, entry in entries.items()}
    at_desk["crossed"] = {**at_desk["another's"], "event_slug": "home"}
    at_desk["missing"] = {"event_slug": "home", "entry_id": 999_999}
    return {
        **dict.fromkeys((f"registration.{each}" for each in ("show_waiting", "join_waiting", "show_joined")), tickets),
        **dict.fromkeys(
            (f"registration.{each}" for each in ("show_waiting_entry", "leave_waiting", "give_back_offer")), keys
        ),
        "registration.open_waiting_entry": links,
        "registration.take_off_list": at_desk,
    }


def an_entry(app, product, email: str) -> WaitingEntry:
    """Somebody who waits for another ticket of the event, and for more places than there are."""
    other = make.a_product(make.session.get_one(make.Event, product.event_id))
    about = {"event_id": product.event_id, "product_id": other.id, "email": email, "email_key": email}
    entry = make.saved(WaitingEntry(key=f"waiting of {email}", name="Dr W", places=99, joined_at=make.NOON, **about))
    with app.app_context():
        entry.link_hash = hash_of(link_token("waiting", entry.id, 1))
    return entry
