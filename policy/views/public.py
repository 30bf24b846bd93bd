"""Positions as the world reads them."""

from datetime import UTC, datetime

from flask import Response, render_template, request

from core import clock
from core.db import record_apart, session
from core.files import answer_with
from core.web import page
from people.access import open_to_all
from people.rules import london_day
from policy import documents, queries, rules
from policy.models import Language, Reached
from policy.queries import Shown
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
    now = clock.now()
    shown = queries.public_position(session, position_slug, now)
    paper = queries.paper_of(shown, Language(language))
    _count(shown, Language(language), Reached.DOWNLOAD, now)
    return answer_with(paper)


def _position_page(position_slug: str, language: Language):
    if withdrawn := queries.withdrawn_position(session, position_slug):
        return page("policy/withdrawn.html", status=410, position=withdrawn)
    now = clock.now()
    shown = queries.public_position(session, position_slug, now)
    text = shown.text(language)
    _count(shown, text.language, Reached.VISIT, now)
    polls = [each for each in queries.polls_of(session, shown.position) if each.opens_at <= now]
    counted = queries.counted_by_choice(session, polls, now)
    return page(
        "policy/position.html",
        shown=shown,
        text=text,
        standing=rules.shown_status(shown.position, shown.launch, now),
        trail=queries.trail_of(session, shown),
        words_of_mention=rules.words_of_mention,
        today=london_day(now),
        comments=queries.shown_comments(session, shown.position),
        may_comment=rules.may_be_discussed(shown.position, shown.launch, now),
        polls=polls,
        results={each.id: rules.results_of(each, counted[each.id]) for each in polls if each.id in counted},
    )


def _count(shown: Shown, language: Language, reached: Reached, now: datetime) -> None:
    """One more, for the day, and nothing of who it was: no cookie, no address. Never for one that is hidden."""
    agent, purpose = request.user_agent.string, request.headers.get("Sec-Purpose", "")
    if request.method == "GET" and rules.is_a_reader(agent, purpose):
        record_apart(queries.one_more_reached(session, shown.position, london_day(now), language, reached))
