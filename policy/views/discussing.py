"""What people say to a live position, and what members answer. Nothing of it exists before the embargo lifts."""

from flask import flash, g

from core import clock
from core.db import session
from core.errors import Refusal
from core.web import ButtonForm, page, see_other
from members.queries import membership_of
from people.access import signed_in
from policy import actions, queries, rules
from policy.forms import CommentForm, PollAnswerForm
from policy.models import Poll
from policy.queries import Shown
from policy.views import bp

COMMENTS = "/policy/<position_slug>/comments"
POLL = "/policy/<position_slug>/polls/<int:poll_id>"


@bp.get(COMMENTS)
@signed_in
def show_own_comments(position_slug: str):
    now = clock.now()
    return _comments_page(queries.public_position(session, position_slug, now), CommentForm(), now)


@bp.post(COMMENTS)
@signed_in
def comment(position_slug: str):
    now, form = clock.now(), CommentForm()
    shown = queries.public_position(session, position_slug, now)
    if not form.validate_on_submit():
        return _comments_page(shown, form, now, status=422)
    try:
        actions.comment(session, shown=shown, person=g.person, words=form.words.data or "", now=now)
    except (rules.NotOpen, rules.TooManyComments) as refusal:
        return _comments_page(shown, form, now, refusal=refusal)
    flash("Thank you. We read it first; then it stands beneath the position, with your name.")
    return see_other("policy.show_own_comments", position_slug=position_slug)


@bp.post(f"{COMMENTS}/<int:comment_id>/withdraw")
@signed_in
def withdraw_comment(position_slug: str, comment_id: int):
    now = clock.now()
    shown = queries.public_position(session, position_slug, now)
    said = queries.own_comment(session, shown.position, g.person, comment_id)
    actions.withdraw_comment(session, shown=shown, comment=said, now=now)
    flash("It is withdrawn.")
    return see_other("policy.show_own_comments", position_slug=position_slug)


@bp.get(POLL)
@signed_in
def show_poll(position_slug: str, poll_id: int):
    now = clock.now()
    shown = queries.public_position(session, position_slug, now)
    return _poll_page(shown, queries.opened_poll(session, shown.position, poll_id, now))


@bp.post(POLL)
@signed_in
def answer_poll(position_slug: str, poll_id: int):
    now = clock.now()
    shown = queries.public_position(session, position_slug, now)
    poll = queries.opened_poll(session, shown.position, poll_id, now)
    form = PollAnswerForm().ask(poll)
    if not form.validate_on_submit():
        return _poll_page(shown, poll, form, status=422)
    given = {"membership": membership_of(session, g.person.id), "choice": form.choice.data, "now": now}
    try:
        actions.answer_poll(session, shown=shown, poll=poll, **given)
    except (rules.NotOpen, rules.NotAMember) as refusal:
        return _poll_page(shown, poll, form, refusal=refusal)
    flash("Your answer is counted. You may change it until the poll closes.")
    return see_other("policy.show_poll", position_slug=position_slug, poll_id=poll_id)


def _comments_page(shown: Shown, form: CommentForm, now, *, status: int = 200, refusal: Refusal | None = None):
    return page(
        "policy/comments.html",
        status=refusal.status if refusal else status,
        form=form,
        button=ButtonForm(),
        refusal=str(refusal or ""),
        person=g.person,
        shown=shown,
        said=queries.own_comments(session, shown.position, g.person),
        comment_standing=rules.comment_standing,
        is_open=rules.may_be_discussed(shown.position, shown.launch, now),
    )


def _poll_page(
    shown: Shown, poll: Poll, form: PollAnswerForm | None = None, *, status: int = 200, refusal: Refusal | None = None
):
    now, membership = clock.now(), membership_of(session, g.person.id)
    chosen = queries.own_choice(session, poll, membership)
    counted = queries.counted_by_choice(session, [poll], now)
    return page(
        "policy/poll.html",
        status=refusal.status if refusal else status,
        form=form or PollAnswerForm(formdata=None, choice=chosen).ask(poll),
        refusal=str(refusal or ""),
        person=g.person,
        shown=shown,
        poll=poll,
        chosen=chosen,
        is_member=rules.may_answer_polls(membership, now),
        is_open=rules.is_open(poll, now) and rules.may_be_discussed(shown.position, shown.launch, now),
        results=rules.results_of(poll, counted[poll.id]) if poll.id in counted else None,
    )
