"""What a delegate lets an exhibitor know: in which words it is asked, and who may say yes (domain rule 58)."""

from core.errors import Refusal
from events.models import Exhibitor
from people.access import Visitor
from registration.models import Say, SharingAnswer, Ticket
from registration.rules.self_service import given_back, is_standing, may_fill_in

# Other words, another version; the words of each answer are kept with it.
SHARING_VERSION = "2026-11"


class NotShared(Refusal):
    """A yes that nobody can give here and now."""


def sharing_words(exhibitor: Exhibitor) -> str:
    """What the delegate says yes to."""
    return f"{exhibitor.name} may hold my name, my organisation and my email address. {exhibitor.promise}"


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


def is_news(standing: SharingAnswer | None, say: Say) -> bool:
    """True unless the same was said before: nothing is kept twice."""
    return standing is None or standing.answer is not say
