"""One poster for each presenting author of an event (domain rule 47)."""

from abstracts.models import Abstract, Decision
from abstracts.rules.authors import presenter_of
from core.errors import Refusal


class SecondPoster(Refusal):
    """Whoever presents it has a poster in this event already."""


class NobodyPresents(Refusal):
    pass


def poster_key_for(abstract: Abstract, decision: Decision | None) -> str | None:
    """The address by which the database knows whose poster it is; None for what is no poster.

    Raises NobodyPresents for a poster without a presenter.
    """
    if decision is not Decision.POSTER:
        return None
    presenter = presenter_of(abstract)
    if presenter is None:
        raise NobodyPresents("Nobody presents this abstract. Say who does before it becomes a poster.")
    return presenter.email_key


def check_first_poster(other: Abstract | None) -> None:
    """Raise SecondPoster, naming it, if ``other`` is a poster of the same presenter."""
    if other is not None:
        raise SecondPoster(
            f"Its presenter shows a poster already: abstract {other.number} of {other.call.name}. Each presenter has "
            "one poster at an event, so choose another presenter, or another decision for one of the two."
        )


def second_poster() -> SecondPoster:
    """The same no where two were decided at one moment, and neither saw the other."""
    return SecondPoster(
        "Another abstract of the same presenter has just been chosen as a poster. Each presenter has one poster at an "
        "event: load this page again, and choose another decision for one of the two."
    )
