"""The ticket matrix as one grid of cells, and its price periods."""

from dataclasses import dataclass

from flask import request
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from core.fields import pence_of, readable
from core.words import typed_pounds
from events.models import Event
from registration.models import Category, PricePeriod, Product
from registration.rules import CATEGORY_WORDS, Cell, categories_to_add, cells_of
from registration.rules.matrix import Cells

EMPTY = "Write pounds, like 395 or 395.50, or leave it empty."


@dataclass
class Box:
    """One cell as it is shown: what stands in it, what is wrong with that, and what somebody else has made of it."""

    name: str
    label: str
    period: str
    typed: str = ""
    error: str = ""


@dataclass
class Row:
    category: Category | None
    words: str
    boxes: list[Box]


class MatrixForm(FlaskForm):
    """A box for each price. ``shown`` says what each held when the page was made, so that no change is lost.

    Rows may be added before they are saved: a row is there if it is stored or if the page had it.
    """

    shown = HiddenField()
    products: list[Product]
    periods: list[PricePeriod]
    boxes: dict[Cell, Box]
    gone: list[str]

    def lay_out(self, products: list[Product], periods: list[PricePeriod], *, clashes: Cells | None = None) -> None:
        """Make the grid of what is stored, and put what was typed into it; ``clashes`` are shown with both prices.

        A box that was left alone shows what is stored now. ``seen`` is for the next ``shown``: of a box that was
        changed it stays what it was, until a clash is told.
        """
        self.products, self.periods, clashes = products, periods, clashes or {}
        stored = cells_of(products)
        self.grid = {product.id: self._rows(product, stored) for product in products}
        self.boxes = {
            Cell(product.id, row.category, period.id if row.category and period else None): box
            for product in products
            for row in self.grid[product.id]
            for box, period in zip(row.boxes, periods or [None], strict=False)
        }
        seen = {cell: stored.get(cell) for cell in self.boxes}
        before = self.was_shown()
        self.gone = self._gone(before)
        for cell in self._changed(before):
            box = self.boxes[cell]
            box.typed = request.form[box.name].strip()
            if cell in clashes:
                now = f"£{typed_pounds(clashes[cell])}" if clashes[cell] is not None else "not sold"
                box.error = f"Somebody else has made it {now} meanwhile. What stands here is yours."
            else:
                seen[cell] = before.get(box.name)
        self.seen = ";".join(
            f"{box.name}={'' if seen[cell] is None else seen[cell]}" for cell, box in self.boxes.items()
        )

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for box in self.boxes.values():
            if box.typed and pence_of(box.typed) is None:
                box.error, valid = EMPTY, False
        return valid and not self.gone

    def was_shown(self) -> dict[str, int | None]:
        """What each box of the page held when it was made, in pence, by its name."""
        parts = [part.partition("=") for part in (self.shown.data or "").split(";") if part]
        return {name: int(pence) if pence.isdecimal() and len(pence) < 10 else None for name, _, pence in parts}

    def cells_shown(self) -> Cells:
        before = self.was_shown()
        return {cell: before.get(box.name) for cell, box in self.boxes.items()}

    def typed(self) -> Cells:
        """What stands in each box that the page had, in pence; None where it is not sold."""
        before = self.was_shown()
        changed = self._changed(before)
        return {
            cell: pence_of(box.typed) if cell in changed else before.get(box.name)
            for cell, box in self.boxes.items()
            if box.name in request.form
        }

    def _changed(self, before: dict[str, int | None]) -> set[Cell]:
        """The boxes in which something else was typed than they had held."""
        typed = {cell: request.form[box.name].strip() for cell, box in self.boxes.items() if box.name in request.form}
        return {
            cell
            for cell, words in typed.items()
            if pence_of(words) != before.get(self.boxes[cell].name) or (words and pence_of(words) is None)
        }

    def _gone(self, before: dict[str, int | None]) -> list[str]:
        """What was typed into boxes whose product, or period, is there no longer as it was."""
        here = {box.name for box in self.boxes.values()}
        typed = {name: words.strip() for name, words in request.form.items() if name.startswith("price-")}
        return [words for name, words in typed.items() if name not in here and pence_of(words) != before.get(name)]

    def to_add(self, product: Product) -> list[tuple[str, str]]:
        """The categories that a row can be added for."""
        has = {row.category for row in self.grid[product.id]}
        may = categories_to_add(product, self.products)
        return [(f"{product.id}-{each.name}", CATEGORY_WORDS[each]) for each in may if each not in has]

    def _rows(self, product: Product, stored: Cells) -> list[Row]:
        has = {price.category for price in product.prices} | self._added(product)
        rows = [] if has else [self._row(product, None, "Everybody", stored)]
        return rows + [self._row(product, each, words, stored) for each, words in CATEGORY_WORDS.items() if each in has]

    def _row(self, product: Product, category: Category | None, words: str, stored: Cells) -> Row:
        if category is None:
            name, pence = f"price-{product.id}", stored.get(Cell(product.id))
            return Row(None, words, [Box(name, f"{product.name}, everybody", "", typed_pounds(pence))])
        boxes = [
            Box(
                f"price-{product.id}-{category.name}-{period.id}",
                f"{product.name}, {words}, {period.name}",
                period.name,
                typed_pounds(stored.get(Cell(product.id, category, period.id))),
            )
            for period in self.periods
        ]
        return Row(category, words, boxes)

    def _added(self, product: Product) -> set[Category]:
        """The categories whose rows the page had, and one that is asked for, whether they are stored or not."""
        if not (self.is_submitted() and self.periods):
            return set()
        asked = [
            f"price-{each}-" for each in request.form.getlist("add") if request.form.get("do") == f"add-{product.id}"
        ]
        rows = [name for name in (*request.form, *asked) if name.startswith(f"price-{product.id}-")]
        named = {name.split("-")[2] for name in rows}
        return {each for each in CATEGORY_WORDS if each.name in named}


class PeriodForm(FlaskForm):
    name = StringField("Name", [InputRequired("Write a name, like Early bird."), Length(max=40)], filters=[readable])
    last_day = DateField(
        "Last day",
        [InputRequired("Write the last day, like 2027-03-17.")],
        description="These prices hold to its last second, on the clocks of the event",
    )
    group_percent = IntegerField(
        "Off for groups, in percent",
        [InputRequired("Write 0 if groups pay the same."), NumberRange(0, 100, "Write a number from 0 to 100.")],
        default=0,
        description="For five or more named delegates of one organisation in one order",
    )


class CopyForm(FlaskForm):
    source = SelectField("Event", coerce=int, validate_choice=True)

    def offer(self, events: list[Event]) -> None:
        self.source.choices = [(event.id, event.name) for event in events]
