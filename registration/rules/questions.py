"""What the delegate of a ticket is asked, and what is an answer to it."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from babel import Locale

from core.errors import Refusal
from core.words import count
from registration.models import Answer, BadgePart, Product, Question, QuestionKind, Ticket

LONGEST_TEXT = 500
LONGEST_ORGANISATION = 120
MOST_OPTIONS = 30
WITH_OPTIONS = {QuestionKind.CHOICE, QuestionKind.MANY}
KIND_WORDS = {
    QuestionKind.TEXT: "Words",
    QuestionKind.CHOICE: "One of several",
    QuestionKind.MANY: "Any of several",
    QuestionKind.DATE: "A date",
    QuestionKind.NUMBER: "A number",
    QuestionKind.COUNTRY: "A country",
    QuestionKind.ORGANISATION: "An organisation",
    QuestionKind.FILE: "A file",
}
# What a badge may be told in: pronouns and a job role are its own words, a photo preference is a mark for each option.
TELLS_BADGE = {
    BadgePart.PRONOUNS: {QuestionKind.TEXT, QuestionKind.CHOICE},
    BadgePart.JOB_ROLE: {QuestionKind.TEXT, QuestionKind.CHOICE},
    BadgePart.PHOTOS: {QuestionKind.CHOICE},
}
# Groups of countries and what is no country at all, among Babel's territories.
NO_COUNTRIES = {"EU", "UN", "EZ", "XA", "XB", "ZZ", "QO"}
NUMBER = re.compile(r"-?[0-9]{1,9}([.,][0-9]{1,3})?")


class NotAnAnswer(Refusal):
    """What was typed does not answer the question; the message says what would."""

    status = 422


class NotAQuestion(Refusal):
    """The question cannot be asked like that; the message says why."""


class QuestionHasChanged(Refusal):
    """Somebody else has changed or retired the question meanwhile."""


@dataclass(frozen=True)
class Wording:
    """Everything that the desk says of a question: what one version of it is."""

    label: str
    hint: str = ""
    kind: QuestionKind = QuestionKind.TEXT
    options: str = ""
    is_required: bool = False
    is_staff_only: bool = False
    shown_if_id: int | None = None
    shown_if_value: str = ""
    badge_part: BadgePart | None = None
    products: tuple[Product, ...] = field(default=())


def asked_of(
    questions: Iterable[Question], product_ids: Collection[int], answers: Mapping[int, str], *, at_desk: bool = False
) -> list[Question]:
    """Which of an event's ``questions`` are for a delegate with these products, in the questions' order.

    ``product_ids`` are the ticket's own and its add-ons'; ``answers`` the values so far, by the questions' first ids.
    A question with a condition is asked once the question that it looks at is asked too and has that answer among
    its lines; what hangs on a question for the desk alone is therefore for the desk alone as well.
    """
    fitting = [
        each
        for each in questions
        if (at_desk or not each.is_staff_only)
        and (not each.products or any(product.id in product_ids for product in each.products))
    ]
    asked: set[int | None] = set()
    while True:
        more = {each.first_id for each in fitting if each.first_id not in asked and _is_shown(each, asked, answers)}
        if not more:
            return [each for each in fitting if each.first_id in asked]
        asked |= more


def _is_shown(question: Question, asked: Collection[int | None], answers: Mapping[int, str]) -> bool:
    if question.shown_if_id is None:
        return True
    given = answers.get(question.shown_if_id, "").splitlines()
    return question.shown_if_id in asked and question.shown_if_value in given


def values_of(answers: Iterable[Answer]) -> dict[int, str]:
    """What was answered, by the questions' first ids; of a file its name, so that it counts as an answer."""
    found = {}
    for each in answers:
        if each.question.first_id is not None:
            found[each.question.first_id] = each.value or (each.file.name if each.file else "")
    return found


def missing_from(asked: Iterable[Question], answers: Mapping[int, str]) -> list[Question]:
    """The required ones of the questions ``asked`` that have no answer. They block no order and no door."""
    return [each for each in asked if each.is_required and not answers.get(each.first_id or 0)]


def check_answer(question: Question, value: str) -> None:
    """Raise NotAnAnswer unless ``value`` can be kept for a question of its kind; an empty one always can.

    Of many there is a line for each; a date is ISO's, a country its code of two letters. A file is not typed.
    """
    if not value:
        return
    match question.kind:
        case QuestionKind.TEXT if len(value) > LONGEST_TEXT:
            raise NotAnAnswer(f"Write {LONGEST_TEXT} characters at most; these are {len(value)}.")
        case QuestionKind.ORGANISATION if len(value) > LONGEST_ORGANISATION or "\n" in value:
            raise NotAnAnswer(f"Write the name in {LONGEST_ORGANISATION} characters at most.")
        case QuestionKind.CHOICE if value not in question.choices:
            raise NotAnAnswer("Choose one of these.")
        case QuestionKind.MANY if not _are_among(value.splitlines(), question.choices):
            raise NotAnAnswer("Choose from these.")
        case QuestionKind.DATE if not _is_date(value):
            raise NotAnAnswer("Write the day as year, month and day, like 2027-03-17.")
        case QuestionKind.NUMBER if not NUMBER.fullmatch(value):
            raise NotAnAnswer("Write a number in digits, like 12 or 2.5.")
        case QuestionKind.COUNTRY if value not in countries():
            raise NotAnAnswer("Choose a country from the list.")
        case QuestionKind.FILE:
            raise NotAnAnswer("Choose a file.")


