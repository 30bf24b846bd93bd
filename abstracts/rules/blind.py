"""What of an abstract a reviewer may read, and by which names its fields go (domain rule 40, R14)."""

from abstracts.models import Abstract, AbstractFile, Exhibit

TITLE, KEYWORDS = "title", "keywords"


def heading_field(heading_id: int) -> str:
    return f"heading_{heading_id}"


def answer_field(question_id: int) -> str:
    return f"question_{question_id}"


def caption_field(exhibit: Exhibit) -> str:
    return f"{exhibit.value}_caption"


def file_field(exhibit: Exhibit) -> str:
    """The field of the file itself: redacted, it is withheld."""
    return exhibit.value


def blind_texts(abstract: Abstract) -> dict[str, str]:
    """Every text of it that reaches a reviewer, by field and in the order in which they read it.

    The words found in a figure or table stand under the file's own field.
    """
    written = {each.heading_id: each.words for each in abstract.sections}
    said = {each.question_id: each.value for each in abstract.answers}
    texts = {TITLE: abstract.title}
    texts |= {heading_field(each.id): written[each.id] for each in abstract.call.headings if written.get(each.id)}
    texts[KEYWORDS] = abstract.keywords
    shown = [each for each in abstract.call.questions if each.is_for_reviewers and said.get(each.id)]
    texts |= {answer_field(each.id): said[each.id] for each in shown}
    for file in abstract.files:
        texts[caption_field(file.exhibit)] = file.caption
        texts[file_field(file.exhibit)] = file.words
    return {field: words for field, words in texts.items() if words}


def field_names(abstract: Abstract) -> dict[str, str]:
    """What to call each field of ``blind_texts`` on a page."""
    names = {TITLE: "Title", KEYWORDS: "Keywords"}
    names |= {heading_field(each.id): each.name for each in abstract.call.headings}
    names |= {answer_field(each.id): each.label for each in abstract.call.questions}
    for exhibit in Exhibit:
        names[caption_field(exhibit)] = f"Caption of the {exhibit.value}"
        names[file_field(exhibit)] = exhibit.value.capitalize()
    return names


def neutral_name(number: int, file: AbstractFile, extension: str) -> str:
    """The name under which anybody downloads it, whatever its author called it."""
    return f"abstract-{number}-{file.exhibit.value}{extension}"
