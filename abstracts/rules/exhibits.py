"""The one figure and the one table of an abstract, and how its authors are set in print."""

from collections.abc import Iterable

from abstracts.models import Abstract, AbstractFile, Author, Call, Exhibit
from core.errors import Refusal
from core.uploads import DOCX, JPEG, PDF, PNG

KINDS = {Exhibit.FIGURE: (PNG, JPEG, PDF), Exhibit.TABLE: (PDF, DOCX, PNG, JPEG)}


class NotTaken(Refusal):
    pass


class NoFile(Refusal):
    """A caption without the thing that it describes."""

    status = 422


def takes(call: Call, exhibit: Exhibit) -> bool:
    return call.takes_figure if exhibit is Exhibit.FIGURE else call.takes_table


def check_takes(call: Call, exhibit: Exhibit) -> None:
    """Raise NotTaken if the call wants none of its kind."""
    if not takes(call, exhibit):
        raise NotTaken(f"This call takes no {exhibit.value}.")


def exhibit_of(abstract: Abstract, exhibit: Exhibit) -> AbstractFile | None:
    return next((each for each in abstract.files if each.exhibit is exhibit), None)


def affiliations(authors: Iterable[Author]) -> tuple[list[str], list[tuple[Author, tuple[int, ...]]]]:
    """The places where the authors work, each once and in their order; and each author with the numbers of theirs."""
    places: dict[str, int] = {}
    numbered = []
    for author in authors:
        first = f"{author.organisation}, {author.town}" if author.organisation and author.town else author.organisation
        mine = [each for each in (first, author.second_organisation) if each]
        numbered.append((author, tuple(places.setdefault(each, len(places) + 1) for each in mine)))
    return list(places), numbered
