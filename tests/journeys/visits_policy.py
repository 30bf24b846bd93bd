"""The pages of policy positions."""

from tests.journeys.acts import Act

POLICY: dict[str, Act] = {
    "positions": "/policy/",
    "a position": "/policy/time-to-lead",
    "search": "/search",
    "search that finds": "/search?words=lead",
    "search that finds nothing": "/search?words=zzzz",
    "a search too long": "/search?words=" + "a" * 101,
    "a position under embargo": "/policy/standards-first",
}
