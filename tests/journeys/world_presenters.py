"""What follows acceptance, for the pages that are looked at: an author's places and the chair's presenters."""

from datetime import timedelta

from sqlalchemy import select

from abstracts import actions as of_abstracts
from abstracts.models import AbstractStatus, Agreement, Decision, OfferAnswer, Presenting
from core.db import session
from core.files import StoredFile
from office import actions
from people.models import Duty, Person, Role
from tests import factories as make
from tests.abstracts.accepting import a_released_call, a_ticket_for, accepted
from tests.journeys.world_chair import CHAIR

DAY = timedelta(days=1)
EVENT = "presented"
PRESENTER_LETTERS = ("at_risk", "chase", "presenter_code", "offer_reminder", "offered", "withdrawn_at_risk")
HANGING = "Put it up from 8:00 on the first day.\nStand beside it from 12:30 to 13:30.\nTake it down by 16:00."


def presented(now, long_name: str) -> dict[str, str]:
    """A released call with a place in each state that there is; their addresses by name."""
    delegate, chair = (
        session.scalars(select(Person).where(Person.email_key == each)).one()
        for each in ("delegate@northmere.example", CHAIR)
    )
    days = {"first_day": now.date() + 60 * DAY, "last_day": now.date() + 61 * DAY}
    event = make.an_event(slug=EVENT, name="Leading on show", **days)
    make.saved(Duty(person_id=chair.id, event_id=event.id, role=Role.ABSTRACT_CHAIR))
    dates = {"accept_by": now + 2 * DAY, "register_by": now + 30 * DAY, "released_at": now - 5 * DAY}
    window = {"opens_at": now - 60 * DAY, "closes_at": now - 30 * DAY}
    call = a_released_call(event=event, slug="main", name="Abstracts for 2027", **window, **dates)
    asked = {"issues_codes": True, "swap_until": now + 20 * DAY, "final_until": now + 20 * DAY, "hanging": HANGING}
    make.saved(Presenting(call_id=call.id, **asked))
    ticket = make.a_product(event, sales_open_at=now - DAY, sales_close_at=now + 60 * DAY)
    long_title = f"{long_name}: {'rounds that listen ' * 5}".strip()
    taken = OfferAnswer.TAKEN
    waits = accepted(call, delegate, offered_at=now - 5 * DAY)
    there = accepted(call, delegate, answer=taken, authors=2, title=long_title, board="P1.01")
    risky = accepted(call, delegate, answer=taken, authors=2, register_by=now - DAY)
    silent = accepted(call, delegate, decision=Decision.ORAL, answer_by=now - DAY, offered_at=now - 9 * DAY)
    for abstract in (there, risky):
        abstract.authors[1].agreement = Agreement.CONFIRMED
        abstract.authors[1].surname = long_name
    stored = {"key": f"shown-{there.id}", "name": "poster.pdf", "kind": "application/pdf", "bytes": 240_000}
    there.offer.file = StoredFile(**stored, sha256="0" * 64, stored_at=now, purpose="poster or slides")
    a_ticket_for(there, ticket, now=now)
    lost = accepted(call, answer=taken, register_by=now - DAY, board="P1.02")
    session.flush()
    about = {"by_id": chair.id, "now": now}
    of_abstracts.withdraw_at_risk(session, abstract=lost, is_registered=False, **about)
    decided = {"decision": Decision.WAITLISTED, "decided_at": now}
    queue = [make.an_abstract(call, status=AbstractStatus.WAITLISTED, **decided) for _ in range(2)]
    of_abstracts.offer_to_waitlisted(session, abstract=queue[0], decision=Decision.ORAL, answer_by=None, **about)
    for abstract in (there, risky):
        actions.settle_presenter(session, abstract_id=abstract.id, now=now)
    actions.settle_code(session, abstract_id=risky.id, now=now)
    of_abstracts.remind_to_answer(session, now=now)
    of_abstracts.chase(session, abstracts=[silent], **about)
    turned = accepted(call, delegate)
    of_abstracts.turn_offer_down(session, abstract=turned, reason="I am on call that day.", by_id=delegate.id, now=now)
    words = {each.heading_id: each.words for each in there.sections}
    words[there.sections[0].heading_id] = "What we said, and said better."
    of_abstracts.save_final(session, abstract=there, title=there.title, sections=words, by_id=delegate.id, now=now)
    places = {"waiting": waits, "registered": there, "at_risk": risky, "silent": silent, "withdrawn": turned}
    desk = f"/desk/{EVENT}/abstracts/calls/main/presenters"
    return {
        **{f"place_{name}": f"/events/{EVENT}/abstracts/main/{each.number}/place" for name, each in places.items()},
        **{f"presenter_{name}": f"{desk}/{each.number}" for name, each in places.items()},
        "presenter_waitlisted": f"{desk}/{queue[1].number}",
    }
