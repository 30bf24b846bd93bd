"""The four launches of the demo: two are live, one waits under embargo, and one lacks its Welsh words."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from events import rules as event_rules
from events.models import Event
from members.models import Nation
from people.models import Duty, Person, Role
from people.rules import email_key
from policy.models import (
    Channel,
    Goal,
    Language,
    Launch,
    LaunchAsset,
    Mention,
    MentionKind,
    Position,
    PositionAnswer,
    PositionNation,
    PositionStatus,
    PositionText,
    Spokesperson,
)

TERMS = (
    "You may read this position before it is public, to prepare what you publish. Nothing of it may be published, "
    "broadcast or passed on before the embargo lifts. Your copy carries your name. If the time changes, we tell you."
)


@dataclass(frozen=True)
class DemoPosition:
    """A position launched at the event of that slug, so many hours and minutes into its day on the event's clocks."""

    event_slug: str
    slug: str
    nation: Nation
    goal: Goal
    status: PositionStatus
    lifts: time
    title: str
    frame: str
    lines: tuple[str, ...]
    summary: str
    body: str
    lead: str
    champion: str
    spokespeople: tuple[tuple[str, str], ...]
    welsh_title: str = ""


POSITIONS = (
    DemoPosition(
        "scotland-2026",
        "time-to-lead",
        Nation.SCOTLAND,
        Goal.TIME,
        PositionStatus.LIVE,
        time(0, 1),
        "Time to lead",
        "Whoever is asked to lead a service should find the hours for it in the job plan.",
        (
            "Leading is work, and work needs hours.",
            "A role without hours falls to those who can give their evenings.",
            "Each leadership role should name its sessions in the job plan.",
            "Boards should publish, once a year, how many roles have them.",
        ),
        "Two in three clinical leads do the work of leading outside their paid hours. We ask health boards in Scotland "
        "to write at least one protected session a week into each leadership role.",
        "# What we ask for\n\nHealth boards name the sessions of each role before it is advertised, and keep them "
        "when rotas are short.\n\n# What it would change\n\n- More people could put themselves forward.\n- Handover "
        "would happen in daytime.\n- A board could see which services run on goodwill.",
        "Dr Larch Prototype",
        "Prof Sage Hypothet",
        (("Dr Larch Prototype", "Regional lead, Scotland"), ("Prof Sage Hypothet", "Senior fellow")),
    ),
    DemoPosition(
        "northern-ireland-2026",
        "learning-leaders",
        Nation.NORTHERN_IRELAND,
        Goal.LEARNING,
        PositionStatus.LIVE,
        time(6, 0),
        "Learning leaders",
        "Every team in health and social care should have time set aside to learn from its own work.",
        (
            "Improvement is learned by doing it, with time and with help.",
            "Two hours a month for each team are a beginning.",
            "Trainees who lead an improvement should see it through.",
            "Trusts should share what failed as readily as what worked.",
        ),
        "Teams that meet to look at their own figures mend more than those that are sent a report. We ask trusts in "
        "Northern Ireland to protect two hours a month for it, and to publish what came of them.",
        "# What we ask for\n\nA shared afternoon each month, the same across a trust, with somebody trained to help."
        "\n\n# What it would change\n\n- Improvement stops being a project of the willing.\n- Lessons travel "
        "between trusts.",
        "Dr Clover Stubbs-Data",
        "Dr Reed Simulacre",
        (("Dr Clover Stubbs-Data", "Regional lead, Northern Ireland"), ("Dr Reed Simulacre", "Senior fellow")),
    ),
    DemoPosition(
        "england-2027",
        "standards-first",
        Nation.ENGLAND,
        Goal.STANDARDS,
        PositionStatus.SCHEDULED,
        time(0, 1),
        "Standards first",
        "Every senior appointment in the NHS in England should be made against one published standard of medical "
        "leadership.",
        (
            "Leadership is a clinical skill, and it can be described.",
            "Panels should score candidates against a published standard.",
            "Boards should say each year how many appointments were made this way.",
            "Doctors should have time in the job plan to meet the standard.",
        ),
        "Trusts appoint medical and clinical directors by many routes. Candidates cannot tell which standard, if any, "
        "they will meet. We ask employers in England to use one for all senior medical appointments from April 2028.",
        "# What we ask for\n\nOne standard, four domains, used from shortlisting to feedback; a trained assessor on "
        "each panel; a yearly figure in the quality account.\n\n# What it would change\n\n- Candidates know what is "
        "asked before they apply.\n- Panels give feedback on the same four domains.\n- Boards see in one number "
        "whether appointments are fair.",
        "Dr Alder Fictum",
        "Prof Hazel Samplewick",
        (("Dr Alder Fictum", "Regional lead, England"), ("Prof Hazel Samplewick", "Senior fellow")),
    ),
    DemoPosition(
        "wales-2027",
        "leading-fairly",
        Nation.WALES,
        Goal.FAIRNESS,
        PositionStatus.DRAFT,
        time(10, 30),
        "Leading fairly",
        "Who leads the NHS in Wales should look like who works in it.",
        (
            "Fairness is measured where decisions are made.",
            "Every leadership post should be advertised, and in both languages.",
            "Boards should publish who applied, who was seen and who was chosen.",
            "Those who were not chosen should be told why.",
        ),
        "Half of those who train in Wales never see a leadership post advertised. We ask health boards to open each "
        "post, in Welsh and in English, and to publish the figures of each step.",
        "# What we ask for\n\nOpen posts, two languages, three figures a year.",
        "Dr Heath Notreal",
        "Dr Laurel Proxy-Ames",
        (("Dr Heath Notreal", "Regional lead, Wales"), ("Dr Laurel Proxy-Ames", "Senior fellow")),
        welsh_title="Arwain yn deg",
    ),
)


