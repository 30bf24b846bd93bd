from flask import flash, g

from core import clock
from core.db import session
from core.web import ButtonForm, page, see_other
from people import actions, queries, rules
from people.access import link_token, open_to_visitors, signed_in
from people.forms import ConsentForm
from people.models import Person
from people.views.blueprint import bp


@bp.get("/me/consents")
@signed_in
def show_consents():
    return _consents_page(ConsentForm())


@bp.post("/me/consents")
@signed_in
def agree():
    form = ConsentForm()
    if not form.validate_on_submit():
        return _consents_page(form, status=422)
    changed = actions.agree(session, person=g.person, wanted=form.wanted(), now=clock.now())
    flash("Your choices are saved." if changed else "Nothing was changed.")
    return see_other("people.show_consents")


@bp.post("/me/consents/withdraw")
@signed_in
def withdraw_consents():
    actions.agree(session, person=g.person, wanted=frozenset(), now=clock.now())
    flash("All of it is withdrawn. Letters about what you book still come.")
    return see_other("people.show_consents")


@bp.get("/unsubscribe/<int:person_id>/<token>")
@open_to_visitors
def show_unsubscribe(person_id: int, token: str):
    person = _reader(person_id, token)
    return page(
        "people/unsubscribe.html",
        form=ButtonForm(),
        person=person,
        token=token,
        standing=queries.consents_of(session, person),
    )


@bp.post("/unsubscribe/<int:person_id>/<token>")
@open_to_visitors
def unsubscribe(person_id: int, token: str):
    actions.agree(session, person=_reader(person_id, token), wanted=frozenset(), now=clock.now())
    return see_other("people.show_unsubscribe", person_id=person_id, token=token)


def _consents_page(form: ConsentForm, status: int = 200):
    return page(
        "people/consents.html",
        form=form,
        status=status,
        person=g.person,
        standing=queries.consents_of(session, g.person),
        history=queries.consent_history(session, g.person),
        words=rules.CONSENT_WORDS,
    )


def _reader(person_id: int, token: str) -> Person:
    expected = link_token("unsubscribe", person_id, 1)
    return queries.person_by_link(session, person_id, token=token, expected=expected)
