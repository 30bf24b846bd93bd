"""What follows a launch, at the desk: the trail, what people say, what members are asked, what the press wrote."""

from flask import flash, g
from flask_wtf import FlaskForm

from core import clock
from core.db import session
from core.errors import Refusal
from core.web import ButtonForm, see_other
from people.access import signed_in_to_work
from policy import actions, queries, rules
from policy.forms import CoverageForm, MentionForm, PollForm, new_poll_form
from policy.queries import AtDesk
from policy.views import bp
from policy.views.desk import ONE, at_desk, desk_page, to_write, today


@bp.get(f"{ONE}/trail")
@signed_in_to_work
def show_trail(position_slug: str):
    return _trail_page(at_desk(position_slug), _mention_form())


@bp.post(f"{ONE}/trail")
@signed_in_to_work
def add_mention(position_slug: str):
    seen, form = to_write(position_slug), _mention_form()
    if form.validate() and queries.is_mentioned(session, seen.position, form.event.data, form.session.data or ""):
        form.session.errors = ["That session of that event is on the trail already."]
    if form.errors:
        return _trail_page(seen, form, status=422)
    actions.add_mention(session, position=seen.position, **form.values(), by_id=g.person.id, now=clock.now())
    flash("It is on the trail. Readers see it once the position and the event are public.")
    return see_other("policy.show_trail", position_slug=position_slug)


@bp.post(f"{ONE}/trail/<int:mention_id>/remove")
@signed_in_to_work
def remove_mention(position_slug: str, mention_id: int):
    seen = to_write(position_slug)
    mention = queries.mention_at_desk(session, seen.position, mention_id)
    actions.remove_mention(session, seen=seen, mention=mention, by_id=g.person.id, now=clock.now())
    flash("It is off the trail.")
    return see_other("policy.show_trail", position_slug=position_slug)


@bp.get(f"{ONE}/comments")
@signed_in_to_work
def show_comments_at_desk(position_slug: str):
    seen = at_desk(position_slug)
    said = queries.comments_at_desk(session, seen.position)
    return desk_page(
        "policy/desk/comments.html", seen, form=ButtonForm(), comments=said, comment_standing=rules.comment_standing
    )


@bp.post(f"{ONE}/comments/<int:comment_id>/show")
@signed_in_to_work
def publish_comment(position_slug: str, comment_id: int):
    return _decide(position_slug, comment_id, actions.publish_comment, "Readers see it now.")


@bp.post(f"{ONE}/comments/<int:comment_id>/hide")
@signed_in_to_work
def hide_comment(position_slug: str, comment_id: int):
    return _decide(position_slug, comment_id, actions.hide_comment, "No reader sees it.")


@bp.get(f"{ONE}/polls")
@signed_in_to_work
def show_polls(position_slug: str):
    return _polls_page(at_desk(position_slug))


@bp.post(f"{ONE}/polls")
@signed_in_to_work
def make_poll(position_slug: str):
    seen, form = to_write(position_slug), PollForm()
    if not form.validate_on_submit():
        return _polls_page(seen, form, status=422)
    try:
        opens_at, closes_at = form.window()
        asked = {"question": form.question.data, "options": form.lines(), "opens_at": opens_at, "closes_at": closes_at}
        actions.make_poll(session, seen=seen, **asked, by_id=g.person.id, now=clock.now())
    except (rules.NotAMoment, rules.NotOpen) as refusal:
        return _polls_page(seen, form, refusal=refusal)
    flash("The poll is made.")
    return see_other("policy.show_polls", position_slug=position_slug)


@bp.post(f"{ONE}/polls/<int:poll_id>/drop")
@signed_in_to_work
def drop_poll(position_slug: str, poll_id: int):
    seen = to_write(position_slug)
    poll = queries.poll_of(session, seen.position, poll_id)
    actions.drop_poll(session, seen=seen, poll=poll, by_id=g.person.id, now=clock.now())
    flash("It is dropped, and nobody is asked.")
    return see_other("policy.show_polls", position_slug=position_slug)


@bp.get(f"{ONE}/coverage")
@signed_in_to_work
def show_coverage(position_slug: str):
    return _coverage_page(at_desk(position_slug), CoverageForm())


@bp.post(f"{ONE}/coverage")
@signed_in_to_work
def log_coverage(position_slug: str):
    seen, form = to_write(position_slug), CoverageForm()
    if form.validate() and queries.is_logged(session, seen.position, form.url.data or ""):
        form.url.errors = ["That address is logged already."]
    if form.errors:
        return _coverage_page(seen, form, status=422)
    actions.log_coverage(session, seen=seen, **form.values(), by_id=g.person.id, now=clock.now())
    flash("It is logged.")
    return see_other("policy.show_coverage", position_slug=position_slug)


@bp.post(f"{ONE}/coverage/<int:coverage_id>/remove")
@signed_in_to_work
def remove_coverage(position_slug: str, coverage_id: int):
    seen = to_write(position_slug)
    written = queries.coverage_at_desk(session, seen.position, coverage_id)
    actions.remove_coverage(session, seen=seen, coverage=written, by_id=g.person.id, now=clock.now())
    flash("It is out of the log.")
    return see_other("policy.show_coverage", position_slug=position_slug)


def _decide(position_slug: str, comment_id: int, act, told: str):
    seen = to_write(position_slug)
    said = queries.comment_at_desk(session, seen.position, comment_id)
    act(session, seen=seen, comment=said, by_id=g.person.id, now=clock.now())
    flash(told)
    return see_other("policy.show_comments_at_desk", position_slug=position_slug)


def _mention_form() -> MentionForm:
    return MentionForm().offer(queries.events_of_trails(session))


def _trail_page(seen: AtDesk, form: FlaskForm, *, status: int = 200):
    mentions = queries.mentions_at_desk(session, seen.position)
    words = {each.id: rules.words_of_mention(each.kind, each.on, today()) for each in mentions}
    return desk_page("policy/desk/trail.html", seen, status=status, form=form, mentions=mentions, words=words)


def _polls_page(seen: AtDesk, form: PollForm | None = None, *, status: int = 200, refusal: Refusal | str = ""):
    now, polls = clock.now(), queries.polls_of(session, seen.position)
    counted = queries.counted_by_choice(session, polls, now)
    return desk_page(
        "policy/desk/polls.html",
        seen,
        status=status,
        refusal=refusal,
        form=form or new_poll_form(now),
        polls=polls,
        answered=queries.how_many_answered(session, seen.position),
        smallest=rules.SMALLEST_SHOWN,
        results={each.id: rules.results_of(each, counted[each.id]) for each in polls if each.id in counted},
        now=now,
    )


def _coverage_page(seen: AtDesk, form: FlaskForm, *, status: int = 200):
    written = queries.coverage_of(session, seen.position)
    return desk_page("policy/desk/coverage.html", seen, status=status, form=form, coverage=written)
