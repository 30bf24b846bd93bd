"""What the walker walks in where people read early: a launch of each event that waits, and one that was published."""

from datetime import timedelta

from events.models import Event
from people.models import Person
from policy.models import EmbargoMove, Language, PositionText
from policy.rules import digest_of_terms
from tests import factories as make
from tests.access_press import PRESS, RECORDS
from tests.policy.launching import a_scheduled_launch
from tests.policy.pressing import a_guest

LATER = make.LONG_AFTER - timedelta(days=30)
A_GUEST = {"name": "Ms New", "outlet": "Health Ledger", "email": "new@news.example", "kind": "press"}
OF_ONE = ("show_guest", "remind_guest", "revoke_access", "reset_expiry", "give_back_access")


def what_is_read_early(people: dict[str, Person], home: Event, other: Event, a_file) -> tuple[dict, dict]:
    """Their parts of addresses, and what their forms must hold."""
    waits = {
        "own": a_scheduled_launch(event=home, lifts_at=LATER, lead_id=people["regional lead"].id),
        "another's": a_scheduled_launch(event=other, lifts_at=LATER),
    }
    grants = {"own": a_guest(waits["own"], person=people["delegate"]), "another's": a_guest(waits["another's"])}
    assets = {}
    for thing, launch in waits.items():
        words = {"title": "Cymraeg", "saved_at": make.NOON}
        launch.position.texts.append(PositionText(version=1, language=Language.WELSH, **words))
        assets[thing] = next(each for each in launch.assets if each.channel.value == "slide")
        assets[thing].file = a_file()
    broken = {"lead_id": people["regional lead"].id, "breached_at": make.NOON, "frozen_at": make.NOON}
    breached = a_scheduled_launch(event=home, lifts_at=make.NOON, **broken)
    moved = {"moved_at": make.NOON, "was": LATER, "lifts_at": make.NOON}
    make.saved(EmbargoMove(launch_id=breached.id, **moved))

    slugs = {thing: {"position_slug": launch.position.slug} for thing, launch in waits.items()}
    slugs |= {"missing": {"position_slug": "nowhere"}}
    records = {"own": {"position_slug": breached.position.slug}, "still waiting": slugs["own"]}
    records |= {"missing": slugs["missing"]}
    guests = {thing: {**slugs[thing], "grant_id": grant.id} for thing, grant in grants.items()}
    guests |= {"crossed": {**slugs["own"], "grant_id": grants["another's"].id}}
    guests |= {"missing": {**slugs["own"], "grant_id": 999_999}}
    keys = {thing: {"key": grant.key} for thing, grant in grants.items()} | {"missing": {"key": "A" * 22}}
    papers = {thing: {**key, "language": "en"} for thing, key in keys.items()}
    files = {thing: {**keys[thing], "asset_id": asset.id} for thing, asset in assets.items()}
    files |= {"crossed": {**keys["own"], "asset_id": assets["another's"].id}}
    files |= {"missing": {**keys["own"], "asset_id": 999_999}}
    parts = dict.fromkeys((each for each in PRESS if each != "policy.show_press_copies"), slugs)
    parts |= dict.fromkeys((f"policy.{each}" for each in OF_ONE), guests)
    parts |= dict.fromkeys(RECORDS, records)
    ours = ("show_press_copy", "show_press_copy_in_welsh", "accept_press_terms")
    parts |= dict.fromkeys((f"policy.{each}" for each in ours), keys)
    parts |= {"policy.download_press_paper": papers, "policy.download_press_asset": files}
    typed = {
        "policy.invite_guest": A_GUEST,
        "policy.invite_guests": {"guests": "Ms New, Health Ledger, new@news.example", "list_kind": "press"},
        "policy.set_press_terms": {"terms": "Other terms."},
        "policy.reset_expiry": {"until": "2036-05-01"},
        "policy.publish_at_once": {"is_meant": "y"},
        "policy.accept_press_terms": {"seen": digest_of_terms(waits["own"].terms), "is_accepted": "y"},
    }
    return parts, {endpoint: {"data": fields} for endpoint, fields in typed.items()}
