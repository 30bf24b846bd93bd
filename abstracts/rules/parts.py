"""Categories, headings and questions of a call, and the codes by which one comes late."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from abstracts.models import AskedAs, Call, CallCategory, CallHeading, CallQuestion
from abstracts.rules.settings import WrongCall, mark_of

MOST_PARTS = 40
MOST_OPTIONS = 30
MOST_LATE_USES = 100
CallPart = CallCategory | CallHeading | CallQuestion


class PartKind(enum.Enum):
    """What a call is made of. The value stands in addresses."""

    CATEGORY = "categories"
    HEADING = "headings"
    QUESTION = "questions"


PART_MODELS: dict[PartKind, type[CallPart]] = {
    PartKind.CATEGORY: CallCategory,
    PartKind.HEADING: CallHeading,
    PartKind.QUESTION: CallQuestion,
}
PART_WORDS = {PartKind.CATEGORY: "category", PartKind.HEADING: "heading", PartKind.QUESTION: "question"}


@dataclass(frozen=True)
class PartWording:
    """What the desk says of one of them; what its kind does not have stays as it is here."""

    name: str
    hint: str = ""
    word_limit: int | None = None
    is_required: bool = False
    asked_as: AskedAs = AskedAs.WORDS
    options: str = ""
    is_for_reviewers: bool = False

    def values(self, kind: PartKind) -> dict[str, object]:
        """Its columns, by their names."""
        said: dict[str, object] = {"hint": self.hint}
        if kind is PartKind.QUESTION:
            options = self.options if self.asked_as is AskedAs.CHOICE else ""
            said |= {"label": self.name, "asked_as": self.asked_as, "options": options}
            return said | {"is_required": self.is_required, "is_for_reviewers": self.is_for_reviewers}
        said["name"] = self.name
        if kind is PartKind.HEADING:
            said |= {"word_limit": self.word_limit, "is_required": self.is_required}
        return said


def parts_of(call: Call, kind: PartKind) -> Sequence[CallPart]:
    """Those of that kind, retired ones too, in their order."""
    found: dict[PartKind, Sequence[CallPart]] = {
        PartKind.CATEGORY: call.categories,
        PartKind.HEADING: call.headings,
        PartKind.QUESTION: call.questions,
    }
    return found[kind]


def name_of_part(part: CallPart) -> str:
    return part.label if isinstance(part, CallQuestion) else part.name


def wording_of(part: CallPart) -> PartWording:
    """What is said of it now."""
    if isinstance(part, CallQuestion):
        return PartWording(
            part.label,
            part.hint,
            is_required=part.is_required,
            asked_as=part.asked_as,
            options=part.options,
            is_for_reviewers=part.is_for_reviewers,
        )
    if isinstance(part, CallHeading):
        return PartWording(part.name, part.hint, word_limit=part.word_limit, is_required=part.is_required)
    return PartWording(part.name, part.hint)


def mark_of_part(part: CallPart) -> str:
    return mark_of(wording_of(part))


def check_part(parts: Iterable[CallPart], kind: PartKind, wording: PartWording, part: CallPart | None = None) -> None:
    """Raise WrongCall for a name that another has, a choice without options, or one more than a call may have."""
    others = [each for each in parts if each is not part]
    if part is None and len(others) >= MOST_PARTS:
        raise WrongCall(f"A call has at most {MOST_PARTS} {kind.value}.")
    if any(name_of_part(each).casefold() == wording.name.casefold() for each in others):
        raise part_name_taken(kind)
    if kind is PartKind.QUESTION and wording.asked_as is AskedAs.CHOICE:
        options = wording.options.splitlines()
        if len(options) < 2 or len({*options}) < len(options) or len(options) > MOST_OPTIONS:
            raise WrongCall(f"Write from two to {MOST_OPTIONS} options, each on a line of its own and none twice.")


def check_may_ask_otherwise(part: CallPart, wording: PartWording, answers: int) -> None:
    """Raise WrongCall if a question that has ``answers`` would be asked as something else."""
    if isinstance(part, CallQuestion) and answers and part.asked_as is not wording.asked_as:
        raise WrongCall("It has been answered already, so it stays the kind it is. Retire it, and ask a new one.")


def part_name_taken(kind: PartKind) -> WrongCall:
    return WrongCall(f"This call has a {PART_WORDS[kind]} of that name already, perhaps a retired one.")


def moved(parts: Sequence[CallPart], part: CallPart, by: int) -> list[CallPart]:
    """The parts in their new order: ``part`` one place up (-1) or down (1), if there is one."""
    order = list(parts)
    at = order.index(part)
    to = max(0, min(len(order) - 1, at + by))
    order.insert(to, order.pop(at))
    return order


def check_late_window(call: Call, ends_at: datetime, now: datetime) -> None:
    """Raise WrongCall unless a code's time is after the call's own end and not over yet."""
    if ends_at <= call.closes_at:
        raise WrongCall("The code must be good for longer than the call itself, or it lets nobody come later.")
    if ends_at <= now:
        raise WrongCall("That moment is over already.")
