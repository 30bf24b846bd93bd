"""A call in review: its rubric of five criteria, reviewers, and reviews of what they were given."""

from collections.abc import Sequence
from itertools import count

from abstracts.actions import draw_pseudonym
from abstracts.models import (
    Abstract,
    AbstractStatus,
    Call,
    Criterion,
    Discussion,
    Remark,
    Review,
    Reviewer,
    ReviewStatus,
    Rubric,
    Score,
    Stance,
)
from tests import factories as make

CRITERIA = ("Importance", "Clarity", "Trustworthiness", "Impact", "Interest")
_number = count(1)


def a_rubric(call: Call, **changes) -> Rubric:
    """The usual rubric; the fourth criterion breaks ties."""
    rubric = make.saved(Rubric(call_id=call.id, **changes))
    for position, name in enumerate(CRITERIA, start=1):
        make.saved(Criterion(rubric_id=rubric.id, name=name, position=position, breaks_ties=position == 4))
    make.session.refresh(rubric)
    return rubric


def a_reviewer(call: Call, **changes) -> Reviewer:
    """Somebody who reviews for the call and has nothing to do with its authors."""
    person_id = changes.pop("person_id", None) or make.a_person(email=f"reader{next(_number)}@south.example").id
    given = {"call_id": call.id, "person_id": person_id, "stance": Stance.REVIEWING, "invited_at": make.NOON}
    return make.saved(Reviewer(**given | changes))


def in_review(call: Call, **changes) -> Abstract:
    return make.an_abstract(call, status=AbstractStatus.IN_REVIEW, **changes)


def a_review(abstract: Abstract, reviewer: Reviewer, rubric: Rubric | None = None, total: int | None = None) -> Review:
    """A review that was shared out; with a ``total`` it is submitted, its points spread over the criteria."""
    review = make.saved(Review(abstract_id=abstract.id, reviewer_id=reviewer.id, assigned_at=make.NOON))
    if total is not None:
        each, more = divmod(total, len(rubric.criteria))
        for place, criterion in enumerate(rubric.criteria):
            make.saved(Score(review_id=review.id, criterion_id=criterion.id, points=each + (place < more)))
        review.status, review.submitted_at = ReviewStatus.SUBMITTED, make.NOON
        make.saved(review)
        draw_pseudonym(make.session, review=review)
    make.session.refresh(review)
    return review


def a_discussion(call: Call, rubric: Rubric, reviewers: Sequence[Reviewer]) -> Abstract:
    """An abstract that these have reviewed and now talk over, once somebody had asked them."""
    abstract = in_review(call)
    for reviewer in reviewers:
        a_review(abstract, reviewer, rubric, 20)
    discussion = make.saved(Discussion(abstract_id=abstract.id, opened_at=make.NOON))
    asked = {"words": "What do you see in it?", "by_id": abstract.owner_id, "said_at": make.NOON}
    make.saved(Remark(discussion_id=discussion.id, **asked))
    return abstract
