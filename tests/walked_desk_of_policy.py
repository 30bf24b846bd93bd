"""What the walker walks in at the desk of positions: of each event one in every state that something is done to."""

from datetime import timedelta

from events.models import Event
from people.models import Person
from policy import actions, rules
from policy.models import Approval, Evidence, Language, Launch, PositionAnswer, PositionStatus, PositionText, RunStep
from tests import factories as make
from tests.access_desk_of_policy import POLICY_DESK
from tests.policy.launching import a_launch, a_position

IN_STATE = {
    "schedule_launch": PositionStatus.APPROVED,
    "unschedule_launch": PositionStatus.SCHEDULED,
    "begin_update": PositionStatus.LIVE,
    "publish_update": PositionStatus.LIVE,
    "archive_position": PositionStatus.LIVE,
    "approve_position": PositionStatus.IN_APPROVAL,
    "send_back": PositionStatus.IN_APPROVAL,
}
OF_NOTICE = {"channel": "press-notice", "language": "en"}
ANSWER = {"language": "en", "question": "Why?", "answer": "It is fair."}
MORE = {
    "show_preview": {"language": "en"},
    "download_paper_at_desk": {"language": "en"},
    "replace_paper": {"language": "en"},
    **{name: {"kind": "answers"} for name in ("show_parts", "add_part", "change_part")},
    **{name: OF_NOTICE for name in ("show_asset", "save_asset", "download_asset_at_desk")},
}


def what_is_at_the_policy_desk(people: dict[str, Person], home: Event, other: Event, a_file) -> tuple[dict, dict]:
    """Their parts of addresses by endpoint; and by endpoint and thing what is sent to each page."""
    parts: dict[str, dict] = {}
    typed: dict[str, dict] = {"own": {}, "another's": {}}
    for endpoint, row in POLICY_DESK.items():
        name = endpoint.partition(".")[2]
        if "own" not in row:
            continue
        parts[endpoint] = {}
        for thing, event in {"own": home, "another's": other}.items():
            # Each endpoint has its own, since what one deed leaves another may not be done to.
            launch = _launch(people, event, IN_STATE.get(name), a_file)
            if thing == "own" and name not in IN_STATE:
                launch.lead_id = people["regional lead"].id
            if name in ("approve_position", "send_back", "publish_update"):
                _asked(people["policy editor"], launch, is_given=name == "publish_update")
            parts[endpoint][thing] = {"position_slug": launch.position.slug, **MORE.get(name, {}), **_ids(name, launch)}
            typed[thing][endpoint] = _typed(name, launch)
        own, another = parts[endpoint]["own"], parts[endpoint]["another's"]
        parts[endpoint]["missing"] = {**own, "position_slug": "nowhere"}
        parts[endpoint]["crossed"] = {**another, "position_slug": own["position_slug"]}
    new = {"title": "Another", "slug": "walked-new", "goal": "fairness", "nations": ["wales"]}

    def typed_of(endpoint: str, thing: str) -> dict | None:
        if endpoint == "policy.make_position":
            return {"data": new}
        sent = typed.get(thing, typed["own"])
        return {"data": sent[endpoint]} if endpoint in sent else None

    return parts, typed_of


def _launch(people: dict[str, Person], event: Event, status: PositionStatus | None, a_file) -> Launch:
    position = a_position(
        answers=[PositionAnswer(place=1, language=Language.ENGLISH, question="Why?", answer="So.")],
        evidence=[Evidence(place=1, label="A study", url="https://study.example/")],
    )
    launch = a_launch(event=event, position=position, lifts_at=make.NOON + timedelta(days=1))
    launch.steps.append(RunStep(at=make.NOON, words="Ring the hall"))
    launch.assets[0].file, position.texts[0].paper = a_file(), a_file()
    position.status = status or PositionStatus.DRAFT
    if position.status in (PositionStatus.SCHEDULED, PositionStatus.LIVE):
        position.public_version, launch.scheduled_at = 1, make.NOON
    return launch


def _asked(person: Person, launch: Launch, *, is_given: bool) -> None:
    position = launch.position
    if is_given:
        position.version = 2
        words = {**rules.words_of(position.texts[0]), "changed": "The title."}
        position.texts.append(PositionText(version=2, language=Language.ENGLISH, saved_at=make.NOON, **words))
    when = make.NOON if is_given else None
    position.approvals.append(Approval(version=position.version, place=1, person_id=person.id, approved_at=when))


def _ids(name: str, launch: Launch) -> dict:
    make.session.flush()
    return {
        "change_part": {"part_id": launch.position.answers[0].id},
        "tick_step": {"step_id": launch.steps[0].id},
    }.get(name, {})


def _typed(name: str, launch: Launch) -> dict:
    make.session.flush()
    position, answer = launch.position, launch.position.answers[0]
    mark = actions.mark_of_part(answer, ("language", "question", "answer", "is_public"))
    return {
        "save_texts": {"seen": rules.mark_of_texts(position), "en_title": "Another title"},
        "add_part": ANSWER,
        "change_part": {f"part-{answer.id}-{field}": words for field, words in {**ANSWER, "seen": mark}.items()},
        "say_why_no_welsh": {"version": 1, "because": "Nobody asked."},
        "save_asset": {"seen": actions.mark_of_asset(launch.assets[0]), "words": "Another notice."},
        "add_step": {"at": "2026-05-04T13:00", "words": "Open the doors"},
        "tick_step": {"do": "done"},
        "withdraw_position": {"because": "It is wrong."},
        "send_for_approval": {"addresses": "approves@north.example"},
        "approve_position": {"seen": rules.digest(position)},
        "save_launch": {"version": 1, "event": launch.event_id, "nation": "wales", "lead": 0},
        "move_instant": {"version": 1, "lifts": "2026-06-01T00:01", "because": "The hall is late."},
    }.get(name, {})
