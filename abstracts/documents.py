"""Letters about abstracts."""

from sqlalchemy.orm import Session

from abstracts.models import Abstract
from core.outbox import Draft, composes


@composes("abstracts/email/submitted")
def submitted_letter(session: Session, *, masked: bool, abstract_id: int) -> Draft | None:
    """To whoever wrote it: it has come in, with its number. None if it was withdrawn since."""
    abstract = session.get_one(Abstract, abstract_id)
    if abstract.submitted_at is None or abstract.withdrawn_at is not None:
        return None
    return Draft(context={"abstract": abstract, "call": abstract.call, "event": abstract.call.event}, pictures={})
