"""The chair's list of abstracts, one of them with what reviewers will read of it, and the figures."""

from flask import current_app, g, request

from abstracts import queries, rules
from abstracts.forms import ABSTRACT_ACT_WORDS, AbstractSearchForm
from abstracts.models import Exhibit
from abstracts.rules import figures
from abstracts.views import bp
from abstracts.views.calls_desk import event_of_chair
from core import files
from core.db import session
from core.web import ButtonForm, page, row_number
from people.access import duty
from people.models import Role

MESSAGES = 20


@bp.get("/desk/<event_slug>/abstracts")
@duty(Role.ABSTRACT_CHAIR, plain=True)
def show_abstracts(event_slug: str):
    form, event = AbstractSearchForm(request.args), g.event
    counted = queries.calls_counted(session, event, chair_id=g.person.id)
    calls = [each.call for each in counted]
    form.offer(calls)
    rows = current_app.config["LIMITS"].rows_per_page
    before = request.args.get("before", type=row_number)
    asked = {"chair_id": g.person.id, "before_id": before, "rows": rows + 1}
    found = queries.abstracts_page(session, event, calls, form.wanted(), **asked)
    shown = [each for each in counted if form.call.data in ("", each.call.slug)]
    return page(
        "abstracts/desk/abstracts.html",
        fragment="abstracts",
        told=True,
        person=g.person,
        event=event,
        search=form,
        asked=form.query(),
        calls=calls,
        several=len(calls) > 1,
        counts=rules.counts_in_all([each.counts for each in shown or counted]),
        abstracts=found.rows[:rows],
        how_many=found.how_many,
        most_counted=rules.MOST_ABSTRACTS_COUNTED,
        next_before=found.rows[rows - 1].abstract.id if len(found.rows) > rows else None,
        is_first_page=before is None,
        acts=ABSTRACT_ACT_WORDS,
        flag_words=rules.FLAG_WORDS,
        presenter_of=rules.presenter_of,
    )


@bp.get("/desk/<event_slug>/abstracts/<call_slug>/<int:number>")
@duty(Role.ABSTRACT_CHAIR)
def show_abstract_at_desk(event_slug: str, call_slug: str, number: int):
    event = event_of_chair(event_slug)
    abstract = queries.abstract_at_desk(session, event, call_slug, number, chair_id=g.person.id)
    findings = queries.findings_of(session, abstract)
    redactions = queries.redactions_of(session, abstract)
    return page(
        "abstracts/desk/abstract.html",
        form=ButtonForm(),
        person=g.person,
        event=event,
        call=abstract.call,
        abstract=abstract,
        findings=findings,
        still_open=rules.open_findings(findings),
        field_names=rules.field_names(abstract),
        fields=rules.read_by_reviewers(abstract, findings, redactions.values()),
        blind=queries.blind_abstract(session, abstract.id),
        in_context=rules.in_context,
        texts=rules.blind_texts(abstract),
        lacks=rules.lacks(abstract),
        why_not_to_review=rules.why_not_to_review(abstract, findings),
        likenesses=queries.likenesses_of(session, abstract, chair_id=g.person.id),
        presented=queries.others_of_presenter(session, abstract, chair_id=g.person.id),
        history=queries.history_of(session, abstract),
    )


@bp.get("/desk/<event_slug>/abstracts/<call_slug>/<int:number>/<any(figure,table):exhibit>")
@duty(Role.ABSTRACT_CHAIR)
def download_exhibit_at_desk(event_slug: str, call_slug: str, number: int, exhibit: str):
    event = event_of_chair(event_slug)
    kept = queries.exhibit_at_desk(session, event, call_slug, number, Exhibit(exhibit), chair_id=g.person.id)
    return files.answer_with(kept.file)


@bp.get("/desk/<event_slug>/abstracts/statistics")
@duty(Role.ABSTRACT_CHAIR)
def show_statistics(event_slug: str):
    event = event_of_chair(event_slug)
    calls = queries.calls_of(session, event)
    chosen = next((each for each in calls if each.slug == request.args.get("call")), None)
    of_call = [chosen] if chosen else calls
    facts = queries.sent_facts(session, event, chosen.slug if chosen else "", chair_id=g.person.id)
    sent = figures.sent_in_of(facts)
    names = [each.name for call in of_call for each in call.categories]
    charts = {
        "Status": figures.by_status(facts),
        "Category": figures.by_category(sent, names),
        "Nation": figures.by_nation(sent),
        "Led by a student or a trainee": figures.by_lead(sent),
        "Preference": figures.by_preference(sent),
    }
    return page(
        "abstracts/desk/statistics.html",
        person=g.person,
        event=event,
        calls=calls,
        chosen=chosen,
        how_many=len(sent),
        charts=charts,
        days=figures.by_day(sent, event.zone),
    )


@bp.get("/desk/<event_slug>/abstracts/messages")
@duty(Role.ABSTRACT_CHAIR)
def show_messages(event_slug: str):
    event = event_of_chair(event_slug)
    sent = queries.messages_of(session, event, MESSAGES)
    return page("abstracts/desk/messages.html", told=True, person=g.person, event=event, messages=sent)
