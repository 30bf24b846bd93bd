"""Who may be named as an author, and until when they may say whether they are one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from abstracts.models import Abstract, Agreement, Author
from abstracts.rules.calls import closes_at
from abstracts.rules.life import SENT_IN, shown_status
from core.errors import Refusal
from people.rules import email_key

ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])/?", re.ASCII)
LONGEST_NAME, LONGEST_PLACE = 120, 200  # characters


class NotAnOrcid(Refusal):
    status = 422


class TooManyAuthors(Refusal):
    pass


class NamedAlready(Refusal):
    status = 422


class NotAnAuthorOfIt(Refusal):
    pass


class TooLateToAnswer(Refusal):
    pass


@dataclass(frozen=True)
class AuthorDetails:
    """What is typed of one author. Mail goes to ``email`` as it was typed."""

    given_names: str
    surname: str
    email: str
    organisation: str = ""
    town: str = ""
    second_organisation: str = ""
    orcid: str = ""


def orcid_of(typed: str) -> str:
    """An ORCID iD as it is printed, 0000-0002-1825-0097; nothing for nothing. Raises NotAnOrcid for any other.

    Its last character is reckoned from the others (ISO 7064, MOD 11-2), so that a slip of the finger is noticed.
    """
    if not typed.strip():
        return ""
    found = ORCID.fullmatch(typed.strip())
    if found is None:
        raise NotAnOrcid("Write the ORCID iD as sixteen characters, like 0000-0002-1825-0097.")
    letters = "".join(found.groups()).upper()
    if _check_letter(letters[:-1]) != letters[-1]:
        raise NotAnOrcid("One of the figures of this ORCID iD is wrong. Check it against the author’s own page.")
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def _check_letter(figures: str) -> str:
    total = 0
    for figure in figures:
        total = (total + int(figure)) * 2
    left = (12 - total % 11) % 11
    return "X" if left == 10 else str(left)


def has_room(abstract: Abstract) -> bool:
    """True if the call lets one more author be named."""
    return len(abstract.authors) <= abstract.call.coauthor_limit


def check_has_room(abstract: Abstract) -> None:
    """Raise TooManyAuthors if the call lets nobody else be named."""
    if not has_room(abstract):
        most = abstract.call.coauthor_limit + 1
        raise TooManyAuthors(f"This call takes {most} authors at most. Remove somebody before you name another.")


def check_named_once(abstract: Abstract, email: str, besides: Author | None = None) -> None:
    """Raise NamedAlready if another author than ``besides`` is known by that address, however it is written (R10)."""
    same = [each for each in abstract.authors if each is not besides and each.email_key == email_key(email)]
    if same:
        raise NamedAlready(f"{same[0].name} has this address already. Each author needs an address of their own.")


def presenter_of(abstract: Abstract) -> Author | None:
    return next((each for each in abstract.authors if each.is_presenter), None)


def check_is_author(abstract: Abstract, author: Author) -> None:
    """Raise NotAnAuthorOfIt for somebody whom the abstract does not name: nobody else presents it or is written to."""
    if author not in abstract.authors:
        raise NotAnAuthorOfIt("Only somebody who is named as an author can present this abstract.")


def places_typed(authors: Sequence[Author]) -> list[str]:
    """The organisations typed for these authors, each once: suggestions for the next."""
    return list(dict.fromkeys(place for each in authors for place in each.organisations))


def is_asked(abstract: Abstract, author: Author) -> bool:
    """True if this author is asked whether they are one: everybody but whoever writes the abstract themselves."""
    return author.email_key != abstract.owner.email_key


def may_answer(author: Author, now: datetime) -> bool:
    """True while they may say it: the first time as long as it is sent in, and again until the call closes."""
    abstract = author.abstract
    if abstract.status not in SENT_IN:
        return False
    return author.agreement is Agreement.WAITING or now < closes_at(abstract.call, abstract.late_entry)


def check_may_answer(author: Author, now: datetime) -> None:
    """Raise TooLateToAnswer unless this author may answer now."""
    if may_answer(author, now):
        return
    if author.abstract.status in SENT_IN:
        raise TooLateToAnswer("The call has closed, so answers can be changed no more. Write to us instead.")
    raise TooLateToAnswer(f"This abstract is {shown_status(author.abstract).value}, so there is nothing to answer now.")


def may_ask_again(author: Author) -> bool:
    """True if the letter may go once more: it was sent in, and they have not answered."""
    abstract = author.abstract
    return abstract.status in SENT_IN and author.agreement is Agreement.WAITING and is_asked(abstract, author)


def answers_of_authors(abstract: Abstract) -> dict[Agreement, int]:
    """How many of those who are asked gave each answer."""
    asked = [each for each in abstract.authors if is_asked(abstract, each)]
    return {answer: sum(each.agreement is answer for each in asked) for answer in Agreement}
