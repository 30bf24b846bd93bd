"""Who presents an accepted abstract, and whether they are registered for it (domain rule 46). The abstract is locked.

Whether they are is asked by who joins registration with it, and handed in.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import queries, rules
from abstracts.actions.life import take_back
from abstracts.actions.posters import keep_poster_in_step
from abstracts.actions.steps import note_deed
from abstracts.models import Abstract, AbstractStatus, Author
from core import files
from core.outbox import queue_letter_once
from core.uploads import Upload
from people.rules import london_day

AT_RISK = "office/email/at_risk"
CHASE = "office/email/chase"
WITHDRAWN = "abstracts/email/withdrawn_at_risk"


def swap_presenter(
    session: Session, *, abstract: Abstract, author: Author, by_id: int | None, now: datetime, at_desk: bool = False
) -> None:
    """The author presents it from now on, and whether it is at risk is asked of them. Once more changes nothing.

    Raises what rules.check_swap raises, and SecondPoster if they have a poster at the event (domain rule 47).
    """
    if author.is_presenter:
        return
    presenting = queries.presenting_of(session, abstract.call)
    rules.check_swap(abstract, author, presenting, now, at_desk=at_desk)
    if abstract.poster_key is not None:
        rules.check_first_poster(queries.poster_of(session, abstract.event_id, author.email_key, besides=abstract))
    for each in abstract.authors:
        each.is_presenter = False
    # Two steps, since the database lets one present at a time, whichever row is written first.
    session.flush()
    author.is_presenter = True
    session.flush()
    keep_poster_in_step(session, abstract)
    offer = rules.offer_of(abstract)
    offer.ticket_key = offer.ticket_holder = ""
    offer.at_risk_at = None
    abstract.version += 1
    session.flush()
    note_deed(session, "swapped its presenter", abstract, by_id, now, after={"author": author.id})


def settle_risk(session: Session, *, abstract: Abstract, is_registered: bool, now: datetime) -> None:
    """The abstract is marked as at risk, and those concerned told once how to mend it; or marked no more.

    Nothing else comes of it: only a person withdraws (domain rule 46).
    """
    if abstract.offer is None:
        return
    offer, is_at_risk = abstract.offer, rules.is_at_risk(abstract, is_registered, now)
    if is_at_risk == (offer.at_risk_at is not None):
        return
    offer.at_risk_at = now if is_at_risk else None
    session.flush()
    note_deed(session, "at risk" if is_at_risk else "at risk no more", abstract, None, now)
    if is_at_risk:
        _tell(session, abstract, AT_RISK, f"{now:%Y%m%d%H%M%S}", now)


def note_ticket(session: Session, *, abstract: Abstract, key: str, holder: str, by_id: int, now: datetime) -> None:
    """The ticket of that key is the presenter's, as the desk says, as long as it is ``holder``'s. Raises NoOffer."""
    offer = rules.offer_of(abstract)
    offer.ticket_key, offer.ticket_holder = key, holder
    session.flush()
    note_deed(session, "linked a ticket" if key else "unlinked a ticket", abstract, by_id, now)


def save_presented(
    session: Session, *, abstract: Abstract, key: str, upload: Upload, by_id: int | None, now: datetime
) -> None:
    """The abstract's poster or slides are ``upload``, written as ``key``, in place of any before. Raises NoOffer."""
    offer = rules.offer_of(abstract)
    before = offer.file
    offer.file = files.add(session, key=key, upload=upload, purpose="poster or slides", now=now)
    session.flush()
    note_deed(session, "sent a poster or slides", abstract, by_id, now, after={"file": offer.file_id})
    if before is not None:
        files.let_go(session, before)


def note_code(session: Session, *, abstract: Abstract, code: str, holder: str) -> None:
    """The booking code was made for the presenter of that address; none, if ``code`` is empty."""
    if abstract.offer is not None:
        abstract.offer.booking_code, abstract.offer.code_holder = code, holder
        session.flush()


def withdraw_at_risk(session: Session, *, abstract: Abstract, is_registered: bool, by_id: int, now: datetime) -> None:
    """The abstract is withdrawn by a person's decision, and all concerned have notice (domain rule 46).

    Once more it changes nothing (R7). Raises NotAtRisk if its presenter is registered by now or has time left.
    """
    if abstract.status is AbstractStatus.WITHDRAWN:
        return
    rules.check_at_risk(abstract, is_registered, now)
    take_back(session, abstract, by_id, now)
    note_deed(session, "withdrawn for want of a presenter", abstract, by_id, now)
    _tell(session, abstract, WITHDRAWN, "", now)


def chase(session: Session, *, abstracts: list[Abstract], by_id: int, now: datetime) -> int:
    """The authors of each are asked for what is still lacking, once on a day; how many letters that makes."""
    letters = 0
    for abstract in abstracts:
        told = _tell(session, abstract, CHASE, f"{london_day(now):%Y%m%d}", now)
        if told:
            note_deed(session, "chased its presenter", abstract, by_id, now)
        letters += told
    return letters


def _tell(session: Session, abstract: Abstract, kind: str, occasion: str, now: datetime) -> int:
    """Whoever wrote it, is written to or presents it is owed that letter once on the occasion; how many are."""
    told = {abstract.owner.email_key: abstract.owner.email}
    told |= {each.email_key: each.email for each in abstract.authors if each.is_corresponding or each.is_presenter}
    return sum(
        queue_letter_once(
            session, kind=kind, to=email, key=f"{abstract.id}:{key}:{occasion}", now=now, abstract_id=abstract.id
        )
        for key, email in told.items()
    )
