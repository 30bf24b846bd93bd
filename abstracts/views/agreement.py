from flask import flash

from abstracts import actions, documents, queries, rules
from abstracts.models import Agreement, Author
from abstracts.views import bp
from core import clock
from core.db import session
from core.web import ButtonForm, page, see_other
from people import rules as people_rules
from people.access import hand_link, open_to_visitors, signed_in_person, visitor

NAMED = "/events/<event_slug>/abstracts/<call_slug>/<int:number>/named/<int:author_id>"


@bp.get(NAMED)
@open_to_visitors  # the query opens it to the proved address, and to a browser that opened the newest link
def show_agreement(event_slug: str, call_slug: str, number: int, author_id: int):
    author, now = _named(event_slug, call_slug, number, author_id), clock.now()
    abstract = author.abstract
    places, authors = rules.affiliations(abstract.authors)
    return page(
        "abstracts/agreement.html",
        form=ButtonForm(),
        author=author,
        abstract=abstract,
        call=abstract.call,
        event=abstract.call.event,
        place=documents.place_of(abstract),
        written={each.heading_id: each.words for each in abstract.sections},
        places=places,
        authors=authors,
        status_shown=rules.shown_status(abstract).value,
        may_answer=rules.may_answer(author, now),
        ends_at=rules.closes_at(abstract.call, abstract.late_entry),
        now=now,
    )


@bp.get(f"{NAMED}/open/<token>")
@open_to_visitors
def open_agreement(event_slug: str, call_slug: str, number: int, author_id: int, token: str):
    """Trade the token of a mailed link for this browser's cookie, and go on to a clean address."""
    author = queries.author_by_link(
        session,
        documents.author_link_hash,
        place=(event_slug, call_slug, number),
        author_id=author_id,
        given=people_rules.hash_of(token),
    )
    hand_link(token)
    return see_other("abstracts.show_agreement", **documents.place_of(author.abstract), author_id=author_id)


@bp.post(f"{NAMED}/agree")
@open_to_visitors  # as the page
def agree_as_author(event_slug: str, call_slug: str, number: int, author_id: int):
    return _answer(event_slug, call_slug, number, author_id, Agreement.CONFIRMED, "Thank you: you agree.")


@bp.post(f"{NAMED}/decline")
@open_to_visitors  # as the page
def decline_as_author(event_slug: str, call_slug: str, number: int, author_id: int):
    words = "Thank you for telling us. Whoever sent it in is told, and so is the chair."
    return _answer(event_slug, call_slug, number, author_id, Agreement.DECLINED, words)


def _answer(event_slug: str, call_slug: str, number: int, author_id: int, agreement: Agreement, words: str):
    author, person = _named(event_slug, call_slug, number, author_id, lock=True), signed_in_person()
    by_id = person.id if person else None
    actions.answer_as_author(session, author=author, agreement=agreement, by_id=by_id, now=clock.now())
    flash(words)
    return see_other("abstracts.show_agreement", **documents.place_of(author.abstract), author_id=author_id)


def _named(event_slug: str, call_slug: str, number: int, author_id: int, *, lock: bool = False) -> Author:
    place = (event_slug, call_slug, number)
    return queries.named_author(
        session, visitor(), documents.author_link_hash, place=place, author_id=author_id, lock=lock
    )
