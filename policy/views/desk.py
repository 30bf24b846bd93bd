"""Positions at the desk: the list, a new one, and each one's overview with what may become of it."""

from flask import flash, g

from core import clock
from core.db import session
from core.errors import Refusal
from core.web import ButtonForm, page, see_other
from people.access import duty, signed_in_to_work
from people.models import Role
from people.rules import holds_duty, london_day
from policy import actions, queries, rules
from policy.forms import NewPositionForm, ReasonForm
from policy.queries import AtDesk
from policy.views import bp

DESK = "/desk/policy"
ONE = f"{DESK}/<position_slug>"


@bp.get(f"{DESK}/")
@signed_in_to_work
def show_positions_at_desk():
    now = clock.now()
    return page(
        "policy/desk/positions.html",
        told=True,
        person=g.person,
        positions=queries.positions_at_desk(session, g.person, today()),
        lacks=rules.lacks,
        shown_status=rules.shown_status,
        may_begin=holds_duty(g.duties, Role.POLICY_EDITOR, None),
        now=now,
    )


@bp.get(f"{DESK}/new")
@duty(Role.POLICY_EDITOR, everywhere=True)
def show_new_position():
    return _new_page(NewPositionForm())


@bp.post(f"{DESK}/new")
@duty(Role.POLICY_EDITOR, everywhere=True)
def make_position():
    form = NewPositionForm()
    if form.validate() and queries.slug_is_taken(session, form.slug.data):
        form.slug.errors = ["Another position has that address. Choose a different one."]
    if form.errors:
        return _new_page(form, status=422)
    position = actions.make_position(session, **form.chosen(), owner=g.person, now=clock.now())
    flash("The position is begun. Nobody reads it but those who work on it.")
    return see_other("policy.show_texts", position_slug=position.slug)


@bp.get(ONE)
@signed_in_to_work
def show_position_at_desk(position_slug: str):
    seen = at_desk(position_slug)
    return _overview(seen, ReasonForm())


@bp.post(f"{ONE}/schedule")
@signed_in_to_work
def schedule_launch(position_slug: str):
    seen = _run(position_slug)
    launch = queries.launch_of(seen)
    actions.schedule_launch(session, launch=launch, by_id=g.person.id, now=clock.now())
    flash("It is scheduled. The world reads it from that moment on, and nothing before.")
    return _back_to(seen)


@bp.post(f"{ONE}/unschedule")
@signed_in_to_work
def unschedule_launch(position_slug: str):
    seen = _run(position_slug)
    actions.unschedule_launch(session, launch=queries.launch_of(seen), by_id=g.person.id, now=clock.now())
    flash("It is off the schedule: at that moment nothing happens.")
    return _back_to(seen)


@bp.post(f"{ONE}/update")
@signed_in_to_work
def begin_update(position_slug: str):
    seen = _run(position_slug)
    version = actions.begin_update(session, seen=seen, by_id=g.person.id, now=clock.now())
    flash(f"Version {version} is begun with the words that readers have. They keep theirs until you publish it.")
    return see_other("policy.show_texts", position_slug=position_slug)


@bp.post(f"{ONE}/publish")
@signed_in_to_work
def publish_update(position_slug: str):
    seen = _run(position_slug)
    actions.publish_update(session, seen=seen, by_id=g.person.id, now=clock.now())
    flash(f"Readers get version {seen.position.version} from now on.")
    return _back_to(seen)


@bp.post(f"{ONE}/withdraw")
@signed_in_to_work
def withdraw_position(position_slug: str):
    seen, form = _run(position_slug), ReasonForm()
    if not form.validate_on_submit():
        return _overview(seen, form, status=422)
    actions.withdraw_position(session, seen=seen, because=form.because.data, by_id=g.person.id, now=clock.now())
    flash("It is withdrawn. Nobody reads its words any more.")
    return _back_to(seen)


@bp.post(f"{ONE}/archive")
@signed_in_to_work
def archive_position(position_slug: str):
    seen = _run(position_slug)
    actions.archive_position(session, seen=seen, by_id=g.person.id, now=clock.now())
    flash("It is archived: readers find it, and that it is held no more.")
    return _back_to(seen)


def today():
    """The day in London on which whoever asks holds their duties."""
    return london_day(g.asked_at)


def at_desk(position_slug: str) -> AtDesk:
    """The position, if who asks may see it at the desk."""
    return queries.position_at_desk(session, g.person, position_slug, today())


def to_write(position_slug: str) -> AtDesk:
    """The same, locked, if they may write it."""
    return queries.writable_at_desk(session, g.person, position_slug, today())


def desk_page(template: str, seen: AtDesk, *, status: int = 200, refusal: Refusal | str = "", **context):
    """A page of one position, with why something was not done if it was not."""
    return page(
        template,
        status=refusal.status if isinstance(refusal, Refusal) else status,
        person=g.person,
        seen=seen,
        position=seen.position,
        launch=seen.launch,
        title=seen.title,
        refusal=str(refusal),
        **context,
    )


def _run(position_slug: str) -> AtDesk:
    return queries.run_at_desk(session, g.person, position_slug, today())


def _back_to(seen: AtDesk):
    return see_other("policy.show_position_at_desk", position_slug=seen.position.slug)


def _new_page(form: NewPositionForm, *, status: int = 200):
    return page("policy/desk/new.html", status=status, form=form, person=g.person)


def _overview(seen: AtDesk, form: ReasonForm, *, status: int = 200):
    now = clock.now()
    position, launch = seen.position, seen.launch
    return desk_page(
        "policy/desk/position.html",
        seen,
        status=status,
        form=form,
        button=ButtonForm(),
        lacks=rules.lacks(launch) if launch else ["Say when and where it is launched."],
        standing=rules.shown_status(position, launch, now) if launch else position.status,
        is_public=launch is not None and rules.is_public(position, launch, now),
        nexts=rules.NEXT_STATUSES[position.status],
        is_an_update=rules.is_an_update(position),
        is_approved=rules.is_approved(position),
        published=rules.PUBLISHED,
        now=now,
    )
