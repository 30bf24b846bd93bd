"""What a regional conference begins with, and what is left to do for one (domain 3.3, rule 52)."""

import re
from datetime import datetime, time, timedelta
from typing import NamedTuple

from core.words import count, folded
from events.models import Event, Visibility
from events.rules import at, begins_at, local_day
from members.models import Nation
from policy import rules as of_policy
from policy.models import Channel, Language, Launch, PositionStatus
from policy.rules import is_whole, welsh_missing

HALL, ONLINE, PLACES_ONLINE = "In person", "Online", 500
SALE_BEFORE = timedelta(days=120)
FOUR_NATIONS = "Policy in four nations"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LONGEST_SLUG = 40  # leaves room for the nation and a number
# The share of those who booked from which on a meeting in Wales is interpreted (domain 2.11, W4).
LEAST_WISH_PERCENT = 10
WELSH_QUESTION = "Ydych chi am ddefnyddio’r Gymraeg? Do you wish to use Welsh?"
WELSH_HINT = "We interpret when one delegate in ten wishes it"
WELSH_OPTIONS = "Ydw. Yes\nNac ydw. No"  # the first is the wish


class RegionalTicket(NamedTuple):
    name: str
    hint: str
    price_pence: int
    quota: str = HALL
    is_hidden: bool = False


TICKETS = (
    RegionalTicket("Medical or dental student", "University email address needed", 0),
    RegionalTicket("Patient or carer partner", "By invitation of the regional lead", 0, is_hidden=True),
    RegionalTicket("Speaker or chair", "Issued with the programme", 0, is_hidden=True),
    RegionalTicket("Member", "Consultant, GP, SAS doctor or dentist", 4500),
    RegionalTicket("Trainee or foundation doctor", "We will ask for a training number or a letter", 2000),
    RegionalTicket("Not a member", "", 7500),
    RegionalTicket("Online", "Free to members; the link comes on the day before", 0, ONLINE),
)


class Step(NamedTuple):
    at: datetime
    words: str
    owner: str


class Todo(NamedTuple):
    """One line of the checklist: ``place`` says which page it is done on, ``missing`` what is not there yet."""

    place: str
    words: str
    missing: tuple[str, ...] = ()
    is_done: bool = False


def is_in_wales(event: Event) -> bool:
    return event.nation == Nation.WALES.value.title()


def sale_of(event: Event) -> tuple[datetime, datetime]:
    """When the sale of its tickets opens and closes: at the doors, and as many days before."""
    closes = begins_at(event)
    return closes - SALE_BEFORE, closes


def position_words(title: str, nation: Nation) -> str:
    """The last part of a position's address, made of its working title and its nation."""
    plain = re.sub("[^a-z0-9]+", "-", folded(title)).strip("-0123456789")[:LONGEST_SLUG].strip("-")
    return f"{plain or 'position'}-{dashed(nation)}"


def dashed(nation: Nation) -> str:
    return nation.value.replace(" ", "-")


def run_sheet(event: Event, lifts_at: datetime, lead: str, champion: str) -> list[Step]:
    """The usual lines in their order: days before count on the event's clocks, minutes from the instant itself."""
    launched = local_day(event, lifts_at)

    def before(days: int, hour: time) -> datetime:
        return at(event, launched - days * DAY, hour)

    doors, closes = begins_at(event), at(event, event.last_day, event.closes)
    steps = [
        Step(before(14, time(10)), "The words are approved and the launch is scheduled", lead),
        Step(before(7, time(10)), "Invite the press and partners who read it early", "Press office"),
        Step(before(2, time(14)), "Rehearse the launch at the desk, line by line", lead),
        Step(before(1, time(16)), "Go through questions and answers with those who speak", champion),
        Step(lifts_at - 30 * MINUTE, "Everybody who acts at the moment can be reached", lead),
        Step(lifts_at + 2 * MINUTE, "Open the public page, read it, and post the social texts", "Press office"),
        Step(lifts_at + 15 * MINUTE, "The web summary is up; answer the press", "Press office"),
        Step(doors - 60 * MINUTE, "Stewards know what is under embargo; the slide is ready", "Venue"),
        Step(doors, "Doors open", "Venue"),
        Step(max(lifts_at, doors + 60 * MINUTE), "Tell the hall what is launched, and why here", champion),
        Step(closes, "Thank the hall, and say where the position goes next", lead),
        Step(at(event, event.last_day + DAY, time(9)), "Count who read it, and what was written of it", lead),
    ]
    return sorted(steps, key=lambda each: each.at)


def todo_of_event(event: Event, *, tickets: int) -> list[Todo]:
    """What the event itself needs, in the order in which one would do it."""
    english = {"the summary": event.summary, "getting in": event.getting_in, "the venue": event.venue}
    welsh = {"the name": event.name_cy, "the summary": event.summary_cy, "getting in": event.getting_in_cy}
    found = [_todo("event", "Say what delegates read of the event", _empty(english))]
    if is_in_wales(event):
        found.append(_todo("event", "Say it in Welsh too", _empty(welsh)))
    found.append(Todo("tickets", f"Look through the tickets: {count(tickets, 'ticket type')}", is_done=tickets > 0))
    found.append(Todo("event", "Publish the event", is_done=event.visibility is not Visibility.DRAFT))
    return found


def todo_of_launch(launch: Launch, *, press: int) -> list[Todo]:
    """What its launch needs, in the order in which one would do it."""
    position = launch.position
    english = position.text_in(Language.ENGLISH, position.version)
    there = {each.channel for each in launch.assets if each.language is Language.ENGLISH}
    status = position.status
    found = [
        Todo("texts", "Write the frame, key lines and summary", is_done=is_whole(english)),
        Todo("spokespeople", "Name those who speak for it", is_done=bool(position.spokespeople)),
        _todo("assets", "Write what each channel says", tuple(each.value for each in Channel if each not in there)),
    ]
    if launch.nation is Nation.WALES:
        missing = () if launch.welsh_reason else tuple(_plain(each) for each in welsh_missing(launch))
        found.append(_todo("assets", "Write it in Welsh, or say why there is none", missing))
    approved = status not in (PositionStatus.DRAFT, PositionStatus.IN_APPROVAL)
    found.append(Todo("approvals", "Have it approved", is_done=approved))
    found.append(Todo("press", f"Invite the press: {count(press, 'person', 'people')} on the list", is_done=press > 0))
    is_scheduled = status in of_policy.READABLE
    # What stands in a line of its own above is not said twice.
    rest = tuple(_plain(each) for each in of_policy.lacks(launch) if each.startswith(("Choose", "Name the", "Set")))
    found.append(Todo("launch", "Schedule the launch", () if is_scheduled else rest, is_scheduled))
    return found


def wants_interpreter(wishes: int, booked: int) -> bool:
    """True once so many of those who booked wish to use Welsh that the day is to be interpreted."""
    return booked > 0 and wishes * 100 >= booked * LEAST_WISH_PERCENT


def _todo(place: str, words: str, missing: tuple[str, ...]) -> Todo:
    return Todo(place, words, missing, not missing)


def _empty(texts: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name, text in texts.items() if not text)


def _plain(sentence: str) -> str:
    """As one thing of several in a line."""
    return sentence[0].lower() + sentence[1:].rstrip(".")
