"""What follows a launch, for tests: each saves one valid thing."""

from datetime import timedelta

from policy.models import Comment, Launch, Mention, MentionKind, Poll, PollAnswer
from tests import factories as make

DAY = timedelta(days=1)


def a_mention(launch: Launch, event, **changes) -> Mention:
    given = {"kind": MentionKind.REITERATED, "session": "Policy in four nations", "on": event.first_day}
    return make.saved(Mention(position_id=launch.position_id, event_id=event.id, **given | changes))


def a_comment(launch: Launch, *, shown: bool = True, **changes) -> Comment:
    given = {"words": "Sic est.", "said_at": make.NOON, "shown_at": make.NOON if shown else None}
    person = changes.pop("person", None) or make.a_person(name="Dr Lark Sayso")
    return make.saved(Comment(position_id=launch.position_id, person_id=person.id, **given | changes))


def a_poll(launch: Launch, *, closes_in: timedelta = DAY, **changes) -> Poll:
    """One that has been open for ten days, of three answers."""
    given = {"question": "Quaeritur?", "options": "Ita\nNon\nNescio", "opens_at": make.NOON - 10 * DAY}
    given |= {"closes_at": make.NOON + closes_in}
    return make.saved(Poll(position_id=launch.position_id, **given | changes))


def answered(poll: Poll, *times: int) -> None:
    """So many members have chosen the first answer, the second and so on."""
    for choice, number in enumerate(times):
        for _ in range(number):
            member = make.a_membership()
            make.saved(PollAnswer(poll_id=poll.id, membership_id=member.id, choice=choice, given_at=make.NOON))
