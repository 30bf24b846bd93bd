"""The leak finder leaves ordinary words alone, takes time as a text is long, and each of its guards matters."""

import time

import pytest

from abstracts.rules import leaks, letters, named, organisations
from abstracts.rules.leaks import Kind, Named, find_leaks
from tests.abstracts.test_leaks import AUTHORS, told

ORDINARY = (
    *AUTHORS,
    Named("Grace", "Young", ("Bright Futures Trust",)),
    Named("Theresa", "May", ("University of London",)),
    Named("Ann", "Day", ("NHS England",)),
    Named("Peter", "Ward", ("Royal Infirmary",)),
    Named("Ida", "Fisher", ("Digital Innovations Ltd",)),
    Named("Carl", "Ives", ("Emergency Department",)),  # CI
    Named("Quentin", "Ines", ("School of Medicine",)),  # QI
    Named("Van", "Ng", ("Improvement Academy",)),
    Named("Yi", "He", ("Hope Hospital",)),
    Named("Sam", "An", ("Department of Surgery",)),
    Named("Dr Ian", "Mac Donald PhD", ("University of Glasgow", "Bristol Royal Infirmary")),
)
QUIET = {
    "a longer word with a name in it": "An Examplebyson and a Longman wrote.",
    "a name inside a longer word": "The counterexampleby was short.",
    "an ordinary word": "It took a long time on a green ward in the day.",
    "an ordinary word at the start": "Long waits were common. Young people waited most.",
    "after a heading's colon": "Results: Long waits fell.",
    "on a new line": "Methods\nLong waits were counted",
    "after a bullet": "• Long waits\n• Young carers",
    "in quotation marks at the start": "“Long waits hurt”, said one.",
    "in a heading": "A Long Wait: Young People And Their Day Surgery",
    "in capitals throughout": "LONG WAITS FOR YOUNG PEOPLE BEFORE DAY SURGERY",
    "with a hyphen": "the NHS Long-Term Plan and year-long work",
    "in a longer title": "as the NHS Long Term Plan and the Day Surgery Unit asked",
    "with a number": "nurses on Ward 7 and on Day 3",
    "a month": "from 12 May to 3 June, and in May 2021, May and June",
    "an ordinary auxiliary": "This may help. May we ask?",
    "a letter that is an article": "A Long Wait",
    "somebody's test": "with Fisher's exact test and Fisher exact tests",
    "a unit": "at 5 ng per litre, and NG tubes",
    "a pronoun": "He said so. An audit followed.",
    "a bracketed ratio": "ratio 1.2 (CI 1.1 to 1.3), a project (QI) of ours",
    "an abbreviation explained": "resuscitation equipment (RE) was checked by RE audit",
    "another explained": "subcutaneous lines (SL) and SL doses",
    "initials that do nothing": "The RE was stored.",
    "shared words of an organisation": "The trust, the hospital and the royal infirmary agreed.",
    "a department": "in the emergency department and the Department of Surgery",
    "a school": "at a school of medicine; an improvement academy",
    "digital as a word": "Digital tools helped. We used digital innovations.",
    "bright futures as words": "Bright ideas and futures were shared.",
    "hope": "Hope was shared. We hope to spread it.",
    "the country": "across England, Wales and London",
    "numbers of an axis": "0 10 20 30 40 50 60 70 80 90 100",
    "figures in brackets": "0 (0.0) 12 (3.4) 5 (10.1) 0.05 0.001",
    "a percentage": "rose from 01.5% to 20.46%",
    "a long number": "12345678901234567890",
    "a date": "12/05/2021 and 2021-05-12",
    "a decimal with a point": "p=0.0201 (95% 0.1, 0.2)",
    "an at sign alone": "10 mg @ night, a@ b",
    "a full stop between words": "wards.In the end",
    "abbreviations with points": "e.g. tea, i.e. a drink, etc.",
    "our ways of working": "This changed our practice and our patients in hospital were asked by our team.",
    "what we found now": "We found that our study was small. We reported it to staff.",
    "our data": "Our results show that we have improved.",
    "a grant of time": "We grant that award ceremonies help; funding is short.",
    "approval in words": "Ethical approval was not needed; the project number was small.",
    "the ethics committee": "A research ethics committee approved it (REC).",
    "an emoji and a smile": "🙂 👩🏽‍⚕️ :-) <3",
    "control signs": "a\x00b\x1b\u2028c\ufeff",
    "a month with its year": "in May (2021)",
    "a date with slashes": "on 12/May/2021 and 12/05/2021",
    "a year's award": "the award 2021-22 and the fellowship 2021/22",
    "a sentence without its space": "outcomes.Health services in Leeds.Wales",
    "a city's score": "the Glasgow Coma Scale and the Bristol stool chart",
    "a computer": "on a Mac or a PC",
    "as we found": "as we found it hard",
    "another's name in Chinese": "王医生和小明",
    "another's name in Cyrillic": "пример показал",
}


