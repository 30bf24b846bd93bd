"""The book of abstracts as anybody reads it, from the end of the journal's embargo on (domain rule 48)."""

from flask import Response, request

from abstracts import documents
from abstracts.forms import BookSearchForm
from abstracts.models import Exhibit
from abstracts.queries import books
from abstracts.rules import citing
from abstracts.views import bp
from core import clock, files
from core.cells import download
from core.db import session
from core.uploads import PDF
from core.web import full_address, page
from people.access import open_to_all

BOOK = "/events/<event_slug>/abstracts/<call_slug>/book"
ENTRY = f"{BOOK}/<int:number>"
CITED_AS = {"txt": "text/plain", "bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}


@bp.get(BOOK)
@open_to_all
def show_book(event_slug: str, call_slug: str):
    now = clock.now()
    supplement = books.published_supplement(session, event_slug, call_slug, now)
    categories, search = supplement.call.categories, BookSearchForm(request.args)
    search.offer(categories)
    wanted = search.wanted(categories)
    return page(
        "abstracts/book.html",
        **_around(supplement),
        search=search,
        is_search=any(wanted.values()),
        entries=books.published_entries(session, supplement, now, **wanted),
        printed_authors=citing.printed_authors,
    )


@bp.get(f"{BOOK}/authors")
@open_to_all
def show_book_authors(event_slug: str, call_slug: str):
    now = clock.now()
    supplement = books.published_supplement(session, event_slug, call_slug, now)
    entries = books.published_entries(session, supplement, now)
    index = citing.author_index(each.abstract for each in entries)
    return page("abstracts/book_authors.html", **_around(supplement), index=index)


@bp.get(f"{BOOK}.pdf")
@open_to_all
def download_book(event_slug: str, call_slug: str) -> Response:
    now = clock.now()
    supplement = books.published_supplement(session, event_slug, call_slug, now)
    entries = books.published_entries(session, supplement, now)
    made_at = supplement.published_at or now
    content = documents.book_of(supplement, entries, made_at=made_at)
    return download(f"{event_slug}-{call_slug}-abstracts.pdf", content, PDF)


@bp.get(ENTRY)
@open_to_all
def show_published(event_slug: str, call_slug: str, number: int):
    now = clock.now()
    supplement = books.published_supplement(session, event_slug, call_slug, now)
    entry = books.published_entry(session, supplement, number, now)
    before, after = citing.beside(books.published_entries(session, supplement, now), number)
    abstract = entry.abstract
    address = full_address("abstracts.show_published", **documents.place_of(abstract))
    return page(
        "abstracts/published.html",
        status=200 if entry.retracted_at is None else 410,
        **_around(supplement),
        entry=entry,
        abstract=abstract,
        printed=citing.printed_authors(abstract),
        title=citing.title_of(abstract),
        board=citing.board_of_poster(abstract),
        sections=citing.sections_in_order(abstract),
        statements=documents.statements_of(abstract),
        before=before,
        after=after,
        citation=citing.citation(supplement, abstract, entry),
        address=address,
        year=citing.year_of(supplement),
        scholarly=citing.scholarly(supplement, abstract, entry, address),
    )


@bp.get(f"{ENTRY}/cite.<any(txt, bib, ris):kind>")
@open_to_all
def download_citation(event_slug: str, call_slug: str, number: int, kind: str) -> Response:
    now = clock.now()
    supplement = books.published_supplement(session, event_slug, call_slug, now)
    entry = books.published_entry(session, supplement, number, now)
    about = (supplement, entry.abstract, entry)
    address = full_address("abstracts.show_published", **documents.place_of(entry.abstract))
    if kind == "txt":
        words = f"{citing.citation(*about)} {address}\n"
    else:
        words = citing.bibtex(*about, address) if kind == "bib" else citing.ris(*about, address)
    return download(f"{event_slug}-{number}.{kind}", words.encode("utf-8", "replace"), CITED_AS[kind])


@bp.get(f"{ENTRY}/<any(figure, table):exhibit>")
@open_to_all
def show_published_exhibit(event_slug: str, call_slug: str, number: int, exhibit: str) -> Response:
    now = clock.now()
    supplement = books.published_supplement(session, event_slug, call_slug, now)
    return files.answer_with(books.published_exhibit(session, supplement, number, Exhibit(exhibit), now).file)


def _around(supplement) -> dict:
    return {
        "supplement": supplement,
        "call": supplement.call,
        "event": supplement.call.event,
        "journal": citing.journal_of(supplement),
        "issue": citing.issue_of(supplement),
        "title_of": citing.title_of,
        "prizes_of": citing.prizes_of,
    }
