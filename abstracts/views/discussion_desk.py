"""One abstract's reviewers and their reviews at the chair's desk, and the discussion among them."""

from flask import flash, g

from abstracts import actions, queries, rules
from abstracts.forms import ChairsRemarkForm
from abstracts.forms.discussing import FIRST_WORDS
from abstracts.models import Abstract, Stance
from abstracts.rules.discussing import LEAST_TO_DISCUSS, DiscussionClosed, NothingToDiscuss, is_open_to_talk
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from abstracts.views.reviewers_desk import OF_CALL
from core import clock
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from people.access import duty
from people.models import Role

ONE = f"{OF_CALL}/progress/<int:number>"


@bp.get(ONE)
@duty(Role.ABSTRACT_CHAIR)
def show_reviews_of(event_slug: str, call_slug: str, number: int):
    event = event_of_chair(event_slug)
    return _reviews_page(queries.abstract_at_desk(session, event, call_slug, number, chair_id=g.person.id))


@bp.post(f"{ONE}/discussion")
@duty(Role.ABSTRACT_CHAIR)
def discuss_abstract(event_slug: str, call_slug: str, number: int):
    abstract, form, now = _locked(event_slug, call_slug, number), ChairsRemarkForm(), clock.now()
    if not form.validate_on_submit():
        return _reviews_page(abstract, form, status=422)
    given = {"words": form.words.data or "", "is_opening": form.opens.data, "by_id": g.person.id, "now": now}
    try:
        actions.discuss(session, abstract=abstract, **given)
    except (NothingToDiscuss, DiscussionClosed) as refusal:
        return _reviews_page(abstract, form, refusal=refusal)
    flash("Its reviewers read it, and are written to tomorrow morning.")
    return _back(event_slug, call_slug, number)


@bp.post(f"{ONE}/discussion/close")
@duty(Role.ABSTRACT_CHAIR)
def close_discussion(event_slug: str, call_slug: str, number: int):
    abstract = _locked(event_slug, call_slug, number)
    actions.close_discussion(session, abstract=abstract, by_id=g.person.id, now=clock.now())
    flash("The discussion is closed. What was said can still be read.")
    return _back(event_slug, call_slug, number)


def _locked(event_slug: str, call_slug: str, number: int) -> Abstract:
    event = event_of_chair(event_slug)
    return queries.abstract_at_desk(session, event, call_slug, number, chair_id=g.person.id, lock=True)


def _back(event_slug: str, call_slug: str, number: int):
    where = {"event_slug": event_slug, "call_slug": call_slug, "number": number}
    return see_other("abstracts.show_reviews_of", **where, _anchor="discussion")


def _reviews_page(
    abstract: Abstract, saying: ChairsRemarkForm | None = None, *, status: int = 200, refusal: Refusal | None = None
):
    line = queries.progress_of_one(session, abstract)
    has_had = {review.reviewer_id for review, _ in line.reviews}
    barred = {person.id for person, ties in queries.conflicts_of(session, abstract) if rules.standing(ties)}
    discussion = queries.discussion_of(session, abstract.id)
    is_open = is_open_to_talk(discussion, abstract.status)
    rubric = queries.rubric_of(session, abstract.call)
    owes = queries.owes_review(session, abstract, g.person.id)
    read = [] if owes else queries.judgements_of(session, abstract, discussion)
    if saying is None:
        saying = ChairsRemarkForm(formdata=None, words="" if discussion else FIRST_WORDS)
    saying.opens.data = not is_open  # what the button says is what it does
    return page(
        "abstracts/desk/reviews_of.html",
        status=refusal.status if refusal else status,
        form=saying,
        person=g.person,
        event=abstract.call.event,
        call=abstract.call,
        abstract=abstract,
        line=line,
        rubric=rubric,
        most=rules.MOST_POINTS * len(rubric.criteria),
        read={each.review.id: each for each in read},
        owes=owes,
        discussion=discussion,
        is_open=is_open,
        may_open=not owes and len(read) >= LEAST_TO_DISCUSS,
        heard=queries.heard_in(session, discussion) if discussion and not owes else [],
        refusal=str(refusal or ""),
        free=[
            each
            for each in queries.reviewers_of(session, abstract.call)
            if each.reviewer.stance is Stance.REVIEWING
            and each.reviewer.id not in has_had
            and each.reviewer.person_id not in barred
        ],
    )