@pytest.mark.parametrize("name", QUIET)
def test_rule_41_leaves_alone(name):
    found = find_leaks(ORDINARY, {"Background": QUIET[name]})

    assert [(each.kind.name, each.words) for each in found] == []


@pytest.mark.parametrize(
    ("module", "guard", "instead", "text"),
    [
        (named, "ORDINARY", frozenset(), "Long waits fell."),
        (named, "ALWAYS_CAPITAL", frozenset(), "It began in May and went well."),
        (named, "EPONYMS", frozenset(), "by Fisher's exact test"),
        (named, "ABBREVIATIONS", frozenset(), "ratio 1.2 (CI)"),
        (organisations, "SHARED", frozenset(), "the trust and The Hospital"),
        (organisations, "ORDINARY", frozenset(), "Hope was shared."),
        (leaks, "explained_abbreviations", lambda letters: set(), "resuscitation equipment (RE)"),
    ],
    ids=["ordinary words", "months", "tests", "abbreviations", "shared words", "hope", "explanations"],
)
def test_rule_41_a_planted_fault_a_guard_that_is_missing_is_a_false_alarm(monkeypatch, module, guard, instead, text):
    assert find_leaks(ORDINARY, {"x": text}) == []

    monkeypatch.setattr(module, guard, instead)

    assert find_leaks(ORDINARY, {"x": text})


@pytest.mark.parametrize(
    ("module", "step", "instead", "text"),
    [
        (leaks, "names_in", lambda *_: [], "by Exampleby"),
        (leaks, "initials_in", lambda *_: [], "by RE"),
        (leaks, "organisations_in", lambda *_: [], "in Northmere"),
        (leaks, "abbreviations_in", lambda *_: [], "in NTH"),
        (leaks, "forms_in", lambda *_: [], "ward@nhs.example"),
        (letters, "_plain", lambda letter: letter, "by Ex\u200bampleby"),
        (letters.Letters, "undivided", property(lambda letters: letters), "by Example-\nby"),
        (named, "spellings", lambda name: {name}, "by Mueller"),
    ],
    ids=["names", "initials", "organisations", "letters", "forms", "invisible signs", "line ends", "umlauts"],
)
def test_rule_41_a_planted_fault_a_step_that_is_left_out_is_a_miss(monkeypatch, module, step, instead, text):
    assert told(text)

    monkeypatch.setattr(module, step, instead)

    assert told(text) == []


HOSTILE = {
    "one letter": "a",
    "at signs": "a@",
    "points": "a.",
    "endings": ".com",
    "dashes and figures": "0-",
    "figures": "0 ",
    "brackets": "(RE",
    "joined initials": "RE,",
    "dotted letters": "R.E.",
    "names": "Exampleby ",
    "ordinary names": "Long\n",
    "half of a whole organisation": "Northmere Teaching and of the ",
    "our work": "our previous ",
    "we": "we have previously ",
    "our places": "our local district ",
    "numbers' words": "registration project number ",
    "IRAS": "IRAS:",
    "divided lines": "a-\n",
    "raised marks": "a\u0301",
    "invisible signs": "\u200b",
    "Chinese": "王小",
    "addresses": "www.a/",
    "openings": "“(",
    "spaces": " ",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_inj_4_twenty_times_the_text_takes_no_more_than_its_share(name):
    """Were it the square, 100 kB would take four hundred times as long as 5 kB."""

    def seconds(size: int) -> float:
        text = HOSTILE[name] * (size // len(HOSTILE[name]))
        began = time.process_time()
        find_leaks(AUTHORS, {"x": text})
        return time.process_time() - began

    # Of several, since a busy machine makes one of them longer and none shorter.
    few, many = (min(seconds(size) for _ in range(3)) for size in (5_000, 100_000))
    assert many < 150 * max(few, 0.004)


def test_inj_4_a_planted_fault_a_pattern_that_tries_again_and_again_is_seen(monkeypatch):
    def forms(letters):
        for start in range(0, len(letters.low), 8):
            letters.low.find("#", start)
            list(letters.low[start:])
        return []

    monkeypatch.setattr(leaks, "forms_in", forms)

    with pytest.raises(AssertionError):
        test_inj_4_twenty_times_the_text_takes_no_more_than_its_share("one letter")


def test_a_hint_never_hides_what_is_none():
    found = find_leaks(AUTHORS, {"x": "at our trust in Northmere, see our earlier paper (Exampleby 2021)"})

    assert [(each.kind, each.is_hint) for each in found] == [
        (Kind.PLACE, True),
        (Kind.ORGANISATION, False),
        (Kind.OWN_WORK, False),
        (Kind.NAME, False),
    ]
