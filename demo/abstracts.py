"""The calls for abstracts of the invented annual conference, and what was sent to them before the deadline.

Forty-two abstracts: thirty-six are in review; two tell of their authors and wait for the chair; two were withdrawn; two
are drafts that the deadline found unfinished. Their words are in abstracts.txt. A second call is open to visitors.
"""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from abstracts import actions, queries
from abstracts.models import (
    Abstract,
    Agreement,
    Call,
    Ethics,
    Exhibit,
    Lead,
    PatientConsent,
    Preference,
)
from abstracts.rules import AuthorDetails, Statements, Wording
from core import files
from core.uploads import PNG, Upload
from demo import data
from demo.abstract_calls import closed_call, open_call
from events.models import Event
from members.models import Nation
from people.actions import person_at
from people.models import Person

SLUG = "leaders-2027"
# Who tells of themselves in their own text (domain rule 41), and which abstracts were taken back.
WITHDRAWN, TELLING = {12, 30}, {22: "organisation", 38: "surname"}
FIRST_DRAFT = Wording("Supper clubs for night teams: an idea and a budget", keywords=("nights", "wellbeing"))
SECOND_DRAFT = Wording("Untitled, on rota swaps")
OPEN_DRAFT = Wording("A week of silence on the bleep", keywords=("bleeps", "interruptions"))
# The organisations of each nation, by their places in data.ORGANISATIONS.
PLACES = {Nation.SCOTLAND: (2,), Nation.WALES: (3,), Nation.NORTHERN_IRELAND: (4,), Nation.ENGLAND: (0, 1, 5, 6, 7)}
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Written:
    """One abstract of abstracts.txt."""

    title: str
    category: str
    lead: Lead
    nation: Nation
    preference: Preference
    keywords: tuple[str, ...]
    exhibit: Exhibit | None
    sections: tuple[str, ...]


def call_and_submit(session: Session, event: Event, chair: Person, author: Person, shift: timedelta) -> Call:
    """Both calls, and every abstract on its way to where it stands on D0; what comes back is the closed one.

    ``author`` has begun an abstract of the open one.
    """
    chance = random.Random(38)  # noqa: S311  the same demo each time
    call = closed_call(session, event, shift)
    opened, closes = call.opens_at, call.closes_at
    moments = sorted(opened + (closes - opened) * chance.betavariate(5, 1) for _ in range(42))
    names = _people()
    sent = []
    for number, (written, moment) in enumerate(zip(_written(), moments, strict=False)):
        places = PLACES[written.nation]
        home = data.ORGANISATIONS[places[number % len(places)]]
        abstract = _begin(session, call, names, chance, home, moment - 3 * HOUR)
        _write(session, abstract, written, number, moment)
        actions.submit_abstract(
            session, abstract=abstract, version=abstract.version, by_id=abstract.owner_id, now=moment
        )
        if number in WITHDRAWN:
            about = {"version": abstract.version, "by_id": abstract.owner_id}
            actions.withdraw_abstract(session, abstract=abstract, **about, now=moment + 20 * HOUR)
        else:
            sent.append(abstract)
    for number, (wording, moment) in enumerate(zip((FIRST_DRAFT, SECOND_DRAFT), moments[-2:], strict=True)):
        draft = _begin(session, call, names, chance, data.ORGANISATIONS[number], moment, authors=number)
        _save(session, draft, wording, moment)
    _answer(session, chance, sent, closes)
    for abstract in sent:
        # What tells of its authors waits for the chair to judge it.
        if not any(not each.is_hint for each in queries.findings_of(session, abstract)):
            actions.send_to_review(session, abstract=abstract, by_id=chair.id, now=closes + 3 * HOUR)
    _begin_another(session, open_call(session, event, shift), author)
    return call


def _begin_another(session: Session, call: Call, author: Person) -> None:
    draft = actions.start_abstract(session, call=call, owner=author, now=call.opens_at + 50 * HOUR)
    first = (
        "On one ward in four nobody was bleeped for anything that could wait, for a week. Nurses wrote a list instead."
    )
    _save(session, draft, OPEN_DRAFT, call.opens_at + 51 * HOUR, (first,))


def _written() -> Iterator[Written]:
    text = Path(__file__).with_name("abstracts.txt").read_text("utf-8")
    for piece in text.split("= ")[1:]:
        title, head, *sections = piece.strip().splitlines()
        category, lead, nation, preference, keywords, *exhibit = (each.strip() for each in head.split(";"))
        yield Written(
            title,
            category,
            Lead(lead),
            Nation(nation),
            Preference(preference),
            tuple(keywords.split(", ")),
            Exhibit(exhibit[0]) if exhibit else None,
            tuple(sections),
        )


