"""The leak finder finds what tells who wrote an abstract, however it is written (rule 41)."""

import pytest

from abstracts.rules import leaks
from abstracts.rules.leaks import Kind, Leak, Named, find_leaks

N, O, I = Kind.NAME, Kind.ORGANISATION, Kind.INITIALS  # noqa: E741  as short as a table needs
AUTHORS = (
    Named(
        given_names="Rowan Jay",
        surname="Exampleby",
        organisations=("Northmere Teaching Hospitals NHS Trust, Mereport, UK",),
        emails=("rowan@northmere.example",),
        orcid="0000-0002-1825-0097",
    ),
    Named("Samuel", "Long", ("Public Health Wales", "Imperial College")),
    Named("Noé", "García-Müller", ("St Osyth's Hospital", "University of Caldergate")),
    Named("Aoife", "O’Fictum", ("Caldergate Royal Infirmary (CRIX)",)),
    Named("Bas", "van der Specimen", ()),
    Named("小明", "王", ("北岸総合病院",)),
    Named("Лев", "Примеров", ()),
    Named("حسن", "المثالي", ()),
    Named("דוד", "לדוגמא", ()),
    Named("Wei", "Li", ()),
)

FOUND = {
    # Names.
    "a surname": ("Exampleby audited falls.", [(N, "Exampleby")]),
    "a surname in capitals": ("by EXAMPLEBY", [(N, "EXAMPLEBY")]),
    "a surname in small letters": ("see exampleby", [(N, "exampleby")]),
    "a possessive": ("We used Exampleby's checklist.", [(N, "Exampleby")]),
    "a curly possessive": ("We used Exampleby’s checklist.", [(N, "Exampleby")]),
    "a whole name": ("Led by Rowan Exampleby in 2025.", [(N, "Rowan Exampleby")]),
    "a title": ("Ask Dr. Exampleby.", [(N, "Dr. Exampleby")]),
    "an initial before": ("R. Exampleby led it.", [(N, "R. Exampleby")]),
    "initials before": ("R.J. Exampleby led it.", [(N, "R.J. Exampleby")]),
    "initials behind": ("(Exampleby RJ)", [(N, "Exampleby RJ")]),
    "turned round": ("Exampleby, Rowan", [(N, "Exampleby, Rowan")]),
    "with a raised figure": ("Exampleby¹ and others", [(N, "Exampleby")]),
    "with a raised letter": ("Examplebyᵃ and others", [(N, "Exampleby")]),
    "with a year stuck to it": ("Exampleby2021", [(N, "Exampleby")]),
    "within a file's name": ("fig_exampleby_v2.png", [(N, "exampleby")]),
    "before a hyphen": ("an Exampleby-led audit", [(N, "Exampleby")]),
    "across the end of a line": ("by Example-\nby and others", [(N, "Example-\nby")]),
    "before a hyphen at the end of a line": ("an Exampleby-\nled audit", [(N, "Exampleby")]),
    "after a hyphen at the end of a line": ("a non-\nExampleby audit", [(N, "Exampleby")]),
    "with an invisible space": ("by Ex\u200bample\u2060by", [(N, "Ex\u200bample\u2060by")]),
    "with a soft hyphen": ("by Example\u00adby", [(N, "Example\u00adby")]),
    "turned about by a mark": ("by \u202eExampleby\u202c", [(N, "Exampleby")]),
    "in wide letters": ("by Ｅｘａｍｐｌｅｂｙ", [(N, "Ｅｘａｍｐｌｅｂｙ")]),
    "in mathematical letters": ("by 𝐄𝐱𝐚𝐦𝐩𝐥𝐞𝐛𝐲", [(N, "𝐄𝐱𝐚𝐦𝐩𝐥𝐞𝐛𝐲")]),
    "with accents that it does not have": ("by Exámplèby", [(N, "Exámplèby")]),
    "a double name": ("by García-Müller", [(N, "García-Müller")]),
    "a double name with a space": ("by Garcia Muller", [(N, "Garcia Muller")]),
    "half of a double name": ("by Garcia", [(N, "Garcia")]),
    "the other half, spelt out": ("by Mueller", [(N, "Mueller")]),
    "accents taken apart": ("by Garci\u0301a", [(N, "Garci\u0301a")]),
    "an apostrophe": ("by O'Fictum", [(N, "O'Fictum")]),
    "an apostrophe left out": ("by OFictum", [(N, "OFictum")]),
    "a name of several words": ("by Van der Specimen", [(N, "Van der Specimen")]),
    "its last word": ("the Specimen method", [(N, "Specimen")]),
    "Chinese, both orders": ("王小明 and 小明王", [(N, "王小明"), (N, "小明王")]),
    "Chinese within a sentence": ("本研究由王小明进行", [(N, "王小明")]),
    "Cyrillic": ("исследование Примеров провёл", [(N, "Примеров")]),
    "Cyrillic with an ending": ("вместе с Примеровым", [(N, "Примеровым")]),
    "Arabic": ("قام المثالي بالدراسة", [(N, "المثالي")]),
    "Arabic after and": ("حسن والمثالي", [(N, "المثالي")]),
    "Arabic with vowels": ("قام المِثَالي", [(N, "المِثَالي")]),
    "Hebrew": ("המחקר של לדוגמא", [(N, "לדוגמא")]),
    "a name of two letters": ("as Li proposed", [(N, "Li")]),
    "an ordinary word within a sentence": ("We thank Long for advice.", [(N, "Long")]),
    "an ordinary word with a title": ("Dr Long led it.", [(N, "Dr Long")]),
    "an ordinary word with a short name": ("Sam Long led it.", [(N, "Sam Long")]),
    "an ordinary word with an initial": ("Long S led it.", [(N, "Long S")]),
    "an ordinary word, cited": ("Long et al. found more.", [(N, "Long")]),
    "an ordinary word with a year": ("Long (2021) found more.", [(N, "Long")]),
    # Initials.
    "initials in brackets": ("Two of us (RE and SL) screened.", [(I, "RE"), (I, "SL")]),
    "initials alone in brackets": ("One reviewer (RJE) screened.", [(I, "RJE")]),
    "initials with points": ("coded by R.E.", [(I, "R.E.")]),
    "initials after by": ("Data were extracted by RE.", [(I, "RE")]),
    "initials that did something": ("RE independently coded.", [(I, "RE")]),
    "initials beside another's": ("SL, RE: design", [(I, "SL"), (I, "RE")]),
    # Organisations.
    "a whole organisation": (
        "at Northmere Teaching Hospitals NHS Trust we",
        [(O, "Northmere Teaching Hospitals NHS Trust")],
    ),
    "an organisation in small letters": (
        "at northmere teaching hospitals nhs trust",
        [(O, "northmere teaching hospitals nhs trust")],
    ),
    "its telling part": ("nurses in Northmere said", [(O, "Northmere")]),
    "its telling part first": ("Northmere has six wards.", [(O, "Northmere")]),
    "its letters": ("in NTH wards", [(O, "NTH")]),
    "its letters with its kind": ("in NTHT wards", [(O, "NTHT")]),
    "letters that its author gave": ("at CRIX", [(O, "CRIX")]),
    "its town": ("people of Mereport", [(O, "Mereport")]),
    "a name of shared words": ("with Public Health Wales data", [(O, "Public Health Wales")]),
    "a saint": ("at Saint Osyth", [(O, "Saint Osyth")]),
    "an organisation turned round": ("Caldergate University", [(O, "Caldergate")]),
    "an ampersand": ("the Royal & Caldergate", [(O, "Caldergate")]),
    "an ordinary word in a sentence": ("a team at Imperial found", [(O, "Imperial")]),
    "an organisation without spaces": ("当院は北岸総合病院である", [(O, "北岸総合病院")]),
    # Addresses and numbers.
    "an author's mailbox": ("mail rowan@northmere.example.", [(Kind.EMAIL, "rowan@northmere.example")]),
    "anybody's mailbox": ("mail ward.seven@nhs.example", [(Kind.EMAIL, "ward.seven@nhs.example")]),
    "a mailbox in wide letters": ("ward＠nhs．example", [(Kind.EMAIL, "ward＠nhs．example")]),
    "an author's address": ("see www.northmere.example/qi.", [(Kind.WEB, "www.northmere.example/qi")]),
    "an account": ("follow @WardSeven now", [(Kind.WEB, "@WardSeven")]),
    "an ORCID": ("ORCID 0000-0002-1825-0097", [(Kind.ORCID, "0000-0002-1825-0097")]),
    "somebody's ORCID with dashes": ("0000–0001–5109–370X", [(Kind.ORCID, "0000–0001–5109–370X")]),
    "a telephone": ("call 020 7946 0123 today", [(Kind.PHONE, "020 7946 0123")]),
    "a mobile telephone": ("07700 900123", [(Kind.PHONE, "07700 900123")]),
    "a telephone from abroad": ("+44 (0)20 7946 0123", [(Kind.PHONE, "+44 (0)20 7946 0123")]),
    "an ethics committee's number": ("(REC 21/LO/0123)", [(Kind.ETHICS, "21/LO/0123")]),
    "an IRAS number": ("IRAS project ID: 123456", [(Kind.ETHICS, "IRAS project ID: 123456")]),
    "a trial's number": ("as NCT01234567", [(Kind.ETHICS, "NCT01234567")]),
    "another trial's number": ("as ISRCTN 12345678", [(Kind.ETHICS, "ISRCTN 12345678")]),
    "a review's number": ("PROSPERO CRD42021234567", [(Kind.ETHICS, "CRD42021234567")]),
    "an audit's number": ("audit registration number QI-4321", [(Kind.ETHICS, "audit registration number QI-4321")]),
    "a grant": ("funded by NIHR200123", [(Kind.GRANT, "NIHR200123")]),
    "a grant by name": ("grant no. 104321/Z/14", [(Kind.GRANT, "grant no. 104321/Z/14")]),
    # One's own work.
    "one's own study, cited": ("In our previous study [3] we", [(Kind.OWN_WORK, "our previous study")]),
    "what one has shown": (
        "We have previously shown (Exampleby 2021) that",
        [(Kind.OWN_WORK, "We have previously shown"), (N, "Exampleby")],
    ),
    "as one reported": ("as we reported in 2020", [(Kind.OWN_WORK, "as we reported")]),
    "one's group": ("Our group has previously found", [(Kind.OWN_WORK, "Our group has previously")]),
}  # fmt: skip

