"""What tests of the chair's desk share: things to look at in an abstract."""

from abstracts.models import Abstract, AbstractStatus, Finding, Likeness, Redaction
from tests import factories as make

SUBMITTED = AbstractStatus.SUBMITTED


def a_finding(abstract: Abstract, **changes) -> Finding:
    """A surname that was found in the title, and nobody has judged."""
    words = changes.pop("words", abstract.title.split()[0])
    field = changes.pop("field", "title")
    given = {"kind": "surname", "field": field, "words": words, "start": 0, "end": len(words), "found_at": make.NOON}
    return make.saved(Finding(abstract_id=abstract.id, **given | changes))


def a_leak(abstract: Abstract) -> Finding:
    """An author's surname in the title, and the finding that flags it."""
    surname = abstract.authors[0].surname
    abstract.title = f"{surname} on rounds"
    make.session.commit()
    return a_finding(abstract, kind="name", words=surname)


def a_redaction(abstract: Abstract, field: str = "title", words: str = "") -> Redaction:
    made = {"of_version": abstract.version, "made_at": make.NOON}
    return make.saved(Redaction(abstract_id=abstract.id, field=field, words=words, **made))


def a_likeness(first: Abstract, second: Abstract, **changes) -> Likeness:
    ids = sorted((first.id, second.id))
    given = {"first_id": ids[0], "second_id": ids[1], "per_mille": 910, "found_at": make.NOON}
    return make.saved(Likeness(**given | changes))
