"""What the walker walks in at roundtables: one of each event, with somebody listed, asked and seated, and a paper."""

from events.models import Event
from people.access import link_token
from people.models import Person
from policy.models import InviteeStatus, Roundtable
from tests import factories as make
from tests.access_roundtable import ROUNDTABLE
from tests.policy.seating import DAY, a_paper, an_invitee

NEW = {"name": "A talk", "day": "2026-06-01", "begins": "17:30", "ends": "20:00", "venue": "A house"}
PASTED = "Dr New; newest@north.example"


def what_is_talked_about(people: dict[str, Person], home: Event, other: Event, a_file) -> tuple[dict, dict]:
    """Their parts of addresses by endpoint; and by endpoint and thing what is sent to each page."""
    slugs, papers, listed, keys, links, typed = {}, {}, {}, {}, {}, {}
    seated_there = make.a_person(email="seated@south.example")
    for thing, event, owner, seated in (
        ("own", home, people["organiser"], people["delegate"]),
        ("another's", other, people["organiser of another"], seated_there),
    ):
        approved = {"note": "Rotas should be longer.", "approved_at": make.NOON}
        kept = {"event_id": event.id, "owner_id": owner.id, "seats": 3}
        roundtable = make.saved(Roundtable(**kept, **approved))
        invitee = an_invitee(roundtable, InviteeStatus.ACCEPTED, email=seated.email, key=f"talks-at-{event.slug:>013}")
        waits = an_invitee(roundtable, InviteeStatus.LISTED)
        slugs[thing] = {"event_slug": event.slug}
        papers[thing] = {"paper_id": a_paper(roundtable, file=a_file()).id}
        listed[thing] = {"invitee_id": waits.id}
        keys[thing] = {"key": invitee.key}
        with make.app.app_context():
            links[thing] = {"token": link_token("invitee", invitee.id, 1)}
        typed[thing] = {"policy.move_to_wave": {"ticked": waits.id, "to_wave": 2}}
    slugs["missing"], keys["missing"] = {"event_slug": "nowhere"}, {"key": "A" * 22}

    def beside(named: dict, *more: dict) -> dict:
        made = {
            thing: {**parts, **{k: v for each in more for k, v in each.get(thing, each["own"]).items()}}
            for thing, parts in named.items()
        }
        return made | {"crossed": {**made["another's"], **named["own"]}} if more else made

    at_desk, wave = beside(slugs), {thing: {**parts, "wave": 1} for thing, parts in slugs.items()}
    parts = {endpoint: at_desk for endpoint, row in ROUNDTABLE.items() if "own" in row}
    parts |= {
        "policy.invite_wave": wave,
        "policy.release_invitee": beside(slugs, listed),
        "policy.download_roundtable_paper_at_desk": beside(slugs, papers),
        "policy.show_invitation": keys,
        "policy.answer_invitation": keys,
        "policy.download_roundtable_paper": beside(keys, papers),
        "policy.open_invitation": beside(keys, links),
    }
    same = {
        "policy.make_roundtable": {**NEW, "contact_email": "talks@north.example", "seats": 5},
        "policy.list_invitees": {"people": PASTED, "wave": 1},
        "policy.look_at_balance": {"people": PASTED, "wave": 1},
        "policy.invite_wave": {"reply_by": str(DAY)},
        "policy.set_seats": {"seats": 4},
        "policy.write_note": {"version": 1, "words": "Rotas should be shorter."},
        "policy.answer_invitation": {"comes": "no"},
    }

    def typed_of(endpoint: str, thing: str) -> dict | None:
        sent = same | typed.get(thing, typed["own"])
        return {"data": sent[endpoint]} if endpoint in sent else None

    return parts, typed_of
