"""What the walker walks in where abstracts are written: a call of each event, and what was sent to it."""

from abstracts.models import Abstract, AbstractFile, Exhibit
from events.models import Event
from people.models import Person
from tests import factories as make

CALL = "writing"
CALL_PAGES = ("abstracts.show_call", "abstracts.start_abstract", "abstracts.show_judging")
OWN_PAGES = (
    "show_abstract",
    "show_text",
    "save_wording",
    "show_statements",
    "save_statements",
    "show_exhibits",
    "show_check",
    "submit_abstract",
    "delete_draft",
)
EXHIBIT_PAGES = ("save_exhibit", "remove_exhibit", "download_exhibit")


def what_is_written(people: dict[str, Person], home: Event, other: Event, draft: Event, a_file) -> dict:
    """The delegate's abstract in the first event, somebody else's in the second: their parts of addresses."""
    calls, abstracts = {}, {}
    for thing, event in {"own": home, "another's": other, "draft": draft}.items():
        make.a_call(event, slug="and-another")  # or the list of them would lead straight to the one
        call = make.a_call(event, slug=CALL)
        calls[thing] = {"event_slug": event.slug, "call_slug": CALL}
        if thing != "draft":
            owner = people["delegate"] if thing == "own" else make.a_person(email="writes@south.example")
            abstracts[thing] = _numbered(call, owner, 1 if thing == "own" else 2, a_file)
    calls["crossed"] = {"event_slug": "home", "call_slug": "elsewhere-only"}
    make.a_call(other, slug="elsewhere-only")
    calls["missing"] = {"event_slug": "home", "call_slug": "nowhere"}
    at = {thing: {**calls[thing], "number": abstract.number} for thing, abstract in abstracts.items()}
    at["crossed"] = {**calls["own"], "number": abstracts["another's"].number}
    at["missing"] = {**calls["own"], "number": 999_999}
    return {
        **dict.fromkeys(CALL_PAGES, calls),
        **{f"abstracts.{name}": at for name in OWN_PAGES},
        **{
            f"abstracts.{name}": {thing: {**parts, "exhibit": "figure"} for thing, parts in at.items()}
            for name in EXHIBIT_PAGES
        },
    }


def _numbered(call, owner: Person, number: int, a_file) -> Abstract:
    """A whole draft under that number, so that each event's has a number that the other's does not have."""
    call.last_number = number - 1
    abstract = make.an_abstract(call, owner)
    make.saved(AbstractFile(abstract_id=abstract.id, exhibit=Exhibit.FIGURE, file_id=a_file().id, caption="A figure"))
    return abstract


def typed_of_writing() -> dict[str, dict]:
    """What is sent to each of these pages: everything as it is, and something newer."""
    return {
        "abstracts.save_wording": {"data": {"version": 2, "title": "Newer"}},
        "abstracts.save_statements": {"data": {"version": 2, "funding": "Newer"}},
        "abstracts.submit_abstract": {"data": {"version": 2}},
        "abstracts.save_exhibit": {"data": {"figure-version": 2, "figure-caption": "Newer"}},
        "abstracts.remove_exhibit": {"data": {"figure-version": 2}},
    }
