"""How long an abstract may be and what it still lacks. One rule counts words, here and on the page (rule 39)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from abstracts.models import Abstract, AskedAs, Call, Exhibit, FinalVersion
from abstracts.rules.final import final_words
from core.errors import Refusal

# The same list stands in static/words.js, since browsers and Python each have their own idea of a space.
SPACES = " \t\n\v\f\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
# Signs that make no word when they stand alone: a dash between two words, a bullet, an equals sign.
# Nor do what no reader sees: control characters, and what turns the writing direction.
SIGNS = (
    "!-/:-@\\[-`{-~\xa1-\xbf\xd7\xf7\u2010-\u2027\u2030-\u205e\u2190-\u2bff\u3001-\u3003\u200b-\u200f\u2060-\u206f"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e"
)
SPACE, NO_SIGN = re.compile(f"[{SPACES}]+"), re.compile(f"[^{SIGNS}]")
COUNTING = (
    "A word is anything between two spaces or line breaks that holds a letter or a figure: “well-being”, “30–40%” and "
    "“n=12” are one word each, a dash or bullet standing alone is none. Headings, title, authors, captions and "
    "keywords do not count."
)
LONGEST = 20_000  # characters in one box, far beyond any limit: more than that is no abstract
EACH_KEYWORD = 60


class NotComplete(Refusal):
    """It cannot be submitted yet. ``lacks`` says why, one Lack for each reason."""

    status = 422

    def __init__(self, lacks: list["Lack"]) -> None:
        super().__init__("Not submitted yet: " + " ".join(each.words for each in lacks))
        self.lacks = lacks


@dataclass(frozen=True)
class Lack:
    """Something that an abstract must still get or lose. ``part`` is the page on which to do it."""

    part: str
    field: str
    words: str


TEXT, AUTHORS, STATEMENTS, EXHIBITS = "text", "authors", "statements", "exhibits"
PARTS = (TEXT, AUTHORS, STATEMENTS, EXHIBITS)


def count_words(text: str) -> int:
    """How many words ``text`` has, as COUNTING says (domain rule 39)."""
    return sum(1 for piece in SPACE.split(text) if NO_SIGN.search(piece))


def count_letters(text: str) -> int:
    """How many characters a title has, spaces between words counted once."""
    return len(SPACE.sub(" ", text).strip(" "))


def words_of_sections(abstract: Abstract) -> int:
    return sum(count_words(each.words) for each in abstract.sections)


def lacks(abstract: Abstract, sent: FinalVersion | None = None) -> list[Lack]:
    """What stands between the abstract and its submission, in the order of its pages; nothing if it may be sent.

    With a final version, of its words in place of those that were judged.
    """
    return [*_in_text(abstract, sent), *_in_authors(abstract), *_in_statements(abstract), *_in_exhibits(abstract)]


def check_final(call: Call, title: str, written: Mapping[int, str]) -> None:
    """Raise NotComplete unless the words of a final version keep the limits of the call too (domain rule 39)."""
    if found := [*_of_title(title, call), *_of_headings(written, call)]:
        raise NotComplete(found)


def check_complete(abstract: Abstract) -> None:
    """Raise NotComplete unless it keeps every limit and lacks nothing (domain rule 39)."""
    if found := lacks(abstract):
        raise NotComplete(found)


def _in_text(abstract: Abstract, sent: FinalVersion | None) -> Iterable[Lack]:
    call, (title, written) = abstract.call, final_words(abstract, sent)
    yield from _of_title(title, call)
    if abstract.category is None:
        yield Lack(TEXT, "category", "Choose a category.")
    elif abstract.category.is_retired:
        yield Lack(TEXT, "category", f"{abstract.category.name} is offered no more. Choose another category.")
    if abstract.preference is None and call.offers_oral and call.offers_poster:
        yield Lack(TEXT, "preference", "Say how you would like to present it.")
    yield from _of_headings(written, call)
    yield from _keywords(abstract, call)


def _of_title(title: str, call: Call) -> Iterable[Lack]:
    if not title:
        yield Lack(TEXT, "title", "Give it a title.")
    if (letters := count_letters(title)) > call.title_letters:
        yield Lack(TEXT, "title", f"The title has {letters} characters; at most {call.title_letters} are allowed.")


def _of_headings(written: Mapping[int, str], call: Call) -> Iterable[Lack]:
    for heading in call.headings:
        words = count_words(written.get(heading.id, ""))
        if heading.is_required and not heading.is_retired and not words:
            yield Lack(TEXT, f"heading_{heading.id}", f"Write something under {heading.name}.")
        if heading.word_limit and words > heading.word_limit:
            most = f"{words} words under {heading.name}; at most {heading.word_limit} are allowed there."
            yield Lack(TEXT, f"heading_{heading.id}", most)
    if (words := sum(map(count_words, written.values()))) > call.word_limit:
        yield Lack(TEXT, "words", f"{words} words in all; at most {call.word_limit} are allowed.")


def _keywords(abstract: Abstract, call: Call) -> Iterable[Lack]:
    if len(abstract.keyword_list) > call.keyword_limit:
        most = f"{len(abstract.keyword_list)} keywords; at most {call.keyword_limit} are allowed."
        yield Lack(TEXT, "keywords", most)
    elif call.keyword_limit and not abstract.keyword_list:
        yield Lack(TEXT, "keywords", "Give at least one keyword.")
    if any(len(each) > EACH_KEYWORD for each in abstract.keyword_list):
        yield Lack(TEXT, "keywords", f"A keyword has at most {EACH_KEYWORD} characters.")


def _in_authors(abstract: Abstract) -> Iterable[Lack]:
    authors, most = abstract.authors, abstract.call.coauthor_limit + 1
    if not authors:
        yield Lack(AUTHORS, "authors", "Name at least one author.")
        return
    if len(authors) > most:
        yield Lack(AUTHORS, "authors", f"{len(authors)} authors; at most {most} are allowed.")
    if not any(each.is_presenter for each in authors):
        yield Lack(AUTHORS, "presenter", "Say which author presents it.")
    if not any(each.is_corresponding for each in authors):
        yield Lack(AUTHORS, "corresponding", "Say which author we write to.")
    for author in authors:
        called = author.name or author.email
        if not author.name:
            yield Lack(AUTHORS, "authors", f"Give the name of {called}.")
        if not author.organisation:
            yield Lack(AUTHORS, "authors", f"Say where {called} works or studies.")


def _in_statements(abstract: Abstract) -> Iterable[Lack]:
    call = abstract.call
    if abstract.ethics is None:
        yield Lack(STATEMENTS, "ethics", "Say whether an ethics committee approved the work.")
    if abstract.consent is None:
        yield Lack(STATEMENTS, "consent", "Say whether patients gave their consent.")
    if (words := count_words(abstract.conflicts)) > call.conflict_word_limit:
        most = f"{words} words on interests; at most {call.conflict_word_limit} are allowed."
        yield Lack(STATEMENTS, "conflicts", most)
    if abstract.lead is None:
        yield Lack(STATEMENTS, "lead", "Say whether a student or a trainee led the work.")
    if abstract.nation is None:
        yield Lack(STATEMENTS, "nation", "Say where the work was done.")
    if call.licence and abstract.licence_agreed_at is None:
        yield Lack(STATEMENTS, "licence", "Agree to the journal’s licence.")
    said = {each.question_id: each.value for each in abstract.answers}
    for question in call.questions:
        if question.is_required and not question.is_retired and not said.get(question.id):
            verb = "Tick" if question.asked_as is AskedAs.TICK else "Answer"
            yield Lack(STATEMENTS, f"question_{question.id}", f"{verb} “{question.label}”.")


def _in_exhibits(abstract: Abstract) -> Iterable[Lack]:
    taken = {Exhibit.FIGURE: abstract.call.takes_figure, Exhibit.TABLE: abstract.call.takes_table}
    for file in abstract.files:
        if not taken[file.exhibit]:
            yield Lack(EXHIBITS, file.exhibit.value, f"This call takes no {file.exhibit.value}. Remove it.")
        if not file.caption:
            yield Lack(EXHIBITS, f"{file.exhibit.value}_caption", f"Say in words what the {file.exhibit.value} shows.")
