"""After acceptance: answering the place that is offered, being registered for it in time, and where it hangs."""

import enum
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from abstracts.models import Abstract, AbstractStatus, Agreement, Author, Decision, Offer, OfferAnswer, Presenting
from abstracts.rules.authors import check_is_author, is_asked
from core.errors import Refusal

BOARD = re.compile(r"[A-Z][A-Z0-9.-]{0,11}", re.ASCII)
# How long before the date the one who has not answered is reminded; once more when it is over.
ANSWER_SOON = timedelta(days=3)
# For how long after the date it is still worth saying that it is over.
ANSWER_OVER = timedelta(days=7)


class TooLateForOffer(Refusal):
    pass


class NoOffer(Refusal):
    pass


class NotAtRisk(Refusal):
    """Its presenter is registered, or has time left: so nobody withdraws it for that."""


class NotAgreed(Refusal):
    pass


class WrongBoard(Refusal):
    status = 422


class Standing(enum.Enum):
    """Where an accepted abstract stands with its chair; the value stands in addresses."""

    WAITING = "waiting"
    NO_ANSWER = "no-answer"
    UNREGISTERED = "unregistered"
    AT_RISK = "at-risk"
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"


STANDING_WORDS = {
    Standing.WAITING: "Waits for an answer",
    Standing.NO_ANSWER: "No answer",
    Standing.UNREGISTERED: "Not registered yet",
    Standing.AT_RISK: "At risk",
    Standing.REGISTERED: "Registered",
    Standing.WITHDRAWN: "Withdrawn",
}
TO_CHASE = frozenset({Standing.WAITING, Standing.NO_ANSWER, Standing.UNREGISTERED, Standing.AT_RISK})


def answer_by(abstract: Abstract) -> datetime | None:
    """The first moment that is too late to answer; None if there is no date."""
    own = abstract.offer.answer_by if abstract.offer else None
    return own or abstract.call.accept_by


def register_by(abstract: Abstract) -> datetime | None:
    """The first moment by which its presenter had to be registered and paid; None if there is no date."""
    own = abstract.offer.register_by if abstract.offer else None
    return own or abstract.call.register_by


def offer_of(abstract: Abstract) -> Offer:
    """Its place. Raises NoOffer unless it stands accepted."""
    if abstract.offer is None or abstract.status is not AbstractStatus.ACCEPTED:
        raise NoOffer("This abstract has no place to answer for: it is not accepted, or not any more.")
    return abstract.offer


def may_answer_offer(abstract: Abstract, now: datetime) -> bool:
    """True while its author may take or turn down the place."""
    if abstract.offer is None or abstract.status is not AbstractStatus.ACCEPTED:
        return False
    until = answer_by(abstract)
    return until is None or now < until


def check_may_answer_offer(abstract: Abstract, now: datetime) -> None:
    """Raise NoOffer, or TooLateForOffer once the date is over."""
    offer_of(abstract)
    if not may_answer_offer(abstract, now):
        raise TooLateForOffer("The date for your answer is over. Write to the organisers: they can still note it.")


def offer_reminder_due(abstract: Abstract, now: datetime) -> str | None:
    """Which reminder to answer it is the time of: “soon”, “over”, or none."""
    until = answer_by(abstract)
    if abstract.status is not AbstractStatus.ACCEPTED or abstract.offer is None or until is None:
        return None
    if abstract.offer.answer is not OfferAnswer.WAITING:
        return None
    if until <= now:
        return "over" if now < until + ANSWER_OVER else None
    # Who was offered it within these days has just had a letter with the date.
    begins = until - ANSWER_SOON
    return "soon" if begins <= now and abstract.offer.offered_at < begins else None


def is_at_risk(abstract: Abstract, is_registered: bool, now: datetime) -> bool:
    """True for an accepted one whose presenter is not registered and paid at the date or after it (domain rule 46)."""
    until = register_by(abstract)
    return abstract.status is AbstractStatus.ACCEPTED and until is not None and until <= now and not is_registered


