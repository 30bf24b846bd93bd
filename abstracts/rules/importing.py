"""What an import would do with each record: add it, bring an abstract up to it, or leave that as it is; and why not."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from abstracts.models import Abstract, AbstractStatus, Call, CallCategory, Decision
from abstracts.rules.exchange import DECIDED, KeptFile, Record, own_reference, record_of, written_alike
from abstracts.rules.exhibits import takes
from abstracts.rules.incoming import Leftover, Problem
from abstracts.rules.life import may_withdraw
from abstracts.rules.limits import EACH_KEYWORD, count_letters, count_words
from people.rules import email_key

OPEN = {AbstractStatus.DRAFT, AbstractStatus.SUBMITTED}
SHOWN = DECIDED - {AbstractStatus.DECLINED, AbstractStatus.WAITLISTED}
NOT_SENT = {AbstractStatus.DRAFT, AbstractStatus.WITHDRAWN}


class Does(enum.Enum):
    ADDS = "added"
    CHANGES = "changed"
    NOTHING = "unchanged"
    KEEPS = "kept as they were changed here"  # somebody here wrote in it, so what was written here counts


@dataclass(frozen=True)
class Step:
    """One record, the call it belongs to, and the abstract that it is already, if it is one."""

    place: int
    record: Record
    call: Call
    abstract: Abstract | None
    does: Does


@dataclass
class Plan:
    """What an import would do. Nothing is done while there is a problem."""

    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new_categories: dict[tuple[int, str], None] = field(default_factory=dict)  # by call id and name, in their order
    leftovers: list[Leftover] = field(default_factory=list)

    def files_to_take(self) -> Iterable[tuple[int, KeptFile]]:
        """The figures and tables of what is added, each with the place of its record."""
        return [
            (step.place, kept)
            for step in self.steps
            if step.does is Does.ADDS
            for kept in step.record.files
            if kept.content
        ]

    @property
    def is_sound(self) -> bool:
        return not self.problems

    @property
    def changes_anything(self) -> bool:
        return any(each.does in {Does.ADDS, Does.CHANGES} for each in self.steps)

    def how_many(self, does: Does) -> int:
        return sum(each.does is does for each in self.steps)


def plan_import(
    records: Mapping[int, Record],
    *,
    calls: Mapping[str, Call],
    to_call: str,
    stored: Iterable[Abstract],
    imported_at: Mapping[int, datetime],
    adds_categories: bool,
) -> Plan:
    """What becomes of each record, by its place. ``to_call`` takes them all; else each names its call by its slug.

    ``imported_at`` is when an abstract, by its id, was last written by an import.
    """
    known: dict[tuple[int, str], Abstract] = {}
    for abstract in stored:
        known |= dict.fromkeys(
            ((abstract.call_id, ref) for ref in (own_reference(abstract), abstract.source_ref) if ref), abstract
        )
    posters: dict[str, Abstract | None] = {each.poster_key: each for each in known.values() if each.poster_key}
    plan, seen, shown = Plan(), set(), set()
    for place, record in records.items():

        def wrong(says: str, at: int = place, ref: str = record.ref) -> None:
            plan.problems.append(Problem(at, ref, says))

        slug = to_call or record.call or (next(iter(calls)) if len(calls) == 1 else "")
        if (call := calls.get(slug)) is None:
            wrong(f"The event has no call “{slug}”." if slug else "It names no call. Say which with --call.")
            continue
        if (call.id, record.ref) in seen:
            wrong("Another abstract of this file has the same “ref”.")
        seen.add((call.id, record.ref))
        for says in _misfits(record, call):
            wrong(says)
        if record.category and _category(record, call) is None:
            if not adds_categories:
                wrong(f"The call has no category “{record.category}”; --add-categories adds it.")
            plan.new_categories[(call.id, record.category)] = None
        found = known.get((call.id, record.ref))
        if (key := poster_key_in(record)) is not None:
            if posters.setdefault(key, found) is not found or (found is None and key in shown):
                wrong("Its presenter has another poster in this event; each has one.")
            shown.add(key)
        plan.steps.append(Step(place, record, call, found, _deed(record, found, imported_at)))
        if plan.steps[-1].does in {Does.ADDS, Does.CHANGES}:
            is_new = plan.steps[-1].does is Does.ADDS
            left = [f"the {each.exhibit.value}’s file" for each in record.files if not (is_new and each.content)]
            left += ["reviewers’ conflicts"] if record.reviewer_conflicts else []
            plan.leftovers += [Leftover(place, what) for what in left]
    return plan


def poster_key_in(record: Record) -> str | None:
    """The presenter's address if the record is to be shown as a poster; each presenter has one (domain rule 47)."""
    if record.decision is not Decision.POSTER or record.status not in SHOWN:
        return None
    return next((email_key(each.email) for each in record.authors if each.is_presenter), None)