def launch(session: Session, events: dict[str, Event], editor: Person, now: datetime) -> None:
    """Every position of the demo at its event; all four are taken up again at the annual conference."""
    session.add(Duty(person_id=editor.id, event_id=None, role=Role.POLICY_EDITOR))
    annual = events["leaders-2027"]
    for each in POSITIONS:
        event = events[each.event_slug]
        position = _position(session, each, editor, event, now)
        if each.status is PositionStatus.LIVE:
            session.add(
                Mention(position_id=position.id, event_id=event.id, kind=MentionKind.LAUNCHED, on=event.first_day)
            )
        session.add(
            Mention(
                position_id=position.id,
                event_id=annual.id,
                kind=MentionKind.REITERATED,
                session="Policy in four nations",
                on=annual.last_day,
            )
        )


def _position(session: Session, kind: DemoPosition, editor: Person, event: Event, now: datetime) -> Position:
    lifts_at = event_rules.at(event, event.first_day, kind.lifts)
    written = min(now, lifts_at) - timedelta(days=40)
    is_out = kind.status in (PositionStatus.LIVE, PositionStatus.SCHEDULED)
    position = Position(
        slug=kind.slug,
        status=kind.status,
        goal=kind.goal,
        owner_id=editor.id,
        public_version=1 if is_out else None,
        created_at=written,
        nations=[PositionNation(nation=kind.nation)],
        texts=[
            PositionText(
                version=1,
                language=Language.ENGLISH,
                title=kind.title,
                frame=kind.frame,
                key_lines="\n".join(kind.lines),
                summary=kind.summary,
                body=kind.body,
                saved_at=written,
            )
        ],
        answers=[
            PositionAnswer(
                place=1,
                language=Language.ENGLISH,
                question="What would it cost?",
                answer="Less than the posts that stay empty. The paper gives the figures of three employers.",
            )
        ],
        spokespeople=[
            Spokesperson(place=place, name=name, role=role, contact="020 7946 0142")
            for place, (name, role) in enumerate(kind.spokespeople, 1)
        ],
    )
    if kind.welsh_title:
        position.texts.append(
            PositionText(version=1, language=Language.WELSH, title=kind.welsh_title, saved_at=written)
        )
    session.add(position)
    session.flush()
    lead, champion = _person(session, kind.lead, now), _person(session, kind.champion, now)
    session.add(Duty(person_id=lead.id, event_id=event.id, role=Role.REGIONAL_LEAD, scope=kind.nation.value))
    launched = Launch(
        position_id=position.id,
        event_id=event.id,
        nation=kind.nation,
        lead_id=lead.id,
        champion_id=champion.id,
        lifts_at=lifts_at,
        scheduled_at=written + timedelta(days=20) if is_out else None,
        told_at=lifts_at if kind.status is PositionStatus.LIVE else None,
        terms=TERMS,
    )
    if is_out:
        launched.assets = [
            LaunchAsset(
                channel=channel, language=Language.ENGLISH, words=f"{kind.title}. {kind.frame}", saved_at=written
            )
            for channel in Channel
        ]
    session.add(launched)
    return position


def _person(session: Session, name: str, now: datetime) -> Person:
    address = f"{'.'.join(name.lower().split()[1:])}@plenary.example"
    if found := session.scalar(select(Person).where(Person.email_key == email_key(address))):
        return found
    person = Person(name=name, email=address, email_key=email_key(address), created_at=now)
    session.add(person)
    session.flush()
    return person
