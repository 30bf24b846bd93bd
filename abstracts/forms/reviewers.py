"""Asking somebody to review, what is known of them, what they answer, their bids, and the rubric."""

from collections.abc import Collection, Mapping

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from abstracts.forms.writing import long_text
from abstracts.models import CallCategory, Reviewer, Rubric, Wish
from abstracts.rules import (
    LEVEL_WORDS,
    LONGEST_NAME,
    LONGEST_PLACE,
    MOST_CRITERIA,
    MOST_LOAD,
    USUAL_CRITERIA,
    CriterionWording,
    ReviewerProfile,
    RubricNumbers,
    criteria_of,
    mark_of_reviewer,
    mark_of_rubric,
    numbers_of,
)
from core.fields import Obeys, in_paragraphs, readable, trimmed
from people.rules import email_key

PLACE = {"dir": "auto", "autocomplete": "organization"}
IN_CONFLICT = "conflict"
BID_WORDS = {
    "": "No wish",
    Wish.EAGER.value: "I would like to",
    Wish.WILLING.value: "I can",
    Wish.RELUCTANT.value: "Rather not",
    IN_CONFLICT: "I have a conflict of interest",
}
NUMBER_WORDS = {
    "reviews_each": ("Reviews of each abstract", 1, 10),
    "least_reviews": ("Reviews that a decision needs", 1, 10),
    "oral_from": ("An oral from a mean of", 0, 100),
    "poster_from": ("A poster from a mean of", 0, 100),
    "wide_from": ("To the chair when totals differ by", 1, 100),
    "oral_slots": ("Slots for orals", 0, 1000),
    "poster_boards": ("Poster boards", 0, 5000),
}


class InviteForm(FlaskForm):
    email = EmailField(
        "Email",
        [InputRequired("Write their email address."), Length(max=254), Obeys(email_key)],
        filters=[trimmed],
        description="They answer on a page of their own, signed in with this address",
        render_kw={"autocomplete": "off"},
    )
    name = StringField(
        "Name (optional)",
        [Length(max=LONGEST_NAME)],
        filters=[readable],
        description="What to call them until they say otherwise",
        render_kw={"dir": "auto", "autocomplete": "off"},
    )


class ReviewerForm(FlaskForm):
    """What is known of a reviewer; each category has a field of its own (reviewer_form)."""

    organisation = StringField("Organisation", [Length(max=LONGEST_PLACE)], filters=[readable], render_kw=PLACE)
    second_organisation = StringField(
        "Second organisation (optional)", [Length(max=LONGEST_PLACE)], filters=[readable], render_kw=PLACE
    )
    interests = long_text("What you know, in your own words (optional)", rows=3)
    least = IntegerField("At least", [InputRequired("Write a number."), NumberRange(0, MOST_LOAD)], default=0)
    most = IntegerField("At most", [InputRequired("Write a number."), NumberRange(0, MOST_LOAD)], default=8)
    away_until = DateField("Away until (optional)", [Optional()], description="Nothing is given to you before then")
    seen = HiddenField()
    categories: list[CallCategory]

    @property
    def levels(self) -> list:
        """A field for each category."""
        return [self[f"level_{each.id}"] for each in self.categories]

    def profile(self) -> ReviewerProfile:
        levels = {each.id: int(self[f"level_{each.id}"].data or 0) for each in self.categories}
        return ReviewerProfile(
            self.organisation.data or "",
            self.second_organisation.data or "",
            self.interests.data or "",
            self.least.data or 0,
            self.most.data or 0,
            self.away_until.data,
            {category_id: level for category_id, level in levels.items() if level},
        )


class OwnReviewerForm(ReviewerForm):
    organisation = StringField(
        "Where you work or study",
        [InputRequired("Say where you work: nobody reads an abstract of their own organisation."), Length(max=200)],
        filters=[readable],
        render_kw=PLACE,
    )


class DeclineReviewingForm(FlaskForm):
    reason = long_text("Why? The chair alone reads it (optional)", rows=2)
    is_meant = BooleanField("I do not review for this call", [InputRequired("Tick this if you mean to say no.")])


