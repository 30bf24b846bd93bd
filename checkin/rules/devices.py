"""What a phone at the door may do, and until when; and what the desk should notice about it (R22)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from checkin.models import Device
from core.errors import Refusal
from events.models import Event
from events.rules import at, local_day

USUAL_SHIFT = timedelta(hours=8)
LONGEST_SHIFT = timedelta(days=2)
HANDS_IN_FOR = timedelta(days=7)
MOST_SKEW = timedelta(minutes=2)
LARGEST_SKEW = 10**9
SILENT_AFTER = timedelta(minutes=5)


class CannotEnrol(Refusal):
    """A code of the desk that enrols no phone."""


class NotADeviceNow(Refusal):
    """Something is wanted of a device that is past it, or not there yet."""


class WrongShift(Refusal):
    """A shift that is over before it begins, or has no end worth the name."""


class State(StrEnum):
    """Where a device stands, in the words of the desk."""

    WAITING = "Not enrolled"
    CODE_OVER = "Its code is over"
    IN_USE = "In use"
    OVER = "Shift over"
    REVOKED = "Revoked"


class Problem(StrEnum):
    """Why a device that we know gets nothing more; the phone's page knows these words."""

    REVOKED = "revoked"
    OVER = "over"


class Shift(Protocol):
    """The moments of a device by which it is judged, as an object or as a plain row."""

    @property
    def shift_ends_at(self) -> datetime: ...

    @property
    def revoked_at(self) -> datetime | None: ...


class PlainDevice(NamedTuple):
    """A device as a row without more, and the slugs of its own lists; none if it reads for all."""

    id: int
    name: str
    added_by_id: int
    enrolled_at: datetime | None
    shift_ends_at: datetime
    revoked_at: datetime | None
    holds_names: bool
    salt: str
    names_key: str
    seal_key: str
    seen_at: datetime | None
    lists: frozenset[str] = frozenset()


def check_shift(ends_at: datetime, now: datetime) -> None:
    """Raise WrongShift unless a shift can end then: later than now, and within two days."""
    if ends_at <= now:
        raise WrongShift("That has gone by. Write when the shift ends.")
    if ends_at > now + LONGEST_SHIFT:
        raise WrongShift("A shift ends within two days. Add the phone again for the next.")


def usual_shift_end(event: Event, now: datetime) -> datetime:
    """When a shift that begins now will end, as the desk is offered it: when the event closes today, or in 8 hours."""
    closes_at = at(event, local_day(event, now), event.closes)
    is_today = event.first_day <= local_day(event, now) <= event.last_day
    return closes_at if is_today and closes_at > now else now + USUAL_SHIFT


def check_may_enrol(device: Device | None, now: datetime) -> Device:
    """The device of a code. Raises CannotEnrol, in words for whoever holds the phone, if the code is not good now."""
    if device is None or device.revoked_at is not None:
        raise CannotEnrol("No phone waits for this code. Scan the one on the desk.")
    if device.enrolled_at is not None:
        raise CannotEnrol("This code has been used already. Ask the desk for one of your own.")
    if device.code_expires_at is None or now >= min(device.code_expires_at, device.shift_ends_at):
        raise CannotEnrol("This code is over. Ask the desk for a new one.")
    return device


def check_may_renew(device: Device, now: datetime) -> None:
    """Raise NotADeviceNow unless the device waits for its phone still: one in use has scans under its own token."""
    if device_state(device, now) not in {State.WAITING, State.CODE_OVER}:
        raise NotADeviceNow("This phone is enrolled already, or its shift is over. Add another.")


def check_may_revoke(device: Device) -> None:
    if device.revoked_at is not None:
        raise NotADeviceNow("This phone is revoked already.")


def device_state(device: Device, now: datetime) -> State:
    if device.revoked_at is not None:
        return State.REVOKED
    if now >= device.shift_ends_at:
        return State.OVER
    if device.enrolled_at is not None:
        return State.IN_USE
    return State.WAITING if device.code_expires_at and now < device.code_expires_at else State.CODE_OVER


def problem_of(device: Shift, now: datetime) -> Problem | None:
    """Why the device gets nothing more, if so."""
    if device.revoked_at is not None:
        return Problem.REVOKED
    return Problem.OVER if now >= device.shift_ends_at else None


def may_hand_in(device: Shift, now: datetime) -> bool:
    """True as long as what waits on the phone is taken: for a week after its shift, revoked or not (R21)."""
    return now < hands_in_until(device)


def hands_in_until(device: Shift) -> datetime:
    return device.shift_ends_at + HANDS_IN_FOR


def may_read_for(list_name: str, own: Collection[str]) -> bool:
    """True if a device with these lists may read for that one; one without any may for each."""
    return not own or list_name in own


def skew(sent_at: datetime, now: datetime) -> int:
    """How many seconds the phone's clock is ahead of ours, or with a minus behind; never more than a table holds."""
    seconds = round((sent_at - now).total_seconds())
    return max(-LARGEST_SKEW, min(LARGEST_SKEW, seconds))


def is_skewed(skew_seconds: int | None) -> bool:
    """True if the phone's clock was more than two minutes off when it last handed something in (CHK-6)."""
    return skew_seconds is not None and abs(skew_seconds) > MOST_SKEW.total_seconds()


def is_worth_noting(device: PlainDevice, now: datetime, every: timedelta) -> bool:
    """True if it is a while since it was last noted that the phone was heard."""
    return device.seen_at is None or now - device.seen_at >= every


def is_silent(device: Device, now: datetime) -> bool:
    """True if a phone in use has said nothing for a while: it may hold scans that we do not know of."""
    if device_state(device, now) is not State.IN_USE or device.enrolled_at is None:
        return False
    return now - (device.seen_at or device.enrolled_at) > SILENT_AFTER
