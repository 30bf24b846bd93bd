"""What the walker walks in where abstracts are printed: a book of each event that is out, and one that is not yet."""

from collections.abc import Callable
from datetime import timedelta

from abstracts.models import AbstractFile, Exhibit
from events.models import Event
from tests import factories as make
from tests.abstracts.printing import a_supplement, an_accepted, an_entry

SLUGS = {"own": "printed", "another's": "printed-there"}
OF_CALL = (
    *("show_book", "show_book_authors", "download_book", "show_supplement", "set_supplement", "save_dois"),
    "publish_book",
)
OF_ABSTRACT = ("show_published", "show_entry", "change_entry", "retract_abstract")


def what_is_printed(home: Event, other: Event, a_file) -> tuple[dict, Callable[[str, str], dict | None]]:
    """Their parts of addresses; and by endpoint and thing what is sent to each page."""
    calls: dict[str, dict] = {}
    for thing, event in {"own": home, "another's": other}.items():
        call = make.a_call(event, slug=SLUGS[thing], last_number=70 if thing == "own" else 80)
        a_supplement(call)
        abstract = an_accepted(call)
        exhibit = {"exhibit": Exhibit.FIGURE, "file_id": a_file().id, "caption": "A figure"}
        make.saved(AbstractFile(abstract_id=abstract.id, **exhibit))
        an_entry(abstract)
        waiting = make.a_call(event, slug=f"{SLUGS[thing]}-later")
        a_supplement(waiting)
        waiting.embargo_until = make.NOON + timedelta(days=1)
        calls[thing] = {"event_slug": event.slug, "call_slug": call.slug, "number": abstract.number}

    def at(*names: str, **more: str) -> dict:
        made = {
            thing: {**{name: each[name] for name in ("event_slug", "call_slug", *names)}, **more}
            for thing, each in calls.items()
        }
        made["crossed"] = {**made["another's"], "event_slug": "home"}
        return made | {"missing": {**made["own"], "call_slug": "nowhere"}}

    parts = {
        **dict.fromkeys(OF_CALL, at()),
        **dict.fromkeys(OF_ABSTRACT, at("number")),
        "take_book_back": {thing: {**row, "call_slug": f"{row['call_slug']}-later"} for thing, row in at().items()},
        "download_supplement": at(kind="csv"),
        "download_citation": at("number", kind="ris"),
        "show_published_exhibit": at("number", exhibit="figure"),
    }
    typed = {
        "set_supplement": {"data": {"journal": "BMJ Leader", "volume": "12"}},
        "change_entry": {"data": {"prize": "Best talk"}},
        "retract_abstract": {"data": {"notice": "The counts were wrong."}},
    }

    def typed_of(endpoint: str, thing: str) -> dict | None:
        if endpoint == "abstracts.save_dois":
            return {"data": {"lines": f"{calls.get(thing, calls['own'])['number']},10.1136/x"}}
        return typed.get(endpoint.removeprefix("abstracts."))

    return {f"abstracts.{name}": rows for name, rows in parts.items()}, typed_of
