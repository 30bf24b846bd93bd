"""What an order comes to: each delegate's ticket and add-ons, what is taken off and why, and the VAT in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.errors import Refusal
from core.words import count
from people.rules import email_key
from registration.models import AddOn, BookingCode, Category, OrderLine, Product, Reduction, Vat
from registration.rules.booking_codes import CodeNotGood, is_good, is_needed, off_by_code, percent_of, used_up
from registration.rules.orders import Place
from registration.rules.prices import cost_of, group_percent, price_of

GROUP_FROM = 5
# The group rate is not for these (domain rule 7); a free place has nothing to take it off from.
NOT_IN_GROUPS = {Category.MEMBER_STUDENT, Category.STUDENT, Category.COMMERCIAL}
# Percent by the first day on which they hold, the latest first (domain rule 20).
STANDARD_RATES = ((date(2011, 1, 4), 20),)


class NotAllowed(Refusal):
    """More or fewer than may be had, or an add-on that does not go with the ticket."""


@dataclass(frozen=True)
class Charge:
    """One thing that the delegate of place number ``place`` gets. Amounts are in pence, for each of ``quantity``."""

    place: int
    product: Product
    category: Category
    unit_pence: int
    off_pence: int = 0
    reduction: Reduction = Reduction.NONE
    code: BookingCode | None = None
    quantity: int = 1
    is_add_on: bool = False

    @property
    def total_pence(self) -> int:
        return self.quantity * (self.unit_pence - self.off_pence)


def charges(
    places: Sequence[Place], code: BookingCode | None, now: datetime, *, complimentary: bool = False
) -> list[Charge]:
    """Everything that the places cost at ``now``, from our own table alone (domain rule 1), in their order.

    Each has one reduction at most, the one that takes most off (rule 6); ``complimentary`` takes everything.
    Raises NotSoldTo for a category without a price, and CodeNotGood for more places than the code has uses.
    """
    in_groups = _in_groups(places)
    budget, uses, found = (code.budget_left, code.uses_left, []) if code else (None, 0, [])
    for number, place in enumerate(places):
        wanted = [(place.product, 1, False, False)]
        wanted += [(each.product, quantity, each.is_included, True) for each, quantity in _extras(place).items()]
        for product, quantity, is_included, is_add_on in wanted:
            unit = price_of(product, place.category, now)
            off, reduction, used = 0, Reduction.NONE, None
            if code and is_needed(code, product, place.category):
                used = code
            if is_included or complimentary:  # and so it spends nothing of the code
                off, reduction = unit, Reduction.INCLUDED if is_included else Reduction.COMPLIMENTARY
            else:
                if number in in_groups and not is_add_on:
                    off = percent_of(unit, group_percent(product, now))
                    reduction = Reduction.GROUP if off else Reduction.NONE
                by_code = (
                    off_by_code(code, product, unit, None if budget is None else budget // quantity) if code else 0
                )
                if by_code > off:
                    off, reduction, used = by_code, Reduction.CODE, code
                    budget = None if budget is None else budget - by_code * quantity
            uses -= quantity if used else 0
            found.append(Charge(number, product, place.category, unit, off, reduction, used, quantity, is_add_on))
    if code and uses < 0:
        raise used_up(code.uses_left)
    return found


def bill(places: Sequence[Place | None], code: BookingCode | None, now: datetime) -> list[list[Charge] | None]:
    """What each delegate's choices cost as far as they are made; None where one is still wanted.

    Raises CodeNotGood for more places than the code has uses.
    """
    known = [number for number, place in enumerate(places) if place and _is_priced(place, now)]
    whole = [place for number in known if (place := places[number])]
    found: list[list[Charge] | None] = [None] * len(places)
    for charge in charges(whole, code, now):
        theirs = found[known[charge.place]] or []
        found[known[charge.place]] = [*theirs, charge]
    return found


def _is_priced(place: Place, now: datetime) -> bool:
    """True if its category can have the ticket and everything added to it."""
    wanted = [place.product, *(add_on.product for add_on, _ in place.extras)]
    return all(cost_of(product, place.category, now) is not None for product in wanted)


def _in_groups(places: Sequence[Place]) -> set[int]:
    """The numbers of those places that the group rate is for: five named delegates of one organisation (rule 7)."""
    names: dict[str, set[str]] = {}
    for place in places:
        if place.organisation and place.name:
            names.setdefault(_plain(place.organisation), set()).add(_plain(place.name))
    large = {organisation for organisation, each in names.items() if len(each) >= GROUP_FROM}
    return {
        number
        for number, place in enumerate(places)
        if place.name and _plain(place.organisation) in large and place.category not in NOT_IN_GROUPS
    }


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def check_numbers(places: Sequence[Place], had_before: dict[tuple[str, int], int]) -> None:
    """Raise NotAllowed for an add-on without its ticket, and outside the limits of an order or of one person.

    ``had_before`` says how many of a product a person has already, by address and product.
    """
    in_order: Counter[Product] = Counter()
    by_person: Counter[tuple[str, int]] = Counter(had_before)
    for place in places:
        wanted = _extras(place)
        for add_on in place.product.add_ons:
            if not add_on.least <= wanted.pop(add_on, 0) <= add_on.most:
                raise NotAllowed(f"{add_on.product.name}: {_how_many(add_on.least, add_on.most)} with this ticket.")
        if wanted:
            raise NotAllowed("This add-on does not go with the ticket. Choose again.")
        for product, quantity in _each(place):
            in_order[product] += quantity
            key = (email_key(place.email), product.id)
            by_person[key] += quantity
            if product.most_per_person and by_person[key] > product.most_per_person:
                most = count(product.most_per_person, "place")
                raise NotAllowed(f"{product.name}: nobody can have more than {most}, and {place.email} would.")
    for product, quantity in in_order.items():
        if not product.least_per_order <= quantity <= (product.most_per_order or quantity):
            how_many = _how_many(product.least_per_order, product.most_per_order)
            raise NotAllowed(f"{product.name}: {how_many} in one order.")


def _each(place: Place) -> Iterable[tuple[Product, int]]:
    yield place.product, 1
    for add_on, quantity in _extras(place).items():
        yield add_on.product, quantity


def _extras(place: Place) -> dict[AddOn, int]:
    """How many of each add-on, said once or in several parts; none of nothing."""
    found: dict[AddOn, int] = {}
    for add_on, quantity in place.extras:
        if quantity < 0:
            raise NotAllowed(f"{add_on.product.name}: there is no fewer than none of it.")
        found[add_on] = found.get(add_on, 0) + quantity
    return {add_on: quantity for add_on, quantity in found.items() if quantity}


def _how_many(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {least}"
    return f"exactly {most}" if least == most else f"from {least} to {most}" if least else f"at most {most}"


def prices_anew(lines: Iterable[OrderLine], now: datetime) -> list[tuple[int, int]]:
    """What each line's product costs at ``now``, and what is then taken off for the same reason; in pence, each.

    Together they spend no more than is left of a code's budget. Raises NotSoldTo, or CodeNotGood if its code is no
    longer good.
    """
    found, spent = [], 0
    for line in lines:
        unit, off = _price_anew(line, now, spent)
        spent += off * line.quantity if line.reduction is Reduction.CODE else 0
        found.append((unit, off))
    return found


def _price_anew(line: OrderLine, now: datetime, spent: int) -> tuple[int, int]:
    unit = price_of(line.product, line.category, now)
    if line.code is not None and not is_good(line.code, now):
        raise CodeNotGood("The offer or code that this was booked with is over. Book again, if places are left.")
    if line.reduction is Reduction.GROUP:
        return unit, percent_of(unit, group_percent(line.product, now))
    if line.reduction is Reduction.CODE and line.code is not None:
        left = line.code.budget_left
        each = None if left is None else (left - spent) // max(1, line.quantity)
        return unit, off_by_code(line.code, line.product, unit, each)
    return unit, 0 if line.reduction is Reduction.NONE else unit


def vat_percent(vat: Vat, on: date) -> int:
    """The rate of that class on a day, in percent; 0 for what is exempt and for who is not registered (rule 20)."""
    if vat is not Vat.STANDARD:
        return 0
    return next(percent for first_day, percent in STANDARD_RATES if first_day <= on)


def vat_in(total_pence: int, percent: int) -> int:
    """The VAT that a gross total contains, half up to the penny: of 65.00 at 20 % it is 10.83 (rule 21)."""
    return (2 * total_pence * percent + 100 + percent) // (2 * (100 + percent))
