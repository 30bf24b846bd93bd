"""Rule 39: the page counts words and characters exactly as the server does, whatever is typed."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from abstracts.rules import count_letters, count_words
from core.fields import readable

WORDS_JS = Path(__file__).parent.parent.parent / "static" / "words.js"
# What writers and word processors put between and around words, beside what anybody could paste.
ODD = (
    "\t\n\x0b\x0c\r\x1c\x1f\x85\xa0\u00ad\u061c\u1680\u180e\u2009\u200b\u200d\u200e\u2028"
    "\u202e\u202f\u2060\u2066\u3000\ufeff"
)
NASTY = (
    "",
    " ",
    "– — • … = + × ½ % ‰ § ¶",
    "well-being 30–40% n=12 p<0.05 £1,200 e.g. 3·5",
    "👩🏽‍⚕️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇬🇧 e\u0301 ﷺ ﬁ Ⅻ ①",
    "مرحبا بالعالم \u202eשלום\u202c \u2067עולם\u2069",
    "日本語の文章 は 空白 が　少ない",
    "a\u0000b \u0000 \ud7ff\ue000 \U0010ffff",
    "<script>alert(1)</script> ' OR 1=1 -- \\x00 {{7*7}}",
    "\x07 \x1b[31mred\x1b[0m \x7f \x9f",
)
pieces = st.one_of(st.text(alphabet=ODD + "aé1-–•", max_size=12), st.text(max_size=40), st.sampled_from(NASTY))
texts = st.lists(st.lists(pieces, max_size=6).map("".join), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def counter(browser):
    """Both counts of each text as a page makes them."""
    context = browser.new_context()
    page = context.new_page()
    page.add_script_tag(path=WORDS_JS)

    def count(texts: list[str]) -> list[list[int]]:
        # By its escapes, so that no text is changed on its way to the page.
        script = "texts => JSON.parse(texts).map((text) => [countWords(text), countLetters(text)])"
        return page.evaluate(script, json.dumps(texts))

    yield count
    context.close()


def by_the_server(texts: list[str]) -> list[list[int]]:
    return [[count_words(text), count_letters(readable(text) or "")] for text in texts]


def has_letters(text: str) -> str:
    # A title without anything to see is no title, and is not counted.
    return f"A {text}"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts)
@example([*NASTY, *ODD, *(f"a{odd}b {odd}" for odd in ODD)])
@example([chr(code) + " " + chr(code) + "x" for code in range(0, 0xD800)])
def test_rule_39_the_page_and_the_server_count_alike(counter, texts):
    shown = [has_letters(text) for text in texts]

    assert counter(shown) == by_the_server(shown)


@pytest.mark.parametrize("gone", [r"\\xa0", r"\\u2028\\u2029", r"\\u2030-\\u205e"])
def test_rule_39_a_page_that_counts_by_another_list_is_noticed(browser, gone):
    """A planted difference: a script that lacks one of the spaces or signs."""
    context = browser.new_context()
    page = context.new_page()
    script = WORDS_JS.read_text()
    assert gone in script
    page.add_script_tag(content=script.replace(gone, ""))

    @settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.generate), database=None)
    @given(texts)
    @example([*(f"a{odd}b" for odd in ODD), "a – ‰ b"])  # apart: a space that is lost parts two words and adds one
    def alike(texts):
        found = page.evaluate("texts => JSON.parse(texts).map(countWords)", json.dumps(texts))
        assert found == [count_words(text) for text in texts]

    with pytest.raises(AssertionError):
        alike()
    context.close()
