"""The rows of the published table for an event's page at the desk, and for regional conferences with their launches."""

ORGANISERS = {
    "own": "in 404 404 {0} 404 {0}",
    "another's": "in 404 404 404 {0} {0}",
    "draft": "in 404 404 404 404 {0}",
    "missing": "in 404 404 404 404 404",
}


def _organisers(status: int) -> dict[str, str]:
    return {thing: row.format(status) for thing, row in ORGANISERS.items()}


EVERYBODY, NO_ONE = "200 200 200 200 200 200", "404 404 404 404 404 404"
REGIONAL: dict[str, dict[str, str]] = {
    # The second event has no words in Welsh.
    "front.show_event_in_welsh": {"own": EVERYBODY, "another's": NO_ONE, "draft": NO_ONE, "missing": NO_ONE},
    "office.show_event_at_desk": _organisers(200),
    **{f"office.{name}": _organisers(422) for name in ("change_event", "change_visibility")},  # nothing typed
    "office.show_new_regional": {"": "in 404 404 404 404 200 404 404 404 404 200"},
    "office.make_regional": {"": "in 404 404 404 404 422 404 404 404 404 422"},  # nothing typed
    "office.show_regional": {
        "own": "in 404 404 200 404 200 404 404 404 200 200",
        "another's": "in 404 404 404 200 200 404 404 404 404 200",
        "draft": "in 404 404 404 404 200 404 404 404 404 404",
        "missing": "in 404 404 404 404 404 404 404 404 404 404",
    },
}
