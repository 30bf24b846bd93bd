"""How badges are designed and printed at the desk, and one by one at the door."""

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, ColorField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from checkin.models import BadgeBack, BadgeDesign, BadgePaper, PackingOrder, Part, ReprintReason
from checkin.rules import (
    ALWAYS_ON,
    DAMSON,
    LARGE_GIVEN,
    LEAST_ABOVE_CODE,
    REPRINT_WORDS,
    SIZES,
    words_on,
)
from core.fields import Obeys, in_paragraphs, readable
from registration.models import Category

MOST_BLANKS = 100
PART_WORDS = {
    Part.EVENT: "Event and days",
    Part.GIVEN: "Given name, large",
    Part.NAME: "Name",
    Part.PRONOUNS: "Pronouns",
    Part.JOB_ROLE: "Job role",
    Part.ORGANISATION: "Organisation",
    Part.CATEGORY: "Category, in the band",
}
BACK_WORDS = {
    BadgeBack.NONE: "Nothing: one side",
    BadgeBack.SAME: "The same as the front",
    BadgeBack.LINES: "The event’s own lines",
}
ORDER_WORDS = {
    PackingOrder.SURNAME: "By surname",
    PackingOrder.ORGANISATION: "By organisation",
    PackingOrder.CATEGORY: "By category",
}
_COUNTED = {"inputmode": "numeric", "autocomplete": "off"}


def _whole(label: str, least: int, most: int, **more) -> IntegerField:
    wrong = f"Write a whole number from {least} to {most}."
    return IntegerField(label, [InputRequired(wrong), NumberRange(least, most, wrong)], render_kw=_COUNTED, **more)


class DesignForm(FlaskForm):
    """The look of badges. ``design_form`` adds a switch and a size for each part."""

    words = StringField(
        "Words in the band (optional)",
        [Length(max=40)],
        filters=[readable],
        render_kw={"autocomplete": "off"},
    )
    colour = ColorField(
        "Colour of the band",
        [Obeys(words_on)],
        description="Its words are white or black, whichever is read better",
    )
    own_sizes = BooleanField("Parts and sizes of its own, instead of the event’s")
    category: Category | None

    def parts(self) -> list[tuple[Part, object, object]]:
        """Each part with its switch, if it may be off, and its size."""
        return [(part, self[_on(part)] if part not in ALWAYS_ON else None, self[_points(part)]) for part in Part]

    def sizes(self) -> dict[Part, int]:
        """The parts that are on and their points; none where the event's own hold."""
        if self.category is not None and not self.own_sizes.data:
            return {}
        return {part: size.data for part, switch, size in self.parts() if switch is None or switch.data}


class EventDesignForm(DesignForm):
    """The event's own look, and the paper and the back that all its badges share."""

    width_mm = _whole("Width of a badge, mm", 60, 105)
    height_mm = _whole("Height of a badge, mm", 100, 148)
    label_width_mm = _whole("Width, mm", 60, 105)
    label_height_mm = _whole("Height, mm", 100, 148)
    qr_mm = _whole("Width of the code, mm", 30, 50, description="30 or more, or phones at the door read it slowly")
    back = RadioField("On the back", choices=[(each.value, BACK_WORDS[each]) for each in BadgeBack])
    back_lines = TextAreaField(
        "The event’s own lines",
        [Length(max=600)],
        filters=[in_paragraphs],
        description="Such as “Wi-fi: plenary-guest” or “In an emergency: 020 7946 0000”, each on a line",
        render_kw={"rows": 6},
    )

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        for height in (self.height_mm, self.label_height_mm):
            if valid and height.data < self.qr_mm.data + LEAST_ABOVE_CODE:
                height.errors = [f"With this code a badge is {self.qr_mm.data + LEAST_ABOVE_CODE} mm high or more."]
                valid = False
        return valid

    def paper(self) -> dict:
        """What badges are printed on, by the columns of its table."""
        numbers = ("width_mm", "height_mm", "label_width_mm", "label_height_mm", "qr_mm")
        given = {name: self[name].data for name in numbers}
        return given | {"back": BadgeBack(self.back.data), "back_lines": self.back_lines.data or ""}


def design_form(
    category: Category | None,
    design: BadgeDesign | None,
    sizes: dict[Part, int],
    paper: BadgePaper,
    typed: MultiDict | None = None,
) -> DesignForm:
    """The form for a category's badges, or for the event's own with none, begun with what is saved.

    ``sizes`` are those that hold now. ``typed`` is what an address brought, for a look at what is not saved.
    """
    kind = EventDesignForm if category is None else DesignForm
    fields = {_points(part): _whole(f"{PART_WORDS[part]}, points", 6, 60) for part in Part}
    fields |= {_on(part): BooleanField(PART_WORDS[part]) for part in Part if part not in ALWAYS_ON}
    begun = {
        "words": design.words if design else "",
        "colour": design.colour if design else DAMSON,
        "own_sizes": bool(design and design.sizes),
        **{_points(part): sizes.get(part) or SIZES.get(part, LARGE_GIVEN) for part in Part},
        **{_on(part): bool(sizes.get(part)) for part in Part},
    }
    if category is None:
        begun |= {name: getattr(paper, name) for name in EVENTS_OWN} | {"back": paper.back.value}
    given = {"formdata": typed, "meta": {"csrf": False}} if typed is not None else {}
    form = type(kind.__name__, (kind,), fields)(data=begun, **given)
    form.category = category
    return form


EVENTS_OWN = ("width_mm", "height_mm", "label_width_mm", "label_height_mm", "qr_mm", "back_lines")


def _on(part: Part) -> str:
    return f"{part.name.lower()}_on"


def _points(part: Part) -> str:
    return f"{part.name.lower()}_points"


class PackForm(FlaskForm):
    """Which badges are printed, and in what order they come out."""

    which = RadioField(
        "Which badges",
        choices=[("wanting", "Only those that are new or have changed"), ("all", "All of them")],
        default="wanting",
    )
    order = RadioField("In which order", choices=[(each.value, ORDER_WORDS[each]) for each in PackingOrder])


class BlanksForm(FlaskForm):
    """Badges without names."""

    how_many = _whole("How many", 1, MOST_BLANKS)
    category = SelectField("What the band says", choices=[])
    paper = RadioField(
        "On what", choices=[("sheet", "Sheets of four"), ("single", "The door’s printer")], default="sheet"
    )


class PrintForm(FlaskForm):
    """One badge; the reason is asked for where there is a copy already."""

    reason = RadioField(
        "Why is it printed again?",
        [Optional()],
        choices=[(each.value, REPRINT_WORDS[each]) for each in ReprintReason],
    )

    def why(self) -> ReprintReason | None:
        return ReprintReason(self.reason.data) if self.reason.data else None
