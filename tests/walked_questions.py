"""What the walker walks in where questions are asked: one of each event, and an answer that is a file."""

from dataclasses import dataclass

from events.models import Event
from registration.models import QuestionKind, Ticket
from tests import factories as make

WORDING = {"label": "What do you eat?", "kind": "text", "shown_if": "0"}
SUBSTITUTE = {"name": "Dr New", "email": "new@north.example", "version": 1}
OWN_PAGES = ("show_details", "save_details", "show_substitute", "pass_on", "give_back_place")
DESK_PAGES = ("show_details_at_desk", "save_details_at_desk")
QUESTION_PAGES = ("show_question", "change_question", "retire_question", "move_question")


@dataclass(frozen=True)
class _Of:
    """A row of an event."""

    event: Event
    id: int


def what_is_asked(tickets: dict[str, Ticket], a_file, in_event, own_parts: dict, at_desk: dict) -> dict:
    """A question of each event, and a file that a delegate sent: their parts of addresses."""
    questions, answers = {}, {}
    for thing, ticket in tickets.items():
        questions[thing] = _Of(ticket.event, make.a_question(ticket.event).id)
        letter = make.a_question(ticket.event, kind=QuestionKind.FILE)
        answers[thing] = _Of(ticket.event, make.an_answer(ticket, letter, "", file_id=a_file().id).id)
    return {
        **{f"registration.{name}": own_parts for name in OWN_PAGES},
        **{f"registration.{name}": at_desk for name in DESK_PAGES},
        **{f"registration.{name}": in_event("question_id", questions) for name in QUESTION_PAGES},
        "registration.download_answer": in_event("answer_id", answers),
    }


def typed_of_questions() -> dict[str, dict]:
    """What is sent to each of these pages."""
    typed = {
        "save_details": {"name": "Dr New"},
        "save_details_at_desk": {"name": "Dr New"},
        "pass_on": SUBSTITUTE,
        "add_question": WORDING,
        "change_question": WORDING,
    }
    return {f"registration.{name}": {"data": given} for name, given in typed.items()}
