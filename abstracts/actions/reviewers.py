"""A reviewer is asked, answers, says what they know and want, and is asked no more."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.actions.assigning import drop_unread, find_conflicts
from abstracts.models import Bid, Call, Conflict, Expertise, Review, Reviewer, Stance, Tie, Wish
from abstracts.rules import ReviewerProfile
from core import diary
from core.db import insert_once
from core.outbox import queue_letter_once
from events.rules import local_day
from people.actions import person_at
from people.actions.duties import end_duty
from people.models import Duty, Role

INVITED = "abstracts/email/review_asked"


def invite_reviewer(session: Session, *, call: Call, email: str, name: str, by_id: int, now: datetime) -> Reviewer:
    """Whoever has that address is asked to review, by a letter that leads to where they answer.

    Once more a day it changes nothing. Raises ReviewsAlready.
    """
    person = person_at(session, email=email, name=name, now=now)
    reviewer = queries.reviewer_at(session, call, person.id)
    rules.check_may_invite(reviewer)
    if reviewer is None:
        reviewer = Reviewer(call_id=call.id, person_id=person.id, stance=Stance.INVITED, invited_at=now)
        session.add(reviewer)
    reviewer.stance, reviewer.invited_at, reviewer.answered_at, reviewer.reason = Stance.INVITED, now, None, ""
    session.flush()
    _note(session, call, "asked a reviewer", reviewer, by_id, now)
    key = f"{reviewer.id}:{local_day(call.event, now)}"
    queue_letter_once(session, kind=INVITED, to=person.email, key=key, now=now, reviewer_id=reviewer.id)
    return reviewer


def accept_reviewing(session: Session, *, reviewer: Reviewer, profile: ReviewerProfile, now: datetime) -> None:
    """They review for the call, hold the duty for it, and their conflicts are found; once more mends what they said.

    The reviewer is locked. Raises AskedNoMore or WrongLoad.
    """
    rules.check_may_answer_invitation(reviewer)
    describe_reviewer(session, reviewer=reviewer, profile=profile)
    if reviewer.stance is not Stance.REVIEWING:
        _move(session, reviewer, Stance.REVIEWING, reviewer.person_id, now)
        reviewer.answered_at, reviewer.reason = now, ""
        duty = {"person_id": reviewer.person_id, "event_id": reviewer.call.event_id, "role": Role.REVIEWER, "scope": ""}
        if insert_once(session, Duty, **duty):
            diary.note(
                session,
                act="took a duty",
                now=now,
                actor_id=reviewer.person_id,
                thing=("person", reviewer.person_id),
                event_id=reviewer.call.event_id,
                after={"role": Role.REVIEWER.value},
            )
        session.flush()
    find_conflicts(session, call=reviewer.call, now=now, person_ids={reviewer.person_id})


def decline_reviewing(session: Session, *, reviewer: Reviewer, reason: str, now: datetime) -> None:
    """They do not review: what they were given and have not submitted goes to others, and the duty is over.

    The reviewer is locked. Raises AskedNoMore.
    """
    rules.check_may_answer_invitation(reviewer)
    _leave(session, reviewer, Stance.DECLINED, reviewer.person_id, now)
    reviewer.reason, reviewer.answered_at = reason, now
    session.flush()


def end_reviewer(session: Session, *, reviewer: Reviewer, by_id: int, now: datetime) -> None:
    """The chair asks them no more. What they submitted stays and counts; the rest goes to others."""
    _leave(session, reviewer, Stance.ENDED, by_id, now)
    session.flush()


def change_reviewer(
    session: Session, *, reviewer: Reviewer, profile: ReviewerProfile, shown: str, by_id: int, now: datetime
) -> None:
    """What the chair knows of them is known, and conflicts are found by it.

    The reviewer is locked. Raises ReviewerChanged or WrongLoad.
    """
    rules.check_reviewer_mark(shown, reviewer)
    before = {"least": reviewer.least, "most": reviewer.most}
    describe_reviewer(session, reviewer=reviewer, profile=profile)
    after = {"least": reviewer.least, "most": reviewer.most}
    _note(session, reviewer.call, "changed a reviewer", reviewer, by_id, now, before=before, after=after)
    find_conflicts(session, call=reviewer.call, now=now, person_ids={reviewer.person_id})


def describe_reviewer(session: Session, *, reviewer: Reviewer, profile: ReviewerProfile) -> None:
    """Everything of ``profile`` is theirs; of other calls' categories nothing is kept. Raises WrongLoad."""
    rules.check_loads(profile.least, profile.most)
    for name in ("organisation", "second_organisation", "interests", "least", "most", "away_until"):
        setattr(reviewer, name, getattr(profile, name))
    offered = {each.id for each in reviewer.call.categories}
    session.execute(delete(Expertise).where(Expertise.reviewer_id == reviewer.id))
    session.flush()
    for category_id, level in sorted(profile.levels.items()):
        if category_id in offered and level:
            session.add(Expertise(reviewer_id=reviewer.id, category_id=category_id, level=level))
    session.flush()
    session.expire(reviewer, ["expertise"])


def save_bids(
    session: Session, *, reviewer: Reviewer, wishes: Mapping[int, Wish], conflicts: Collection[int], now: datetime
) -> None:
    """Their bids are ``wishes``, by abstract; with those in ``conflicts`` they are in conflict, and given none of them.

    What was not offered them is passed over. The reviewer is locked. Raises AskedNoMore.
    """
    rules.check_reviews(reviewer)
    offered = {each.id for each in queries.biddable(session, reviewer)}
    session.execute(delete(Bid).where(Bid.reviewer_id == reviewer.id, Bid.abstract_id.in_(offered)))
    for abstract_id in sorted(offered):
        if abstract_id in conflicts:
            declare(session, abstract_id, reviewer, now)
        elif abstract_id in wishes:
            session.add(Bid(reviewer_id=reviewer.id, abstract_id=abstract_id, wish=wishes[abstract_id]))
    session.flush()


def declare(session: Session, abstract_id: int, reviewer: Reviewer, now: datetime) -> None:
    """The reviewer says that they are in conflict with it; what they had of it and not submitted is theirs no more."""
    told = {"tie": Tie.BY_REVIEWER, "is_pinned": False, "found_at": now, "by_id": reviewer.person_id}
    insert_once(session, Conflict, abstract_id=abstract_id, person_id=reviewer.person_id, **told)
    drop_unread(session, Review.reviewer_id == reviewer.id, Review.abstract_id == abstract_id)
    _note(session, reviewer.call, "declared a conflict", reviewer, reviewer.person_id, now, {"abstract": abstract_id})


def _leave(session: Session, reviewer: Reviewer, to: Stance, by_id: int, now: datetime) -> None:
    if reviewer.stance is to:
        return
    _move(session, reviewer, to, by_id, now)
    drop_unread(session, Review.reviewer_id == reviewer.id)
    if (duty := queries.reviewer_duty(session, reviewer)) is not None:
        end_duty(session, duty=duty, by_id=by_id, now=now)
    session.flush()


def _move(session: Session, reviewer: Reviewer, to: Stance, by_id: int, now: datetime) -> None:
    before, reviewer.stance = {"stance": reviewer.stance.value}, to
    _note(session, reviewer.call, f"reviewer {to.value}", reviewer, by_id, now, {"stance": to.value}, before)


def _note(
    session: Session,
    call: Call,
    act: str,
    reviewer: Reviewer,
    by_id: int,
    now: datetime,
    after: dict | None = None,
    before: dict | None = None,
) -> None:
    thing, whole = ("reviewer", reviewer.id), {"before": before, "after": after}
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=call.event_id, **whole)
