"""The sixty invented members of the demo, in every state that the register knows. Nobody here is real.

Their days are those of a demo loaded on D0 and shift with it, like the events'.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

from demo.data import D0, FIRST_NAMES, ORGANISATIONS, SURNAMES
from members.models import CareerStage, Grade, Nation, Profession, Standing
from members.rules import COLUMNS

TRAINEE = ("Dr Tansy Trialrun", "tansy.trialrun@northmere.example")  # signs in by one click
YEAR = timedelta(days=365)
# Before the annual conference, 115 days after D0: good when one books, and over when it begins (rule 3).
EXPIRES = timedelta(days=99)
NATIONS = (Nation.ENGLAND, Nation.ENGLAND, Nation.ENGLAND, Nation.SCOTLAND, Nation.WALES, Nation.NORTHERN_IRELAND)
STAGE = CareerStage

# How many, and what they are: title, grade, stage, profession, networks.
KINDS = (
    (12, ("Ms", Grade.STUDENT, STAGE.STUDENT, Profession.DOCTOR, "Medical student group")),
    (2, ("Mr", Grade.STUDENT, STAGE.STUDENT, Profession.DENTIST, "Medical student group")),
    (6, ("Dr", Grade.TRAINEE, STAGE.FOUNDATION, Profession.DOCTOR, "")),
    (5, ("Dr", Grade.TRAINEE, STAGE.EARLY_TRAINING, Profession.DOCTOR, "")),
    (5, ("Dr", Grade.TRAINEE, STAGE.HIGHER_TRAINING, Profession.DOCTOR, "Trainee steering group")),
    (4, ("Prof", Grade.SENIOR_FELLOW, STAGE.EXECUTIVE, Profession.DOCTOR, "")),
    (5, ("Dr", Grade.FELLOW, STAGE.CONSULTANT, Profession.DOCTOR, "")),
    (4, ("Dr", Grade.ASSOCIATE_FELLOW, STAGE.SAS, Profession.DOCTOR, "")),
    (2, ("Ms", Grade.ASSOCIATE, STAGE.OTHER, Profession.NURSE, "")),
    (1, ("Mx", Grade.COLLABORATIVE, STAGE.OTHER, Profession.PHARMACIST, "")),
    (2, ("Dr", Grade.INTERNATIONAL, STAGE.CONSULTANT, Profession.OTHER, "")),
    (2, ("Dr", Grade.MEMBER, STAGE.CONSULTANT, Profession.DOCTOR, "lapsed")),
    (1, ("Dr", Grade.RETIRED, STAGE.OTHER, Profession.DOCTOR, "lapsed")),
    (1, ("Dr", Grade.MEMBER, STAGE.GP, Profession.DOCTOR, "suspended")),
    (1, ("Dr", Grade.MEMBER, STAGE.CONSULTANT, Profession.DOCTOR, "expiring")),
    (3, ("Dr", Grade.MEMBER, STAGE.CONSULTANT, Profession.DOCTOR, "")),
    (2, ("Dr", Grade.MEMBER, STAGE.GP, Profession.DOCTOR, "GP champions")),
    (1, ("Mr", Grade.MEMBER, STAGE.CONSULTANT, Profession.DENTIST, "")),
    (1, ("Mr", Grade.MEMBER, STAGE.CONSULTANT, Profession.DENTIST, "erased")),
)
STRUCK = {"lapsed", "suspended", "erased"}
STATES = STRUCK | {"expiring"}


def register(today: date) -> bytes:
    """The sixty as the file that an organiser would import on ``today``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_lines(today - D0))
    return text.getvalue().encode()


def _lines(shift: timedelta) -> Iterator[tuple]:
    kinds = [kind for how_many, kind in KINDS for _ in range(how_many)]
    known = {Grade.TRAINEE: TRAINEE}
    for number, (title, grade, stage, profession, word) in enumerate(kinds, start=1):
        name, email = known.pop(grade, None) or _somebody(number, title)
        state = word if word in STATES else ""
        begins = D0 + shift - timedelta(days=200 + 7 * number)
        ends = {"lapsed": D0 - timedelta(days=40), "expiring": D0 + EXPIRES}.get(state, D0 + YEAR) + shift
        yield (
            f"{number:07}",
            name,
            email,
            grade.value,
            (Standing(state) if state in STRUCK else Standing.ACTIVE).value,
            begins,
            "" if grade is Grade.RETIRED and not state else ends,
            (Nation.ELSEWHERE if grade is Grade.INTERNATIONAL else NATIONS[number % len(NATIONS)]).value,
            stage.value,
            profession.value,
            "" if state else word,
        )


def _somebody(number: int, title: str) -> tuple[str, str]:
    """A first and a last name that go together once among the sixty, and an address that nobody has."""
    first = FIRST_NAMES[number % len(FIRST_NAMES)]
    surname = SURNAMES[(5 * number + number // len(FIRST_NAMES)) % len(SURNAMES)]
    domain = ORGANISATIONS[number % len(ORGANISATIONS)][1]
    return f"{title} {first} {surname}", f"{first}.{surname}@{domain}".lower()
