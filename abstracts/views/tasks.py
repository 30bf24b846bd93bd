"""What stands around each page of an abstract: its parts with what they lack, its dates, and the way between them."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from abstracts import rules
from abstracts.models import Abstract
from abstracts.rules import Lack


@dataclass(frozen=True)
class Task:
    """One part of an abstract: where it is written, and what it still lacks."""

    name: str
    hint: str
    address: str
    lacks: tuple[Lack, ...]
    is_begun: bool


PAGES = {
    rules.TEXT: ("Text", "Title, category, headings and keywords", "abstracts.show_text"),
    rules.AUTHORS: ("Authors", "In their order, with where they work", "abstracts.show_authors"),
    rules.STATEMENTS: ("Statements", "Ethics, consent, interests, licence", "abstracts.show_statements"),
    rules.EXHIBITS: ("Figure and table", "One of each, if you want them", "abstracts.show_exhibits"),
}


def here(abstract: Abstract) -> dict:
    """The parts of the abstract's own address."""
    call = abstract.call
    return {"event_slug": call.event.slug, "call_slug": call.slug, "number": abstract.number}


def tasks_of(abstract: Abstract) -> list[Task]:
    """The parts of the abstract in the order of their pages, each with what it lacks."""
    lacking = rules.lacks(abstract)
    return [
        Task(
            name,
            hint,
            url_for(endpoint, **here(abstract)),
            tuple(each for each in lacking if each.part == part),
            part != rules.EXHIBITS or bool(abstract.files),
        )
        for part, (name, hint, endpoint) in PAGES.items()
        if part != rules.EXHIBITS or abstract.files or abstract.call.takes_figure or abstract.call.takes_table
    ]


def around(abstract: Abstract, now: datetime) -> dict:
    """What every page of an abstract shows."""
    closes_at = rules.closes_at(abstract.call, abstract.late_entry)
    is_open = rules.is_open(abstract.call, now, abstract.late_entry)
    return {
        "abstract": abstract,
        "call": abstract.call,
        "event": abstract.call.event,
        "here": here(abstract),
        "tasks": tasks_of(abstract),
        "closes_at": closes_at,
        "is_open": is_open,
        "may_change": is_open and rules.may_write(abstract),
        "may_withdraw": rules.may_withdraw(abstract),
        "shown_status": rules.shown_status(abstract),
        "now": now,
    }
