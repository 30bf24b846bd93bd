"""Pairs of addresses: something that is hidden from who asks, and something that is not there at all."""

from dataclasses import dataclass

from abstracts.models import AbstractFile, Conflict, Exhibit, Tie
from core.files import StoredFile
from people.models import Person, Role
from tests import factories as make
from tests.abstracts.chair import SUBMITTED, a_finding
from tests.abstracts.judging import a_review, a_reviewer, a_rubric, in_review

SITE = "/events/leaders-2027/abstracts"
DESK = "/desk/leaders-2027/abstracts"
NOWHERE = 991  # as many figures as the numbers that are there


@dataclass(frozen=True)
class Pair:
    """Who asks, for what is hidden from them, and for what is not there."""

    who: Person
    hidden: str
    absent: str


def pairs() -> dict[str, Pair]:
    """By what is asked: a reviewer in conflict, another's draft, a bound chair, and searches for names."""
    call = make.a_call(make.an_event(slug="leaders-2027"), slug="research", last_number=100)
    event = call.event
    reader = make.a_person(role=Role.REVIEWER, event=event, name="Dr Reader", email="reads@south.example")
    chair = make.a_person(role=Role.ABSTRACT_CHAIR, event=event, name="Prof Chair")
    rubric, reviewer = a_rubric(call), a_reviewer(call, person_id=reader.id)
    tied, given = in_review(call, title="Zephyrous matters"), in_review(call)
    a_review(given, reviewer, rubric)
    a_review(tied, reviewer, rubric)
    draft, author = make.an_abstract(call), make.a_person()
    make.an_abstract(call, author)
    bound = make.an_abstract(call, status=SUBMITTED, title="Zephyrous rounds")
    bound.authors[0].surname = "Zephyrine"
    a_finding(bound)
    for abstract, person in ((tied, reader), (tied, chair), (bound, chair)):
        told = {"tie": Tie.BY_CHAIR, "found_at": make.NOON}
        make.saved(Conflict(abstract_id=abstract.id, person_id=person.id, **told))
    stored = {"name": "f.png", "kind": "image/png", "bytes": 1, "sha256": "0" * 64, "stored_at": make.NOON}
    file = make.saved(StoredFile(key="0" * 32, purpose="figure of an abstract", **stored))
    make.saved(AbstractFile(abstract_id=tied.id, exhibit=Exhibit.FIGURE, caption="", file_id=file.id))

    def at(where: str, number: int, end: str = "") -> tuple[str, str]:
        return f"{where}/research/{number}{end}", f"{where}/research/{NOWHERE}{end}"

    found = {
        "an abstract in conflict": Pair(reader, *at(SITE, tied.number, "/review")),
        "its figure": Pair(reader, *at(SITE, tied.number, "/review/figure")),
        "another’s draft": Pair(author, *at(SITE, draft.number)),
        "another’s draft’s text": Pair(author, *at(SITE, draft.number, "/text")),
        "what binds a chair": Pair(chair, *at(DESK, bound.number)),
        "its title’s redaction": Pair(chair, *at(DESK, bound.number, "/redact/title")),
        "its reviews": Pair(chair, *(f"{DESK}/calls/research/progress/{each}" for each in (tied.number, NOWHERE))),
    }
    words = {"a title": ("Zephyrous", "Zebbyrous"), "a name": ("Zephyrine", "Zebbyrine")}
    for what, (one, other) in words.items():
        found[f"a search for {what} that binds a chair"] = Pair(chair, f"{DESK}?q={one}", f"{DESK}?q={other}")
    found["a reviewer’s search for an author"] = Pair(
        reader, f"{SITE}/reviews?q=Zephyrine", f"{SITE}/reviews?q=Zebbyrine"
    )
    found["an author’s search for a reviewer"] = Pair(author, "/me?q=reads@south.example", "/me?q=nobody@south.example")
    return found


NAMES = (
    "an abstract in conflict",
    "its figure",
    "another’s draft",
    "another’s draft’s text",
    "what binds a chair",
    "its title’s redaction",
    "its reviews",
    "a search for a title that binds a chair",
    "a search for a name that binds a chair",
    "a reviewer’s search for an author",
    "an author’s search for a reviewer",
)
