"""What a delegate lets an exhibitor know: in which words it is asked, and who may say yes (domain rule 58)."""

from core.errors import Refusal
from events.models import Exhibitor
from people.access import Visitor
from registration.models import Say, SharingAnswer, Ticket
from registration.rules.self_service import given_back, is_standing, may_fill_in

# Other words, another version; the words of each answer are kept with it.
SHARING_VERSION = "2026-11b"


class NotShared(Refusal):
    """A yes that nobody can give here and now."""


class OtherWords(Refusal):
    """A yes to words that are not the exhibitor's any more."""


def sharing_words(exhibitor: Exhibitor, *, with_role: bool) -> str:
    """What the delegate says yes to; ``with_role`` where the event asks for a job role."""
    held = "my name, my job role, my organisation" if with_role else "my name, my organisation"
    return f"{exhibitor.name} may hold {held} and my email address. {exhibitor.promise}"


def words_seen(exhibitor: Exhibitor, *, with_role: bool) -> str:
    """What a page's form says of the words on it: which exhibitor's, which of its promises, and how much they cover."""
    return f"{exhibitor.id}.{exhibitor.promise_version}{'.role' if with_role else ''}"


def covers(said: SharingAnswer, exhibitor: Exhibitor, *, with_role: bool) -> bool:
    """True of a yes to what is asked now: to this promise, and to the job role too if the event asks for it."""
    return said.promise_version == exhibitor.promise_version and (said.covers_role or not with_role)


def is_alone_at_address(ticket: Ticket) -> bool:
    """True if no other standing ticket of its order went to the same address: then what comes from there is theirs."""
    return all(each is ticket or each.email_key != ticket.email_key for each in ticket.order.standing)


def may_share(visitor: Visitor, ticket: Ticket) -> bool:
    """True for the delegate, whose own act a yes is: not for whoever booked for several under one address."""
    return may_fill_in(visitor, ticket) and is_alone_at_address(ticket)


def check_may_say(visitor: Visitor, ticket: Ticket, exhibitor: Exhibitor, say: Say) -> None:
    """Raise WrongMove for a place that was given back, and NotShared for a yes that cannot be given.

    A no is always taken.
    """
    if say is Say.NO:
        return
    if not is_standing(ticket):
        raise given_back()
    if not may_share(visitor, ticket):
        raise NotShared(
            "Several tickets of this order came to one address, so we cannot tell whose yes this is. Give each "
            "delegate an address of their own, and they can say it themselves."
        )
    if not exhibitor.is_open:
        raise NotShared(f"{exhibitor.name} takes nobody’s details any more.")


def check_words_seen(exhibitor: Exhibitor, seen: str, *, with_role: bool) -> None:
    """Raise OtherWords unless the yes is to the words that stand now: nobody agrees to what they were not shown."""
    if seen != words_seen(exhibitor, with_role=with_role):
        raise OtherWords(
            f"{exhibitor.name} has changed what it asks since you opened the page, so your yes was not saved. Open the "
            "page again, and read what it says now."
        )


def is_news(standing: SharingAnswer | None, say: Say, exhibitor: Exhibitor, *, with_role: bool) -> bool:
    """True unless the same was said before, a yes to the same words: nothing is kept twice."""
    if standing is None or standing.answer is not say:
        return True
    return say is Say.YES and not covers(standing, exhibitor, with_role=with_role)
