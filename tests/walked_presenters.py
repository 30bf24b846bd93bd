"""What the walker walks in after acceptance: a released call of each event, a poster at risk, one that waits."""

from datetime import timedelta

from abstracts.models import AbstractStatus, Agreement, Decision, Presenting
from events.models import Event
from people.models import Person
from tests import factories as make
from tests.abstracts.accepting import a_released_call, accepted
from tests.access_presenters import PRESENTERS

SLUGS = {"own": "presented", "another's": "presented-there"}
OF_CALL = ("show_presenters", "chase_presenters", "give_boards", "show_boards", "show_presenting", "set_presenting")


def what_is_presented(people: dict[str, Person], home: Event, other: Event, a_file) -> tuple[dict, dict]:
    """Their parts of addresses by endpoint; and by endpoint and thing what is sent to each page."""
    calls, numbers, waiting, typed = {}, {}, {}, {}
    for thing, event in {"own": home, "another's": other}.items():
        dates = {"accept_by": None, "register_by": make.NOON - timedelta(days=1)}
        first = 70 if thing == "own" else 80
        call = a_released_call(event=event, slug=SLUGS[thing], last_number=first, **dates)
        owner = people["delegate"] if thing == "own" else make.a_person(email="presents@south.example")
        abstract = accepted(call, owner=owner, authors=2, file_id=a_file().id)
        abstract.authors[1].agreement = Agreement.CONFIRMED
        make.saved(Presenting(call_id=call.id, final_until=make.NOON + timedelta(days=1)))
        words = {f"heading_{each.heading_id}": each.words for each in abstract.sections}
        decided = {"decision": Decision.WAITLISTED, "decided_at": make.NOON}
        waits = make.an_abstract(call, status=AbstractStatus.WAITLISTED, **decided)
        calls[thing] = {"event_slug": event.slug, "call_slug": call.slug}
        numbers[thing], waiting[thing] = abstract.number, waits.number
        typed[thing] = {
            "abstracts.save_final": {"title": "Newer", **words},
            "front.swap_presenter": {"author": abstract.authors[1].id},
            "office.set_presenting": {"board_prefix": "Q"},
            "office.answer_for_author": {"answer": "take"},
            "office.set_offer_dates": {"register_by": "2026-12-01T12:00"},
            "office.change_presenter": {"author": abstract.authors[1].id},
            "office.change_board": {"board": "Q1.01"},
            "office.offer_to_waitlisted": {"decision": "poster"},
        }

    def at(numbers: dict[str, int] | None) -> dict:
        one = {thing: {"number": number} for thing, number in (numbers or {}).items()}
        made = {thing: {**parts, **one.get(thing, {})} for thing, parts in calls.items()}
        made["crossed"] = {**made["another's"], "event_slug": "home"}
        return made | {"missing": {**made["own"], "call_slug": "nowhere"}}

    parts = {endpoint: at(numbers) for endpoint in PRESENTERS}
    parts |= {f"office.{name}": at(None) for name in OF_CALL}
    parts["office.offer_to_waitlisted"] = at(waiting)

    def typed_of(endpoint: str, thing: str) -> dict | None:
        sent = typed.get(thing, typed["own"])
        return {"data": sent[endpoint]} if endpoint in sent else None

    return parts, typed_of
