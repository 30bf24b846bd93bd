"""Letters about abstracts."""

from sqlalchemy.orm import Session

from abstracts import rules
from abstracts.models import Abstract, Author, Message
from core.outbox import Draft, composes


@composes("abstracts/email/submitted")
def submitted_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To whoever wrote it: it has come in, with its number. None if it was withdrawn since."""
    abstract = session.get_one(Abstract, abstract_id)
    if abstract.submitted_at is None or abstract.withdrawn_at is not None:
        return None
    return Draft(context={"abstract": abstract, "call": abstract.call, "event": abstract.call.event}, pictures={})


def message_draft(message: Message | rules.Written, abstract: Abstract, name: str) -> Draft:
    """The chair's words as the one of that name reads them, about that abstract; each placeholder filled in once."""
    values = {"title": abstract.title or "Untitled", "number": abstract.number, "name": name}
    values["call"] = abstract.call.name
    filled = {part: rules.filled_in(getattr(message, part), values) for part in ("subject", "words")}
    return Draft(
        context={**filled, "abstract": abstract, "call": abstract.call, "event": abstract.call.event}, pictures={}
    )


@composes("abstracts/email/message")
def message_letter(
    session: Session, *, masked: bool, message_id: int, abstract_id: int, author_id: int
) -> Draft | None:
    """To an owner (``author_id`` 0) or a corresponding author. None if the abstract, or the author, is gone since."""
    abstract = session.get(Abstract, abstract_id)
    author = session.get(Author, author_id) if author_id else None
    if abstract is None or (author_id and author is None):
        return None
    name = author.name if author else abstract.owner.known_as
    return message_draft(session.get_one(Message, message_id), abstract, name)
