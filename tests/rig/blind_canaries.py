"""What is planted in an abstract under review: of who wrote it, and of who reviews it."""

import secrets
from dataclasses import dataclass

from tests.rig.canaries import a_canary

FROM_AUTHORS = ("ethics_reference", "conflicts", "funding")


@dataclass(frozen=True)
class Canaries:
    """By label: of who wrote the abstract; of its reviewers; and the file names under which exhibits were sent."""

    authors: dict[str, str]
    readers: dict[str, str]

    def of_reader(self, number: int) -> dict[str, str]:
        return {label: each for label, each in self.readers.items() if label.startswith(f"reviewer {number}")}


def an_orcid() -> str:
    """One that nobody else has, its last character as ISO 7064 wants it."""
    figures = f"0000000{secrets.randbelow(10**8):08}"
    total = 0
    for figure in figures:
        total = (total + int(figure)) * 2
    left = (12 - total % 11) % 11
    letters = figures + ("X" if left == 10 else str(left))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def an_address() -> str:
    return f"{secrets.token_hex(6)}@{secrets.token_hex(6)}.example"


def canaries() -> Canaries:
    authors = {"owner's name": a_canary("Dr"), "owner's address": an_address()}
    for who in ("first", "second"):
        authors |= {f"{who} {what}": a_canary(what) for what in ("given_names", "surname", "organisation", "town")}
        authors |= {f"{who} second_organisation": a_canary("unit"), f"{who} email": an_address()}
        authors[f"{who} orcid"] = an_orcid()
    authors |= {f"stated {what}": a_canary(what) for what in FROM_AUTHORS}
    told = ("figure’s name", "figure’s maker", "table’s name", "table’s author", "table’s comment", "table’s change")
    authors |= {each: a_canary(each) for each in told}
    readers = {}
    for number in range(1, 4):
        readers |= {f"reviewer {number}’s {what}": a_canary(what) for what in ("name", "organisation", "note")}
        readers[f"reviewer {number}’s address"] = an_address()
    return Canaries(authors, readers)
