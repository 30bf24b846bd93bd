"""Phones of the door: who asks without a phone's token is nobody there, whatever their duty (tests/checkin)."""

from tests.access_rows import everybody

BY_TOKEN = {thing: everybody(401) for thing in ("own", "another's", "draft", "missing")}

DEVICES: dict[str, dict[str, str]] = {
    "checkin.enrol_device": {thing: everybody(422) for thing in ("own", "missing")},  # without a code
    "checkin.show_device_data": BY_TOKEN,
    "checkin.show_device_time": BY_TOKEN,
}
