"""What a rubric may be set to. Its usual criteria and numbers are those of domain.md 3.2."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from abstracts.models import Rubric
from abstracts.rules.settings import mark_of
from core.errors import Refusal

MOST_CRITERIA = 8


class WrongRubric(Refusal):
    """A rubric cannot be like that; the message says why."""

    status = 422


class RubricInUse(Refusal):
    """Reviews have been scored by these criteria, so that none may come or go."""


@dataclass(frozen=True)
class RubricNumbers:
    """As Rubric says."""

    reviews_each: int = 3
    least_reviews: int = 3
    oral_from: int = 20
    poster_from: int = 13
    wide_from: int = 8
    oral_slots: int = 24
    poster_boards: int = 180


@dataclass(frozen=True)
class CriterionWording:
    name: str
    words: str = ""
    breaks_ties: bool = False


USUAL_CRITERIA = (
    CriterionWording("Importance to leadership", "Does it matter to people who lead in health and care?"),
    CriterionWording("Clarity of approach", "Can you tell what was done, with whom, and why like that?"),
    CriterionWording("Trustworthiness of results", "Do the results follow from what was done, limits included?"),
    CriterionWording("Impact and significance", "What is different now, and would it help others?", breaks_ties=True),
    CriterionWording("Overall interest and writing", "Would you go and hear it, or stop at its poster?"),
)


def criteria_of(rubric: Rubric) -> tuple[CriterionWording, ...]:
    return tuple(CriterionWording(each.name, each.words, each.breaks_ties) for each in rubric.criteria)


def numbers_of(rubric: Rubric) -> RubricNumbers:
    return RubricNumbers(*(getattr(rubric, name) for name in RubricNumbers.__dataclass_fields__))


def mark_of_rubric(rubric: Rubric) -> str:
    return mark_of(*astuple(numbers_of(rubric)), criteria_of(rubric))


def check_rubric(numbers: RubricNumbers, criteria: Sequence[CriterionWording], most_points: int) -> None:
    """Raise WrongRubric for numbers out of order, no criterion, or two of one name; ``most_points`` are of each."""
    if not criteria:
        raise WrongRubric("Name at least one criterion.")
    if len({each.name.casefold() for each in criteria}) < len(criteria):
        raise WrongRubric("Two criteria have the same name.")
    if sum(each.breaks_ties for each in criteria) > 1:
        raise WrongRubric("One criterion breaks ties, not several.")
    if not 0 < numbers.least_reviews <= numbers.reviews_each:
        raise WrongRubric("A decision cannot need more reviews than each abstract gets.")
    if not 0 <= numbers.poster_from <= numbers.oral_from <= most_points * len(criteria):
        total = most_points * len(criteria)
        raise WrongRubric(f"A poster takes no more points than an oral, and neither more than the {total} there are.")


def check_criteria_kept(rubric: Rubric, criteria: Sequence[CriterionWording], is_scored: bool) -> None:
    """Raise RubricInUse if a criterion would come or go after the first score."""
    if is_scored and len(criteria) != len(rubric.criteria):
        raise RubricInUse("Reviews have begun: criteria can be reworded, but none added or taken away.")
