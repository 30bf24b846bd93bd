"""Adding a phone to the door, enrolling it once, hearing from it, and taking it back."""

import base64
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from checkin import rules
from checkin.models import AdmissionList, Device
from checkin.rules import PlainDevice
from core import diary
from events.models import Event
from people.rules import hash_of

SALT_BYTES, KEY_BYTES = 16, 32


def add_device(
    session: Session,
    *,
    event: Event,
    name: str,
    lists: Sequence[AdmissionList],
    shift_ends_at: datetime,
    holds_names: bool,
    secret: str,
    life: timedelta,
    by_id: int,
    now: datetime,
) -> Device:
    """A device that waits for its phone: its code is good for ``life``. Names it holds only if the event allows it.

    Raises WrongShift.
    """
    rules.check_shift(shift_ends_at, now)
    device = Device(
        event_id=event.id,
        name=name,
        lists=list(lists),
        added_by_id=by_id,
        added_at=now,
        shift_ends_at=shift_ends_at,
        holds_names=holds_names and event.door_holds_names,
        salt=_random(SALT_BYTES),
        names_key=_random(KEY_BYTES),
        # A key of its own in this table alone: whatever happens to SECRET_KEY, what waits on a phone can be opened.
        seal_key=rules.new_seal_key(),
    )
    session.add(device)
    session.flush()
    _give_code(device, secret, life, now)
    _note(session, device, "added a phone to the door", by_id, now, after={"holds_names": device.holds_names})
    return device


def renew_device_code(
    session: Session, *, device: Device, secret: str, life: timedelta, by_id: int, now: datetime
) -> None:
    """Give a device that waits a new code; the one before is good no longer. Raises NotADeviceNow."""
    rules.check_may_renew(device, now)
    _give_code(device, secret, life, now)
    _note(session, device, "renewed the code of a phone", by_id, now)


def enrol_device(session: Session, *, device: Device | None, now: datetime) -> tuple[Device, str]:
    """The device of a code, and the token by which its phone is known from now on. Raises CannotEnrol."""
    device = rules.check_may_enrol(device, now)
    token = secrets.token_urlsafe(KEY_BYTES)
    device.token_hash, device.enrolled_at, device.seen_at = hash_of(token), now, now
    _note(session, device, "enrolled a phone", None, now)
    return device, token


def revoke_device(session: Session, *, device: Device, by_id: int, now: datetime) -> None:
    """From now on the phone gets nothing, and wipes itself when it asks; what it has not sent yet it may hand in.

    Raises NotADeviceNow.
    """
    rules.check_may_revoke(device)
    device.revoked_at = now
    _note(session, device, "revoked a phone", by_id, now, after={"unsent": device.unsent})


def let_phones_hold_names(session: Session, *, event: Event, allowed: bool, by_id: int, now: datetime) -> None:
    """Whether phones at this event's door may hold names; if not, those that do lose them with their next package."""
    before, event.door_holds_names = event.door_holds_names, allowed
    diary.note(
        session,
        act="decided whether phones hold names",
        now=now,
        actor_id=by_id,
        thing=("event", event.id),
        event_id=event.id,
        before={"door_holds_names": before},
        after={"door_holds_names": allowed},
    )


def note_handed_in(
    session: Session, *, device: PlainDevice, unsent: int | None, sent_at: datetime | None, now: datetime
) -> None:
    """Remember that the phone was heard, what it says waits there still, and how far off its clock is."""
    told: dict[str, object] = {"seen_at": now}
    if unsent is not None:
        told["unsent"] = unsent
    if sent_at is not None:
        told["skew_seconds"] = rules.skew(sent_at, now)
    session.execute(update(Device).where(Device.id == device.id).values(**told))


def seen(device: PlainDevice, now: datetime) -> Update:
    """The statement that remembers that the phone was heard, for ``record_apart``: to ask for data writes nothing."""
    return update(Device).where(Device.id == device.id).values(seen_at=now)


def forget_keys(session: Session, *, device: Device, now: datetime) -> None:
    """Delete what could open anything that the phone held or sent, and the token: it can hand in nothing more."""
    device.token_hash = device.code_hash = None
    device.salt = device.names_key = device.seal_key = ""
    device.wiped_at = now
    _note(session, device, "forgot the keys of a phone", None, now)


def enrolment_code(device: Device, secret: str) -> str:
    """The code of the device as it stands: reckoned from the program's secret, so that no table holds it."""
    until = device.code_expires_at and device.code_expires_at.isoformat()
    digest = hmac.digest(secret.encode(), f"device:{device.id}:{until}".encode(), "sha256")
    return base64.b32encode(digest[:16]).decode().rstrip("=")


def _give_code(device: Device, secret: str, life: timedelta, now: datetime) -> None:
    device.code_expires_at = now + life
    device.code_hash = hash_of(enrolment_code(device, secret))


def _random(length: int) -> str:
    return base64.b64encode(secrets.token_bytes(length)).decode()


def _note(
    session: Session, device: Device, act: str, by_id: int | None, now: datetime, after: dict | None = None
) -> None:
    thing = ("device", device.id)
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=device.event_id, after=after)
