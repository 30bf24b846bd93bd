"""What the chair does to the supplement, and what becomes of it when its embargo ends."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from abstracts.actions.steps import move_to, note_deed
from abstracts.models import Abstract, AbstractStatus, Call, Supplement, SupplementEntry
from abstracts.queries import books
from abstracts.rules import printing
from abstracts.rules.printing import SupplementSettings
from core import diary


def set_supplement(
    session: Session, *, call: Call, settings: SupplementSettings, by_id: int | None, now: datetime
) -> None:
    """The issue of the journal is set so, for every citation. The call is locked. Raises WrongSupplement."""
    printing.check_supplement(settings)
    supplement = _stored(session, call)
    for name, value in asdict(settings).items():
        setattr(supplement, name, value)
    session.flush()
    _note(session, "set the supplement", call, by_id, now)


def publish_book(session: Session, *, call: Call, by_id: int | None, now: datetime) -> int:
    """The book holds what may be printed now, and is read from the embargo on; how many abstracts it holds.

    Once more it brings the book up to date. The call is locked. Raises NotReady (domain rule 48).
    """
    pieces = books.pieces_of(session, call)
    fitting = [piece for piece in pieces if not piece.reasons]
    printing.check_may_publish(call, len(fitting))
    supplement = _stored(session, call)
    is_out = printing.is_out(supplement, now)
    supplement.published_at = supplement.published_at or now
    for piece in fitting:
        entry = piece.entry or SupplementEntry(abstract_id=piece.abstract.id)
        entry.published_at = entry.published_at or now
        session.add(entry)
    for piece in pieces:
        # What was read already does not go missing: it is retracted, with a word why.
        if piece.reasons and piece.entry is not None and not is_out:
            piece.entry.published_at = piece.entry.retracted_at = None
    session.flush()
    _note(session, "published the supplement", call, by_id, now, abstracts=len(fitting))
    return len(fitting)


def take_book_back(session: Session, *, call: Call, by_id: int | None, now: datetime) -> None:
    """The book is not read when the embargo ends, until it is published again. Raises IsPublic from then on."""
    supplement = _stored(session, call)
    printing.check_may_take_back(supplement, now)
    supplement.published_at = None
    session.flush()
    _note(session, "took the supplement back", call, by_id, now)


def change_entry(
    session: Session,
    *,
    abstract: Abstract,
    entry: SupplementEntry,
    doi: str,
    prize: str,
    by_id: int | None,
    now: datetime,
) -> None:
    """The supplement says so of the abstract, which is locked. Raises WrongDoi."""
    entry.doi, entry.prize = printing.doi_of(doi), prize
    session.add(entry)
    session.flush()
    note_deed(session, "changed its entry in the supplement", abstract, by_id, now)


def save_dois(session: Session, *, call: Call, text: str, by_id: int | None, now: datetime) -> int:
    """The abstracts of these lines have these DOIs; how many. The call is locked. Raises WrongDoi, and changes none."""
    pieces = {piece.abstract.number: piece for piece in books.pieces_of(session, call)}
    found = printing.dois_in(text, pieces)
    for number, doi in found.items():
        piece = pieces[number]
        entry = piece.entry or SupplementEntry(abstract_id=piece.abstract.id)
        entry.doi = doi
        session.add(entry)
    session.flush()
    _note(session, "wrote DOIs into the supplement", call, by_id, now, abstracts=len(found))
    return len(found)


def retract_abstract(
    session: Session, *, abstract: Abstract, entry: SupplementEntry, notice: str, by_id: int | None, now: datetime
) -> None:
    """The book shows the notice instead of its words, for good. The abstract is locked. Raises NotReady or IsPublic."""
    printing.check_may_retract(entry)
    entry.retracted_at, entry.notice = now, notice
    session.flush()
    note_deed(session, "retracted an abstract", abstract, by_id, now)


def call_published(session: Session, *, now: datetime) -> int:
    """Abstracts of books that are read by now have the status that says so; how many had not.

    Nobody's reading waits for it: who may read what is asked of the embargo alone.
    """
    abstracts = books.just_out(session, now, lock=True)
    for abstract in abstracts:
        move_to(session, abstract, AbstractStatus.PUBLISHED, None, now)
    session.flush()
    return len(abstracts)


def _stored(session: Session, call: Call) -> Supplement:
    supplement = books.supplement_of(session, call)
    session.add(supplement)
    return supplement


def _note(session: Session, act: str, call: Call, by_id: int | None, now: datetime, **facts: int) -> None:
    thing = ("call", call.id)
    diary.note(session, act=act, now=now, actor_id=by_id, thing=thing, event_id=call.event_id, after=facts or None)
