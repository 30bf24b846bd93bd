"""What is done with a position once it is launched: its trail, comments, polls, and what the press wrote."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from core import limits
from core.db import insert_unless_there, refuse_if_broken
from members.models import Membership
from people.models import Person
from policy import rules
from policy.actions.writing import note
from policy.models import Comment, Coverage, Mention, MentionKind, Poll, PollAnswer, Position
from policy.queries import AtDesk, Shown

HOUR = timedelta(hours=1)


def add_mention(
    session: Session,
    *,
    position: Position,
    event_id: int,
    kind: MentionKind,
    part: str,
    on: date,
    by_id: int,
    now: datetime,
) -> None:
    """That part of that event is on the position's trail. Raises AlreadyThere."""
    refuse_if_broken(session, "uq_position_mentions_position_id", rules.AlreadyThere("That is on the trail already."))
    session.add(Mention(position_id=position.id, event_id=event_id, kind=kind, session=part, on=on))
    session.flush()
    note(session, position, "added to the trail", by_id=by_id, now=now, at_event=event_id, kind=kind.value)


def remove_mention(session: Session, *, seen: AtDesk, mention: Mention, by_id: int, now: datetime) -> None:
    """It is not on the trail any more."""
    session.delete(mention)
    note(session, seen.position, "removed from the trail", by_id=by_id, now=now, at_event=mention.event_id)


def comment(session: Session, *, shown: Shown, person: Person, words: str, now: datetime) -> Comment:
    """``person`` has said it; the desk reads it first. Raises NotOpen, NoName or TooManyComments."""
    rules.check_may_comment(shown.position, shown.launch, person.name, now)
    actor, at_most = str(person.id), rules.COMMENTS_AN_HOUR
    act = "comment on a position"
    if not limits.may_once_more(session, act=act, actor=actor, at_most=at_most, window=HOUR, now=now):
        raise rules.TooManyComments("That is a lot in one hour. What you typed is still here: send it a little later.")
    said = Comment(position_id=shown.position.id, person_id=person.id, words=words, said_at=now)
    session.add(said)
    session.flush()
    note(session, shown.position, "commented", by_id=person.id, now=now, comment=said.id)
    return said


def withdraw_comment(session: Session, *, shown: Shown, comment: Comment, now: datetime) -> None:
    """It is gone, whoever had read it."""
    session.delete(comment)
    note(session, shown.position, "withdrew a comment", by_id=comment.person_id, now=now, comment=comment.id)


def publish_comment(session: Session, *, seen: AtDesk, comment: Comment, by_id: int, now: datetime) -> None:
    """Readers see it, with the name of who said it."""
    comment.shown_at, comment.hidden_at = now, None
    note(session, seen.position, "showed a comment", by_id=by_id, now=now, comment=comment.id)


def hide_comment(session: Session, *, seen: AtDesk, comment: Comment, by_id: int, now: datetime) -> None:
    """No reader sees it; whoever said it is told so on their own page."""
    comment.hidden_at = now
    note(session, seen.position, "hid a comment", by_id=by_id, now=now, comment=comment.id)


def make_poll(
    session: Session,
    *,
    seen: AtDesk,
    question: str,
    options: list[str],
    opens_at: datetime,
    closes_at: datetime,
    by_id: int,
    now: datetime,
) -> Poll:
    """Members are asked it from ``opens_at``, once the position is live, until ``closes_at``. Raises NotOpen."""
    rules.check_poll(seen.position, opens_at, closes_at, now)
    asked = {"question": question, "options": "\n".join(options), "opens_at": opens_at, "closes_at": closes_at}
    poll = Poll(position_id=seen.position.id, **asked)
    session.add(poll)
    session.flush()
    note(session, seen.position, "made a poll", by_id=by_id, now=now, poll=poll.id)
    return poll


def drop_poll(session: Session, *, seen: AtDesk, poll: Poll, by_id: int, now: datetime) -> None:
    """It is never asked. Raises NotOpen once it has opened."""
    rules.check_may_drop(poll, now)
    session.delete(poll)
    note(session, seen.position, "dropped a poll", by_id=by_id, now=now, poll=poll.id)


def answer_poll(
    session: Session, *, shown: Shown, poll: Poll, membership: Membership | None, choice: int, now: datetime
) -> None:
    """The member's one answer is ``choice``, whatever it was before. Raises NotOpen, NotAMember or NotAChoice.

    The diary says nothing of it: who answered what is nobody's to read.
    """
    rules.check_may_answer_poll(shown.position, shown.launch, poll, membership, choice, now)
    assert membership is not None  # noqa: S101  the rule has just seen to it
    given = {"choice": choice, "given_at": now}
    row = {"poll_id": poll.id, "membership_id": membership.id, **given}
    # One statement: of two windows of one member the later one is their answer, and both count once.
    session.execute(
        insert_unless_there(session, PollAnswer)
        .values(**row)
        .on_conflict_do_update(index_elements=[PollAnswer.poll_id, PollAnswer.membership_id], set_=given)
    )


def log_coverage(
    session: Session, *, seen: AtDesk, outlet: str, url: str, on: date, words: str, by_id: int, now: datetime
) -> None:
    """That outlet wrote of it there. Raises AlreadyThere."""
    refuse_if_broken(session, "uq_position_coverage_position_id", rules.AlreadyThere("That address is logged already."))
    session.add(Coverage(position_id=seen.position.id, outlet=outlet, url=url, on=on, words=words))
    note(session, seen.position, "logged coverage", by_id=by_id, now=now)


def remove_coverage(session: Session, *, seen: AtDesk, coverage: Coverage, by_id: int, now: datetime) -> None:
    """It is not in the log any more."""
    session.delete(coverage)
    note(session, seen.position, "removed coverage", by_id=by_id, now=now)
