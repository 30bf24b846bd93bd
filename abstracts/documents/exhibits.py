"""Figures and tables that go with an export, and into print."""

from collections.abc import Iterable

from abstracts.models import Abstract, AbstractFile
from abstracts.rules.exchange import MOST_CONTENT
from core import files
from core.uploads import EXTENSIONS


def contents_of(abstracts: Iterable[Abstract]) -> dict[int, bytes]:
    """The bytes of their figures and tables by the ids of the files; none at all if together they weigh too much."""
    kept = [each.file for abstract in abstracts for each in abstract.files]
    if sum(each.bytes for each in kept) > MOST_CONTENT:
        return {}
    paths = {each.id: files.store().path(each.key) for each in kept}
    return {file_id: path.read_bytes() for file_id, path in paths.items() if path.is_file()}


def name_of(number: int, exhibit: AbstractFile) -> str:
    """What the file is called in a bundle or in print: abstract-12-figure.png."""
    return f"abstract-{number}-{exhibit.exhibit.value}{EXTENSIONS[exhibit.file.kind]}"


def content_of(exhibit: AbstractFile) -> bytes | None:
    """The bytes of a figure or table; None where a restored backup lacks the file."""
    path = files.store().path(exhibit.file.key)
    return path.read_bytes() if path.is_file() else None
