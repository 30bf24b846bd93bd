"""The pages of policy positions."""

from tests.journeys.acts import Act

POLICY: dict[str, Act] = {
    "positions": "/policy/",
    "a position": "/policy/time-to-lead",
    "a position under embargo": "/policy/standards-first",
}
