"""What is typed to make a regional conference, and who types it."""

from uuid import uuid4

from members.models import Nation
from people.models import Duty, Person, Role
from tests import factories as make

NEW = "/desk/regional/new"


def a_lead(nation: Nation = Nation.WALES, **changes) -> Person:
    """Who leads that nation in all its events."""
    lead = make.a_person(**changes)
    make.saved(Duty(person_id=lead.id, role=Role.REGIONAL_LEAD, scope=nation.value))
    return lead


def typed(lead: Person, **changes) -> dict:
    """A whole form of a conference in Wales, ten months after NOON."""
    given = {
        "form_key": str(uuid4()),
        "nation": "wales",
        "lead": lead.id,
        "name": "Leading in Wales",
        "day": "2027-02-25",
        "doors_open": "08:30",
        "closes": "17:00",
        "venue": "Canolfan Dyffryn Glas",
        "town": "Dyffryn Glas",
        "capacity": "120",
        "contact": "wales@plenary.example",
        "title": "Leading fairly",
        "goal": "fairness",
        "champion": "laurel@plenary.example",
        "lifts": "2027-02-25T10:30",
    }
    return given | changes
