"""The pages of the door's phones, as the organiser looks at them."""

from tests.journeys.acts import Act, filled

PHONES = "/desk/leaders-2027/door/devices"


DEVICES: dict[str, Act] = {
    "phones": PHONES,
    "phones of an event without any": "/desk/long/door/devices",
    "phones with an error": filled(PHONES, "Add the phone", Shift_ends="2020-01-01T09:00"),
    "a phone that waits": PHONES + "/{phone_that_waits}",
    "a phone whose code is over": PHONES + "/{phone_too_late}",
    "a phone in use": PHONES + "/{phone_in_use}",
    "a phone that is revoked": PHONES + "/{phone_revoked}",
}
