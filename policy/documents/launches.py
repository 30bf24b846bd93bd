"""Letters about positions. Before the embargo lifts none names the position: a mailbox is no desk, and an organiser
who reads along is not on the list (domain rule 49).
"""

from sqlalchemy.orm import Session

from core import clock
from core.mail import Letter
from core.outbox import Draft, composes, written
from core.web import full_address
from people.documents import unsubscribe_link
from people.models import Channel as Told
from people.models import Person, Purpose
from people.queries import may_be_told
from policy import queries, rules
from policy.models import Channel, Language, Launch, Position, PositionText

LIVE, MEMBER = "policy/email/live", queries.MEMBER_LETTER


@composes("policy/email/approve")
def approve_letter(session: Session, *, masked: bool, position_id: int, person_id: int) -> Draft | None:
    """To whoever is asked to approve: where to read it. None once it is not their turn any more."""
    position = session.get_one(Position, position_id)
    turn = rules.whose_turn(position)
    if turn is None or turn.person_id != person_id:
        return None
    return _desk_letter(position, turn.person, masked)


@composes("policy/email/sent_back")
def sent_back_letter(session: Session, *, masked: bool, position_id: int, person_id: int) -> Draft | None:
    """To who had been asked: it changed, and what they said of it counts no more."""
    return _desk_letter(session.get_one(Position, position_id), session.get_one(Person, person_id), masked)


@composes(LIVE)
def live_letter(session: Session, *, masked: bool, launch_id: int, person_id: int) -> Draft | None:
    """To its owner, lead and champion: it is public. None if it is not, whenever that was written down."""
    launch, text = _public(session, launch_id)
    return live_draft(launch, text, session.get_one(Person, person_id)) if text else None


@composes(MEMBER)
def member_letter(session: Session, *, masked: bool, launch_id: int, person_id: int) -> Draft | None:
    """To a member who agreed to news by email: what is held from today on. None if it is not public, or they changed
    their mind.
    """
    launch, text = _public(session, launch_id)
    person = session.get_one(Person, person_id)
    if text is None or not may_be_told(session, person, Told.EMAIL, Purpose.NEWS):
        return None
    return member_draft(launch, text, person, masked=masked)


def live_draft(launch: Launch, text: PositionText, person: Person) -> Draft:
    """What the letter to its owner, lead and champion says."""
    return Draft({"text": text, "launch": launch, "person": person, "link": _address(launch)}, {})


def member_draft(launch: Launch, text: PositionText, person: Person, *, masked: bool) -> Draft:
    """What members read: what the desk wrote for them, in English and then in Welsh where there is any."""
    words = [queries.asset_of(launch, Channel.MEMBER_LETTER, language) for language in Language]
    context = {
        "text": text,
        "launch": launch,
        "person": person,
        "words": [each.words for each in words if each is not None and each.words],
        "link": _address(launch),
        "stop": full_address("people.show_sign_in") if masked else unsubscribe_link(person),
    }
    return Draft(context, {})


def _public(session: Session, launch_id: int) -> tuple[Launch, PositionText | None]:
    launch = session.get_one(Launch, launch_id)
    found = session.execute(queries.visible(clock.now()).where(Launch.id == launch_id)).first()
    position = launch.position
    return launch, position.text_in(Language.ENGLISH, position.public_version) if found else None


def _desk_letter(position: Position, person: Person, masked: bool) -> Draft:
    if masked:  # its very address says what it is about
        link = full_address("policy.show_positions_at_desk")
    else:
        link = full_address("policy.show_approvals", position_slug=position.slug)
    return Draft({"person": person, "link": link}, {})


def _address(launch: Launch) -> str:
    return full_address("policy.show_position", position_slug=launch.position.slug)


def rehearsed_letters(launch: Launch) -> list[tuple[str, Letter]]:
    """Each letter that the launch would send, composed now from the version in hand; none is owed to anybody by it."""
    text = launch.position.text_in(Language.ENGLISH, launch.position.version)
    if text is None or launch.lifts_at is None:
        return []
    owner = launch.position.owner
    member = Person(id=0, name="A member", email="member@example.org")
    return [
        ("To the owner, the regional lead and the champion", written(LIVE, live_draft(launch, text, owner))),
        ("To members who agreed to news by email", written(MEMBER, member_draft(launch, text, member, masked=True))),
    ]
