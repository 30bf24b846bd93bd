"""One answer per idempotency key: the first one, whatever it was, for a day."""

import json
from dataclasses import dataclass
from typing import Any

from payments.simulator.errors import ApiError

LIFE_SECONDS = 24 * 3600


@dataclass
class Answer:
    """What a key was first used for, and the status and body that it was told; nothing while at work."""

    asked: str
    request_id: str
    at: int
    told: tuple[int, dict] | None = None


class Answers:
    def __init__(self) -> None:
        self._by_key: dict[str, Answer] = {}

    def claim(self, key: str, path: str, parameters: dict[str, Any], request_id: str, now: int) -> Answer | None:
        """The kept answer, or None when the key is new and now taken by this request.

        Raises ApiError when the key was used for something else, or is in use this very moment.
        """
        if len(key) > 255:
            raise ApiError("Idempotency keys are at most 255 characters long.", type="idempotency_error")
        asked = json.dumps([path, parameters], sort_keys=True)
        kept = self._by_key.get(key)
        if kept is None or now - kept.at >= LIFE_SECONDS:
            self._by_key[key] = Answer(asked, request_id, now)
            return None
        if kept.asked != asked:
            raise ApiError(
                "Keys for idempotent requests can only be used with the same parameters they were first used "
                f"with. Try using a key other than '{key}' if you meant to execute a different request.",
                type="idempotency_error",
            )
        if kept.told is None:
            raise ApiError(
                "There is currently another in-progress request using this Idempotent Key (that probably "
                "means you submitted twice, and the other request is still going through).",
                status=409,
                type="idempotency_error",
                code="idempotency_key_in_use",
            )
        return kept

    def keep(self, key: str | None, status: int, body: dict) -> None:
        """From now on this is what the key is answered with, a failure included."""
        if key in self._by_key:
            self._by_key[key].told = (status, body)

    def free(self, key: str | None) -> None:
        """The key may be used anew, unless an answer is kept under it."""
        if key in self._by_key and self._by_key[key].told is None:
            del self._by_key[key]

    def as_json(self) -> dict[str, dict]:
        return {key: {"at": kept.at, "status": kept.told and kept.told[0]} for key, kept in self._by_key.items()}
