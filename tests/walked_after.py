"""What the walker walks in once positions are launched: of each event one that was taken up and talked of."""

from datetime import timedelta

from events.models import Event
from members.queries import membership_of
from people.models import Person
from policy.models import Comment, Coverage, Launch, Mention, MentionKind, Poll
from tests import factories as make
from tests.access_after import ADDED, AFTER, AFTER_DESK
from tests.policy.launching import a_scheduled_launch

DAY = timedelta(days=1)


def what_follows(people: dict[str, Person], home: Event, other: Event) -> tuple[dict, dict]:
    """Their parts of addresses by endpoint; and by endpoint what is sent to each page."""
    parts: dict[str, dict] = {}
    if membership_of(make.session, people["delegate"].id) is None:
        make.a_membership(person_id=people["delegate"].id)
    typed: dict[str, dict] = {}
    for endpoint in AFTER:
        parts[endpoint] = {}
        for thing, event in {"own": home, "another's": other}.items():
            # What a reader has of the second is hidden; the desk's own pages are there before and after.
            is_hidden = thing == "another's" and endpoint not in AFTER_DESK
            launch = a_scheduled_launch(event=event, lifts_at=make.NOON + (DAY if is_hidden else -DAY))
            if thing == "own":
                launch.lead_id = people["regional lead"].id
            parts[endpoint][thing] = {"position_slug": launch.position.slug, **_id(endpoint, launch, people)}
        own, another = parts[endpoint]["own"], parts[endpoint]["another's"]
        parts[endpoint]["missing"] = {**own, "position_slug": "nowhere"}
        parts[endpoint]["crossed"] = {**another, "position_slug": own["position_slug"]}
        if endpoint.partition(".")[2] in (*ADDED, "comment", "answer_poll"):
            typed[endpoint] = {"data": _typed(endpoint, home)}

    return parts, typed


def _id(endpoint: str, launch: Launch, people: dict[str, Person]) -> dict:
    position_id, name = launch.position_id, endpoint.partition(".")[2]
    match name:
        case "remove_mention":
            kind = MentionKind.DISCUSSED
            made = Mention(position_id=position_id, event_id=launch.event_id, kind=kind, on=launch.event.first_day)
            return {"mention_id": make.saved(made).id}
        case "publish_comment" | "hide_comment" | "withdraw_comment":
            by = {"person_id": people["delegate"].id, "said_at": make.NOON}
            return {"comment_id": make.saved(Comment(position_id=position_id, words="So it is.", **by)).id}
        case "drop_poll" | "show_poll" | "answer_poll":
            opens_at = make.NOON + (DAY if name == "drop_poll" else -DAY)
            window = {"opens_at": opens_at, "closes_at": opens_at + 9 * DAY}
            return {
                "poll_id": make.saved(Poll(position_id=position_id, question="So?", options="Yes\nNo", **window)).id
            }
        case "remove_coverage":
            article = {"outlet": "HSJ", "url": "https://hsj.example/1", "on": launch.event.first_day}
            return {"coverage_id": make.saved(Coverage(position_id=position_id, **article)).id}
    return {}


def _typed(endpoint: str, home: Event) -> dict:
    day = home.first_day.isoformat()
    return {
        "add_mention": {"event": home.id, "kind": "discussed", "session": "A talk", "on": day},
        "make_poll": {
            "question": "So?",
            "options": "Yes\nNo",
            "opens": "2026-05-04T13:00",
            "closes": "2027-05-04T13:00",
        },
        "log_coverage": {"outlet": "HSJ", "url": "https://hsj.example/2", "on": day},
        "comment": {"words": "So it is."},
        "answer_poll": {"choice": "0"},
    }[endpoint.partition(".")[2]]
