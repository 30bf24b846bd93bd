"""Each profession's regulator, and what a number in its register looks like. No profession needs another's."""

import re
from dataclasses import dataclass

from core.errors import Refusal
from members.models import Profession


class NotANumber(Refusal):
    status = 422


@dataclass(frozen=True)
class Regulator:
    """Who keeps the register, what its numbers look like, and how to say so. No name, no regulator."""

    name: str
    pattern: str
    words: str


REGULATORS = {
    Profession.DOCTOR: Regulator("GMC", r"[0-9]{7}", "seven digits"),
    Profession.DENTIST: Regulator("GDC", r"[0-9]{1,6}", "up to six digits"),
    Profession.NURSE: Regulator("NMC", r"[0-9]{2}[A-Z][0-9]{4}[A-Z]", "two digits, a letter, four digits and a letter"),
    Profession.PHARMACIST: Regulator("GPhC", r"[0-9]{7}", "seven digits"),
    Profession.ALLIED: Regulator("HCPC", r"[A-Z]{2}[0-9]{1,8}", "two letters and then digits"),
    Profession.OTHER: Regulator("regulator", r"[^\x00-\x1f]{1,40}", "up to forty characters"),
    Profession.NONE: Regulator("", r"", ""),
}


def check_number(profession: Profession, number: str) -> str:
    """The number as the regulator of ``profession`` writes it; none at all is always right.

    Raises NotANumber, which says what it should look like.
    """
    regulator = REGULATORS[profession]
    tidy = " ".join(number.split())
    if profession is not Profession.OTHER:
        tidy = tidy.replace(" ", "").upper()
    if tidy and not regulator.name:
        raise NotANumber("Leave the number empty: this profession has no regulator.")
    if tidy and not re.fullmatch(regulator.pattern, tidy):
        raise NotANumber(f"A {regulator.name} number is {regulator.words}. Leave it empty if you have none.")
    return tidy