def _people() -> Iterator[tuple[str, str]]:
    """Given name and surname of somebody else each time, from the invented names."""
    size = len(data.FIRST_NAMES)
    for number in range(size * size):
        surname = data.SURNAMES[(7 * number + number // size + 3) % len(data.SURNAMES)]
        yield data.FIRST_NAMES[number % size], surname


def _begin(
    session: Session,
    call: Call,
    names: Iterator,
    chance: random.Random,
    home: tuple[str, str],
    now: datetime,
    authors: int = 0,
) -> Abstract:
    """A draft with two to six authors, or so many: most of one organisation, the first presenting it."""
    named = [next(names) for _ in range(authors or chance.choice((2, 3, 3, 4, 5, 6)))]
    people = [_details(each, home if chance.random() < 0.7 else chance.choice(data.ORGANISATIONS)) for each in named]
    people[0] = _details(named[0], home)
    name = f"{people[0].given_names} {people[0].surname}"
    owner = person_at(session, email=people[0].email, name=name, now=now)
    abstract = actions.start_abstract(session, call=call, owner=owner, now=now)
    about = {"by_id": owner.id, "now": now}
    first = abstract.authors[0]
    actions.change_author(session, author=first, details=people[0], version=abstract.version, **about)
    for each in people[1:]:
        actions.add_author(session, abstract=abstract, details=each, version=abstract.version, **about)
    return abstract


def _details(named: tuple[str, str], organisation: tuple[str, str]) -> AuthorDetails:
    given, surname = named
    town = organisation[0].split()[0]
    return AuthorDetails(given, surname, f"{given}.{surname}@{organisation[1]}".lower(), organisation[0], town)


def _write(session: Session, abstract: Abstract, written: Written, number: int, now: datetime) -> None:
    sections = list(written.sections)
    first = abstract.authors[0]
    if TELLING.get(number) == "surname":
        sections[0] += f" It continues the council that {first.surname} and colleagues described."
    elif TELLING.get(number) == "organisation":
        sections[1] += f" All seven belong to {first.organisation}."
    category = next(each.id for each in abstract.call.categories if each.name == written.category)
    wording = Wording(written.title, category, written.preference, written.keywords)
    _save(session, abstract, wording, now - 2 * HOUR, tuple(sections))
    needs_approval = written.category == "Leadership research"
    statements = Statements(
        ethics=Ethics.APPROVED if needs_approval else Ethics.NOT_NEEDED,
        ethics_reference=f"ZZ/2026/{number:04}" if needs_approval else "",
        consent=PatientConsent.NOT_NEEDED,
        conflicts="None." if number % 5 else "The first author was paid for teaching on the subject.",
        funding="" if number % 3 else "A small grant of the organisation’s own charity.",
        lead=written.lead,
        nation=written.nation,
        agrees_to_licence=True,
    )
    about = {"version": abstract.version, "by_id": abstract.owner_id, "now": now - HOUR}
    actions.save_statements(session, abstract=abstract, statements=statements, **about)
    if written.exhibit is not None:
        _show(session, abstract, written.exhibit, number, now - HOUR)


def _save(
    session: Session, abstract: Abstract, wording: Wording, now: datetime, sections: tuple[str, ...] = ()
) -> None:
    words = dict(zip((each.id for each in abstract.call.headings), sections, strict=False))
    whole = Wording(wording.title, wording.category_id, wording.preference, wording.keywords, words)
    about = {"version": abstract.version, "by_id": abstract.owner_id, "now": now}
    actions.save_wording(session, abstract=abstract, wording=whole, **about)


def _show(session: Session, abstract: Abstract, exhibit: Exhibit, number: int, now: datetime) -> None:
    caption = (
        "Before and after, month by month." if exhibit is Exhibit.FIGURE else "What was counted, before and after."
    )
    upload = Upload(f"{exhibit.value}.png", PNG, _drawn(exhibit, number))
    about = {"version": abstract.version, "by_id": abstract.owner_id, "now": now}
    key = files.store().write(upload.content)
    actions.save_exhibit(
        session, abstract=abstract, exhibit=exhibit, caption=caption, upload=upload, file_key=key, **about
    )


def _drawn(exhibit: Exhibit, number: int) -> bytes:
    """Bars, or a table of figures, made by chance but always the same."""
    chance = random.Random(number)  # noqa: S311  a drawing
    picture = Image.new("RGB", (960, 540), "white")
    pen = ImageDraw.Draw(picture)
    if exhibit is Exhibit.FIGURE:
        pen.line((60, 40, 60, 480, 920, 480), "black", 3)
        for month in range(12):
            height = chance.randint(40, 200) + 180 * (month > 5)
            pen.rectangle((90 + 68 * month, 478 - height, 130 + 68 * month, 478), "#1d5c63" if month > 5 else "#9bb8ba")
    else:
        for row in range(7):
            pen.line((60, 60 + 60 * row, 900, 60 + 60 * row), "black", 3 if row in {0, 1, 6} else 1)
            for column in range(1, 5):
                pen.text((60 + 170 * column, 80 + 60 * row), f"{chance.randint(8, 94)}" if row < 6 else "", "black")
    drawn = io.BytesIO()
    picture.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def _answer(session: Session, chance: random.Random, sent: list[Abstract], closes: datetime) -> None:
    """Most who are named have confirmed; some have not read their letter, and one is no author."""
    others = [each for abstract in sent for each in abstract.authors[1:]]
    for place, author in enumerate(others):
        agreement = Agreement.DECLINED if place == 17 else Agreement.CONFIRMED
        if chance.random() < 0.85 or place == 17:
            actions.answer_as_author(session, author=author, agreement=agreement, by_id=None, now=closes - HOUR)