def reviewer_form(reviewer: Reviewer, *, own: bool = False, **given) -> ReviewerForm:
    """The form with a field for each category of the call, beginning with what is known."""
    categories = list(reviewer.call.categories)
    choices = [(str(level), words) for level, words in LEVEL_WORDS.items()]
    fields = {
        f"level_{each.id}": SelectField(each.name, choices=choices, default="0")
        for each in categories
        if not each.is_retired or each.id in {known.category_id for known in reviewer.expertise}
    }
    known = {f"level_{each.category_id}": str(each.level) for each in reviewer.expertise}
    base = OwnReviewerForm if own else ReviewerForm
    form = type("ReviewerOfCallForm", (base,), fields)(
        organisation=reviewer.organisation,
        second_organisation=reviewer.second_organisation,
        interests=reviewer.interests,
        least=reviewer.least,
        most=reviewer.most,
        away_until=reviewer.away_until,
        seen=mark_of_reviewer(reviewer),
        **known,
        **given,
    )
    form.categories = [each for each in categories if f"level_{each.id}" in fields]
    return form


def read_bids(typed: Mapping[str, str], abstract_ids: Collection[int]) -> tuple[dict[int, Wish], set[int]]:
    """The wishes, and those in conflict, of the abstracts that were offered; what is none of the choices is no wish."""
    said = {each: typed.get(f"wish_{each}", "") for each in abstract_ids}
    wishes = {each.value: each for each in Wish}
    return (
        {abstract_id: wishes[word] for abstract_id, word in said.items() if word in wishes},
        {abstract_id for abstract_id, word in said.items() if word == IN_CONFLICT},
    )


class RubricForm(FlaskForm):
    """Numbers, and rows for as many criteria as a rubric may have; a row without a name is none (rubric_form)."""

    seen = HiddenField()
    breaks_ties = RadioField("Which one breaks ties?", validate_choice=False)

    @property
    def numbers(self) -> list:
        return [self[name] for name in NUMBER_WORDS]

    @property
    def rows(self) -> list:
        """A name and its words for each criterion."""
        return [(self[f"name_{row}"], self[f"words_{row}"]) for row in range(1, MOST_CRITERIA + 1)]

    def rubric_numbers(self) -> RubricNumbers:
        return RubricNumbers(**{name: self[name].data for name in NUMBER_WORDS})

    def criteria(self) -> list[CriterionWording]:
        return [
            CriterionWording(name.data, words.data or "", breaks_ties=self.breaks_ties.data == str(row))
            for row, (name, words) in enumerate(self.rows, start=1)
            if name.data
        ]


def rubric_form(rubric: Rubric) -> RubricForm:
    """The form with the rubric's criteria, or the usual ones where it has none yet."""
    said = criteria_of(rubric) or USUAL_CRITERIA
    fields: dict[str, object] = {}
    begun: dict[str, object] = {name: getattr(numbers_of(rubric), name) for name in NUMBER_WORDS}
    for name, (label, least, most) in NUMBER_WORDS.items():
        asked = [InputRequired("Write a number."), NumberRange(least, most, f"From {least} to {most:,}.")]
        fields[name] = IntegerField(label, asked)
    for row in range(1, MOST_CRITERIA + 1):
        fields[f"name_{row}"] = StringField(
            f"Criterion {row}", [Length(max=120)], filters=[readable], render_kw={"autocomplete": "off"}
        )
        fields[f"words_{row}"] = TextAreaField(
            f"Text of criterion {row} (optional)", [Length(max=500)], filters=[in_paragraphs], render_kw={"rows": 2}
        )
        if row <= len(said):
            begun |= {f"name_{row}": said[row - 1].name, f"words_{row}": said[row - 1].words}
    tie = next((str(row) for row, each in enumerate(said, start=1) if each.breaks_ties), "0")
    form = type("RubricOfCallForm", (RubricForm,), fields)(seen=mark_of_rubric(rubric), breaks_ties=tie, **begun)
    rows = [(str(row), f"Criterion {row}") for row in range(1, MOST_CRITERIA + 1)]
    form.breaks_ties.choices = [("0", "None: who came first wins"), *rows]
    return form