HINTS = {
    "a place of one's own": ("Staff at our trust were asked.", [(Kind.PLACE, "at our trust")]),
    "a place with its town": ("in our hospital in Fernport we", [(Kind.PLACE, "in our hospital in Fernport")]),
    "a district hospital of one's own": (
        "within our local district general hospital",
        [(Kind.PLACE, "within our local district general hospital")],
    ),
    "what one did before": ("We previously met monthly", [(Kind.OWN_WORK, "We previously met")]),
    "as one showed": ("as we showed staff", [(Kind.OWN_WORK, "as we showed")]),
    "one's own work, not cited": ("building on our earlier audit we", [(Kind.OWN_WORK, "our earlier audit")]),
    "anybody's address": ("see nice.org.uk.", [(Kind.WEB, "nice.org.uk")]),
    "a long address": ("(https://www.england.nhs.uk/a?b=c)", [(Kind.WEB, "https://www.england.nhs.uk/a?b=c")]),
}


def found_in(text: str, authors=AUTHORS) -> list[Leak]:
    return find_leaks(authors, {"Background": text})


def told(text: str) -> list[tuple[Kind, str]]:
    return [(each.kind, each.words) for each in found_in(text)]


@pytest.mark.parametrize("name", FOUND)
def test_rule_41_finds(name):
    text, expected = FOUND[name]

    found = found_in(text)

    assert [(each.kind, each.words) for each in found] == expected
    assert not any(each.is_hint for each in found)
    assert all(text[each.start : each.end] == each.words and each.field == "Background" for each in found)


