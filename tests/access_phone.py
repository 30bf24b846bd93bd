"""The door's page for a phone: the same for everybody and every event, and knows nobody without a phone's token."""

from tests.access_devices import BY_TOKEN
from tests.access_rows import everybody

EVERYWHERE = {thing: everybody(200) for thing in ("own", "draft", "missing")}

PHONE: dict[str, dict[str, str]] = {
    "checkin.show_phone": EVERYWHERE,
    "checkin.show_phone_worker": EVERYWHERE,
    "checkin.show_phone_manifest": EVERYWHERE,
    "checkin.search_people": BY_TOKEN,
}
