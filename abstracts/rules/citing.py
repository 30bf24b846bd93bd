"""What is printed of an abstract of a supplement, how it is cited, and how its authors are found."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from abstracts.models import Abstract, Author, CallHeading, Decision, Supplement, SupplementEntry
from abstracts.rules.exhibits import affiliations
from abstracts.rules.final import final_words

NAMED_IN_CITATION = 3
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX |= {sign: f"\\{sign}" for sign in "{}%&$#_"}


@dataclass(frozen=True)
class Indexed:
    """A name in the index of authors, with the abstracts that they wrote, by number."""

    surname: str
    given_names: str
    abstracts: tuple[Abstract, ...]

    @property
    def letter(self) -> str:
        """Under which it is looked for."""
        return _plain(self.surname)[:1].upper()

    @property
    def name(self) -> str:
        return f"{self.surname}, {self.given_names}" if self.given_names else self.surname


def short_name(author: Author) -> str:
    """Surname and initials as medical journals write them: Exampleby RJ."""
    initials = "".join(part[0] for part in re.split(r"[\s.-]+", author.given_names) if part)
    return f"{author.surname} {initials}".strip()


def year_of(supplement: Supplement) -> int:
    """The issue's year, or the one in which the event begins."""
    return supplement.year or supplement.call.event.first_day.year


def journal_of(supplement: Supplement) -> str:
    return supplement.journal or f"{supplement.call.event.name}: book of abstracts"


def issue_of(supplement: Supplement) -> str:
    """Year, volume and issue as a citation has them: 2027;11(Suppl 1). What is not set yet is left out."""
    issue = f"({supplement.issue})" if supplement.issue else ""
    return f"{year_of(supplement)};{supplement.volume}{issue}".rstrip(";")


def title_of(abstract: Abstract) -> str:
    """As it is printed: the author's last word, not what was judged."""
    return final_words(abstract, abstract.final)[0]


def sections_in_order(abstract: Abstract) -> list[tuple[CallHeading, str]]:
    """What is printed, under the headings in their order."""
    _, written = final_words(abstract, abstract.final)
    return [(each, written[each.id]) for each in abstract.call.headings if written.get(each.id)]


def prizes_of(entry: SupplementEntry) -> list[str]:
    """What it won: as the chair wrote it for the journal, and what is announced besides."""
    announced = [each.name for each in entry.abstract.prizes if each.announced_at is not None]
    return list(dict.fromkeys(name for name in (entry.prize, *announced) if name))


def board_of_poster(abstract: Abstract) -> str:
    """Where the poster hangs, once boards are given out; nothing for a talk."""
    return abstract.offer.board or "" if abstract.offer is not None and abstract.decision is Decision.POSTER else ""


def citation(supplement: Supplement, abstract: Abstract, entry: SupplementEntry) -> str:
    """One line, in the style of the journal: authors, title, journal, year, volume(issue), number and DOI."""
    first = ", ".join(short_name(each) for each in abstract.authors[:NAMED_IN_CITATION])
    more = ", et al" if len(abstract.authors) > NAMED_IN_CITATION else ""
    title = title_of(abstract)
    title = title if title.endswith(("?", "!", ".")) else f"{title}."
    doi = f" doi:{entry.doi}" if entry.doi else ""
    retracted = "Retracted: " if entry.retracted_at else ""
    return f"{first}{more}. {retracted}{title} {journal_of(supplement)} {issue_of(supplement)}:{abstract.number}.{doi}"


def bibtex(supplement: Supplement, abstract: Abstract, entry: SupplementEntry, address: str) -> str:
    """The same for BibTeX; no letter of it is a command there."""
    key = re.sub(r"[^a-z]", "", _plain(abstract.authors[0].surname).lower()) if abstract.authors else ""
    fields = {
        "author": " and ".join(f"{each.surname}, {each.given_names}" for each in abstract.authors),
        "title": f"{{{_tex(title_of(abstract))}}}",  # twice, so that its capitals stay
        "journal": journal_of(supplement),
        "year": str(year_of(supplement)),
        "volume": supplement.volume,
        "number": supplement.issue,
        "pages": str(abstract.number),
        "doi": entry.doi,
        "url": address,
    }
    lines = [f"  {name} = {{{v if name == 'title' else _tex(v)}}},\n" for name, v in fields.items() if v]
    return f"@article{{{key or 'abstract'}{year_of(supplement)}abstract{abstract.number},\n{''.join(lines)}}}\n"


