"""What the walker finds of exhibitors: a stand in each event, and a lead at each."""

from events.models import Event
from people.models import Duty, Person, Role
from registration.models import Ticket
from tests import factories as make
from tests.stands import a_lead, an_exhibitor, seen

CHANGED = {"name": "A new name", "stand": "2", "promise": "We write twice.", "promise_version": 1, "is_open": "y"}


def what_is_exhibited(person: Person, tickets: dict[str, Ticket], in_event) -> tuple[dict, dict]:
    """The parts of their addresses, and what is typed. Who scans for the first event's stand is ``person``."""
    stands = {thing: an_exhibitor(_event(ticket), f"Stand of {thing}") for thing, ticket in tickets.items()}
    duty = make.session.query(Duty).filter_by(person_id=person.id, role=Role.EXHIBITOR).one()
    duty.scope = stands["own"].name
    make.saved(duty)
    leads = {thing: a_lead(ticket, stands[thing], person) for thing, ticket in tickets.items()}
    parts = in_event("exhibitor_id", stands)
    with_lead = {thing: {**row, "lead_id": leads["own"].id} for thing, row in parts.items()}
    for thing in ("another's", "crossed"):
        with_lead[thing]["lead_id"] = leads["another's"].id
    copies = {thing: {**row, "kind": "csv"} for thing, row in parts.items()}
    keys = {thing: {"key": ticket.key, "exhibitor_id": stands[thing].id} for thing, ticket in tickets.items()}
    keys["crossed"] = {**keys["own"], "exhibitor_id": stands["another's"].id}
    keys["missing"] = {**keys["own"], "exhibitor_id": 999_999}
    at_desk = ("show_exhibitor", "change_exhibitor", "invite_exhibitor")
    own_part = {thing: {"key": row["key"]} for thing, row in keys.items() if thing in tickets}
    own_part["missing"] = {"key": "AAAAAAAAAAAAAAAAAAAAAA"}
    return {
        **dict.fromkeys((f"office.{each}" for each in at_desk), parts),
        **dict.fromkeys((f"checkin.{each}" for each in ("show_leads", "scan_at_stand")), parts),
        **dict.fromkeys((f"checkin.{each}" for each in ("show_lead", "judge_lead")), with_lead),
        "checkin.export_leads": copies,
        **dict.fromkeys((f"registration.{each}_exhibitors" for each in ("show", "share_with")), own_part),
        "registration.say_to_exhibitor": keys,
    }, {
        "checkin.scan_at_stand": {"data": {"code": tickets["own"].code}},
        "checkin.judge_lead": {"data": {"rating": "hot", "note": "Call in June."}},
        "office.add_exhibitor": {"data": {"name": "A new one", "stand": "1", "promise": "We write once."}},
        "office.change_exhibitor": {"data": CHANGED},
        "office.invite_exhibitor": {"data": {"email": "scans@north.example"}},
        "registration.share_with_exhibitors": {"data": {"exhibitors": [seen(_unanswered(tickets["own"]))]}},
        "registration.say_to_exhibitor": {"data": {"say": "no"}},
    }


def _unanswered(ticket: Ticket):
    return an_exhibitor(_event(ticket), "A stand without an answer")


def _event(ticket: Ticket) -> Event:
    return make.session.get_one(Event, ticket.event_id)
