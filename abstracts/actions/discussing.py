"""A chair asks the reviewers of an abstract to talk it over, they do, and the chair closes it."""

from datetime import datetime
from secrets import SystemRandom

from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.actions.steps import note_deed
from abstracts.models import Abstract, Discussion, Pseudonym, Remark, Review
from abstracts.rules.discussing import check_may_discuss, check_open_to_talk, free_names, told_at
from core import diary
from core.db import insert_once
from core.errors import NotFound
from core.outbox import queue_letter_once
from events.rules import local_day

DISCUSSED = "abstracts/email/discussed"


def draw_pseudonym(session: Session, *, review: Review) -> None:
    """The review's writer has a name among the others of its abstract, drawn at random; one that has one keeps it."""
    if queries.name_of(session, review) is not None:
        return
    free = free_names(queries.names_taken(session, review.abstract_id))
    SystemRandom().shuffle(free)
    for name in free:
        # Another's review of the same abstract may take the name in this moment; then the next is tried.
        if insert_once(session, Pseudonym, abstract_id=review.abstract_id, review_id=review.id, name=name):
            return


def discuss(session: Session, *, abstract: Abstract, words: str, is_opening: bool, by_id: int, now: datetime) -> None:
    """The chair's words stand in the discussion; it is open if it ``is_opening``, and was if not.

    The abstract is locked. Raises NothingToDiscuss or DiscussionClosed.
    """
    if is_opening:
        discussion = _opened(session, abstract, by_id, now)
    else:
        discussion = queries.discussion_of(session, abstract.id, lock=True)
    _say(session, abstract, discussion, None, words, by_id, now)


def join_discussion(session: Session, *, review: Review, words: str, now: datetime) -> None:
    """The reviewer's words stand in the discussion, under their pseudonym; twice the same are said once (R7).

    Raises NotFound while their own review is not in (rule 43) or nobody opened it, or DiscussionClosed.
    """
    rules.check_sees_others(review)
    discussion = queries.discussion_of(session, review.abstract_id, lock=True)
    if discussion is None:
        raise NotFound("There is no such discussion.")
    _say(session, review.abstract, discussion, review, words, review.reviewer.person_id, now)


def close_discussion(session: Session, *, abstract: Abstract, by_id: int, now: datetime) -> None:
    """Nothing more is said of the abstract until a chair opens it again; once more changes nothing (R7)."""
    discussion = queries.discussion_of(session, abstract.id, lock=True)
    if discussion is None or discussion.closed_at is not None:
        return
    discussion.closed_at = now
    note_deed(session, "closed a discussion", abstract, by_id, now)


def _opened(session: Session, abstract: Abstract, by_id: int, now: datetime) -> Discussion | None:
    check_may_discuss(abstract.status, queries.submitted_reviews(session, abstract.id))
    is_new = insert_once(session, Discussion, abstract_id=abstract.id, opened_at=now)
    discussion = queries.discussion_of(session, abstract.id, lock=True)
    if is_new or (discussion is not None and discussion.closed_at is not None):
        note_deed(session, "opened a discussion", abstract, by_id, now)
    if discussion is not None:
        discussion.closed_at = None
    return discussion


def _say(
    session: Session,
    abstract: Abstract,
    discussion: Discussion | None,
    review: Review | None,
    words: str,
    by_id: int,
    now: datetime,
) -> None:
    check_open_to_talk(discussion, abstract.status)
    if discussion is None or queries.last_said(session, discussion, by_id) == words:
        return
    review_id = review.id if review else None
    session.add(Remark(discussion_id=discussion.id, review_id=review_id, by_id=by_id, words=words, said_at=now))
    session.flush()
    event, thing = abstract.call.event, ("review", review.id) if review else ("abstract", abstract.id)
    diary.note(session, act="spoke in a discussion", now=now, actor_id=by_id, thing=thing, event_id=event.id)
    day = local_day(event, now).toordinal()
    for reviewer, email in queries.discussing_reviewers(session, abstract.id):
        if reviewer.person_id != by_id:
            about = {"reviewer_id": reviewer.id, "day": day}
            key, due_at = f"{reviewer.id}:{day}", told_at(event, now)
            queue_letter_once(session, kind=DISCUSSED, to=email, key=key, now=now, due_at=due_at, **about)