def ris(supplement: Supplement, abstract: Abstract, entry: SupplementEntry, address: str) -> str:
    """The same for programs that read RIS, one field a line."""
    fields = [("TY", "JOUR"), *(("AU", f"{each.surname}, {each.given_names}") for each in abstract.authors)]
    fields += [("TI", title_of(abstract)), ("JO", journal_of(supplement)), ("PY", str(year_of(supplement)))]
    fields += [("VL", supplement.volume), ("IS", supplement.issue), ("SP", str(abstract.number)), ("M3", "Abstract")]
    fields += [*(("KW", each) for each in abstract.keyword_list), ("SN", supplement.issn), ("DO", entry.doi)]
    fields += [("UR", address), ("ER", " ")]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value)


def scholarly(supplement: Supplement, abstract: Abstract, entry: SupplementEntry, address: str) -> dict:
    """What search engines read of it: a schema.org ScholarlyArticle, with no word of one that is retracted."""
    issue = {"@type": "PublicationIssue", "issueNumber": supplement.issue, "datePublished": str(year_of(supplement))}
    journal = {"@type": "Periodical", "name": journal_of(supplement)} | _if("issn", supplement.issn)
    volume = {"@type": "PublicationVolume", "volumeNumber": supplement.volume, "isPartOf": journal}
    return {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": title_of(abstract),
        "url": address,
        "author": [
            {"@type": "Person", "name": each.name}
            | _if("affiliation", [{"@type": "Organization", "name": place} for place in each.organisations])
            | _if("identifier", f"https://orcid.org/{each.orcid}" if each.orcid else "")
            for each in abstract.authors
        ],
        "datePublished": str(year_of(supplement)),
        "inLanguage": "en-GB",
        "pagination": str(abstract.number),
        "isPartOf": issue | {"isPartOf": volume},
        **_if("keywords", "" if entry.retracted_at else ", ".join(abstract.keyword_list)),
        **_if("sameAs", f"https://doi.org/{entry.doi}" if entry.doi else ""),
        **_if("creativeWorkStatus", "Retracted" if entry.retracted_at else ""),
    }


def beside(entries: Sequence[SupplementEntry], number: int) -> tuple[SupplementEntry | None, SupplementEntry | None]:
    """The entries before and after that of the abstract of this number; None at either end."""
    at = next(place for place, each in enumerate(entries) if each.abstract.number == number)
    return (entries[at - 1] if at else None), (entries[at + 1] if at + 1 < len(entries) else None)


def author_index(abstracts: Iterable[Abstract]) -> list[Indexed]:
    """Everybody who wrote one, by surname and then by given names; accents make no difference to the order."""
    found: dict[tuple[str, str], list[Abstract]] = {}
    for abstract in abstracts:
        for author in abstract.authors:
            found.setdefault((author.surname, author.given_names), []).append(abstract)
    names = sorted(found, key=lambda name: ([_plain(each).casefold() for each in name], name))
    return [Indexed(*name, tuple(found[name])) for name in names]


def printed_authors(abstract: Abstract) -> tuple[list[str], list[tuple[Author, tuple[int, ...]]]]:
    """Places, and authors with the numbers of theirs; one place that all share needs no numbers."""
    places, authors = affiliations(abstract.authors)
    alike = len(places) == 1 and all(numbers for _, numbers in authors)
    return places, [(author, ()) for author, _ in authors] if alike else authors


def _if(name: str, value: object) -> dict:
    return {name: value} if value else {}


def _plain(name: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in " ".join(text.split()))
