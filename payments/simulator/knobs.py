"""What a test may turn: the trouble that a real Stripe and a real network give now and then."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Order = Literal["sent", "reversed", "shuffled"]
Signature = Literal["good", "rolled", "wrong", "blank", "stale", "altered", "missing"]
Shape = Literal["pinned", "older", "newer"]
Trouble = Literal[
    "error_before",
    "error_after",
    "drop_before",
    "drop_after",
    "hang_before",
    "hang_after",
    "rate_limit",
]


class Fault(BaseModel):
    """Trouble for the next ``times`` requests of this method whose path begins so."""

    model_config = ConfigDict(extra="forbid")

    fault: Trouble
    method: Literal["GET", "POST"] = "POST"
    path: str = "/v1/"
    times: int = Field(default=1, ge=0)
    seconds: float = Field(default=5.0, ge=0)


class Knobs(BaseModel):
    """Every knob at rest: webhooks go out at once, once, in order and well signed, and the API answers."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    webhook_urls: list[str] = []
    webhook_duplicates: int = Field(default=0, ge=0, le=100)
    webhook_order: Order = "sent"
    webhook_delay_seconds: float = Field(default=0.0, ge=0)
    webhook_drop: list[str] = []
    webhook_hold: bool = False
    webhook_at_once: int = Field(default=1, ge=1, le=32)
    webhook_retries: int = Field(default=3, ge=0)
    webhook_retry_seconds: float = Field(default=1.0, ge=0)
    webhook_timeout_seconds: float = Field(default=10.0, gt=0)
    webhook_signature: Signature = "good"
    event_shape: Shape = "pinned"
    event_livemode: bool = False
    event_account: str | None = None
    settle_after_seconds: float | None = Field(default=None, ge=0)
    settle_outcome: Literal["succeeded", "failed"] = "succeeded"
    refund_outcome: Literal["succeeded", "pending", "failed"] = "succeeded"
    api_faults: list[Fault] = []

    def fault_for(self, method: str, path: str) -> Fault | None:
        """The trouble that this request gets, counted off; None when it is left in peace."""
        for fault in self.api_faults:
            if fault.times and fault.method == method and path.startswith(fault.path):
                fault.times -= 1
                return fault
        return None
