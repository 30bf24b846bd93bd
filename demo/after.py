"""What followed the two launches that are live: their trails, what people say, what members answered, and how far
they have come.
"""

import random
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from events.models import Event
from members.models import Membership, Standing
from people.models import Person
from people.rules import email_key, london_day
from policy.models import (
    Comment,
    Coverage,
    DailyReach,
    Language,
    Launch,
    Mention,
    MentionKind,
    Poll,
    PollAnswer,
    Position,
    Reached,
)
from registration.models import Ticket

WEEKS_COUNTED = 10
DAY = timedelta(days=1)
# Of each hundred members who answer, so many choose the first, the second and the third.
SHARES = (46, 30, 24)
COVERAGE = {
    "time-to-lead": (
        (1, "HSJ", "Clinical leads in Scotland work unpaid evenings, Faculty says"),
        (2, "The Northmere Courier", "Health board to count hours for leading"),
        (9, "BMJ", "Protected time for leaders: what would it take?"),
        (23, "BMJ Leader", "Commentary: hours in the job plan"),
    ),
    "learning-leaders": (
        (1, "BMJ Leader", "Two hours a month to learn from one’s own work"),
        (4, "The Lagan Sentinel", "Trusts are asked to share what failed"),
    ),
}
COMMENTS = {
    "time-to-lead": (
        (
            "Dr Wren Placeholder",
            3,
            True,
            "Our board wrote two sessions into three roles. Nine people applied.",
        ),
        ("Dr Teal Mockingham", 6, True, "Please say what happens in general practice, where nobody has a job plan."),
        ("Ms Fern Dummett", 40, None, "The paper counts consultants. Who counts the nurses who lead?"),
    ),
    "learning-leaders": (
        (
            "Dr Wren Placeholder",
            5,
            True,
            "The same afternoon across a trust is what made it work for us.",
        ),
        ("Dr Teal Mockingham", 8, False, "This is all nonsense, and so are its authors."),
    ),
}


def follow(session: Session, events: dict[str, Event], now: datetime) -> None:
    """The weeks since the launches in Scotland and Northern Ireland, as far as they have passed."""
    chance = random.Random(26)  # noqa: S311  the same demo each time
    for slug in COVERAGE:
        found = select(Position, Launch).join(Launch, Launch.position_id == Position.id).where(Position.slug == slug)
        position, launch = session.execute(found).one()
        begins = london_day(launch.lifts_at)
        _reach(session, chance, position, begins, london_day(now))
        _talk(session, position, launch, now)
        _members_came(session, launch.event_id)
        for after, outlet, words in COVERAGE[slug]:
            if (on := begins + after * DAY) <= london_day(now):
                url = f"https://{outlet.lower().replace(' ', '-')}.example/{slug}-{after}"
                session.add(Coverage(position_id=position.id, outlet=outlet, url=url, on=on, words=words))
    scotland = session.scalars(select(Position).where(Position.slug == "time-to-lead")).one()
    ireland = session.scalars(select(Position).where(Position.slug == "learning-leaders")).one()
    at = events["northern-ireland-2026"]
    if at.first_day > events["scotland-2026"].first_day:
        session.add(
            Mention(
                position_id=scotland.id,
                event_id=at.id,
                kind=MentionKind.DISCUSSED,
                session="Hours to learn, hours to lead",
                on=at.first_day,
            )
        )
    _poll(
        session,
        chance,
        scotland,
        "Should every leadership role have protected hours?",
        ("Yes, in the job plan", "Yes, but locally agreed", "No"),
        window=(now - 40 * DAY, now - 12 * DAY),
    )
    _poll(
        session,
        chance,
        ireland,
        "How many hours a month would your team need to learn from its own work?",
        ("Two", "Four", "More than four", "None"),
        window=(now - 6 * DAY, now + 15 * DAY),
    )


def _reach(session: Session, chance: random.Random, position: Position, begins: date, today: date) -> None:
    day = max(begins, today - WEEKS_COUNTED * 7 * DAY)
    first = day
    while day <= today:
        # A crowd at first, and then those who come by a link.
        crowd = max(4, int(340 * 0.86 ** (day - first).days))
        for reached, times in ((Reached.VISIT, crowd), (Reached.DOWNLOAD, crowd // 5)):
            if number := times + chance.randrange(0, 6):
                row = {"language": Language.ENGLISH, "reached": reached, "times": number}
                session.add(DailyReach(position_id=position.id, day=day, **row))
        day += DAY


def _members_came(session: Session, event_id: int) -> None:
    """Two in three of who has a ticket are members, and come by the address that the register has."""
    tickets = session.scalars(select(Ticket).where(Ticket.event_id == event_id).order_by(Ticket.id)).all()
    free = select(Membership).where(Membership.person_id.is_(None)).order_by(Membership.number.desc())
    others = (ticket for place, ticket in enumerate(tickets) if place % 3)
    for ticket, member in zip(others, session.scalars(free).all(), strict=False):
        ticket.name, ticket.email, ticket.email_key = member.name, member.email, member.email_key


def _talk(session: Session, position: Position, launch: Launch, now: datetime) -> None:
    for name, days, is_shown, words in COMMENTS[position.slug]:
        said_at = min(launch.lifts_at + days * DAY + timedelta(hours=9), now)
        said = Comment(position_id=position.id, person_id=_reader(session, name, now).id, words=words, said_at=said_at)
        said.shown_at = min(said_at + timedelta(hours=3), now) if is_shown else None
        said.hidden_at = min(said_at + timedelta(hours=3), now) if is_shown is False else None
        session.add(said)


def _poll(
    session: Session,
    chance: random.Random,
    position: Position,
    question: str,
    options: tuple[str, ...],
    *,
    window: tuple[datetime, datetime],
) -> None:
    opens_at, closes_at = (each.replace(minute=0, second=0, microsecond=0) for each in window)
    poll = Poll(
        position_id=position.id,
        question=question,
        options="\n".join(options),
        opens_at=opens_at,
        closes_at=closes_at,
    )
    session.add(poll)
    session.flush()
    members = select(Membership.id).where(Membership.standing == Standing.ACTIVE).order_by(Membership.id)
    weights = (*SHARES, 0)[: len(options)]
    for membership_id in session.scalars(members).all():
        if chance.random() < 0.9:
            (choice,) = chance.choices(range(len(options)), weights)
            session.add(
                PollAnswer(poll_id=poll.id, membership_id=membership_id, choice=choice, given_at=opens_at + DAY)
            )


def _reader(session: Session, name: str, now: datetime) -> Person:
    address = f"{'.'.join(name.lower().split()[1:])}@northmere.example"
    if found := session.scalar(select(Person).where(Person.email_key == email_key(address))):
        return found
    person = Person(name=name, email=address, email_key=email_key(address), created_at=now)
    session.add(person)
    session.flush()
    return person