def question_has_changed() -> QuestionHasChanged:
    return QuestionHasChanged("Somebody else has changed this question meanwhile. Look at the list again.")


def check_is_asked(question: Question) -> None:
    """Raise QuestionHasChanged for a version that is asked no more."""
    if question.replaced_at is not None:
        raise question_has_changed()


def check_stays_hidden(question: Question, wording: Wording) -> None:
    """Raise NotAQuestion if what the desk wrote for itself would be shown to delegates."""
    if question.is_staff_only and not wording.is_staff_only:
        raise NotAQuestion("The desk’s own answers stay its own. Retire this question, and ask delegates a new one.")


def products_of_ticket(ticket: Ticket) -> set[int]:
    """The ids of what the delegate has: the ticket itself and its add-ons."""
    return {ticket.line.product_id, *(extra.line.product_id for extra in ticket.extras)}


def check_wording(wording: Wording, questions: Iterable[Question], *, first_id: int | None = None) -> None:
    """Raise NotAQuestion for options that give no choice, and for a condition that could never be met.

    ``questions`` are those the event asks now; ``first_id`` is of the one that gets this wording, if it is there.
    """
    options = [line for line in wording.options.splitlines() if line]
    if wording.kind in WITH_OPTIONS and (len(options) < 2 or len(set(options)) < len(options)):
        raise NotAQuestion("Write two options or more, each on a line of its own and none of them twice.")
    if len(options) > MOST_OPTIONS:
        raise NotAQuestion(f"Write {count(MOST_OPTIONS, 'option')} at most.")
    questions = list(questions)
    _check_badge_part(wording, [each for each in questions if each.first_id != first_id or first_id is None])
    if wording.shown_if_id is None:
        return
    by_id = {each.first_id: each for each in questions}
    looked_at = by_id.get(wording.shown_if_id)
    if looked_at is None or not wording.shown_if_value or looked_at.kind is QuestionKind.FILE:
        raise NotAQuestion("Choose the question that it depends on, and write the answer that brings it up.")
    if looked_at.kind in WITH_OPTIONS and wording.shown_if_value not in looked_at.choices:
        raise NotAQuestion(f"“{wording.shown_if_value}” is no answer to “{looked_at.label}”. Write one of its options.")
    seen: set[int | None] = {first_id} if first_id else set()
    while looked_at is not None:
        if looked_at.first_id in seen:
            raise NotAQuestion("These questions would wait for each other. Choose another condition.")
        seen.add(looked_at.first_id)
        looked_at = by_id.get(looked_at.shown_if_id) if looked_at.shown_if_id else None


def _check_badge_part(wording: Wording, others: Iterable[Question]) -> None:
    """Raise NotAQuestion unless badges can be told by it, and by no other question of the event (domain rule 35)."""
    part = wording.badge_part
    if part is None:
        return
    if wording.is_staff_only:
        raise NotAQuestion("What is for the desk alone is on no badge. Ask delegates, or leave it off the badge.")
    if wording.kind not in TELLS_BADGE[part]:
        kinds = " or ".join(f"“{KIND_WORDS[kind]}”" for kind in QuestionKind if kind in TELLS_BADGE[part])
        raise NotAQuestion(f"For the badge its answer must be {kinds}.")
    if twin := next((each for each in others if each.badge_part is part), None):
        raise NotAQuestion(f"Badges take that from “{twin.label}” already. Take it off the badge there first.")


@cache
def countries() -> dict[str, str]:
    """The names of the countries by their ISO codes, in the order of the names."""
    found = Locale("en", "GB").territories.items()
    named = {code: name for code, name in found if re.fullmatch("[A-Z]{2}", code) and code not in NO_COUNTRIES}
    return dict(sorted(named.items(), key=lambda each: each[1]))


def in_words(question: Question, value: str) -> str:
    """An answer as somebody reads it: the country's name, and of many one after the other."""
    if question.kind is QuestionKind.COUNTRY:
        return countries().get(value, value)
    return ", ".join(value.splitlines()) if question.kind is QuestionKind.MANY else value


def _are_among(lines: list[str], choices: list[str]) -> bool:
    return len(set(lines)) == len(lines) and set(lines) <= set(choices)


def _is_date(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)) and date.fromisoformat(value).year > 0
    except ValueError:
        return False
