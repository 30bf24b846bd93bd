"""Two windows, or two people, on one abstract: neither overwrites what the other saved (WEB-2)."""

from abstracts.models import Abstract
from core.errors import Refusal


class ChangedElsewhere(Refusal):
    """It was saved by another window since this one read it. Nothing was kept; ``version`` is the one to begin from."""

    def __init__(self, abstract: Abstract) -> None:
        super().__init__(
            "This abstract was changed in another window since you opened this one, so nothing was saved here. "
            "What you typed is still in its boxes."
        )
        self.version = abstract.version


def check_version(abstract: Abstract, version: int) -> None:
    """Raise ChangedElsewhere unless ``version`` is what the abstract is at now."""
    if abstract.version != version:
        raise ChangedElsewhere(abstract)
