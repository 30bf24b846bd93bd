"""Publishing at once after a breach, and the record of who had access (domain rule 53)."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from core.errors import Refusal
from policy.models import Launch
from policy.rules.press import is_waiting

BECAUSE = "Published at once after a breach"


class NoBreach(Refusal):
    pass


@dataclass(frozen=True)
class RecordedAct:
    """Something that was done with a grant, or by the person who holds it."""

    at: datetime
    act: str


@dataclass(frozen=True)
class RecordedGuest:
    """One named person, what was done with their access, and each time they opened something before the breach."""

    copy_number: int
    kind: str
    name: str
    outlet: str
    email: str
    steps: tuple[RecordedAct, ...]
    openings: tuple[RecordedAct, ...]


@dataclass(frozen=True)
class AccessRecord:
    """Who had access when, as it stood at the moment of the breach."""

    launch_id: int
    lifted_at: datetime
    was_to_lift_at: datetime
    guests: tuple[RecordedGuest, ...]

    @property
    def hash(self) -> str:
        """SHA-256 of all that the record says: any other record has another."""
        whole = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), default=_written)
        return hashlib.sha256(whole.encode()).hexdigest()


def check_may_publish_at_once(launch: Launch, now: datetime) -> None:
    """Raise NoBreach unless the position waits under embargo."""
    if launch.breached_at is not None:
        raise NoBreach("It has been published at once already, and everybody is told. Nothing more was done.")
    if not is_waiting(launch, now):
        raise NoBreach(
            "There is no embargo to lift: only a scheduled position that still waits can be published at once."
        )


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
