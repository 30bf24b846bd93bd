"""Whatever is typed, what the leak finder says stands where it says; and no dressing hides a name (rule 41, INJ-7)."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from abstracts.rules import letters
from abstracts.rules.leaks import Kind, Named, find_leaks

AUTHOR = Named("Rowan", "Exampleby", ("Northmere Trust",), ("rowan@northmere.example",))
INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u202e", "\u2066", "\u0301", "\u0308"]
AROUND = [" ", "\n", ", ", "(", ") ", "“", "—", "1", "_", "/", "¹", "。", " و", "'s "]


def dressed() -> st.SearchStrategy[str]:
    """The surname with letters in any case or width and invisible signs among them."""
    letter = {
        each: st.sampled_from([each, each.upper(), chr(ord(each) + 0xFEE0), chr(ord(each.upper()) + 0xFEE0)])
        for each in set("exampleby")
    }
    between = st.lists(st.sampled_from(INVISIBLE), max_size=2).map("".join)
    return st.tuples(*(st.tuples(letter[each], between).map("".join) for each in "exampleby")).map("".join)


@given(st.text(), st.sampled_from(AROUND), dressed(), st.sampled_from(AROUND), st.text())
def test_rule_41_a_surname_is_found_however_it_is_dressed(before, left, name, right, after):
    text = before + left + name + right + after
    begins, ends = len(before + left), len(before + left + name)

    found = [each for each in find_leaks([AUTHOR], {"x": text}) if each.kind in {Kind.NAME, Kind.EMAIL, Kind.WEB}]

    # An invisible sign at its end belongs to no letter, and one's own of another width may lean on it.
    assert any(each.start <= begins and each.end >= ends - 2 for each in found)


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_inj_7_what_is_found_in_any_text_stands_where_it_says(text):
    found = find_leaks([AUTHOR], {"title": text, "x": text[::-1]})

    for each in found:
        typed = text if each.field == "title" else text[::-1]
        assert typed[each.start : each.end] == each.words
        assert 0 <= each.start < each.end <= len(typed)
    places = [(["title", "x"].index(each.field), each.start) for each in found]
    assert places == sorted(places)
    assert len({(each.field, each.start, each.kind) for each in found}) == len(found)


@given(st.text(min_size=1), st.text(), st.text(min_size=1), st.emails(), st.text())
def test_inj_7_an_author_may_be_called_anything(surname, given_names, organisation, email, text):
    find_leaks(
        [Named(given_names, surname, (organisation,), (email,), text)], {"x": f"{text} {surname} {organisation}"}
    )


def test_rule_41_a_planted_fault_letters_that_are_not_made_plain_hide_a_name(monkeypatch):
    monkeypatch.setattr(letters, "_plain", lambda letter: letter)
    check = settings(phases=(Phase.generate,), database=None)(test_rule_41_a_surname_is_found_however_it_is_dressed)

    with pytest.raises(AssertionError):
        check()
