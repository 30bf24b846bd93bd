"""How an abstract is cited, in words and for programs, and how its authors are found."""

from datetime import date

import pytest

from abstracts.models import Abstract, Author, Call, Supplement, SupplementEntry
from abstracts.rules import citing, printing
from events.models import Event

PLACE = "BMJ Leader 2027;11(Suppl 1):12."


def somebody(name: str) -> Author:
    given_names, _, surname = name.rpartition(" ")
    return Author(given_names=given_names, surname=surname, organisation="Northmere", second_organisation="")


def cited(*names: str, title: str = "Rounds", number: int = 12, doi: str = "", **about) -> tuple:
    """What a citation is made of."""
    event = Event(name="Leaders 2027", first_day=date(2027, 3, 16))
    given = {"journal": "BMJ Leader", "volume": "11", "issue": "Suppl 1", "year": 2027, "issn": ""}
    authors = [somebody(name) for name in names]
    return (
        Supplement(call=Call(event=event), **given | about),
        Abstract(title=title, number=number, authors=authors, keywords="wards"),
        SupplementEntry(doi=doi, prize="", retracted_at=None),
    )


@pytest.mark.parametrize(
    ("about", "line"),
    [
        (cited("Rowan Jay Exampleby"), f"Exampleby RJ. Rounds. {PLACE}"),
        (cited("Anne-Marie Ó Sé", "B C"), f"Sé AMÓ, C B. Rounds. {PLACE}"),
        (cited("A A", "B B", "C C", "D D"), f"A A, B B, C C, et al. Rounds. {PLACE}"),
        (cited("A A", title="Who listens?"), f"A A. Who listens? {PLACE}"),
        (cited("A A", volume="", issue=""), "A A. Rounds. BMJ Leader 2027:12."),
        (cited("A A", issue=""), "A A. Rounds. BMJ Leader 2027;11:12."),
        (cited("A A", journal="", year=None), "A A. Rounds. Leaders 2027: book of abstracts 2027;11(Suppl 1):12."),
        (cited("A A", doi="10.1136/x"), f"A A. Rounds. {PLACE} doi:10.1136/x"),
    ],
    ids=["one", "hyphens", "four", "a question", "no issue yet", "a volume", "no journal", "a DOI"],
)
def test_a_citation_is_in_the_style_of_the_journal(about, line):
    assert citing.citation(*about) == line


def test_bibtex_takes_no_letter_for_a_command():
    record = citing.bibtex(*cited("Zoë Ünal", title=r"50% of {A} & B_c: \input{x} #1 $y^2~"), "https://a.example/1")

    assert record.startswith("@article{unal2027abstract12,\n")
    tail = r"\#1 \$y\textasciicircum{}2\textasciitilde{}"
    assert rf"50\% of \{{A\}} \& B\_c: \textbackslash{{}}input\{{x\}} {tail}" in record


def test_ris_has_one_field_on_each_line():
    record = citing.ris(*cited("A B", title="Two\r\nTY  - BOOK"), "https://a.example/1")

    lines = record.split("\r\n")
    assert lines[0] == "TY  - JOUR"
    assert "TI  - Two TY - BOOK" in lines
    assert [line[:2] for line in lines if line.startswith(("TY", "ER"))] == ["TY", "ER"]


def test_the_index_is_by_surname_whatever_the_accents():
    one, two = (cited(*names, number=n)[1] for n, names in ((1, ("B Zed", "A Évans")), (2, ("B Zed", "C Eve"))))

    index = citing.author_index([one, two])

    assert [each.name for each in index] == ["Évans, A", "Eve, C", "Zed, B"]
    assert [[abstract.number for abstract in each.abstracts] for each in index] == [[1], [2], [1, 2]]


@pytest.mark.parametrize("typed", ["10.1136/leader-1", "doi: 10.1136/leader-1", "https://doi.org/10.1136/leader-1"])
def test_a_doi_is_kept_without_its_address(typed):
    assert printing.doi_of(typed) == "10.1136/leader-1"


@pytest.mark.parametrize("typed", ["x", "10.1/x", "10.1136/a b", "javascript:10.1136/x", "10.1136/é"])
def test_what_is_no_doi_is_refused(typed):
    with pytest.raises(printing.WrongDoi):
        printing.doi_of(typed)
