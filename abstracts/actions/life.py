"""Withdrawing, and the chair's way from submission to decision: one action for each arrow."""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.actions.posters import claim_poster
from abstracts.actions.steps import move_to
from abstracts.models import Abstract, AbstractStatus, Agreement, Decision
from core.outbox import queue_letter_once
from people.rules import london_day


def withdraw_abstract(session: Session, *, abstract: Abstract, version: int, by_id: int | None, now: datetime) -> None:
    """The abstract is taken back: its number and words stay, its poster is free, and all concerned are told.

    After the deadline too (domain rule 38). Once more it changes nothing (R7). Raises MayNotChange for a draft and for
    what was presented, declined or published, or ChangedElsewhere.
    """
    if abstract.status is AbstractStatus.WITHDRAWN:
        return
    rules.check_may_withdraw(abstract)
    rules.check_version(abstract, version)
    take_back(session, abstract, by_id, now)
    tell_of_withdrawal(session, abstract, now)


def tell_of_withdrawal(session: Session, abstract: Abstract, now: datetime) -> None:
    """Its authors and the chairs of its event are told that it was taken back."""
    told = {abstract.owner.email_key: abstract.owner.email}
    # Who said that they are no author is left alone.
    told |= {each.email_key: each.email for each in abstract.authors if each.agreement is not Agreement.DECLINED}
    for key, email in told.items():
        _tell(session, "withdrawn", email, f"{abstract.id}:{key}", abstract, now)
    for chair in queries.chairs_of(session, abstract.event_id, london_day(now)):
        _tell(session, "withdrawn_chair", chair.email, f"{abstract.id}:{chair.id}", abstract, now)


def take_back(session: Session, abstract: Abstract, by_id: int | None, now: datetime) -> None:
    """The abstract is withdrawn, whoever is told of it. Raises WrongMove."""
    abstract.withdrawn_at = now
    move_to(session, abstract, AbstractStatus.WITHDRAWN, by_id, now)
    abstract.poster_key = None
    abstract.version += 1
    session.flush()


def send_to_review(session: Session, *, abstract: Abstract, by_id: int | None, now: datetime) -> None:
    """The abstract may be given to reviewers, and its authors change it no more.

    Raises WrongMove, or StillFlagged while something found in it may tell who wrote it (domain rule 41).
    """
    if abstract.status is AbstractStatus.SUBMITTED:
        rules.check_may_go_to_review(abstract, queries.findings_of(session, abstract))
    _follow(session, abstract, AbstractStatus.SUBMITTED, AbstractStatus.IN_REVIEW, by_id, now)


def take_back_to_submitted(session: Session, *, abstract: Abstract, by_id: int | None, now: datetime) -> None:
    """The abstract is as it was submitted, so that its author may mend what was found. Raises WrongMove."""
    _follow(session, abstract, AbstractStatus.IN_REVIEW, AbstractStatus.SUBMITTED, by_id, now)


def decide_abstract(
    session: Session, *, abstract: Abstract, decision: Decision, by_id: int | None, now: datetime
) -> None:
    """The chair's decision stands, and nobody outside sees it before its release (domain rule 45).

    The abstract is locked. Raises WrongMove; and for a poster SecondPoster if its presenter has one already (domain
    rule 47), or NobodyPresents.
    """
    if abstract.status is AbstractStatus.DECIDED and abstract.decision is decision:
        return
    rules.check_arrow(abstract.status, AbstractStatus.IN_REVIEW, AbstractStatus.DECIDED)
    claim_poster(session, abstract, decision)
    abstract.decision, abstract.decided_at = decision, now
    _follow(session, abstract, AbstractStatus.IN_REVIEW, AbstractStatus.DECIDED, by_id, now)


def undo_decision(session: Session, *, abstract: Abstract, by_id: int | None, now: datetime) -> None:
    """The abstract is in review again, without a decision, and its poster is free. Raises WrongMove."""
    if abstract.status is AbstractStatus.IN_REVIEW:
        return
    _follow(session, abstract, AbstractStatus.DECIDED, AbstractStatus.IN_REVIEW, by_id, now)
    abstract.decision = abstract.decided_at = None
    claim_poster(session, abstract, None)


def _follow(
    session: Session, abstract: Abstract, start: AbstractStatus, to: AbstractStatus, by_id: int | None, now: datetime
) -> None:
    """Go along one arrow; who pressed twice is there already (R7)."""
    if abstract.status is to:
        return
    rules.check_arrow(abstract.status, start, to)
    move_to(session, abstract, to, by_id, now)


def _tell(session: Session, what: str, to: str, key: str, abstract: Abstract, now: datetime) -> None:
    kind = f"abstracts/email/{what}"
    queue_letter_once(session, kind=kind, to=to, key=key, now=now, abstract_id=abstract.id)