def next_status(record: Record, abstract: Abstract) -> AbstractStatus | None:
    """The status to which the record moves the abstract; None if it stays. What the chair has begun is not undone."""
    if record.status is AbstractStatus.WITHDRAWN and may_withdraw(abstract):
        return record.status
    if abstract.status is AbstractStatus.DRAFT and record.status not in NOT_SENT:
        return AbstractStatus.SUBMITTED
    return None


def _deed(record: Record, abstract: Abstract | None, imported_at: Mapping[int, datetime]) -> Does:
    if abstract is None:
        return Does.ADDS
    moves = next_status(record, abstract) is not None
    if written_alike(record, record_of(abstract)):
        return Does.CHANGES if moves else Does.NOTHING
    is_untouched = imported_at.get(abstract.id) == abstract.saved_at
    return Does.CHANGES if is_untouched and abstract.status in OPEN else Does.KEEPS


def _category(record: Record, call: Call) -> CallCategory | None:
    return next((each for each in call.categories if each.name.casefold() == record.category.casefold()), None)


def _misfits(record: Record, call: Call) -> Iterable[str]:
    """Why the record does not fit the call, in a sentence each."""
    headings = {each.name: each for each in call.headings}
    for name in record.sections:
        if name not in headings:
            yield f"The call has no heading “{name[:80]}”; it has: {', '.join(headings)}."
    labels = {each.label for each in call.questions}
    for label in record.answers:
        if label not in labels:
            yield f"The call asks no question “{label[:80]}”."
    keys = [email_key(each.email) for each in record.authors]
    if len(set(keys)) < len(keys):
        yield "Two of its authors have the same address."
    if sum(each.is_presenter for each in record.authors) > 1:
        yield "It has more than one presenter."
    if sum(each.is_corresponding for each in record.authors) > 1:
        yield "It has more than one corresponding author."
    for kept in record.files:
        if kept.content and not takes(call, kept.exhibit):
            yield f"The call takes no {kept.exhibit.value}."
    if len({each.exhibit for each in record.files}) < len(record.files):
        yield "It has more than one figure, or more than one table."
    if record.owner is None and not record.authors:
        yield "It has neither an owner nor an author, so it would be nobody’s."
    if record.status in DECIDED and record.decision is None:
        yield f"Its status is “{record.status.value}”, so it must have a decision."
    if record.decision is not None and record.status not in DECIDED and record.status is not AbstractStatus.WITHDRAWN:
        yield f"Its status is “{record.status.value}”, so it has no decision yet."
    if record.decision is Decision.POSTER and record.status in SHOWN and poster_key_in(record) is None:
        yield "It is a poster, and nobody presents it."
    if record.status not in NOT_SENT:
        yield from _beyond(record, call)


def _beyond(record: Record, call: Call) -> Iterable[str]:
    """The limits of the call that what was sent in breaks (domain rule 39)."""
    limits = {each.name: each.word_limit for each in call.headings}
    counts = {name: count_words(words) for name, words in record.sections.items()}
    measured = [
        ("characters in the title", count_letters(record.title), call.title_letters),
        ("words in all", sum(counts.values()), call.word_limit),
        ("words on interests", count_words(record.conflicts), call.conflict_word_limit),
        ("authors", len(record.authors), call.coauthor_limit + 1),
        ("keywords", len(record.keywords), call.keyword_limit),
        ("characters in a keyword", max(map(len, record.keywords), default=0), EACH_KEYWORD),
        *((f"words under {name}", counts[name], most) for name in counts if (most := limits.get(name))),
    ]
    for what, count, most in measured:
        if count > most:
            yield f"{count} {what}; the call allows {most}."
    if not record.title:
        yield "It was sent in without a title."
