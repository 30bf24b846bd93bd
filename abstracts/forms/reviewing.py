"""What a reviewer types: points, words, and why they give one back."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from abstracts.forms.writing import VersionedForm, long_text
from abstracts.models import Concern, Review, Rubric
from abstracts.rules import MOST_POINTS, Judgement

POINTS = [(str(each), str(each)) for each in range(MOST_POINTS + 1)]
CONFIDENCE = [("3", "Sure"), ("2", "Fairly sure"), ("1", "Not sure: this is not my field")]
CONCERNS = [
    ("", "None"),
    (Concern.KNOWN_AUTHOR.value, "I think I know who wrote this"),
    (Concern.ETHICS.value, "Something about its ethics worries me"),
]


class Scaled:
    """A form with a scale for each criterion of ``rubric``."""

    rubric: Rubric

    @property
    def criteria(self) -> list:
        """The criteria, each with its field."""
        return [(each, self[f"criterion_{each.id}"]) for each in self.rubric.criteria]

    def points(self) -> dict[int, int]:
        """What was chosen, by criterion; what is not among the choices is nothing."""
        return {each.id: int(field.data) for each, field in self.criteria if field.data in dict(POINTS)}


class ReviewForm(Scaled, VersionedForm):
    """Whatever is there is kept; that every criterion has its points is asked on submission."""

    confidence = RadioField("How sure are you? (optional)", choices=CONFIDENCE, validate_choice=False)
    to_authors = long_text("Comment for the authors (optional)", rows=4)
    to_chair = long_text("Note to the chair (optional)", rows=2)
    concern = RadioField("Anything the chair should look into?", choices=CONCERNS, validate_choice=False)

    def judgement(self) -> Judgement:
        """What was typed, with its types; what is not among the choices is nothing."""
        return Judgement(
            points=self.points(),
            confidence=int(self.confidence.data) if self.confidence.data in dict(CONFIDENCE) else None,
            to_authors=self.to_authors.data or "",
            to_chair=self.to_chair.data or "",
            concern=Concern(self.concern.data) if self.concern.data in {each.value for each in Concern} else None,
        )


class DeclineForm(FlaskForm):
    is_conflict = BooleanField("I have a conflict of interest with this abstract")
    reason = long_text("Why? The chair alone reads it", rows=3)
    is_meant = BooleanField("Give this abstract back", [InputRequired("Tick this if you mean to give it back.")])


def scales(rubric: Rubric) -> dict[str, RadioField]:
    """A field for each criterion, by its name in the form."""
    return {
        f"criterion_{each.id}": RadioField(each.name, choices=POINTS, description=each.words, validate_choice=False)
        for each in rubric.criteria
    }


def review_form(review: Review, rubric: Rubric, **given) -> ReviewForm:
    """The form with a field for each criterion, beginning with what is saved. Nothing is chosen for the reviewer."""
    scored = {f"criterion_{each.criterion_id}": str(each.points) for each in review.scores}
    form = type("ReviewOfCallForm", (ReviewForm,), scales(rubric))(
        version=review.version,
        confidence=str(review.confidence or ""),
        to_authors=review.to_authors,
        to_chair=review.to_chair,
        concern=review.concern.value if review.concern else "",
        **scored,
        **given,
    )
    form.rubric = rubric
    return form
