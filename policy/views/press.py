"""What named people read before the world does (domain rule 51).

Each answer that shows anything is made in the same transaction that notes it and finds the grant alive: so nothing is
shown that the log does not know, and nothing once access is over. That is why these views open their own transaction,
though most of them are reached by GET.
"""

from datetime import datetime

from flask import Response, g

from core import clock
from core.cells import download
from core.db import calls_outside, session, transaction
from core.web import page, see_other
from people.access import signed_in
from policy import actions, queries, rules
from policy.documents.copies import Copied, copied_asset, copied_paper, marked_pdf
from policy.forms import AcceptForm
from policy.models import Grant, Language, Opened
from policy.views import bp


@bp.get("/press/")
@signed_in
def show_press_copies():
    now = clock.now()
    copies = [
        (
            each,
            queries.text_for_press(each, Language.ENGLISH),
            rules.is_waiting(each.launch, now),
            rules.has_accepted(each),
        )
        for each in queries.copies_for(session, g.person, now)
    ]
    return page("policy/press_copies.html", person=g.person, copies=copies)


@bp.get("/press/<key>")
@signed_in
@calls_outside
def show_press_copy(key: str):
    return _copy_page(key, Language.ENGLISH)


@bp.get("/press/<key>/cy")
@signed_in
@calls_outside
def show_press_copy_in_welsh(key: str):
    return _copy_page(key, Language.WELSH)


@bp.post("/press/<key>")
@signed_in
def accept_press_terms(key: str):
    grant, now = _own_grant(key)
    form = AcceptForm()
    if rules.has_lifted(grant.launch, now):
        return see_other("policy.show_position", position_slug=grant.launch.position.slug)
    if not form.validate_on_submit():
        return _terms_page(grant, form, status=422)
    try:
        actions.accept_terms(session, grant=grant, shown=form.seen.data or "", now=now)
    except rules.TermsChanged as refusal:
        form.seen.data = rules.digest_of_terms(grant.launch.terms)
        return _terms_page(grant, form, status=refusal.status, refusal=str(refusal))
    return see_other("policy.show_press_copy", key=key)


@bp.get("/press/<key>/paper-<any(en, cy):language>.pdf")
@signed_in
@calls_outside
def download_press_paper(key: str, language: str):
    with transaction():
        grant, now = _own_grant(key)
        rules.check_has_accepted(grant)
        if rules.has_lifted(grant.launch, now):
            return see_other("policy.show_position", position_slug=grant.launch.position.slug)
        text = queries.text_for_press(grant, Language(language))
        actions.note_opening(session, grant=grant, opened=Opened.PAPER_FILE, thing_id=text.id, now=now)
        copied = copied_paper(grant, text, now)
    return _marked(copied, f"press-copy-{copied.mark.copy_number}-{language}.pdf")


@bp.get("/press/<key>/assets/<int:asset_id>")
@signed_in
@calls_outside
def download_press_asset(key: str, asset_id: int):
    with transaction():
        grant, now = _own_grant(key)
        rules.check_has_accepted(grant)
        if rules.has_lifted(grant.launch, now):
            return see_other("policy.show_position", position_slug=grant.launch.position.slug)
        asset = queries.asset_for_press(grant, asset_id)
        actions.note_opening(session, grant=grant, opened=Opened.ASSET, thing_id=asset.id, now=now)
        copied = copied_asset(grant, asset, now)
    return _marked(copied, f"press-copy-{copied.mark.copy_number}-{copied.title.lower().replace(' ', '-')}.pdf")


def _copy_page(key: str, language: Language):
    """The terms to who has yet to accept them, then the position, and once it is public the way to it."""
    with transaction():
        grant, now = _own_grant(key)
        if rules.has_lifted(grant.launch, now):
            return see_other("policy.show_position", position_slug=grant.launch.position.slug)
        if not rules.has_accepted(grant):
            actions.note_opening(session, grant=grant, opened=Opened.TERMS, thing_id=None, now=now)
            return _terms_page(grant, AcceptForm(formdata=None, seen=rules.digest_of_terms(grant.launch.terms)))
        text = queries.text_for_press(grant, language)
        actions.note_opening(session, grant=grant, opened=Opened.PAPER_PAGE, thing_id=text.id, now=now)
        position = grant.launch.position
        return page(
            "policy/press_copy.html",
            person=g.person,
            grant=grant,
            launch=grant.launch,
            position=position,
            text=text,
            languages=[each for each in Language if position.text_in(each, position.public_version)],
            answers=[each for each in position.answers if each.language is text.language],
            assets=queries.assets_for_press(grant, text.language),
        )


def _own_grant(key: str) -> tuple[Grant, datetime]:
    """The grant of who asks, if it still opens anything, and the time at which that was asked."""
    grant = queries.grant_for(session, g.person, key)
    now = clock.now()
    rules.check_may_open(grant, now)
    return grant, now


def _terms_page(grant: Grant, form: AcceptForm, *, status: int = 200, refusal: str = ""):
    return page(
        "policy/press_terms.html",
        status=status,
        form=form,
        person=g.person,
        grant=grant,
        launch=grant.launch,
        refusal=refusal,
    )


def _marked(copied: Copied, name: str) -> Response:
    answer = download(name, marked_pdf(copied), "application/pdf")
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
