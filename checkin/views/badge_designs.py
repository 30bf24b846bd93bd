"""How the badges of an event look, at the desk, with a picture of what would be printed."""

from flask import Response, flash, g, request
from werkzeug.datastructures import MultiDict

from checkin import actions, documents, queries, rules
from checkin.forms.badges import DesignForm, EventDesignForm, design_form
from checkin.models import BadgeBack, BadgeDesign, BadgePaper, BadgeSize
from checkin.views import bp
from core import clock
from core.db import calls_outside, reading, session
from core.errors import NotFound
from core.web import page, see_other
from events.models import Event
from events.queries import event_for
from people.access import duty
from people.models import Role
from registration.documents import signer
from registration.models import Category
from registration.rules import CATEGORY_WORDS

EVENTS_OWN = "event"  # in addresses, the design of all categories that have none of their own


@bp.get("/desk/<event_slug>/badges/designs/<kind>")
@duty(Role.ORGANISER)
def show_badge_design(event_slug: str, kind: str):
    event = event_for(session, g.person, event_slug, Role.ORGANISER)
    return _design_page(event, kind, _form(event, _category(kind)))


@bp.post("/desk/<event_slug>/badges/designs/<kind>")
@duty(Role.ORGANISER)
def save_badge_design(event_slug: str, kind: str):
    event, category = event_for(session, g.person, event_slug, Role.ORGANISER), _category(kind)
    form = _form(event, category)
    is_look = request.form.get("do") == "look"
    if not form.validate_on_submit():
        return _design_page(event, kind, form, status=422)
    if is_look:
        return _design_page(event, kind, form, typed=MultiDict(request.form))
    given = {"by_id": g.person.id, "now": clock.now()}
    if isinstance(form, EventDesignForm):
        actions.save_badge_paper(session, event=event, **form.paper(), **given)
    actions.save_badge_design(
        session,
        event=event,
        category=category,
        words=form.words.data or "",
        colour=form.colour.data,
        sizes=form.sizes(),
        **given,
    )
    flash("Badges look like that from now on. Those printed already are as they were.")
    return see_other("checkin.show_badge_design", event_slug=event_slug, kind=kind)


@bp.post("/desk/<event_slug>/badges/designs/<kind>/remove")
@duty(Role.ORGANISER)
def remove_badge_design(event_slug: str, kind: str):
    event, category = event_for(session, g.person, event_slug, Role.ORGANISER), _category(kind)
    if category is None:
        raise NotFound("There is no such design.")
    actions.remove_badge_design(session, event=event, category=category, by_id=g.person.id, now=clock.now())
    flash("These badges look as the event’s own from now on.")
    return see_other("checkin.show_badge_design", event_slug=event_slug, kind=EVENTS_OWN)


@bp.get("/desk/<event_slug>/badges/designs/<kind>/<side>.png")
@duty(Role.ORGANISER)
@calls_outside  # to draw it takes longer than a transaction should
def show_badge_preview(event_slug: str, kind: str, side: str):
    person, category = g.person, _category(kind)
    if side not in ("fronts", "backs"):
        raise NotFound("A badge has two sides.")
    with reading():
        event = event_for(session, person, event_slug, Role.ORGANISER)
        job = _job(event, category)
    picture = documents.preview_of(job, signer=signer(), is_back=side == "backs")
    return Response(picture, mimetype="image/png", headers={"Cache-Control": "private, no-store"})


def _category(kind: str) -> Category | None:
    if kind != EVENTS_OWN and kind not in rules.DESIGNED:
        raise NotFound("There is no such design.")
    return rules.DESIGNED.get(kind)


def _form(event: Event, category: Category | None, typed: MultiDict | None = None) -> DesignForm:
    designs = queries.badge_designs_of(session, event)
    own = next((design for design in designs if design.category is category), None)
    sizes = rules.look_of(category, designs).sizes
    return design_form(category, own, sizes, queries.badge_paper_of(session, event), typed)


def _job(event: Event, category: Category | None) -> documents.BadgeJob:
    """Four specimens as they are set now; with what the address brings, where that is a design that could be saved."""
    designs, paper = queries.badge_designs_of(session, event), queries.badge_paper_of(session, event)
    if request.args:
        form = _form(event, category, request.args)
        if not form.validate():
            raise NotFound("There is no such design.")
        designs = [design for design in designs if design.category is not category]
        sizes = [BadgeSize(part=part, points=points) for part, points in form.sizes().items()]
        designs.append(
            BadgeDesign(category=category, words=form.words.data or "", colour=form.colour.data, sizes=sizes)
        )
        if isinstance(form, EventDesignForm):
            paper = BadgePaper(event_id=event.id, **form.paper())
    badges = [place.badge for place in queries.badges_of(session, event)]
    return documents.badge_job(event, paper, designs, rules.specimens(badges, category))


def _design_page(event: Event, kind: str, form: DesignForm, *, status: int = 200, typed: MultiDict | None = None):
    designs, category = queries.badge_designs_of(session, event), _category(kind)
    looks = {
        name: rules.look_of(each, designs)
        for name, each in rules.DESIGNED.items()
        if each in queries.badge_categories_of(session, event)
    }
    looked_at = {} if typed is None else {name: typed[name] for name in typed if name in form and name != "csrf_token"}
    paper = queries.badge_paper_of(session, event)
    back = form.paper()["back"] if isinstance(form, EventDesignForm) and status == 200 else paper.back
    return page(
        "checkin/desk/badge_design.html",
        status=status,
        form=form,
        person=g.person,
        event=event,
        kind=kind,
        category=category,
        looks=looks,
        own={design.category for design in designs},
        is_own=category in {design.category for design in designs},
        looked_at=looked_at,
        has_back=back is not BadgeBack.NONE,
        names={name: each.value for name, each in rules.DESIGNED.items()},
        category_words=CATEGORY_WORDS[category] if category else "",
        says=rules.BAND_WORDS[category] if category else "",
    )
