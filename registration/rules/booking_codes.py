"""What a code that a buyer types is good for (domain rules 6 and 8)."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime

from core.errors import Refusal
from core.words import capitalised, count, pounds
from registration.models import BookingCode, Category, Effect, Product, ProductKind
from registration.rules.categories import BY_INVITATION, CATEGORY_WORDS

LEFT_OUT = ("Z", "C", "Pd")  # spaces, what steers, and dashes of any length: people and word processors add them

LONGEST = 20
MOST_AT_ONCE = 500


class CodeNotGood(Refusal):
    """The code is not known, not good now, used up, or not for what was chosen; the message says which."""


class WrongCode(Refusal):
    """A code that cannot be made or changed so at the desk."""

    status = 422


class TooManyGuesses(CodeNotGood):
    status = 429


def plain_code(typed: str) -> str:
    """A code as it is kept and compared: plain capitals, without the spaces and dashes that people add."""
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(each for each in plain if not unicodedata.category(each).startswith(LEFT_OUT)).upper()


def is_good(code: BookingCode, now: datetime) -> bool:
    """True if ``now`` is in its window, whose end is outside it."""
    return code.starts_at <= now < code.ends_at


def check_code(code: BookingCode | None, now: datetime) -> None:
    """Raise CodeNotGood unless there is such a code and it is good at ``now``."""
    if code is None or not is_good(code, now):
        raise no_such_code()


def no_such_code() -> CodeNotGood:
    """One that is over answers as one that never was, so that nobody learns which codes there are."""
    return CodeNotGood("We know no such code, or it is not good now. Check how it is written.")


def is_for(code: BookingCode, product: Product) -> bool:
    """True if the code has to do with ``product``: one of its own, or any ticket if it names none."""
    return product in code.products if code.products else product.kind is ProductKind.TICKET


def shows(code: BookingCode | None, product: Product) -> bool:
    """True if the product may be seen and chosen: it is not hidden, or the code opens it."""
    return not product.is_hidden or (code is not None and code.opens_hidden and is_for(code, product))


def public_tickets(products: Iterable[Product]) -> list[Product]:
    """The tickets that everybody may see; add-ons are shown beside the tickets they go with."""
    return [each for each in products if each.kind is ProductKind.TICKET and not each.is_hidden]


def may_choose(code: BookingCode | None, product: Product, category: Category) -> bool:
    """False for a category given by invitation, unless the code gives it or the product is asked for, not bought."""
    given = code is not None and code.category is category and is_for(code, product)
    return category not in BY_INVITATION or given or product.needs_approval


def check_may_choose(code: BookingCode | None, product: Product, category: Category) -> None:
    """Raise CodeNotGood for a hidden product that no code opens, and for a category that no code gives."""
    if not shows(code, product):
        raise CodeNotGood("This ticket is booked with a code. Type the code first.")
    if not may_choose(code, product, category):
        raise CodeNotGood(f"{CATEGORY_WORDS[category]}: this is given by invitation. Type the code you were sent.")


def is_needed(code: BookingCode, product: Product, category: Category) -> bool:
    """True if the place could not be had without the code, whatever it does to the price."""
    if not is_for(code, product):
        return False
    return product.is_hidden or code.is_reserving or (code.category is category and category in BY_INVITATION)


def reserved_by(code: BookingCode) -> dict[int, int]:
    """How many each quota keeps for what is left of the code's uses, by its id, in the order of locks."""
    return {quota.id: code.uses_left for product in code.products for quota in product.quotas}


def what_it_does(code: BookingCode) -> str:
    """In words, for the desk: what comes off, what it opens, what it keeps."""
    off = {
        Effect.NONE: "",
        Effect.FIXED: f"{pounds(code.amount)} off",
        Effect.PERCENT: f"{code.amount} % off",
        Effect.SET_PRICE: f"for {pounds(code.amount)}",
    }[code.effect]
    parts = [
        off,
        CATEGORY_WORDS[code.category] if code.category else "",
        "hidden tickets" if code.opens_hidden else "",
        "keeps its places" if code.is_reserving else "",
    ]
    return capitalised(", ".join(part for part in parts if part)) or "Nothing"


def off_by_code(code: BookingCode, product: Product, unit_pence: int, budget_left: int | None) -> int:
    """What the code takes off one, in pence: never more than its price, nor than is left of the budget (rule 6)."""
    if not is_for(code, product):
        return 0
    off = {
        Effect.NONE: 0,
        Effect.FIXED: code.amount,
        Effect.PERCENT: percent_of(unit_pence, code.amount),
        Effect.SET_PRICE: max(0, unit_pence - code.amount),
    }[code.effect]
    off = min(off, unit_pence)
    return off if budget_left is None else min(off, budget_left)


def percent_of(pence: int, percent: int) -> int:
    """Half up to the penny, in whole numbers (domain rules 16 and 21)."""
    return (pence * percent + 50) // 100


def used_up(left: int) -> CodeNotGood:
    if left <= 0:
        return CodeNotGood("This code has been used as often as it may be.")
    return CodeNotGood(f"This code is good for only {count(left, 'place')} more.")


def check_making(*, effect: Effect, amount: int, is_reserving: bool, products: int, budget_pence: int | None) -> None:
    """Raise WrongCode for an effect without its amount, and for a code that would keep places of several products."""
    if effect in {Effect.FIXED, Effect.PERCENT} and not amount:
        raise WrongCode("Write how much comes off.")
    if effect is Effect.PERCENT and amount > 100:
        raise WrongCode("No more than 100 percent can come off.")
    if effect is Effect.NONE and budget_pence is not None:
        raise WrongCode("A code that takes nothing off has nothing to spend: leave the budget empty.")
    if is_reserving and products != 1:
        raise WrongCode("A code that keeps places keeps them of one product: choose that one.")


def check_change(
    code: BookingCode, *, uses: int, budget_pence: int | None, starts_at: datetime, ends_at: datetime
) -> None:
    """Raise WrongCode for less than has been used or spent already, and for a window that is none."""
    check_window(starts_at, ends_at)
    if uses < code.used:
        raise WrongCode(f"This code has been used {count(code.used, 'time')}, so it cannot have fewer uses.")
    if budget_pence is not None and budget_pence < code.spent_pence:
        raise WrongCode("More than that has been spent already.")


def check_window(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise WrongCode("The code must end after it begins.")


def check_words(plain: str) -> None:
    """Raise WrongCode unless a code can be typed by anybody: plain letters and digits, four of them at least."""
    if not (plain.isascii() and plain.isalnum() and 4 <= len(plain) <= LONGEST):
        raise WrongCode(f"Write 4 to {LONGEST} letters and digits.")


def there_is_one() -> WrongCode:
    return WrongCode("This event has such a code already.")
