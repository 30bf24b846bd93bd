"""Two abstracts that turn out to be one."""

from datetime import datetime

from sqlalchemy.orm import Session

from abstracts import rules
from abstracts.actions.agreement import ask_author
from abstracts.actions.guard import note_findings
from abstracts.actions.life import take_back
from abstracts.actions.steps import note_deed
from abstracts.models import Abstract, Author
from core.outbox import queue_letter_once

CARRIED = ("given_names", "surname", "email", "email_key", "orcid", "organisation", "town", "second_organisation")


def merge_abstracts(
    session: Session, *, keep: Abstract, other: Abstract, by_id: int | None, now: datetime
) -> list[Author]:
    """``other`` is withdrawn in favour of ``keep``, which names its authors too, after its own; who was added, comes
    back.

    Whoever only the other named is asked anew, since they agreed to another text. No more are added than the call lets
    be named. Whoever sent the other in is told. Both are locked. Merged already, nothing changes (R7). Raises
    MayNotMerge.
    """
    if other.merged_into_id == keep.id:
        return []
    rules.check_may_merge(keep, other)
    added = []
    for each in rules.authors_to_add(keep, other):
        carried = {name: getattr(each, name) for name in CARRIED}
        author = Author(position=len(keep.authors) + 1, **carried)
        keep.authors.append(author)
        added.append(author)
    other.merged_into_id = keep.id
    take_back(session, other, by_id, now)
    keep.version += 1
    session.flush()
    note_deed(session, "merged two abstracts", keep, by_id, now, after={"merged": other.id, "added": len(added)})
    note_findings(session, abstract=keep, now=now)  # a name that was nobody's may be an author's now
    for author in added:
        ask_author(session, author=author, now=now)
    queue_letter_once(
        session,
        kind="abstracts/email/merged",
        to=other.owner.email,
        key=str(other.id),
        now=now,
        abstract_id=other.id,
    )
    return added
