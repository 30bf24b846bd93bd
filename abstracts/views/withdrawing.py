from flask import flash, g

from abstracts import actions, queries, rules
from abstracts.forms import PressForm
from abstracts.models import AbstractStatus
from abstracts.views import bp
from abstracts.views.tasks import here
from abstracts.views.writing import HOME
from core import clock
from core.db import session
from core.web import page, see_other
from people.access import signed_in

WITHDRAWAL = f"{HOME}/withdraw"


@bp.get(WITHDRAWAL)
@signed_in
def show_withdrawal(event_slug: str, call_slug: str, number: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number)
    return page(
        "abstracts/withdrawal.html",
        form=PressForm(version=abstract.version),
        abstract=abstract,
        call=abstract.call,
        event=abstract.call.event,
        here=here(abstract),
        is_withdrawn=abstract.status is AbstractStatus.WITHDRAWN,
        is_draft=abstract.status is AbstractStatus.DRAFT,
        may_withdraw=rules.may_withdraw(abstract),
        status_shown=rules.shown_status(abstract).value,
        told=[each for each in abstract.authors if rules.is_asked(abstract, each)],
    )


@bp.post(WITHDRAWAL)
@signed_in
def withdraw_abstract(event_slug: str, call_slug: str, number: int):
    abstract = queries.own_abstract(session, g.person, event_slug, call_slug, number, lock=True)
    form, now = PressForm(), clock.now()
    try:
        version = form.version.data or 0
        actions.withdraw_abstract(session, abstract=abstract, version=version, by_id=g.person.id, now=now)
    except rules.ChangedElsewhere:
        flash(
            "This abstract was changed in another window. Look at it again, and withdraw it if you still want.", "bad"
        )
    return see_other("abstracts.show_withdrawal", **here(abstract))
