"""A reviewer's queue, and the page on which they read an abstract and score it."""

from flask import flash, g, url_for

from abstracts import actions, queries, rules
from abstracts.forms import DeclineForm, RemarkForm, ReviewForm, review_form
from abstracts.models import Exhibit, Review, ReviewStatus, Rubric
from abstracts.rules.discussing import DiscussionClosed
from abstracts.views import bp
from abstracts.views.writing import HOME
from core import clock, files
from core.db import session
from core.errors import Refusal
from core.web import page, see_other
from events.queries import event_for
from people.access import duty
from people.models import Role

REVIEW = f"{HOME}/review"


@bp.get("/events/<event_slug>/abstracts/reviews")
@duty(Role.REVIEWER)
def show_reviews(event_slug: str):
    event = event_for(session, g.person, event_slug, Role.REVIEWER)
    waiting, done = queries.queue_of(session, g.person, event_slug), queries.reviewed_by(session, g.person, event_slug)
    parts = [each for each in queries.invitations_of(session, g.person) if each.call.event_id == event.id]
    return page(
        "abstracts/reviews.html",
        told=True,
        event=event,
        practice=queries.practice_of(session, g.person, event_slug),
        waiting=waiting,
        done=done,
        discussed=queries.being_discussed(session, [each.abstract_id for each in done]) if done else set(),
        parts=parts,
    )


@bp.get(REVIEW)
@duty(Role.REVIEWER)
def show_review(event_slug: str, call_slug: str, number: int):
    review = queries.review_for(session, g.person, event_slug, call_slug, number)
    rubric = queries.rubric_of(session, review.abstract.call)
    return _review_page(event_slug, review, rubric, review_form(review, rubric))


@bp.post(REVIEW)
@duty(Role.REVIEWER)
def score_abstract(event_slug: str, call_slug: str, number: int):
    review = queries.review_for(session, g.person, event_slug, call_slug, number, lock=True)
    rubric = queries.rubric_of(session, review.abstract.call)
    form, now = review_form(review, rubric), clock.now()
    if not form.validate_on_submit():
        return _not_saved(event_slug, review, rubric, form)
    given = {"review": review, "rubric": rubric, "judgement": form.judgement(), "version": form.version.data}
    act = actions.save_review if form.is_autosave else actions.submit_review
    try:
        act(session, now=now, **given)
    except rules.NotScored as refusal:
        for criterion, field in form.criteria:
            if criterion.id in refusal.criterion_ids:
                field.errors = [f"Score “{criterion.name}”, or give 0 if you cannot judge it."]
        return _not_saved(event_slug, review, rubric, form, refusal)
    except (rules.ReviewChanged, rules.ReviewClosed) as refusal:
        return _not_saved(event_slug, review, rubric, form, refusal)
    if form.is_autosave:
        return _state(event_slug, review, form)
    flash(f"Your review of abstract {number} is in.")
    return _next(event_slug)


@bp.post(f"{REVIEW}/decline")
@duty(Role.REVIEWER)
def decline_review(event_slug: str, call_slug: str, number: int):
    review = queries.review_for(session, g.person, event_slug, call_slug, number, lock=True)
    form = DeclineForm()
    if not form.validate_on_submit():
        rubric = queries.rubric_of(session, review.abstract.call)
        shown = review_form(review, rubric, formdata=None)
        return _review_page(event_slug, review, rubric, shown, status=422, declining=form)
    given = {"reason": form.reason.data or "", "is_conflict": form.is_conflict.data}
    actions.decline_review(session, review=review, now=clock.now(), **given)
    flash(f"Abstract {number} goes to somebody else. Thank you for saying so.")
    return _next(event_slug)


@bp.post(f"{REVIEW}/discussion")
@duty(Role.REVIEWER)
def join_discussion(event_slug: str, call_slug: str, number: int):
    review = queries.review_for(session, g.person, event_slug, call_slug, number, lock=True)
    rules.check_sees_others(review)
    form, now, refused = RemarkForm(), clock.now(), None
    if form.validate_on_submit():
        try:
            actions.join_discussion(session, review=review, words=form.words.data or "", now=now)
        except DiscussionClosed as refusal:
            refused = refusal
        else:
            return see_other("abstracts.show_review", **_here(event_slug, review), _anchor="discussion")
    rubric = queries.rubric_of(session, review.abstract.call)
    shown = review_form(review, rubric, formdata=None)
    status = refused.status if refused else 422
    return _review_page(event_slug, review, rubric, shown, status=status, saying=form, unsaid=str(refused or ""))


@bp.get(f"{REVIEW}/<any(figure, table):exhibit>")
@duty(Role.REVIEWER)
def download_reviewed(event_slug: str, call_slug: str, number: int, exhibit: str):
    review = queries.review_for(session, g.person, event_slug, call_slug, number)
    return files.answer_with(queries.blind_file(session, review.abstract_id, Exhibit(exhibit)))


def _next(event_slug: str):
    """To the abstract that waits first, or to the list when none does."""
    waiting = queries.queue_of(session, g.person, event_slug)
    if not waiting:
        return see_other("abstracts.show_reviews", event_slug=event_slug)
    return see_other("abstracts.show_review", **_here(event_slug, waiting[0]))


def _here(event_slug: str, review: Review) -> dict:
    return {"event_slug": event_slug, "call_slug": review.abstract.call.slug, "number": review.abstract.number}


def _state(event_slug: str, review: Review, form: ReviewForm, problem: str = ""):
    version = form.version.data if problem else review.version
    shown = {"review": review, "version": version, "problem": problem, "here": _here(event_slug, review)}
    event = review.abstract.call.event
    return page("abstracts/review_saved.html", fragment="saved", status=422 if problem else 200, event=event, **shown)


def _not_saved(event_slug: str, review: Review, rubric: Rubric, form: ReviewForm, refusal: Refusal | None = None):
    if form.is_autosave:
        first = next((errors[0] for errors in form.errors.values()), "")
        return _state(event_slug, review, form, str(refusal or first))
    status = refusal.status if refusal else 422
    return _review_page(event_slug, review, rubric, form, status=status, refusal=refusal)


def _review_page(
    event_slug: str,
    review: Review,
    rubric: Rubric,
    form: ReviewForm,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    declining: DeclineForm | None = None,
    saying: RemarkForm | None = None,
    unsaid: str = "",
):
    here, blind = _here(event_slug, review), queries.blind_abstract(session, review.abstract_id)
    is_in = review.status is ReviewStatus.SUBMITTED
    return page(
        "abstracts/review.html",
        status=status,
        event=review.abstract.call.event,
        call=review.abstract.call,
        review=review,
        rubric=rubric,
        form=form,
        version=review.version if isinstance(refusal, rules.ReviewChanged) else form.version.data,
        refusal="" if isinstance(refusal, rules.NotScored) else str(refusal or ""),
        declining=declining or DeclineForm(formdata=None),
        blind=blind,
        here=here,
        file_links={
            each.exhibit.value: url_for("abstracts.download_reviewed", exhibit=each.exhibit.value, **here)
            for each in blind.files
        },
        others=queries.others_reviews(session, review) if is_in else [],
        talk=queries.talk_for(session, review) if is_in else None,
        saying=saying or RemarkForm(formdata=None),
        unsaid=unsaid,
        most=rules.MOST_POINTS * len(rubric.criteria),
        is_autosaving=review.status is not ReviewStatus.SUBMITTED,
    )
