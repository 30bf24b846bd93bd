"""What the walker walks in at the chair's desk: a call of each event, with something to look at in what was sent."""

from abstracts.models import Abstract, AbstractFile, AbstractStatus, Call, CallQuestion, Exhibit, LateEntry
from abstracts.rules import mark_of_part, mark_of_settings
from events.models import Event
from tests import factories as make
from tests.abstracts.chair import a_finding, a_likeness

SLUGS = {"own": "chaired", "another's": "foreign"}
CALL = {"name": "Another", "slug": "another", "opens_at": "2026-05-01T09:00", "closes_at": "2026-06-01T09:00"}
LIMITS = {"title_letters": 160, "word_limit": 250, "conflict_word_limit": 100, "coauthor_limit": 10, "keyword_limit": 3}
TICKS = {"offers_oral": "y", "offers_poster": "y", "takes_figure": "y", "takes_table": "y"}
OF_CALL = ("show_call_settings", "change_call", "show_call_parts", "show_late_entries", "make_late_entry")
OF_PART = ("show_part", "change_part", "move_part", "retire_part")
OF_FIELD = ("show_redaction", "redact_field", "remove_redaction")


def what_is_chaired(home: Event, other: Event, a_file) -> tuple[dict, dict]:
    """Their parts of addresses; and what is sent to each of these pages."""
    named: dict[str, dict] = {}
    sent: dict[str, Abstract] = {}
    for thing, event in {"own": home, "another's": other}.items():
        call = make.a_call(event, slug=SLUGS[thing], last_number=70 if thing == "own" else 80)
        make.saved(CallQuestion(call_id=call.id, label="Is it new?"))
        end = {"closes_at": make.LONG_AFTER, "created_at": make.NOON}
        late = make.saved(LateEntry(call_id=call.id, code="LATE0000", words="Ash", **end))
        sent[thing] = make.an_abstract(call, status=AbstractStatus.SUBMITTED)
        alike = make.an_abstract(call, status=AbstractStatus.SUBMITTED)
        exhibit = {"exhibit": Exhibit.FIGURE, "file_id": a_file().id, "caption": "A figure"}
        make.saved(AbstractFile(abstract_id=sent[thing].id, **exhibit))
        named[thing] = {
            "call": {"event_slug": event.slug, "call_slug": call.slug},
            "part": call.categories[0].id,
            "entry": late.id,
            "number": sent[thing].number,
            "finding": a_finding(sent[thing], is_hint=True).id,
            "likeness": a_likeness(sent[thing], alike).id,
            "alike": alike.id,
            "row": call,
        }
    own: Call = named["own"]["row"]

    def at(**parts: str) -> dict:
        """The parts of addresses by thing; ``parts`` says which of what is named goes where."""
        made = {
            thing: {**each["call"], **{part: each[name] for part, name in parts.items()}}
            for thing, each in named.items()
        }
        made["crossed"] = {**made["another's"], "event_slug": "home"}
        return made | {"missing": {**made["own"], "call_slug": "nowhere"}}

    def with_(rows: dict, **parts: str) -> dict:
        return {thing: {**row, **parts} for thing, row in rows.items()}

    one = at(number="number")
    parts = {
        **dict.fromkeys(OF_CALL, at()),
        "download_abstracts": {
            **{thing: {"event_slug": each["row"].event.slug, "kind": "csv"} for thing, each in named.items()},
            "draft": {"event_slug": "draft", "kind": "xlsx"},
            "missing": {"event_slug": "nowhere", "kind": "json"},
        },
        "add_part": with_(at(), kind="categories"),
        **dict.fromkeys(OF_PART, with_(at(part_id="part"), kind="categories")),
        "end_late_entry": at(entry_id="entry"),
        "show_abstract_at_desk": one,
        "merge_abstracts": one,
        "download_exhibit_at_desk": with_(one, exhibit="figure"),
        **dict.fromkeys(OF_FIELD, with_(one, field="title")),
        "judge_finding": at(number="number", finding_id="finding"),
        "dismiss_likeness": at(number="number", likeness_id="likeness"),
    }
    settings = {"editing": "open to the deadline", **CALL, **LIMITS, **TICKS}
    category = {"categories-name": "Brand new"}
    typed = {
        "make_call": settings,
        "change_call": {**settings, "slug": "renamed", "is_sure": "y", "seen": mark_of_settings(own)},
        "add_part": category,
        "change_part": {**category, "categories-seen": mark_of_part(own.categories[0])},
        "move_part": {"to": "down"},
        "make_late_entry": {"words": "Sage", "uses": 1, "ends_at": "2026-07-01T09:00"},
        "judge_finding": {"to": "harmless"},
        "redact_field": {"words": "Less", "version": 2, "seen": ""},
        "change_ticked_abstracts": {"act": "review", "abstract": sent["own"].id},
        "send_message": {"subject": "About it", "words": "Dear {name}", "do": "send"},
        "merge_abstracts": {"other": named["own"]["alike"]},
    }
    of_other = {
        "change_call": {"seen": mark_of_settings(named["another's"]["row"])},
        "change_part": {"categories-seen": mark_of_part(named["another's"]["row"].categories[0])},
        "merge_abstracts": {"other": named["another's"]["alike"]},
    }

    def typed_of(endpoint: str, thing: str) -> dict | None:
        name = endpoint.removeprefix("abstracts.")
        if name not in typed:
            return None
        return {"data": typed[name] | (of_other.get(name, {}) if thing == "another's" else {})}

    return {f"abstracts.{name}": rows for name, rows in parts.items()}, typed_of
