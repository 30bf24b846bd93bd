"""Positions as the world reads them."""

from datetime import UTC, datetime

from flask import Response, render_template

from core import clock
from core.db import session
from core.files import answer_with
from core.web import page
from people.access import open_to_all
from policy import documents, queries, rules
from policy.models import Language
from policy.views import bp

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # of a feed that has nothing yet


@bp.get("/policy/")
@open_to_all
def show_positions():
    now = clock.now()
    return page("policy/positions.html", shown=queries.public_positions(session, now))


@bp.get("/policy/<position_slug>")
@open_to_all
def show_position(position_slug: str):
    return _position_page(position_slug, Language.ENGLISH)


@bp.get("/policy/<position_slug>/cy")
@open_to_all
def show_position_in_welsh(position_slug: str):
    return _position_page(position_slug, Language.WELSH)


@bp.get("/policy/<position_slug>/card.png")
@open_to_all
def show_card(position_slug: str):
    shown = queries.public_position(session, position_slug, clock.now())
    return Response(documents.card_of(shown, shown.text()), mimetype="image/png")


@bp.get("/policy/feed.xml")
@open_to_all
def show_feed():
    shown = queries.public_positions(session, clock.now())
    feed = render_template("policy/feed.xml", shown=shown, beginning=BEGINNING)
    return Response(feed, mimetype="application/atom+xml")


@bp.get("/policy/<position_slug>/paper-<any(en, cy):language>.pdf")
@open_to_all
def download_paper(position_slug: str, language: str):
    paper = queries.public_paper(session, position_slug, Language(language), clock.now())
    return answer_with(paper)


def _position_page(position_slug: str, language: Language):
    if withdrawn := queries.withdrawn_position(session, position_slug):
        return page("policy/withdrawn.html", status=410, position=withdrawn)
    now = clock.now()
    shown = queries.public_position(session, position_slug, now)
    return page(
        "policy/position.html",
        shown=shown,
        text=shown.text(language),
        standing=rules.shown_status(shown.position, shown.launch, now),
    )
