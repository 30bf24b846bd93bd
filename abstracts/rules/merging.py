"""When two abstracts are one."""

from abstracts.models import Abstract, AbstractStatus, Author
from abstracts.rules.life import shown_status
from core.errors import Refusal

MERGEABLE = frozenset({AbstractStatus.SUBMITTED, AbstractStatus.IN_REVIEW})


class MayNotMerge(Refusal):
    pass


def check_may_merge(keep: Abstract, other: Abstract) -> None:
    """Raise MayNotMerge unless these are two abstracts of one call that are sent in and not decided."""
    if keep.id == other.id:
        raise MayNotMerge("Choose another abstract: this one cannot become itself.")
    if keep.call_id != other.call_id:
        raise MayNotMerge("These two were sent to different calls. Ask the authors to withdraw one of them.")
    for each in (keep, other):
        if each.status not in MERGEABLE:
            raise MayNotMerge(f"Abstract {each.number} is {shown_status(each).value}, so it cannot be merged.")


def authors_to_add(keep: Abstract, other: Abstract) -> list[Author]:
    """Those whom only the other names, in their order and as many as the call still lets be named."""
    known = {each.email_key for each in keep.authors}
    left = keep.call.coauthor_limit + 1 - len(keep.authors)
    return [each for each in other.authors if each.email_key not in known][: max(left, 0)]
