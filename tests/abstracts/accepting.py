"""An accepted abstract with its place, and the tickets by which its presenter is registered or is not."""

from datetime import timedelta

from abstracts.models import Abstract, AbstractStatus, Call, Decision, Offer, OfferAnswer
from abstracts.rules import presenter_of
from people.models import Person
from registration.models import Order, Product
from tests import factories as make

DAY = timedelta(days=1)
ANSWER_BY, REGISTER_BY = make.NOON + 10 * DAY, make.NOON + 30 * DAY


def a_released_call(**changes) -> Call:
    """A call whose decisions are out; authors answer by one date, and presenters register by another."""
    event = changes.pop("event", None) or make.an_event()
    dates = {"accept_by": ANSWER_BY, "register_by": REGISTER_BY, "released_at": make.NOON}
    return make.a_call(event, **dates | changes)


def accepted(call: Call, owner: Person | None = None, *, answer=OfferAnswer.WAITING, **changes) -> Abstract:
    """A poster with its place, its first author presenting."""
    offer = {name: changes.pop(name) for name in tuple(changes) if name in Offer.__table__.columns}
    given = {"status": AbstractStatus.ACCEPTED, "decision": Decision.POSTER, "decided_at": make.NOON}
    abstract = make.an_abstract(call, owner, **given | changes)
    if abstract.decision is Decision.POSTER and abstract.status is AbstractStatus.ACCEPTED:
        abstract.poster_key = presenter_of(abstract).email_key
    said = {"answer": answer, "answered_at": None if answer is OfferAnswer.WAITING else make.NOON}
    said["offered_at"] = make.NOON
    make.saved(Offer(event_id=call.event_id, abstract_id=abstract.id, **said | offer))
    make.session.refresh(abstract)
    return abstract


def a_ticket_for(abstract: Abstract, product: Product, email: str = "", now=make.NOON) -> Order:
    """An order of one free ticket for the presenter's address, or for ``email``; paid for, it is only held."""
    return make.an_order(product, event=abstract.call.event, email=email or presenter_of(abstract).email, now=now)