def check_at_risk(abstract: Abstract, is_registered: bool, now: datetime) -> None:
    """Raise NotAtRisk unless it may be withdrawn since nobody is registered to present it (domain rule 46)."""
    if not is_at_risk(abstract, is_registered, now):
        raise NotAtRisk(
            "Its presenter is registered now, so it stays."
            if is_registered
            else f"Abstract {abstract.number} is not at risk: its presenter has time left, or it stands no more."
        )


def standing_of(abstract: Abstract, is_registered: bool, now: datetime) -> Standing:
    """Where it stands, the most pressing first: what is at risk is that, whatever its author answered."""
    if abstract.status is AbstractStatus.WITHDRAWN:
        return Standing.WITHDRAWN
    if is_at_risk(abstract, is_registered, now):
        return Standing.AT_RISK
    if abstract.offer is None or abstract.offer.answer is OfferAnswer.WAITING:
        return Standing.WAITING if may_answer_offer(abstract, now) else Standing.NO_ANSWER
    return Standing.REGISTERED if is_registered else Standing.UNREGISTERED


def may_present(abstract: Abstract) -> list[Author]:
    """The authors who may present it instead: who has agreed to be named, or wrote it."""
    return [each for each in abstract.authors if not each.is_presenter and _has_agreed(abstract, each)]


def _has_agreed(abstract: Abstract, author: Author) -> bool:
    return author.agreement is Agreement.CONFIRMED or not is_asked(abstract, author)


def may_swap(abstract: Abstract, presenting: Presenting, now: datetime) -> bool:
    """True while its author may name another presenter."""
    is_over = presenting.swap_until is not None and presenting.swap_until <= now
    return abstract.status is AbstractStatus.ACCEPTED and not is_over


def check_swap(abstract: Abstract, author: Author, presenting: Presenting, now: datetime, *, at_desk: bool) -> None:
    """Raise NoOffer, TooLateForOffer, NotAnAuthorOfIt or NotAgreed unless this author may present it from now on.

    The desk is bound by no date.
    """
    offer_of(abstract)
    check_is_author(abstract, author)
    if not at_desk and not may_swap(abstract, presenting, now):
        raise TooLateForOffer("The date for another presenter is over. Write to the organisers.")
    if not _has_agreed(abstract, author):
        raise NotAgreed(f"{author.name} has not agreed to be an author yet, so they cannot present it.")


def gets_board(abstract: Abstract) -> bool:
    """True for a poster whose place was taken, and that has no board yet."""
    if abstract.offer is None or abstract.decision is not Decision.POSTER:
        return False
    is_taken = abstract.offer.answer is OfferAnswer.TAKEN
    return abstract.status is AbstractStatus.ACCEPTED and is_taken and abstract.offer.board is None


def next_boards(prefix: str, categories: Sequence[int | None], given: Iterable[str]) -> list[str]:
    """A board for each of those categories, counted from 1, in their order: P2.07 after P2.06.

    It goes on after the highest that was ever ``given``, so that no number is given twice, whoever has withdrawn.
    """
    highest: dict[str, int] = {}
    for each in given:
        group, _, number = each.rpartition(".")
        if number.isdecimal():
            highest[group] = max(highest.get(group, 0), int(number))
    boards = []
    for category in categories:
        group = f"{prefix}{category or 0}"
        highest[group] = highest.get(group, 0) + 1
        boards.append(f"{group}.{highest[group]:02}")
    return boards


def plain_board(typed: str) -> str:
    """A board's number as it is kept, in capitals without spaces. Raises WrongBoard for what is none."""
    board = "".join(typed.split()).upper()
    if not BOARD.fullmatch(board):
        raise WrongBoard("Write it like P1.01: a letter first, then letters, figures, dots and dashes, at most twelve.")
    return board


def board_given_before() -> WrongBoard:
    return WrongBoard("This board has been given before, and none is given twice. Choose another number.")
