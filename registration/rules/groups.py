"""A list of delegates that somebody pastes or uploads, read line by line (domain rule 7)."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.fields import readable
from people.rules import NotAnAddress, email_key
from registration.models import Category, Product
from registration.rules.categories import CATEGORY_WORDS

HEADINGS = {
    "name": ("name", "full name", "delegate"),
    "email": ("email", "e-mail", "email address", "address"),
    "category": ("category", "price", "who"),
    "ticket": ("ticket", "product"),
}
COLUMNS = tuple(HEADINGS)
T = TypeVar("T", Product, Category)
LONGEST_NAME = 120
LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class ListedDelegate:
    """One line of the list as it was read. ``problem`` is empty if there is nothing to mend."""

    number: int
    name: str
    email: str
    product: Product | None
    category: Category | None
    problem: str = ""


def read_list(
    text: str,
    *,
    products: Sequence[Product],
    categories: Sequence[Category],
    product: Product | None,
    category: Category | None,
) -> list[ListedDelegate]:
    """A delegate for each line that is not empty, numbered as the lines are; tabs, commas and semicolons part cells.

    The columns are a name, an address, a category and a ticket, or what a first line of headings says; an empty
    category or ticket is ``category`` or ``product``. Nothing is left out: what cannot be used says why.
    """
    found: list[ListedDelegate] = []
    order, seen = list(COLUMNS), dict[str, int]()
    for number, cells in enumerate(_cells(text), start=1):
        if not any(cells):
            continue
        if not found and (headed := _headed(cells)):
            order = headed
            continue
        by_name = dict(zip(order, cells, strict=False))
        its_product = _named(by_name.get("ticket", ""), {each: each.name for each in products}, product)
        its_category = _named(by_name.get("category", ""), _category_words(categories), category)
        name, email = readable(by_name.get("name", "")) or "", by_name.get("email", "")
        problem = _problem(name, email, its_product, its_category, by_name, bool(categories))
        if not problem and (first := seen.setdefault(email_key(email), number)) != number:
            problem = f"This address stands on line {first} already. Each delegate needs their own."
        found.append(ListedDelegate(number, name, email, its_product, its_category, problem))
    return found


def _cells(text: str) -> list[list[str]]:
    lines = text.splitlines()
    mark = next((mark for mark in "\t;," if any(mark in line for line in lines)), ",")
    return [[cell.strip() for cell in row] for line in lines for row in _row(line, mark)]


def _row(line: str, mark: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(line), delimiter=mark)) or [[]]


def _headed(cells: list[str]) -> list[str]:
    """What each column holds, if these are headings: one that nobody knows keeps its place under its own name."""
    plain = [cell.casefold() for cell in cells]
    known = {word: column for column, words in HEADINGS.items() for word in words}
    return [known.get(word, word) for word in plain] if set(plain) & set(HEADINGS["name"]) else []


def _category_words(categories: Sequence[Category]) -> dict[Category, str]:
    return {each: CATEGORY_WORDS[each] for each in categories}


def _named(typed: str, words: dict[T, str], otherwise: T | None) -> T | None:
    """The one thing whose words begin as it was typed; None if none does, or several."""
    if not typed:
        return otherwise
    plain = typed.casefold()
    same = [thing for thing, each in words.items() if each.casefold() == plain]
    like = [thing for thing, each in words.items() if each.casefold().startswith(plain)]
    values = [thing for thing in words if getattr(thing, "value", None) == plain]
    meant = same or values or like
    return meant[0] if len(meant) == 1 else None


def _problem(
    name: str,
    email: str,
    product: Product | None,
    category: Category | None,
    typed: dict[str, str],
    has_categories: bool,
) -> str:
    if not name:
        return "The name is missing."
    if len(name) > LONGEST_NAME:
        return f"The name is longer than {LONGEST_NAME} letters."
    if not email:
        return "The address is missing. We send the delegate their ticket there."
    try:
        email_key(email)
    except NotAnAddress as refusal:
        return str(refusal)
    if len(email) > LONGEST_ADDRESS:
        return "The address is too long."
    if product is None:
        return f"“{typed.get('ticket')}” is no ticket of this event." if typed.get("ticket") else "Choose a ticket."
    if has_categories and category is None:
        said = typed.get("category")
        return f"“{said}” is no category of this event, or several begin so." if said else "Choose a category."
    return ""
