"""Phones of the door: who asks without a phone's token is nobody there, whatever their duty (tests/checkin)."""

from tests.access_rows import NO_ONE_SIGNED_IN, ONE_OF_AN_EVENT, ORGANISERS, WITHOUT_DRAFT, doing, everybody

BY_TOKEN = {thing: everybody(401) for thing in ("own", "another's", "draft", "missing")}

DEVICES: dict[str, dict[str, str]] = {
    "checkin.enrol_device": {thing: everybody(422) for thing in ("own", "missing")},  # without a code
    "checkin.show_device_data": BY_TOKEN,
    "checkin.show_device_time": BY_TOKEN,
    # At the desk
    "checkin.show_devices": ORGANISERS,
    "checkin.add_device": doing(ORGANISERS),
    "checkin.choose_names": doing(ORGANISERS),
    "checkin.show_device": ONE_OF_AN_EVENT,
    "checkin.renew_device_code": {**doing(WITHOUT_DRAFT), "crossed": NO_ONE_SIGNED_IN},
    "checkin.revoke_device": {**doing(WITHOUT_DRAFT), "crossed": NO_ONE_SIGNED_IN},
}
FRESH_FOR_DEVICES = {"checkin.add_device", "checkin.choose_names", "checkin.renew_device_code"}
MIXABLE_DEVICES = ("checkin.renew_device_code", "checkin.revoke_device", "checkin.show_device")
