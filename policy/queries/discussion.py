"""What people say to a position, and what members answer: each as far as whoever asks may read it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, joinedload

from core.errors import NotFound
from members.models import Membership
from people.models import Person
from policy.models import Comment, Poll, PollAnswer, Position
from policy.rules import is_closed


def shown_comments(session: Session, position: Position) -> Sequence[Comment]:
    """Those that the desk has let readers see, the earliest first, with who said them."""
    found = select(Comment).where(Comment.position_id == position.id)
    found = found.where(Comment.shown_at.is_not(None), Comment.hidden_at.is_(None)).options(joinedload(Comment.person))
    return session.scalars(found.order_by(Comment.said_at, Comment.id)).all()


def own_comments(session: Session, position: Position, person: Person) -> Sequence[Comment]:
    """What ``person`` said to it, shown or not, the latest first."""
    found = select(Comment).where(Comment.position_id == position.id, Comment.person_id == person.id)
    return session.scalars(found.order_by(Comment.id.desc())).all()


def own_comment(session: Session, position: Position, person: Person, comment_id: int) -> Comment:
    """One of them. Raises NotFound for another's as for none."""
    return _comment(session, position, comment_id, Comment.person_id == person.id)


def comments_at_desk(session: Session, position: Position) -> Sequence[Comment]:
    """All of them, those that wait first."""
    decided = case((Comment.shown_at.is_(None) & Comment.hidden_at.is_(None), 0), else_=1)
    found = select(Comment).where(Comment.position_id == position.id).options(joinedload(Comment.person))
    return session.scalars(found.order_by(decided, Comment.id)).all()


def comment_at_desk(session: Session, position: Position, comment_id: int) -> Comment:
    """One of them. Raises NotFound if there is none."""
    return _comment(session, position, comment_id)


def _comment(session: Session, position: Position, comment_id: int, *conditions: ColumnElement[bool]) -> Comment:
    found = select(Comment).where(Comment.id == comment_id, Comment.position_id == position.id, *conditions)
    comment = session.scalar(found.with_for_update())
    if comment is None:
        raise NotFound("There is nothing at this address.")
    return comment


def polls_of(session: Session, position: Position) -> Sequence[Poll]:
    """Its polls, the earliest to open first, open or not."""
    return session.scalars(select(Poll).where(Poll.position_id == position.id).order_by(Poll.opens_at, Poll.id)).all()


def poll_of(session: Session, position: Position, poll_id: int) -> Poll:
    """One of them. Raises NotFound if there is none."""
    poll = session.scalar(select(Poll).where(Poll.id == poll_id, Poll.position_id == position.id))
    if poll is None:
        raise NotFound("There is nothing at this address.")
    return poll


def opened_poll(session: Session, position: Position, poll_id: int, now: datetime) -> Poll:
    """The same for members: one that has not opened yet does not exist."""
    poll = poll_of(session, position, poll_id)
    if now < poll.opens_at:
        raise NotFound("There is nothing at this address.")
    return poll


def counted_by_choice(session: Session, polls: Iterable[Poll], now: datetime) -> Mapping[int, Mapping[int, int]]:
    """How often each choice was taken, by poll: of those alone that are closed, whoever asks. One statement."""
    closed = [each.id for each in polls if is_closed(each, now)]
    times: dict[int, dict[int, int]] = {each: {} for each in closed}
    found = select(PollAnswer.poll_id, PollAnswer.choice, func.count(PollAnswer.id))
    found = found.where(PollAnswer.poll_id.in_(closed)).group_by(PollAnswer.poll_id, PollAnswer.choice)
    for poll_id, choice, number in session.execute(found) if closed else ():
        times[poll_id][choice] = number
    return times


def how_many_answered(session: Session, position: Position) -> Mapping[int, int]:
    """How many members have answered each of its polls, and not what: all that the desk reads before the close."""
    found = select(PollAnswer.poll_id, func.count(PollAnswer.id)).join(Poll, Poll.id == PollAnswer.poll_id)
    return dict(session.execute(found.where(Poll.position_id == position.id).group_by(PollAnswer.poll_id)).all())


def own_choice(session: Session, poll: Poll, membership: Membership | None) -> int | None:
    """What that member has answered so far, if anything."""
    if membership is None:
        return None
    found = select(PollAnswer.choice).where(PollAnswer.poll_id == poll.id)
    return session.scalar(found.where(PollAnswer.membership_id == membership.id))
