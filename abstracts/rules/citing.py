"""How an abstract of a supplement is cited, and how its authors are found."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from abstracts.models import Abstract, Author, Supplement, SupplementEntry
from abstracts.rules.exhibits import affiliations

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


def citation(supplement: Supplement, abstract: Abstract, entry: SupplementEntry) -> str:
    """One line, in the style of the journal: authors, title, journal, year, volume(issue), number and DOI."""
    first = ", ".join(short_name(each) for each in abstract.authors[:NAMED_IN_CITATION])
    more = ", et al" if len(abstract.authors) > NAMED_IN_CITATION else ""
    title = abstract.title if abstract.title.endswith(("?", "!", ".")) else f"{abstract.title}."
    issue = f"({supplement.issue})" if supplement.issue else ""
    place = f"{year_of(supplement)};{supplement.volume}{issue}" if supplement.volume or issue else year_of(supplement)
    doi = f" doi:{entry.doi}" if entry.doi else ""
    retracted = "Retracted: " if entry.retracted_at else ""
    return f"{first}{more}. {retracted}{title} {journal_of(supplement)} {place}:{abstract.number}.{doi}"


def bibtex(supplement: Supplement, abstract: Abstract, entry: SupplementEntry, address: str) -> str:
    """The same for BibTeX; no letter of it is a command there."""
    key = re.sub(r"[^a-z]", "", _plain(abstract.authors[0].surname).lower()) if abstract.authors else ""
    fields = {
        "author": " and ".join(f"{each.surname}, {each.given_names}" for each in abstract.authors),
        "title": f"{{{_tex(abstract.title)}}}",  # twice, so that its capitals stay
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
    fields += [("TI", abstract.title), ("JO", journal_of(supplement)), ("PY", str(year_of(supplement)))]
    fields += [("VL", supplement.volume), ("IS", supplement.issue), ("SP", str(abstract.number)), ("M3", "Abstract")]
    fields += [*(("KW", each) for each in abstract.keyword_list), ("SN", supplement.issn), ("DO", entry.doi)]
    fields += [("UR", address), ("ER", " ")]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value)


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


def _plain(name: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in " ".join(text.split()))
