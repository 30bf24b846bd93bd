"""What rows of the published table are made of: who is asked in which order, and the usual answers."""

NAMED = ("nobody", "delegate", "steward", "organiser", "organiser of another", "organiser of all")


def everybody(status: int) -> str:
    return " ".join([str(status)] * len(NAMED))


def signed_in(status: int) -> str:
    return " ".join(["in", *[str(status)] * (len(NAMED) - 1)])


NO_ONE = everybody(404)
NO_ONE_SIGNED_IN = signed_in(404)
PUBLIC = {"own": everybody(200), "another's": everybody(200), "draft": NO_ONE, "missing": NO_ONE}
DELEGATES = {"own": "404 200 404 404 404 404", "another's": NO_ONE, "missing": NO_ONE}
STEWARDS = {
    "own": "in 404 200 404 404 404",
    "another's": NO_ONE_SIGNED_IN,
    "draft": NO_ONE_SIGNED_IN,
    "missing": NO_ONE_SIGNED_IN,
}
ORGANISERS = {
    "own": "in 404 404 200 404 200",
    "another's": "in 404 404 404 200 200",
    "draft": "in 404 404 404 404 200",
    "missing": NO_ONE_SIGNED_IN,
}
ORGANISERS_OF_ALL = {"own": "in 404 404 404 404 200", "missing": NO_ONE_SIGNED_IN}


def doing(rows: dict[str, str], status: int = 303) -> dict[str, str]:
    """The same rights for a deed, which answers otherwise than a page."""
    return {thing: row.replace("200", str(status)) for thing, row in rows.items()}


UNSUBSCRIBE = {"own": everybody(200), "another's": everybody(200), "crossed": NO_ONE, "missing": NO_ONE}
BY_LINK = {"own": everybody(303), "another's": everybody(303), "crossed": NO_ONE, "missing": NO_ONE}
WITHOUT_DRAFT = {thing: row for thing, row in ORGANISERS.items() if thing != "draft"}
ONE_OF_AN_EVENT = {**WITHOUT_DRAFT, "crossed": NO_ONE_SIGNED_IN}
