"""What the chair does to one abstract so that nobody is told who wrote it, and to two that are one."""

from flask import flash, g, request

from abstracts import actions, queries, rules
from abstracts.forms import RedactionForm
from abstracts.models import Abstract
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from core import clock
from core.db import session
from core.errors import Refusal
from core.web import page, row_number, see_other
from events.models import Event
from people.access import duty
from people.models import Role

ONE = "/desk/<event_slug>/abstracts/<call_slug>/<int:number>"


@bp.post(f"{ONE}/findings/<int:finding_id>")
@duty(Role.ABSTRACT_CHAIR)
def judge_finding(event_slug: str, call_slug: str, number: int, finding_id: int):
    abstract = _locked(event_slug, call_slug, number)
    finding = queries.finding_at_desk(session, abstract, finding_id)
    is_harmless = request.form.get("to") != "open"
    by = {"by_id": g.person.id, "now": clock.now()}
    actions.judge_finding(session, abstract=abstract, finding=finding, is_harmless=is_harmless, **by)
    flash("The passage counts as harmless." if is_harmless else "The passage is looked at again.")
    return _back(event_slug, abstract)


@bp.get(f"{ONE}/redact/<field>")
@duty(Role.ABSTRACT_CHAIR)
def show_redaction(event_slug: str, call_slug: str, number: int, field: str):
    event = event_of_chair(event_slug)
    abstract = queries.abstract_at_desk(session, event, call_slug, number, chair_id=g.person.id)
    redaction = queries.redactions_of(session, abstract).get(field)
    words = rules.check_field(abstract, field, [redaction] if redaction else [])
    begun = redaction.words if redaction else words
    seen = rules.mark_of_redaction(redaction)
    return _redaction_page(event, abstract, field, RedactionForm(words=begun, version=abstract.version, seen=seen))


@bp.post(f"{ONE}/redact/<field>")
@duty(Role.ABSTRACT_CHAIR)
def redact_field(event_slug: str, call_slug: str, number: int, field: str):
    abstract = _locked(event_slug, call_slug, number)
    form, event = RedactionForm(), abstract.call.event
    if not form.validate_on_submit():
        rules.check_field(abstract, field, queries.redactions_of(session, abstract).values())
        return _redaction_page(event, abstract, field, form, status=422)
    try:
        actions.redact_field(
            session,
            abstract=abstract,
            field=field,
            words="" if rules.is_file_field(field) else form.words.data or "",
            version=form.shown_version(),
            shown=form.seen.data or "",
            by_id=g.person.id,
            now=clock.now(),
        )
    except (rules.ChangedElsewhere, rules.ChangedMeanwhile) as refusal:
        form.version.data = abstract.version
        form.seen.data = rules.mark_of_redaction(queries.redactions_of(session, abstract).get(field))
        return _redaction_page(event, abstract, field, form, refusal=refusal)
    flash(f"Reviewers read that in place of “{rules.field_names(abstract).get(field, field)}” from now on.")
    return _back(event_slug, abstract)


@bp.post(f"{ONE}/redact/<field>/remove")
@duty(Role.ABSTRACT_CHAIR)
def remove_redaction(event_slug: str, call_slug: str, number: int, field: str):
    abstract = _locked(event_slug, call_slug, number)
    rules.check_field(abstract, field, queries.redactions_of(session, abstract).values())
    actions.remove_redaction(session, abstract=abstract, field=field, by_id=g.person.id, now=clock.now())
    flash("Reviewers read what the author wrote. Passages found there are open again.")
    return _back(event_slug, abstract)


@bp.post(f"{ONE}/likenesses/<int:likeness_id>/dismiss")
@duty(Role.ABSTRACT_CHAIR)
def dismiss_likeness(event_slug: str, call_slug: str, number: int, likeness_id: int):
    event = event_of_chair(event_slug)
    abstract = queries.abstract_at_desk(session, event, call_slug, number, chair_id=g.person.id)
    likeness = queries.likeness_of(session, abstract, likeness_id, chair_id=g.person.id)
    actions.dismiss_likeness(session, likeness=likeness, by_id=g.person.id, now=clock.now())
    flash("These two stand apart: the list says no more that they are alike.")
    return _back(event_slug, abstract)


@bp.post(f"{ONE}/merge")
@duty(Role.ABSTRACT_CHAIR)
def merge_abstracts(event_slug: str, call_slug: str, number: int):
    event = event_of_chair(event_slug)
    other = request.form.get("other", 0, type=row_number)
    keep, merged = queries.both_abstracts(session, event, call_slug, number, other, chair_id=g.person.id)
    added = actions.merge_abstracts(session, keep=keep, other=merged, by_id=g.person.id, now=clock.now())
    more = f" {len(added)} of its authors are named here now." if added else ""
    flash(f"Abstract {merged.number} is withdrawn in favour of this one, and whoever sent it in is told.{more}")
    return _back(event_slug, keep)


def _locked(event_slug: str, call_slug: str, number: int) -> Abstract:
    event, asked = event_of_chair(event_slug), {"chair_id": g.person.id, "lock": True}
    return queries.abstract_at_desk(session, event, call_slug, number, **asked)


def _back(event_slug: str, abstract: Abstract):
    at = {"event_slug": event_slug, "call_slug": abstract.call.slug, "number": abstract.number}
    return see_other("abstracts.show_abstract_at_desk", **at)


def _redaction_page(
    event: Event,
    abstract: Abstract,
    field: str,
    form: RedactionForm,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
):
    redaction = queries.redactions_of(session, abstract).get(field)
    original = rules.blind_texts(abstract).get(field, "")
    found = [each for each in queries.findings_of(session, abstract) if each.field == field]
    return page(
        "abstracts/desk/redaction.html",
        status=refusal.status if refusal else status,
        form=form,
        person=g.person,
        event=event,
        call=abstract.call,
        abstract=abstract,
        field=field,
        name=rules.field_names(abstract).get(field, field),
        is_file=rules.is_file_field(field),
        pieces=rules.marked(original, found),
        redaction=redaction,
        is_older=redaction is not None and rules.is_older(redaction, abstract),
        refusal=str(refusal or ""),
    )