@pytest.mark.parametrize("name", HINTS)
def test_rule_41_hints_at(name):
    text, expected = HINTS[name]

    found = found_in(text)

    assert [(each.kind, each.words) for each in found] == expected
    assert all(each.is_hint for each in found)


def test_leaks_come_in_the_order_of_the_fields_and_of_their_words():
    texts = {"title": "Exampleby", "Background": "NTH, then Exampleby", "figure caption": "", "file: table": "Long S"}

    found = find_leaks(AUTHORS, texts)

    assert [(each.field, each.words) for each in found] == [
        ("title", "Exampleby"),
        ("Background", "NTH"),
        ("Background", "Exampleby"),
        ("file: table", "Long S"),
    ]


def test_every_kind_says_what_to_do():
    assert set(leaks.SAYS) == set(Kind)
    assert all(kind.says.count(".") >= 1 and kind.says.endswith((".", "”.")) for kind in Kind)


def test_an_address_is_told_of_once_and_not_again_for_the_name_in_it():
    assert told("rowan.exampleby@northmere.example") == [(Kind.EMAIL, "rowan.exampleby@northmere.example")]


def test_nobody_and_nothing_is_found_without_a_fault():
    for authors in ((), (Named(),), (Named("", " ", ("", " , "), ("",)),), (Named("Rowan", ""),)):
        assert find_leaks(authors, {"title": "A Ward at Night", "x": ""}) == []


def test_a_person_of_one_name_is_found_by_it():
    assert [each.words for each in found_in("Written by Fernanda.", (Named("Fernanda", ""),))] == ["Fernanda"]
