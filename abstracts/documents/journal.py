"""What the journal gets: each abstract as JATS XML, all as a Word document and as a sheet, and their figures."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from lxml import etree
from lxml.builder import E

from abstracts import rules
from abstracts.documents.book import statements_of
from abstracts.documents.exhibits import content_of, name_of
from abstracts.models import Abstract, AbstractFile, Author, Supplement, SupplementEntry
from abstracts.rules import citing
from core.cells import csv_of
from core.words import capitalised, days, weekday_moment

DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.1 20151215//EN"'
    ' "JATS-journalpublishing1.dtd">'
)
XLINK, LANG = "{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}lang"
# What no XML may hold.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD = ("Number", "Title", "Category", "Presented as", "Prize", "Authors", "Places", "Written to", "Keywords", "DOI")


def article_of(supplement: Supplement, entry: SupplementEntry) -> bytes:
    """One abstract as an article of JATS 1.1 (Journal Publishing), its figure and table by their names in the ZIP."""
    abstract = entry.abstract
    article = E.article(
        E.front(_journal(supplement), _about(supplement, abstract, entry)),
        E.back(E("fn-group", *(_note(name, words) for name, words in statements_of(abstract) if name != "Funding"))),
        {"article-type": "abstract", "dtd-version": "1.1", LANG: "en-GB"},
    )
    if abstract.files:
        article.append(E("floats-group", *(_float(abstract.number, each) for each in abstract.files)))
    etree.cleanup_namespaces(article, top_nsmap={"xlink": XLINK.strip("{}")})
    return etree.tostring(article, xml_declaration=True, encoding="UTF-8", doctype=DOCTYPE, pretty_print=True)


def word_of(supplement: Supplement, entries: Sequence[SupplementEntry]) -> bytes:
    """All of them as one Word document with real headings, to be edited and set by the journal."""
    import docx  # here, since only this needs it

    document, call = docx.Document(), supplement.call
    about = document.core_properties
    about.title, about.author, about.comments = f"{call.event.name}: {call.name}", call.event.name, ""
    about.language = "en-GB"
    document.add_heading(_plain(f"{call.event.name}: {call.name}"), 0)
    document.add_paragraph(embargo_words(supplement))
    category = None
    for entry in entries:
        abstract = entry.abstract
        if abstract.category is not category:
            category = abstract.category
            document.add_heading(_plain(category.name if category else "Other work"), 1)
        _add_to(document, supplement, entry)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def sheet_of(supplement: Supplement, entries: Sequence[SupplementEntry]) -> bytes:
    """All of them as CSV, each heading in a column of its own; every cell is text."""
    headings = supplement.call.headings
    rows = []
    for entry in entries:
        abstract = entry.abstract
        places, authors = citing.printed_authors(abstract)
        named = [f"{each.name} ({', '.join(map(str, at))})" if at else each.name for each, at in authors]
        written_to = next((f"{each.name} <{each.email}>" for each in abstract.authors if each.is_corresponding), "")
        written = {heading.id: words for heading, words in citing.sections_in_order(abstract)}
        rows.append(
            [
                abstract.number,
                citing.title_of(abstract),
                abstract.category.name if abstract.category else "",
                abstract.decision.value if abstract.decision else "",
                "; ".join(citing.prizes_of(entry)),
                "; ".join(named),
                "; ".join(f"{number} {place}" for number, place in enumerate(places, start=1)),
                written_to,
                "; ".join(abstract.keyword_list),
                entry.doi,
                *(written.get(each.id, "") for each in headings),
                *(words for _, words in statements_of(abstract)),
                citing.citation(supplement, abstract, entry),
            ]
        )
    return csv_of([*HEAD, *(each.name for each in headings), "Funding", "Interests", "Ethics", "Citation"], rows)


def bundle_of(supplement: Supplement, entries: Sequence[SupplementEntry], now: datetime) -> bytes:
    """Everything in one ZIP, with a note that says what it is and until when nobody may publish it."""
    stream, name = io.BytesIO(), f"{supplement.call.event.slug}-{supplement.call.slug}"
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:

        def put(path: str, content: bytes) -> None:
            made = zipfile.ZipInfo(path, now.astimezone(UTC).timetuple()[:6])
            made.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(made, content)

        put("READ ME FIRST.txt", _read_me(supplement, len(entries)).encode())
        put(f"{name}.docx", word_of(supplement, entries))
        put(f"{name}.csv", sheet_of(supplement, entries))
        _put_articles(put, supplement, entries)
    return stream.getvalue()


def embargo_words(supplement: Supplement) -> str:
    """Until when nobody may publish it, on the clocks of the event."""
    call = supplement.call
    if call.embargo_until is None:
        return "Under embargo until the journal publishes it."
    return f"Under embargo until {weekday_moment(call.embargo_until, call.event.zone)} ({call.event.zone})."


def _put_articles(
    put: Callable[[str, bytes], None], supplement: Supplement, entries: Sequence[SupplementEntry]
) -> None:
    for entry in entries:
        put(f"jats/abstract-{entry.abstract.number}.xml", article_of(supplement, entry))
        for exhibit in entry.abstract.files:
            if content := content_of(exhibit):
                put(f"jats/{name_of(entry.abstract.number, exhibit)}", content)


def _read_me(supplement: Supplement, how_many: int) -> str:
    call = supplement.call
    return (
        f"{call.event.name}: {call.name}\r\n{embargo_words(supplement)}\r\n\r\n"
        f"{how_many} accepted abstracts whose authors agreed to the licence:\r\n"
        "as JATS 1.1 XML, one file each, with figures and tables beside them (folder jats),\r\n"
        "as one Word document, and as a sheet (CSV in UTF-8).\r\n"
        "The sheet and the XML hold addresses of the authors who are written to: they are for the journal only.\r\n"
    )


def _journal(supplement: Supplement) -> etree._Element:
    journal = citing.journal_of(supplement)
    meta = E(
        "journal-meta",
        E("journal-id", _plain(journal), {"journal-id-type": "publisher-id"}),
        E("journal-title-group", E("journal-title", _plain(journal))),
    )
    if supplement.issn:
        meta.append(E.issn(supplement.issn, {"pub-type": "epub"}))
    else:
        meta.append(E.issn("", {"pub-type": "epub"}))  # the DTD asks for one
    return meta


def _about(supplement: Supplement, abstract: Abstract, entry: SupplementEntry) -> etree._Element:
    call, ids = supplement.call, [E("article-id", str(abstract.number), {"pub-id-type": "publisher-id"})]
    if entry.doi:
        ids.append(E("article-id", _plain(entry.doi), {"pub-id-type": "doi"}))
    category = abstract.category.name if abstract.category else "Other work"
    subjects = E("subj-group", E.subject(_plain(category)), {"subj-group-type": "heading"})
    meta = E("article-meta", *ids, E("article-categories", subjects))
    meta.append(E("title-group", E("article-title", _plain(citing.title_of(abstract)))))
    meta.extend(_people(abstract))
    meta.append(_date(supplement))
    meta.extend(E(tag, _plain(words)) for tag in ("volume", "issue") if (words := getattr(supplement, tag)))
    meta.append(E("elocation-id", str(abstract.number)))
    meta.append(E.permissions(E.license(*(E("license-p", each) for each in _lines(call.licence)))))
    sections = [
        E.sec(E.title(_plain(heading.name)), *(E.p(line) for line in _lines(words)))
        for heading, words in citing.sections_in_order(abstract)
    ]
    meta.append(E.abstract(*sections))
    if abstract.keyword_list:
        meta.append(E("kwd-group", *(E.kwd(_plain(each)) for each in abstract.keyword_list)))
    funding = dict(statements_of(abstract))["Funding"]
    meta.append(E("funding-group", E("funding-statement", _plain(funding))))
    event = call.event
    held = E.conference(E("conf-date", days(event.first_day, event.last_day)), E("conf-name", _plain(event.name)))
    if event.place:
        held.append(E("conf-loc", _plain(event.place)))
    meta.append(held)
    if call.embargo_until is not None:
        until = E("custom-meta", E("meta-name", "embargo-until"), E("meta-value", call.embargo_until.isoformat()))
        meta.append(E("custom-meta-group", until))
    return meta


def _people(abstract: Abstract) -> list[etree._Element]:
    places, authors = rules.affiliations(abstract.authors)
    group = E("contrib-group", *(_person(author, at) for author, at in authors))
    found = [group, *(E.aff(_plain(place), {"id": f"aff{at}"}) for at, place in enumerate(places, start=1))]
    if written_to := next((each for each in abstract.authors if each.is_corresponding), None):
        correspondence = E.corresp("Correspondence to ", _plain(written_to.name), ", ", E.email(written_to.email))
        correspondence.set("id", "corresponding")
        found.append(E("author-notes", correspondence))
    return found


def _person(author: Author, at: Sequence[int]) -> etree._Element:
    person = E.contrib({"contrib-type": "author"})
    if author.orcid:
        person.append(E("contrib-id", f"https://orcid.org/{author.orcid}", {"contrib-id-type": "orcid"}))
    name = E.name(E.surname(_plain(author.surname)))
    if author.given_names:
        name.append(E("given-names", _plain(author.given_names)))
    person.append(name)
    person.extend(E.xref(E.sup(str(number)), {"ref-type": "aff", "rid": f"aff{number}"}) for number in at)
    if author.is_corresponding:
        person.set("corresp", "yes")
        person.append(E.xref("*", {"ref-type": "corresp", "rid": "corresponding"}))
    return person


def _date(supplement: Supplement) -> etree._Element:
    year = E.year(str(citing.year_of(supplement)))
    return E("pub-date", year, {"pub-type": "collection"})


def _note(name: str, words: str) -> etree._Element:
    kind = "conflict" if name == "Interests" else "other"
    return E.fn(E.p(E.bold(name), *(f" {line}" for line in _lines(words))), {"fn-type": kind})


def _float(number: int, exhibit: AbstractFile) -> etree._Element:
    name = exhibit.exhibit.value
    graphic = E.graphic({f"{XLINK}href": name_of(number, exhibit)})
    caption = E.caption(*(E.p(line) for line in _lines(exhibit.caption) or [capitalised(name)]))
    tag = "fig" if name == "figure" else "table-wrap"
    return E(tag, E.label(capitalised(name)), caption, graphic, {"id": f"abstract-{number}-{name}"})


def _add_to(document, supplement: Supplement, entry: SupplementEntry) -> None:
    abstract = entry.abstract
    places, authors = citing.printed_authors(abstract)
    document.add_heading(f"{abstract.number} {_plain(citing.title_of(abstract))}", 2)
    line = document.add_paragraph()
    for place, (author, numbers) in enumerate(authors):
        line.add_run(f"{', ' if place else ''}{_plain(author.name)}")
        line.add_run(",".join(map(str, numbers))).font.superscript = True
    numbered = any(numbers for _, numbers in authors)
    for number, place in enumerate(places, start=1):
        line = document.add_paragraph()
        if numbered:
            line.add_run(str(number)).font.superscript = True
        line.add_run(_plain(place)).italic = True
    for heading, words in citing.sections_in_order(abstract):
        document.add_heading(_plain(heading.name), 3)
        for each in _lines(words):
            document.add_paragraph(each)
    for exhibit in abstract.files:
        about = f"{capitalised(exhibit.exhibit.value)} (jats/{name_of(abstract.number, exhibit)}): {exhibit.caption}"
        document.add_paragraph(_plain(about))
    if abstract.keyword_list:
        _told(document, "Keywords", ", ".join(abstract.keyword_list))
    for name, words in statements_of(abstract):
        _told(document, name, words)
    if prizes := citing.prizes_of(entry):
        _told(document, "Prize", "; ".join(prizes))
    _told(document, "Cite as", citing.citation(supplement, abstract, entry))


def _told(document, name: str, words: str) -> None:
    line = document.add_paragraph()
    line.add_run(f"{name}: ").bold = True
    line.add_run(_plain(words))


def _lines(text: str) -> list[str]:
    return [_plain(line.strip()) for line in text.splitlines() if line.strip()]


def _plain(text: str) -> str:
    return _NO_XML.sub("", text)
